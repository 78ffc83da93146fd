"""Whether a program has an optimum at all, asked of programs that always have one: elastic rows, and limits on all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from reshore.network.periods import Floats
from reshore.solve.highs import Answer, Arrays

TOLERANCE: Final = 1e-6
LEAST_BOX: Final = 1e7


def elastic(arrays: Arrays, raising: Floats | float = 1.0, lowering: Floats | float = 1.0) -> Arrays:
    """Return the program in which every row may give on each side, and that gives as little as can be.

    The slacks are the last columns: first those that raise a row, then those that lower it, at the costs given for a unit.
    """
    height = len(arrays.row_lower)
    rows = np.concatenate([np.arange(height), np.arange(height)])
    count = len(arrays.data)
    slack_starts = count + 1 + np.arange(2 * height)
    free = np.zeros(2 * height)
    costs = [np.broadcast_to(np.asarray(cost, dtype=np.float64), height) for cost in (raising, lowering)]
    return Arrays(
        cost=np.concatenate([np.zeros_like(arrays.cost), *(-cost for cost in costs)]),
        constant=0.0,
        lower=np.concatenate([arrays.lower, free]),
        upper=np.concatenate([arrays.upper, np.full(2 * height, np.inf)]),
        row_lower=arrays.row_lower,
        row_upper=arrays.row_upper,
        indptr=np.concatenate([arrays.indptr, slack_starts]),
        indices=np.concatenate([arrays.indices, rows]),
        data=np.concatenate([arrays.data, np.ones(height), -np.ones(height)]),
        integer=np.concatenate([arrays.integer, np.zeros(2 * height, dtype=bool)]),
    )


def fractional(arrays: Arrays) -> Arrays:
    """Return the program without whole numbers."""
    return replace(arrays, integer=np.zeros_like(arrays.integer))


def fixed(arrays: Arrays, columns: Floats) -> Arrays:
    """Return the program with its whole numbers fixed at the nearest to the values given (whole columns are not scaled)."""
    places = np.flatnonzero(arrays.integer)
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    lower[places] = upper[places] = np.round(columns[places])
    return replace(fractional(arrays), lower=lower, upper=upper)


def boxed(arrays: Arrays, times: float = 1.0) -> Arrays:
    """Return the fractional program with a limit, far beyond every limit and amount in it, on what has none."""
    return replace(fractional(arrays), upper=np.where(np.isfinite(arrays.upper), arrays.upper, times * box(arrays)))


def box(arrays: Arrays) -> float:
    """Return a value far beyond every finite limit and right-hand side."""
    sides = np.concatenate([arrays.lower, arrays.upper, arrays.row_lower, arrays.row_upper])
    return float(max(LEAST_BOX, 100.0 * np.abs(sides[np.isfinite(sides)]).max(initial=0.0)))


def at_box(arrays: Arrays, answer: Answer) -> np.ndarray:
    """Say which columns of a program without limit went to the box."""
    gone: np.ndarray = (answer.columns > 0.5 * box(arrays)) & ~np.isfinite(arrays.upper)
    return gone


def gives(arrays: Arrays, solve: Callable[[Arrays], Answer]) -> bool:
    """Say whether some row has to give: whether the program is surely infeasible, in fractions already."""
    answer = solve(elastic(fractional(arrays)))
    return answer.status == "optimal" and answer.objective < -TOLERANCE


def grows(arrays: Arrays, within: Answer, solve: Callable[[Arrays], Answer]) -> bool:
    """Say whether the objective within the box is at its limit because of the box: whether it grows with a larger one."""
    if not at_box(arrays, within).any():
        return False
    wider = solve(boxed(arrays, 10.0))
    return wider.status == "optimal" and wider.objective > within.objective + TOLERANCE * max(
        1.0, abs(within.objective)
    )
