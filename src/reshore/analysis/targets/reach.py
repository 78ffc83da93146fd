"""When a target can be reached first, and what reaching it takes from profit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from reshore.analysis.targets.aim import Aim, asked
from reshore.analysis.targets.most import EXACT
from reshore.model import Program
from reshore.solve import Optimum, SolveOptions, solve_program
from reshore.solve.possible import possible
from reshore.solve.scaling import make_scaling
from reshore.solve.solve import scaled

SLACK: Final = 1e-9
"""Share of a goal by which it may be missed: rounding."""
SECONDS: Final = 60.0


def reached(aim: Aim, value: float) -> bool:
    """Say whether a value reaches the goal of an aim."""
    return value >= aim.goal - SLACK * max(1.0, abs(aim.goal))


def reachable(program: Program, aim: Aim, options: SolveOptions) -> bool:
    """Say whether any plan whatsoever reaches an aim, modules whole where they must be."""
    changed = asked(program, aim, aim.goal - SLACK * max(1.0, abs(aim.goal)))
    answer = possible(scaled(changed, make_scaling(changed)), options, SECONDS)
    if answer is None:
        nothing = replace(changed, cost=np.zeros_like(changed.cost), constant=0.0)
        return solve_program(nothing, options).feasible
    return answer


def earliest(count: int, can: Callable[[int], bool], cumulative: bool, latest: int | None = None) -> int | None:
    """Return the first of `count` dates by which something can be reached; None where it cannot by any.

    What adds up stays reachable once it is, so that dates are halved; of a rate each is asked in turn. `latest` is a date by
    which it is known to be reachable.
    """
    if not cumulative:
        return next((date for date in range(count if latest is None else latest) if can(date)), latest)
    low, high = 0, count if latest is None else latest
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if can(middle) else (middle + 1, high)
    return low if low < count else None


def profit_cost(optimum: Optimum, aim: Aim, options: SolveOptions) -> float | None:
    """Return what reaching an aim takes from the objective of a plan; None where it cannot be reached."""
    if reached(aim, aim.value(optimum.solution.columns)):
        return 0.0
    found = solve_program(asked(optimum.program, aim, aim.goal - SLACK * abs(aim.goal)), replace(options, gap=EXACT))
    return max(0.0, optimum.solution.objective - found.objective) if found.feasible else None
