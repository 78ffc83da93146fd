"""The input numbers of a model: every numeric cell of its resolved tables, and the tables with some of them moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from reshore.network.periods import DAYS, Floats
from reshore.schema import Column, TimeUnit, schema, table_schema
from reshore.schema.units import time_unit
from reshore.tables import Tables, key_of

NOT_INPUT: Final = ("ranges", "groups", "hazards")
"""Tables that say something about numbers, or about names, and have none that a plan is made from."""
UNREAD: Final = (
    ("sites", "latitude"),
    ("sites", "longitude"),
    ("sites", "time_to_recover"),
    ("targets", "at_least"),
    ("model", "goal_tolerance"),
)
"""Numbers that no law and no term of money reads."""
SMALL: Final = 1e-7
"""Share of a number by which it is moved: what is more is not linear enough, what is less drowns in rounding."""
UNUSUAL: Final = 1e3
"""Size that stands for that of numbers which are all 0: their effect is linear, and must be seen beside larger ones."""
MOMENT: Final = 1e-4
"""Days by which a duration is moved: far above what is taken for midnight, far below a period."""
DAYS_IN: Final[dict[TimeUnit, float]] = {**DAYS, "month": 30.0, "quarter": 91.0, "year": 365.0}


@dataclass(frozen=True)
class Numbers:
    """The numbers of one column: the rows of the resolved table that have one, their values, and small steps of them.

    Shapes (number,). Values count in the declared unit, apart from the unit of time, which is the header's. `duration` says that
    they are lengths of time, whose effect has kinks, so that steps down count too; `low` is the least allowed value.
    """

    table: str
    column: str
    rows: np.ndarray
    values: Floats
    steps: Floats
    duration: bool
    low: float

    def only(self, chosen: np.ndarray) -> Numbers:
        """Return some of the numbers."""
        parts = (self.rows[chosen], self.values[chosen], self.steps[chosen])
        return Numbers(self.table, self.column, *parts, self.duration, self.low)

    def moved(self, tables: Tables, by: Floats) -> Tables:
        """Return the tables with each number moved by so much; items keep the names that they have."""
        table = tables[self.table]
        values = table.frame[self.column].cast(pl.Float64).scatter(self.rows, self.values + by)
        moved = tables.with_table(table.with_frame(table.frame.with_columns(values)))
        return replace(moved, named=tables.named or tables)


def numeric_columns() -> list[tuple[str, Column]]:
    """Return every declared column with numbers that a plan may be made from, with the name of its table."""
    return [
        (name, column)
        for name, declared in schema().items()
        for column in declared.columns
        if name not in NOT_INPUT and column.dtype in ("float", "int") and (name, column.name) not in UNREAD
    ]


def all_numbers(tables: Tables) -> list[Numbers]:
    """Return the numbers of every column of resolved tables that has any.

    A column that holds nothing but a default of 0 is left out, unless `ranges` names one of its numbers: nobody gave it.
    """
    found = (_numbers(tables, name, column) for name, column in numeric_columns())
    ranged = set(tables.frame("ranges").select("table", "column").rows())
    return [each for each in found if len(each.rows) and (_given(each) or (each.table, each.column) in ranged)]


def _given(numbers: Numbers) -> bool:
    return bool(numbers.values.any()) or table_schema(numbers.table).column(numbers.column).default != "0"


def numbers_at(tables: Tables, table: str, column: str, rows: np.ndarray) -> Numbers:
    """Return the numbers of some rows of a column."""
    numbers = _numbers(tables, table, table_schema(table).column(column))
    return numbers.only(np.isin(numbers.rows, rows))


def _numbers(tables: Tables, table: str, column: Column) -> Numbers:
    cells = tables.frame(table)[column.name].cast(pl.Float64)
    rows = np.flatnonzero(cells.is_not_null().to_numpy())
    values = cells.fill_null(0.0).to_numpy()[rows]
    unit = time_unit(column.unit)
    duration = unit is not None and column.unit == unit
    if duration:
        steps = np.full(len(rows), MOMENT / DAYS_IN[tables[table].time(column.name)])
    else:
        sizes = np.abs(values)
        usual = float(np.median(sizes[sizes > 0.0])) if (sizes > 0.0).any() else UNUSUAL
        steps = SMALL * np.where(sizes > 0.0, sizes, usual)
    low = -np.inf if column.minimum is None else column.minimum
    return Numbers(table, column.name, rows, values, steps, duration, low)


def entries(tables: Tables, numbers: Numbers) -> pl.DataFrame:
    """Return what each number is: table, key, column, row (in the resolved table), value, source."""
    frame = tables.frame(numbers.table)
    picked = frame[numbers.rows]
    return pl.DataFrame(
        {
            "table": pl.Series([numbers.table]).new_from_index(0, len(numbers.rows)),
            "key": key_of(picked, table_schema(numbers.table)),
            "column": pl.Series([numbers.column]).new_from_index(0, len(numbers.rows)),
            "row": numbers.rows,
            "value": numbers.values,
            "source": picked["source"],
        }
    )
