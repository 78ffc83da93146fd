"""When a target can be reached first, and what reaching it takes from profit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reshore.analysis.targets.aim import Aim, asked
from reshore.analysis.targets.most import EXACT, best_plan, bound_of, spanned
from reshore.model import Program
from reshore.model.measures import Linear
from reshore.network.periods import Floats
from reshore.solve import Optimum, SolveOptions, solve_program

SLACK: Final = 1e-9
"""Share of a goal by which it may be missed: rounding."""


CLEAR: Final = 1e-6
"""Share of a goal by which a bound must be below it: what solvers leave open is less."""


def reached(aim: Aim, value: float) -> bool:
    """Say whether a value reaches the goal of an aim."""
    return value >= aim.goal - SLACK * max(1.0, abs(aim.goal))


@dataclass(frozen=True)
class Dates:
    """The aims of a target by one day after another, of which the first that can be reached is asked for.

    `cumulative` says that what can be reached by a day can be by every later one. `planned` is a plan of the program.
    """

    program: Program
    aims: Sequence[Aim]
    cumulative: bool
    planned: Floats
    options: SolveOptions

    def first(self, known: Sequence[Floats]) -> int | None:
        """Return the first place that can be reached; None where none can. `known` are plans of the program too.

        The places are halved; a plan that reaches the goal by one day often does so by an earlier one, which then counts.
        """
        high = min(self._place(columns) for columns in (self.planned, *known))
        if not self.cumulative:
            low = self._out_of_reach(high)
            return next((place for place in range(low, high) if self._plan(place) is not None), self._within(high))
        if high == len(self.aims):
            last = self._plan(high - 1) if self.aims else None
            if last is None:
                return None
            high = self._place(last)
        low = 0
        while low < high:
            place = (low + high) // 2
            columns = self._plan(place)
            low, high = (place + 1, high) if columns is None else (low, min(place, self._place(columns)))
        return self._within(high)

    def _out_of_reach(self, high: int) -> int:
        """Return how many of the first places, up to `high`, are surely out of reach; those after them may be too.

        No plan has more by any day up to one than the largest amounts that these days count of each decision make, since
        no decision is negative, in fractions even. That grows from day to day, so that places are halved. Of what does not
        add up from day to day (rates, levels, shares) it would say too little.
        """
        aims = self.aims[:high]
        if not aims or not _adds_up(aims) or (self.program.lower < 0.0).any():
            return 0
        amounts = np.maximum.accumulate([aim.top.amounts for aim in aims], axis=0)
        constants = np.maximum.accumulate([aim.top.constant for aim in aims])
        low = 0
        while low < high:
            place = (low + high) // 2
            most = replace(aims[place], top=Linear(amounts[place], float(constants[place])))
            bound = bound_of(self.program, most, self.options)
            low, high = (place + 1, high) if bound < most.goal - CLEAR * abs(most.goal) else (low, place)
        return low

    def _within(self, place: int) -> int | None:
        return place if place < len(self.aims) else None

    def _place(self, columns: Floats) -> int:
        """Return the first place at which a plan reaches the goal, the number of places where it reaches it at none."""
        return next((at for at, aim in enumerate(self.aims) if reached(aim, aim.value(columns))), len(self.aims))

    def _plan(self, place: int) -> Floats | None:
        """Return a plan that reaches the goal by a day; None where none does."""
        aim = spanned(self.program, self.aims[place], self.options, self.planned)
        if not aim.fixed and aim.span[0] <= 0.0:
            return None
        _, columns = best_plan(self.program, aim, aim.goal, self.options)
        return columns if columns is not None and reached(aim, aim.value(columns)) else None


def _adds_up(aims: Sequence[Aim]) -> bool:
    """Say whether each day counts what earlier ones do: of each decision that adds something, no less."""
    length = aims[0].bottom.constant
    if length <= 0.0 or any(not aim.fixed or aim.bottom.constant != length for aim in aims):
        return False
    before = [aim.top.amounts for aim in aims[:-1]]
    after = [aim.top.amounts for aim in aims[1:]]
    return all(bool((late >= early)[early > 0.0].all()) for early, late in zip(before, after, strict=True))


def profit_cost(optimum: Optimum, aim: Aim, options: SolveOptions) -> float | None:
    """Return what reaching an aim takes from the objective of a plan; None where it cannot be reached."""
    if reached(aim, aim.value(optimum.solution.columns)):
        return 0.0
    aim = spanned(optimum.program, aim, options, optimum.solution.columns)
    found = solve_program(asked(optimum.program, aim, aim.goal - SLACK * abs(aim.goal)), replace(options, gap=EXACT))
    return max(0.0, optimum.solution.objective - found.objective) if found.feasible else None
