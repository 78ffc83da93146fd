"""The most that can be reached of a target, whatever it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reshore.analysis.targets.aim import Aim, aimed
from reshore.model import Program
from reshore.solve import Optimum, SolveOptions, SolverError, State, reopen, solve_again, solve_program

EXACT: Final = 1e-7
"""Gap of a search over whole numbers for the most."""
ROUNDS: Final = 30
CLOSE: Final = 1e-9
WHOLE: Final = 1e-6


@dataclass(frozen=True)
class Most:
    """The most of an aim, and the optimum at which it is reached, whole numbers fixed as they are there.

    `value` is infinite where there is no limit to it; then `optimum` is None.
    """

    value: float
    optimum: Optimum | None


def most(optimum: Optimum, aim: Aim, options: SolveOptions) -> Most:
    """Return the most of an aim; `optimum` is one of the same program, from which it is solved.

    A share is a fraction of two sums: the most of it is found by maximising top − value · bottom for rising values
    until nothing is above (Dinkelbach, Management Science 13, 1967). Raises SolverError where the solver finds none.
    """
    value = 0.0 if aim.fixed else aim.value(optimum.solution.columns)
    for _ in range(ROUNDS):
        found = _above(optimum, aim, value, options)
        if found is None:
            return Most(float("inf"), None)
        reached = aim.value(found.solution.columns)
        if aim.fixed or reached - value <= CLOSE * max(1.0, abs(reached)):
            return Most(max(reached, value), found)
        value, optimum = reached, found
    raise SolverError("the largest share was not found")


def _above(optimum: Optimum, aim: Aim, value: float, options: SolveOptions) -> Optimum | None:
    """Return the optimum of what lies above a value; None where it grows without limit."""
    program = aimed(optimum.program, aim, value)
    found = solve_again(optimum, replace(program, integer=np.zeros_like(program.integer)), options)
    if not found.solution.feasible:
        if found.solution.status in ("unbounded", "infeasible or unbounded"):
            return None
        raise SolverError(f"the most that can be reached was not found: {found.solution.status}")
    if _whole(program, found):
        return found
    searched = solve_program(program, replace(options, gap=EXACT))
    if not searched.feasible:
        raise SolverError(f"the most that can be reached was not found: {searched.status}")
    return reopen(program, State(searched.columns, searched.basis), options)


def _whole(program: Program, found: Optimum) -> bool:
    values = found.solution.columns[program.integer]
    return bool((np.abs(values - np.round(values)) <= WHOLE).all())
