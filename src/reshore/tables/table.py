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
class Table:
    """One table: typed columns in the declared order, defaults filled in, and the line in the file in `_row`.

    Rows that a scenario adds have minus the number of its edit there, and `model` has 0.
    `times` holds the unit of time of the columns whose header gave another than the declared one, `words` the model's words
    in the units of headers, such as ("unit", "wafer"). `headers` holds the unit that a header gives, and its factor to the
    declared one (apart from the unit of time). `lost` says that the rows are not those of the file: it is
    missing though it is required, cannot be read, or lacks a part of the key; nothing can be said about names that refer to it.
    """

    name: str
    frame: pl.DataFrame
    times: Mapping[str, TimeUnit] = field(default_factory=lambda: MappingProxyType({}))
    file: str = ""
    words: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=lambda: MappingProxyType({}))
    lost: bool = False
    headers: Mapping[str, tuple[str, float]] = field(default_factory=lambda: MappingProxyType({}))

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
    """All tables of a model, one for each that is declared (empty ones too)."""

    tables: Mapping[str, Table]

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables.values())

    def frame(self, name: str) -> pl.DataFrame:
        """Return the rows of the table called `name`."""
        return self.tables[name].frame

    def with_table(self, table: Table) -> Tables:
        """Return the same tables with one replaced."""
        return Tables(MappingProxyType({**self.tables, table.name: table}))

    @property
    def setting(self) -> Mapping[str, object]:
        """The one row of `model`."""
        return self.frame("model").row(0, named=True)

    @staticmethod
    def of(tables: Mapping[str, Table]) -> Tables:
        """Return tables in the declared order; raises KeyError where one is missing."""
        return Tables(MappingProxyType({name: tables[name] for name in schema()}))
