"""The typed tables of one model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import polars as pl

from reshore.schema import TimeUnit, schema, table_schema
from reshore.schema.units import time_unit

ROW = "_row"


@dataclass(frozen=True)
class Sheet:
    """Where a table is in a workbook: the sheet, the letters of its columns, and the rows of settings (for `model` alone)."""

    name: str
    letters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    rows: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def row(self, column: str | None, row: int | None) -> int | None:
        """Return the row of a cell as Excel counts it, None where there is none."""
        return row or (self.rows.get(column) if column else None)

    def cell(self, column: str | None, row: int | None) -> str | None:
        """Return what Excel calls a cell, None where the place is a whole row or column, or not in the sheet."""
        letter, row = self.letters.get(column or ""), self.row(column, row)
        return f"{letter}{row}" if letter and row and row > 0 else None


@dataclass(frozen=True)
class Table:
    """One table: typed columns in the declared order, defaults filled in, and the line in the file in `_row`.

    Rows that a scenario adds have minus the number of its edit there, and `model` has 0.
    `times` holds the unit of time of the columns whose header gave another than the declared one, `words` the model's words
    in the units of headers, such as ("unit", "wafer"). `headers` holds the unit that a header gives, and its factor to the
    declared one (apart from the unit of time). `lost` says that the rows are not those of the file: it is
    missing though it is required, cannot be read, or lacks a part of the key; nothing can be said about names that refer to it.
    `sheet` is where the table is in its file, where that is a workbook.
    """

    name: str
    frame: pl.DataFrame
    times: Mapping[str, TimeUnit] = field(default_factory=lambda: MappingProxyType({}))
    file: str = ""
    words: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=lambda: MappingProxyType({}))
    lost: bool = False
    sheet: Sheet | None = None
    headers: Mapping[str, tuple[str, float]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def where(self) -> str:
        """The file of the table in the words of a sentence, with the sheet where it is one."""
        return f"sheet {self.sheet.name} of {self.file}" if self.sheet else self.file

    @property
    def factors(self) -> dict[str, float]:
        """The factors from the units in the headers to the declared ones, by column."""
        return {column: factor for column, (_, factor) in self.headers.items()}

    def time(self, column: str) -> TimeUnit:
        """Return the unit of time in which `column` counts; raises ValueError where it has none."""
        unit = self.times.get(column) or time_unit(table_schema(self.name).column(column).unit)
        if unit is None:
            raise ValueError(f"column {self.name}.{column} has no unit of time")
        return unit

    def with_frame(self, frame: pl.DataFrame) -> Table:
        """Return the same table with other rows."""
        return replace(self, frame=frame)


@dataclass(frozen=True)
class Tables:
    """All tables of a model, one for each that is declared (empty ones too).

    `named` is for tables whose numbers have been moved a little to see what they do: those before, whose numbers still name
    what is made (by its content), so that the programs of both have the same names.
    """

    tables: Mapping[str, Table]
    named: Tables | None = None

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables.values())

    def filled(self) -> Iterator[Table]:
        """Yield the tables that have rows."""
        return (table for table in self if not table.frame.is_empty())

    def frame(self, name: str) -> pl.DataFrame:
        """Return the rows of the table called `name`."""
        return self.tables[name].frame

    def with_table(self, table: Table) -> Tables:
        """Return the same tables with one replaced."""
        return replace(self, tables=MappingProxyType({**self.tables, table.name: table}))

    @property
    def setting(self) -> Mapping[str, object]:
        """The one row of `model`."""
        return self.frame("model").row(0, named=True)

    @staticmethod
    def of(tables: Mapping[str, Table]) -> Tables:
        """Return tables in the declared order; raises KeyError where one is missing."""
        return Tables(MappingProxyType({name: tables[name] for name in schema()}))
