"""Read the declarations of tables and columns."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from reshore.schema.units import THOUSAND_YEARS, TimeUnit, time_unit

REQUIRED: Final = "required"
ONLY: Final = " only"
AS_ONE: Final = " as one"
LONGEST: Final = "1000 year"
BLANK: Final = "may be empty"
SOURCE_COLUMNS: Final = (
    ("source", "Where the numbers of the row come from."),
    ("note", "Remarks: what was derived, what is judgement."),
)


@dataclass(frozen=True)
class Column:
    """One declared column.

    `dtype` is one of str, list, float, int, bool, date. `unit` is in terms of currency, unit (the product's), run,
    module, capacity (the resource's unit), kg, m2, degree and time; `fixed` says that a header may give no other unit of
    time (the declaration has `only` after the unit). `profile` is `mean` where a profile counts by its average
    over a period, `end` where it counts by its value at the end of the period, empty where the column cannot change
    over time. A bound is exclusive where `exclusive` says so. `blank` says that a part of the key may be empty text.
    `as_one` says that a group named here is the set of its members (the declaration has `as one` after the references).
    """

    name: str
    dtype: str
    unit: str
    fixed: bool
    default: str
    minimum: float | None
    exclusive: bool
    maximum: float | None
    key: bool
    blank: bool
    references: tuple[str, ...]
    choices: tuple[str, ...]
    profile: str
    description: str
    as_one: bool = False

    def most(self, time: TimeUnit | None) -> float | None:
        """Return the upper bound where a header counts in another unit of time: a duration is at most 1000 years in any."""
        return THOUSAND_YEARS[time] if time is not None and self.unit in THOUSAND_YEARS else self.maximum

    @property
    def required(self) -> bool:
        """Whether a row must give a value: key columns other than optional text, and those declared so."""
        return self.default == REQUIRED

    @property
    def expands(self) -> bool:
        """Whether a group named here stands for one row for each member."""
        return (
            "groups.group" in self.references and len(self.references) > 1 and self.dtype == "str" and not self.as_one
        )


@dataclass(frozen=True)
class TableSchema:
    """One declared table: its columns in order and its key."""

    name: str
    required: bool
    description: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns, in order; empty for `model`."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column called `name`; raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")


@cache
def schema() -> dict[str, TableSchema]:
    """Return every declared table by name, in order."""
    return {
        row["table"]: TableSchema(
            name=row["table"],
            required=row["required"] == "yes",
            description=row["description"],
            columns=_columns(row["table"]),
        )
        for row in _rows("tables.csv")
    }


def table_schema(name: str) -> TableSchema:
    """Return the declaration of one table; raises KeyError where there is none."""
    return schema()[name]


def _columns(table: str) -> tuple[Column, ...]:
    declared = tuple(_column(row) for row in _rows(f"tables/{table}.csv"))
    return declared + tuple(
        Column(name, "str", "", False, "", None, False, None, False, False, (), (), "", text)
        for name, text in SOURCE_COLUMNS
    )


def _column(row: dict[str, str]) -> Column:
    if row["default"] not in ("", REQUIRED, "0") and time_unit(row["unit"].removesuffix(ONLY)):
        raise ValueError(f"{row['column']}: a header may give another unit of time, in which only a default of 0 holds")
    bound = row["min"].split()
    return Column(
        name=row["column"],
        dtype=row["dtype"],
        unit=row["unit"].removesuffix(ONLY),
        fixed=row["unit"].endswith(ONLY),
        default=row["default"],
        minimum=float(bound[0]) if bound else None,
        exclusive=len(bound) > 1,
        maximum=_maximum(row),
        key=row["key"] in ("yes", BLANK),
        blank=row["key"] == BLANK,
        references=tuple(filter(None, row["references"].removesuffix(AS_ONE).split("|"))),
        choices=tuple(filter(None, row["choices"].split("|"))),
        profile=row["profile"],
        description=row["description"],
        as_one=row["references"].endswith(AS_ONE),
    )


def _maximum(row: dict[str, str]) -> float | None:
    if row["max"] == LONGEST:
        return THOUSAND_YEARS[row["unit"].removesuffix(ONLY)]
    return float(row["max"]) if row["max"] else None


def _rows(path: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(path).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    broken = [row for row in rows if None in row or None in row.values()]
    if broken:
        raise ValueError(f"{path} is declared with a wrong number of fields: {broken[0]}")
    return rows
