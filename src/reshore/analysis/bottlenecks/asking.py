"""What moving groups of limits is worth at an optimum, and how far that holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy import sparse

from reshore.analysis.bottlenecks.groups import Groups
from reshore.network.periods import Floats
from reshore.solve import Move, Optimum, Ranging, stepped

PROBE: Final = 0.01
"""How far the scaled value that answers most is moved where a limit has to be solved again: clear of the tolerances."""
CLOSER: Final = 3
SHORTER: Final = 0.2
"""A probe beyond a change of the value is made shorter by this, so many times at most."""
APART: Final = 1e-4
"""A gain that differs from what the value says by a smaller share is the same."""
NOISE: Final = 1e-7
"""So is one that differs by a smaller share of all money that moves."""
MUSTS: Final = ("minimum runs", "minimum rules", "minimum stock", "committed project")
"""Limits that ask for something: more of them may well cost."""


@dataclass(frozen=True)
class Values:
    """What a unit of each group is worth, and between which steps (`low` ≤ 0 ≤ `high`) that holds, shapes (group,)."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Asker:
    """An optimum that is asked what moving limits is worth."""

    optimum: Optimum

    @cached_property
    def moved(self) -> float:
        """All that is earned and paid at the optimum, and 1 [unit of its objective]."""
        return float(np.abs(self.optimum.program.cost) @ np.abs(self.optimum.solution.columns)) + 1.0

    def values(self, groups: Groups, tell: Callable[[str], None] | None = None) -> Values:
        """Return what more of each group is worth: the right derivative of the objective.

        That is the dual where the basis lets the limits rise; where it does not, the program is solved again a little
        further, and the duals there count. Where nothing is feasible there, more of what must be keeps its dual, more of
        anything else is worth nothing.
        """
        if not groups.table.height:
            none = np.zeros(0)
            return Values(none, none, none)
        span = self._ranging.spans(self._directions(groups))
        value, low, high = groups.summed(groups.rows["value"].to_numpy()), span.low, span.high
        stuck = np.flatnonzero(high == 0.0)
        for count, index in enumerate(stuck):
            if tell is not None:
                tell(f"{count + 1} of {len(stuck)}")
            beyond = self._further(groups.move(int(index)), float(span.speed[index]))
            if np.isfinite(beyond[0]):
                value[index], low[index], high[index] = beyond
            elif groups.table["limit"][int(index)] not in MUSTS:
                value[index] = 0.0
        return Values(value, low, high)

    @cached_property
    def _ranging(self) -> Ranging:
        return Ranging(self.optimum)

    def _directions(self, groups: Groups) -> sparse.csc_array:
        """Return the change of right-hand sides for a unit of each group, shape (row, group)."""
        matrix, rows = self.optimum.program.matrix, groups.rows
        row, column = (rows[name].to_numpy() for name in ("row", "column"))
        weight = (rows["weight"] * rows["moves"]).to_numpy()
        shape = (matrix.shape[0], groups.table.height)
        real = row >= 0
        direct = sparse.csc_array((weight[real], (row[real], groups.group[real])), shape=shape)
        picked = sparse.csc_array(
            (weight[~real], (column[~real], groups.group[~real])), shape=(matrix.shape[1], shape[1])
        )
        return sparse.csc_array(direct - matrix @ picked)

    def _further(self, move: Move, speed: float) -> tuple[float, float, float]:
        """Return the value beyond where the basis lets the limit rise, and how far it was seen to hold.

        Where the gain on the way there is not the value there, it changes in between: a shorter way is tried.
        """
        step = stepped(self.optimum, move, PROBE / speed)
        for _ in range(CLOSER):
            if not step.gain - step.value * step.size > APART * abs(step.gain) + NOISE * self.moved:
                break
            step = stepped(self.optimum, move, step.size * SHORTER)
        return step.value, 0.0, step.size
