"""What a change of a program is worth at an optimum of it: the change of its Lagrangian, place by place.

The optimum of a program answers to a small change of its numbers as its Lagrangian does while decisions and duals stay as they
are (the envelope theorem: Milgrom and Segal, Envelope theorems for arbitrary choice sets, Econometrica 70, 2002).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from reshore.analysis.matters.matched import Match, Places, itself, match_program
from reshore.analysis.matters.worth import Parts, Point
from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve import Solution

PRICED: Final = 1e-7
"""Share of the money that a new decision moves below which what it would earn is rounding."""
HELD: Final = 1e-9
"""The same of a new limit, of the amounts in it."""


@dataclass(frozen=True)
class Change:
    """What a changed program is worth more at each place that has changed, arrays (place,).

    A place is an entry of the matrix, a limit of a row or of a column, or an amount of the ledger. `holds` says that this is
    what the optimum gains: it is not where a new decision would earn something, or a new limit is not kept.
    """

    places: Places
    worth: Floats
    holds: bool = True


NOTHING: Final = Change(np.zeros(0, dtype=np.int64), np.zeros(0))
NOT_TOLD: Final = replace(NOTHING, holds=False)


@dataclass(frozen=True)
class Lagrangian:
    """A program at its optimum: cost · x + constant − y · (A x − b) − z · (x − bound), whose whole numbers are fixed.

    `solution` has x, y (what one more unit of a right-hand side earns) and z (the same of a bound).
    """

    program: Program
    solution: Solution

    def change(self, program: Program) -> Change:
        """Return what another program, that of slightly changed tables, is worth more at this optimum.

        Parts that have not changed are not taken from each other: several at one place would not cancel exactly.
        """
        match = match_program(self.program, program)
        if not (match.same or self._tells(program, match)):
            return NOT_TOLD
        before = self._now if match.same else self._point.parts(self.program, itself(self.program), labelled=False)
        after = self._point.parts(program, match, labelled=match.same)
        if all(np.array_equal(*both) for both in zip(before, after, strict=True)):
            return NOTHING
        places, worth = (np.concatenate(both) for both in zip(before, after, strict=True))
        worth[: len(before[1])] *= -1.0
        distinct, at = np.unique(places, return_inverse=True)
        changed = np.bincount(at, weights=worth, minlength=len(distinct))
        moved = changed != 0.0
        return Change(distinct[moved], changed[moved])

    @cached_property
    def _point(self) -> Point:
        bounds = np.where(self.program.integer, 0.0, self.solution.column_duals)
        return Point(self.program, self.solution.columns, self.solution.row_duals, bounds)

    @cached_property
    def _now(self) -> Parts:
        return self._point.parts(self.program, itself(self.program), labelled=True)

    def _tells(self, program: Program, match: Match) -> bool:
        """Say whether nothing that is gone counted, no new decision would earn anything and every new limit is kept."""
        height, width = self.program.shape
        values, duals = self.solution.columns, self.solution.row_duals
        if duals[_gone(match.rows, height)].any() or values[_gone(match.columns, width)].any():
            return False
        values, duals = match.column_values(values), match.row_values(duals)
        return not (_earn(program, match.columns < 0, duals) or _broken(program, match.rows < 0, values))


def _gone(places: Places, count: int) -> np.ndarray:
    return np.setdiff1d(np.arange(count), places)


def _earn(program: Program, new: np.ndarray, duals: Floats) -> bool:
    """Say whether new decisions would earn something at the duals, or must be made."""
    matrix, cost = program.matrix[:, np.flatnonzero(new)], program.cost[new]
    size = np.abs(cost) + abs(matrix).T @ np.abs(duals)
    earned = (cost - matrix.T @ duals > PRICED * size) & (program.upper[new] > 0.0)
    return bool(earned.any() or (program.lower[new] > 0.0).any())


def _broken(program: Program, new: np.ndarray, values: Floats) -> bool:
    """Say whether new limits are not kept by the decisions."""
    activity, size = (program.matrix @ values)[new], (abs(program.matrix) @ np.abs(values))[new]
    room = HELD * size
    over, under = activity > program.row_upper[new] + room, activity < program.row_lower[new] - room
    return bool(over.any() or under.any())
