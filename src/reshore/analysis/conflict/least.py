"""The least change: an elastic program in which numbers of the tables give, as little as can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy import sparse

from reshore.analysis.conflict.knobs import Knobs
from reshore.analysis.conflict.stated import Stated
from reshore.network.periods import Floats
from reshore.solve.highs import Answer, Arrays
from reshore.solve.options import SolveOptions
from reshore.solve.possible import quickly
from reshore.solve.scaling import LARGEST
from reshore.solve.solve import solve_arrays

FIRM: Final = 1000.0
"""What it costs to let the wrong side give, in units of letting the right side give."""
SELDOM: Final = 30.0
"""What it costs to have other stock at the start, which nobody decides any more, in units of what the world can offer."""
COSTS: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType(
    {
        "asked": {"asked": 1.0, "world": FIRM, "start": FIRM},
        "world": {"asked": FIRM, "world": 1.0, "start": SELDOM},
    }
)
ANEW: Final = 100.0
"""What it costs to have as much of what there is none of yet as the largest supply or demand is worth."""
TOLERANCE: Final = 1e-6
QUICK: Final = 60.0
"""Seconds given to the quick way, before the ways in which a plan is found; where a gap is given, the time of the options."""


@dataclass(frozen=True)
class Least:
    """The least that must give: `gives` [unit of the table] for each knob; `proof` is the dual of each row of the stated program.

    `values` are the columns of the stated program, in natural units. A row with a dual takes part in the proof that
    something must give; the sign says which of its sides does. `total` is 0 where nothing has to give. `gap` is the share of
    `total` by which less might do: 0 where this is proven to be the least.
    """

    gives: Floats
    proof: Floats
    values: Floats
    total: float
    gap: float = 0.0


def least(stated: Stated, knobs: Knobs, giving: str, options: SolveOptions, gap: float | None = None) -> Least | None:
    """Return the least that must give where `giving` (asked or world) gives first; None where the solver does not end.

    What is asked for counts by its standard value; the world by the share of what it is. With a `gap`, a search over whole
    numbers ends within that share of the least, or with what it has found when its time (that of the options) is over.
    """
    scale = _sizes(stated, knobs, giving)
    cost = np.array([COSTS[giving][kind] for kind in knobs.kind])
    answer = _answer(_elastic(stated, knobs, scale, cost), options, gap)
    if not _enough(answer, gap):
        return None
    _, width = stated.program.shape
    gives = np.maximum(answer.columns[width:], 0.0) * scale
    gives = np.where(answer.columns[width:] > TOLERANCE, gives, 0.0)
    values = answer.columns[:width] * stated.scaling.column
    total = max(0.0, -answer.objective)
    return Least(gives, answer.row_duals, values, total, 0.0 if gap is None else _gap(total, answer))


def _gap(total: float, answer: Answer) -> float:
    return max(0.0, total + answer.bound) / total if total > 0.0 else 0.0


def _sizes(stated: Stated, knobs: Knobs, giving: str) -> Floats:
    """Return how much each knob gives for one unit of cost: a unit of standard value, or the whole of what it is."""
    worth = np.abs(knobs.amount) * _worths(stated)[knobs.row]
    value = np.bincount(knobs.knob, weights=worth, minlength=knobs.count)
    by_value = 1.0 / np.where(value > 0.0, value, 1.0)
    if giving == "asked":
        return by_value
    anew = by_value * LARGEST[0] / ANEW
    sizes: Floats = np.where(knobs.size > 0.0, knobs.size, anew)
    return sizes


def _worths(stated: Stated) -> Floats:
    """Return the standard value of a unit of each row, as scaling counts it: by what it holds other than modules."""
    scale = stated.scaling.column.copy()
    scale[stated.program.columns["build"].slice] = 0.0
    biggest = np.asarray(abs(stated.program.matrix).multiply(scale[None, :]).max(axis=1).todense()).ravel()
    worth: Floats = np.where(biggest > 0.0, 1.0 / np.where(biggest > 0.0, biggest, 1.0), stated.scaling.row)
    return worth


def _elastic(stated: Stated, knobs: Knobs, scale: Floats, cost: Floats) -> Arrays:
    """Return the stated program with a column for each knob that can give; it gives as little as can be."""
    arrays = stated.arrays()
    height, width = stated.program.shape
    moved = sparse.coo_array(
        (-knobs.amount * stated.scaling.row[knobs.row] * scale[knobs.knob], (knobs.row, knobs.knob)),
        shape=(height, knobs.count),
    ).tocsc()
    own = sparse.csc_array((arrays.data, arrays.indices, arrays.indptr), shape=(height, width))
    matrix = sparse.hstack([own, moved], format="csc")
    return replace(
        arrays,
        cost=np.concatenate([np.zeros(width), -cost]),
        lower=np.concatenate([arrays.lower, np.zeros(knobs.count)]),
        upper=np.concatenate([arrays.upper, knobs.most / scale]),
        indptr=matrix.indptr,
        indices=matrix.indices,
        data=matrix.data,
        integer=np.concatenate([arrays.integer, np.zeros(knobs.count, dtype=bool)]),
    )


def _answer(arrays: Arrays, options: SolveOptions, gap: float | None) -> Answer:
    seconds = QUICK if gap is None else options.time_limit or QUICK
    answer = quickly(arrays, options, seconds, gap)
    return answer if _enough(answer, gap) else solve_arrays(arrays, options)


def _enough(answer: Answer, gap: float | None) -> bool:
    """Say whether an answer is the least, or with a gap any that was found."""
    return answer.status == "optimal" or (gap is not None and answer.feasible)
