"""How far a solution is from what it claims: the duals that prove it the best, recomputed in natural units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reshore.model import Program
from reshore.network.periods import Floats

ACCURATE: Final = 1e-5
CLOSE: Final = 1e-7
SHARE: Final = 1e-2
"""Share of the money that moves which stands for the objective where that is nearly nothing."""


@dataclass(frozen=True)
class Proof:
    """What the duals say: `error` is 0 and `bound` the objective itself where the solution is exactly optimal.

    `error` is the larger of two: the largest reduced cost of the wrong sign, relative to the money that it sums (a decision
    that would earn more and is not at its limit); and what the bound lies above the objective, relative to the money that
    moves. `bound` is the profit that no plan can exceed by these duals [currency].
    """

    error: float
    bound: float


def prove(program: Program, columns: Floats, row_duals: Floats) -> Proof:
    """Return what the duals of rows say of values of columns; whole columns count as fixed where they are."""
    matrix = program.matrix
    reduced = program.cost - matrix.T @ row_duals
    size = np.abs(program.cost) + abs(matrix).T @ np.abs(row_duals)
    upper = np.where(program.integer, columns, program.upper)
    lower = np.where(program.integer, columns, program.lower)
    rises = np.where(_below(columns, upper), np.maximum(reduced, 0.0), 0.0)
    falls = np.where(_below(lower, columns), np.maximum(-reduced, 0.0), 0.0)
    wrong = float((np.maximum(rises, falls) / np.where(size > 0.0, size, 1.0)).max(initial=0.0))
    activity = matrix @ columns
    bound = program.constant + _worth(reduced, lower, upper, columns)
    bound += _worth(row_duals, program.row_lower, program.row_upper, activity)
    objective = float(program.cost @ columns) + program.constant
    moved = max(abs(objective), float(np.abs(program.cost) @ np.abs(columns)) * SHARE, 1e-9)
    return Proof(max(wrong, abs(bound - objective) / moved), bound)


def _below(low: Floats, high: Floats) -> np.ndarray:
    """Say where `low` is clearly below `high`."""
    size = np.maximum(np.where(np.isfinite(low), np.abs(low), 0.0), np.where(np.isfinite(high), np.abs(high), 0.0))
    below: np.ndarray = low < high - CLOSE * np.maximum(CLOSE, size)
    return below


def _worth(duals: Floats, lower: Floats, upper: Floats, values: Floats) -> float:
    """Return Σ dual · the limit that it speaks of: the upper one where more of it earns more, twice the value without one.

    A dual that speaks of no limit should be 0; what is not counts as if its decision (or row) could double.
    """
    limits = np.where(duals > 0.0, upper, lower)
    known = np.isfinite(limits)
    missing = duals * values + np.abs(duals * values)
    return float(np.where(known, duals * np.where(known, limits, 0.0), missing).sum())
