"""How far a solution is from what it claims: the duals that prove it the best, recomputed in natural units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reshore.model import Program
from reshore.network.periods import Floats

ACCURATE: Final = 1e-5
CLOSE: Final = 1e-7


@dataclass(frozen=True)
class Proof:
    """What the duals say: `error` is 0 and `bound` the objective itself where the solution is exactly optimal.

    `error` is the largest reduced cost of the wrong sign, relative to the money that it sums: a decision that would earn
    more and is not at its limit. `bound` is the profit that no plan can exceed by these duals [currency].
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
    wrong = np.maximum(rises, falls) / np.where(size > 0.0, size, 1.0)
    bound = _worth(row_duals, program.row_lower, program.row_upper) + _worth(reduced, lower, upper)
    return Proof(float(wrong.max(initial=0.0)), bound + program.constant)


def _below(low: Floats, high: Floats) -> np.ndarray:
    """Say where `low` is clearly below `high`."""
    size = np.maximum(np.where(np.isfinite(low), np.abs(low), 0.0), np.where(np.isfinite(high), np.abs(high), 0.0))
    below: np.ndarray = low < high - CLOSE * np.maximum(CLOSE, size)
    return below


def _worth(duals: Floats, lower: Floats, upper: Floats) -> float:
    """Return Σ dual · the limit that it speaks of: the upper one where more of it earns more; 0 where there is none."""
    limits = np.where(duals > 0.0, upper, lower)
    known = np.isfinite(limits)
    return float(duals[known] @ limits[known])
