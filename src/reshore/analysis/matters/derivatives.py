"""What one more unit of every input number earns: of any program that is made from tables, at its optimum."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.matters.attributed import Attribution, Build
from reshore.analysis.matters.lagrangian import Lagrangian
from reshore.analysis.matters.numbers import Numbers, all_numbers, entries
from reshore.network.periods import Floats
from reshore.solve import Optimum
from reshore.tables import Tables

JUMP: Final = 1e-2
"""Derivatives over a step and over one of twice the length that differ by a larger share belong to a jump."""
ALIKE: Final = 1e-4
"""Derivatives to both sides that differ by a smaller share are one."""
_NONE: Final = pl.DataFrame(
    schema={
        **dict.fromkeys(("table", "key", "column"), pl.String),
        "row": pl.Int64,
        "value": pl.Float64,
        "source": pl.String,
        **dict.fromkeys(("derivative", "derivative_down", "derivative_up"), pl.Float64),
    }
)


def derivatives(
    tables: Tables, build: Build, optimum: Optimum, tell: Callable[[str], None] | None = None, only: str | None = None
) -> pl.DataFrame:
    """Return every number of resolved tables with what one more unit of it earns at the optimum of `build(tables)`.

    Those of one table where `only` names it.

    Columns: table, key, column, row (of the resolved table), value, source, `derivative`, `derivative_down`, `derivative_up`
    [unit of the objective per unit of the number]. The two sides are there for lengths of time where they differ, or where only
    one of them is known; the derivative is then their mean, or the one. It is null where neither can be told.
    """
    attribution = Attribution(tables, build, Lagrangian(optimum.program, optimum.solution))
    columns, parts = [each for each in all_numbers(tables) if only in (None, each.table)], [_NONE]
    for count, numbers in enumerate(columns):
        if tell is not None:
            tell(f"what numbers earn: {numbers.table} {numbers.column}, {count + 1} of {len(columns)}")
        parts.append(entries(tables, numbers).with_columns(_sides(attribution, numbers)))
    return pl.concat(parts)


def _sides(attribution: Attribution, numbers: Numbers) -> Iterator[pl.Series]:
    """Yield what numbers earn, and on either side where that differs."""
    up = attribution.derivatives(numbers)
    down = up
    if numbers.duration:
        farther = replace(numbers, steps=2.0 * numbers.steps)
        up = _steady(up, attribution.derivatives(farther))
        down = _steady(_down(attribution, numbers), _down(attribution, farther))
    known = np.where(np.isnan(up), down, np.where(np.isnan(down), up, (up + down) / 2.0))
    apart = ~(np.abs(up - down) <= ALIKE * np.maximum(np.abs(up), np.abs(down)))
    for name, values in (
        ("derivative", known),
        ("derivative_down", np.where(apart, down, np.nan)),
        ("derivative_up", np.where(apart, up, np.nan)),
    ):
        yield pl.Series(name, values).fill_nan(None)


def _steady(near: Floats, far: Floats) -> Floats:
    """Return derivatives that are the same over a step and one of twice the length; NaN where the optimum jumps instead."""
    steady = np.abs(near - far) <= JUMP * np.maximum(np.abs(near), np.abs(far))
    return np.where(steady, near, np.nan)


def _down(attribution: Attribution, numbers: Numbers) -> Floats:
    """Return what numbers earn to the left, NaN where they may not be less."""
    found = np.full(len(numbers.rows), np.nan)
    chosen = np.flatnonzero(numbers.values - 2.0 * numbers.steps >= numbers.low)
    if len(chosen):
        found[chosen] = attribution.derivatives(numbers.only(chosen), -1.0)
    return found
