"""The tables of a plan: their columns and types, read strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.verify.arrays import Bools, floats
from reshore.verify.residuals import WRONG, Check, flag

LAW: Final = "tables"


@dataclass(frozen=True)
class Layout:
    """The columns of one table: text and dates (which together are its key unless `beside`), moments, numbers."""

    text: tuple[str, ...]
    dates: tuple[str, ...] = ("period",)
    numbers: tuple[str, ...] = ("value",)
    moments: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def key(self) -> list[str]:
        """The columns that tell rows apart."""
        return [name for name in (*self.text, *self.dates) if name not in self.beside]


ITEM: Final = ("country_of_origin", "content")
"""What tells goods of one product apart where their origin is tracked; empty elsewhere."""
LATER: Final = (*ITEM, "parts", "program")
LATER_TABLES: Final = ("take",)
"""Columns and tables that plans of earlier versions lack: nothing is in them there."""
LAYOUTS: Final[Mapping[str, Layout]] = {
    "make": Layout(("site", "process", "expansion", "parts"), ("vintage", "period")),
    "ship": Layout(("origin", "destination", "mode", "product", *ITEM)),
    "stock": Layout(("site", "product", *ITEM)),
    "serve": Layout(("market", "product", "class", "by"), ("date", "due", "period")),
    "lost": Layout(("market", "product", "class"), ("date", "period")),
    "build": Layout(("expansion", "site", "resource"), moments=("start", "ready"), beside=("site", "resource")),
    "slack": Layout(("rule", "side"), ("starts", "ends", "period")),
    "scrap": Layout(("site", "product", *ITEM)),
    "take": Layout(("site", "product", *ITEM)),
    "claim": Layout(("incentive", "expansion", "site", "country", "product", "paid"), ("starts", "period")),
    "capacity": Layout(("site", "resource"), numbers=("existing", "added", "used", "available")),
    "money": Layout(("term", "site", "partner", "name", "product", "program"), numbers=("value", "discounted")),
}


def row_words(frame: pl.DataFrame, columns: list[str]) -> Callable[[int], str]:
    """Return a function that names row *i* by its `columns`."""

    def words(row: int) -> str:
        values = frame.row(row, named=True)
        return ", ".join(f"{name} {values[name]}" for name in columns if values[name] not in (None, ""))

    return words


def read_table(
    plan: Mapping[str, pl.DataFrame], name: str, first_days: list[object]
) -> tuple[pl.DataFrame, list[Check]]:
    """Return a table of the plan with the period number `t`, and the checks of its form.

    Rows that name no period, or hold a number that is not finite, are left out after they were reported.
    """
    layout = LAYOUTS[name]
    frame, failure = _typed(plan.get(name), name, layout)
    where = row_words(frame, layout.key)
    number = {day: t for t, day in enumerate(first_days)}
    t = np.array([number.get(day, -1) for day in frame["period"].to_list()], dtype=np.int64)
    no_period: Bools = t < 0
    infinite: Bools = np.zeros(frame.height, dtype=np.bool_)
    for column in layout.numbers:
        infinite |= ~np.isfinite(floats(frame, column))
    checks = [
        failure or flag(LAW, f"{name}: columns and types", np.zeros(frame.height, np.bool_), where),
        flag(LAW, f"{name}: no row twice", frame.select(layout.key).is_duplicated().to_numpy(), where),
        flag(LAW, f"{name}: period is the first day of one", no_period, where),
        flag(LAW, f"{name}: numbers are finite", infinite, where),
    ]
    return frame.with_columns(pl.Series("t", t)).filter(pl.Series(~(no_period | infinite))), checks


def blank(name: str) -> pl.DataFrame:
    """Return a table of the plan without rows."""
    return pl.DataFrame(schema=dict(_columns(LAYOUTS[name])))


def _typed(given: pl.DataFrame | None, name: str, layout: Layout) -> tuple[pl.DataFrame, Check | None]:
    what = f"{name}: columns and types"
    columns = list(_columns(layout))
    empty = pl.DataFrame(schema=dict(columns))
    if given is None and name in LATER_TABLES:
        return empty, None
    if given is None:
        return empty, Check(LAW, what, 0, WRONG, "the table is missing", "")
    given = given.with_columns(pl.lit("").alias(column) for column in LATER if column not in given.columns)
    absent = [column for column, _ in columns if column not in given.columns]
    if absent:
        return empty, Check(LAW, what, given.height, WRONG, f"column {absent[0]} is missing", "")
    try:
        typed = given.select(pl.col(column).cast(dtype) for column, dtype in columns)
    except pl.exceptions.PolarsError as error:
        return empty, Check(LAW, what, given.height, WRONG, str(error).splitlines()[0], "")
    return typed.with_columns(pl.col(pl.String).fill_null("")), None


def _columns(layout: Layout) -> Iterator[tuple[str, pl.DataType]]:
    yield from ((name, pl.String()) for name in (*layout.text, "unit"))
    yield from ((name, pl.Date()) for name in layout.dates)
    yield from ((name, pl.Datetime("us")) for name in layout.moments)
    yield from ((name, pl.Float64()) for name in layout.numbers)
