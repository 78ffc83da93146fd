"""What one more unit of every input number earns: of any program that is made from tables, at its optimum."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.matters.attributed import Attribution, Build
from reshore.analysis.matters.lagrangian import Lagrangian
from reshore.analysis.matters.numbers import Numbers, all_numbers, entries
from reshore.model import Program
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
    lagrangian = Lagrangian(optimum.program, optimum.solution)
    columns, parts = [each for each in all_numbers(tables) if only in (None, each.table)], [_NONE]
    for number, numbers in enumerate(columns):
        place = f"what numbers earn: {numbers.table} {numbers.column}, {number + 1} of {len(columns)}"
        attribution = Attribution(tables, build if tell is None else _told(build, tell, place), lagrangian)
        parts.append(entries(tables, numbers).with_columns(_sides(attribution, numbers)))
    return pl.concat(parts)


def _told(build: Build, tell: Callable[[str], None], place: str) -> Build:
    """Return `build` that tells its place, and from the second program on how many there are."""
    programs = count(1)

    def told(tables: Tables) -> Program:
        number = next(programs)
        tell(place if number == 1 else f"{place}, program {number}")
        return build(tables)

    return told


def _sides(attribution: Attribution, numbers: Numbers) -> Iterator[pl.Series]:
    """Yield what numbers earn, and on either side where that differs."""
    if numbers.duration:
        down, up = (_steady(attribution, numbers, sign) for sign in (-1.0, 1.0))
    else:
        down = up = attribution.derivatives(numbers)
    known = np.where(np.isnan(up), down, np.where(np.isnan(down), up, (up + down) / 2.0))
    apart = ~(np.abs(up - down) <= ALIKE * np.maximum(np.abs(up), np.abs(down)))
    for name, values in (
        ("derivative", known),
        ("derivative_down", np.where(apart, down, np.nan)),
        ("derivative_up", np.where(apart, up, np.nan)),
    ):
        yield pl.Series(name, values).fill_nan(None)


def _steady(attribution: Attribution, numbers: Numbers, sign: float) -> Floats:
    """Return what numbers earn to one side: the same over a step and over one of twice the length.

    NaN where the optimum jumps instead, or where they may not be less. What is not told of one step is not asked of two.
    """
    farther = replace(numbers, steps=2.0 * numbers.steps)
    found = np.full(len(numbers.rows), np.nan)
    asked = np.flatnonzero(numbers.values + 2.0 * sign * farther.steps >= numbers.low)
    found[asked] = attribution.derivatives(numbers.only(asked), sign)
    asked = np.flatnonzero(~np.isnan(found))
    near, far = found[asked], attribution.derivatives(farther.only(asked), sign)
    steady = np.abs(near - far) <= JUMP * np.maximum(np.abs(near), np.abs(far))
    found[asked[~steady]] = np.nan
    return found
