"""The most that can be reached of a target, whatever it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reshore.analysis.targets.aim import Aim, aimed, asked, worth
from reshore.model import Program
from reshore.model.measures import Linear
from reshore.network.periods import Floats
from reshore.solve import Optimum, SolveOptions, SolverError, State, reopen, solve_program
from reshore.solve.accuracy import ACCURATE
from reshore.solve.existence import fixed
from reshore.solve.highs import Answer, Arrays, Watch, no_answer
from reshore.solve.linear import solve_presolved
from reshore.solve.possible import quickly
from reshore.solve.scaling import LARGEST, make_scaling
from reshore.solve.solve import natural, scaled

EXACT: Final = 1e-7
"""Gap of a search over whole numbers for the most."""
ROUNDS: Final = 30
CLOSE: Final = 1e-9
SMALL: Final = 1e-4
"""Share of what a plan makes of the whole that is the least of which another plan can have a share."""
LARGE: Final = 1e8
"""How many times the least whole is the most of it that is looked at, where it can grow without limit."""
HALF: Final = 0.5
SECONDS: Final = 120.0
"""Time given to the quick way."""
GROWS: Final = ("unbounded", "infeasible or unbounded")
"""What a solver says of a program that has a plan where its objective has no limit."""


@dataclass(frozen=True)
class Most:
    """The most of an aim, and the optimum at which it is reached, whole numbers fixed as they are there.

    `value` is infinite where there is no limit to it; then `optimum` is None, as it is where there is nothing of which a share
    could be one. `aim` has, of a share, half of the most of the whole at which it is reached as the least of its span.
    """

    value: float
    optimum: Optimum | None
    aim: Aim


def most(optimum: Optimum, aim: Aim, options: SolveOptions) -> Most:
    """Return the most of an aim of the program of an optimum. Raises SolverError where the solver finds none."""
    aim = spanned(optimum.program, aim, options, optimum.solution.columns)
    start = 0.0 if aim.fixed else aim.value(optimum.solution.columns)
    value, aim, columns = largest(optimum.program, aim, options, start)
    if columns is None:
        return Most(value, None, aim)
    if not aim.fixed:
        aim, columns = _widest(optimum.program, aim, value, columns, options)
    program = aimed(optimum.program, aim, 0.0 if aim.fixed else value)
    arrays = scaled(program, make_scaling(program, options.largest or LARGEST[0]))
    basis = _presolved(fixed(arrays, columns), options).basis
    return Most(value, reopen(program, State(columns, basis), options), aim)


def bound_of(program: Program, aim: Aim, options: SolveOptions) -> float:
    """Return what no plan has more of by its duals, whole numbers in fractions; infinite where that is not known in time.

    `aim` is fixed.
    """
    changed = aimed(replace(program, integer=np.zeros_like(program.integer)), aim, 0.0)
    scaling = make_scaling(changed, options.largest or LARGEST[0])
    answer = _presolved(scaled(changed, scaling), options)
    if answer.status != "optimal":
        return np.inf
    found = natural(changed, scaling, answer)
    if found.error > ACCURATE:
        return np.inf
    bound = found.objective + found.gap * max(1.0, abs(found.objective))
    return bound / worth(program, aim) / aim.bottom.constant


def _presolved(arrays: Arrays, options: SolveOptions) -> Answer:
    """Return the answer to a program without whole numbers; its status is `limit` where none is found in time."""
    try:
        return solve_presolved(arrays, options, Watch(SECONDS, options.tell))[1]
    except SolverError:
        return no_answer("limit")


def spanned(program: Program, aim: Aim, options: SolveOptions, columns: Floats | None = None) -> Aim:
    """Return an aim that is a share for plans that make something of the whole; other aims stay as they are.

    How much something is comes from a plan (`columns`), or where that makes none, from the most that can be made: where
    that is nothing, the span begins at 0.
    """
    if aim.fixed:
        return aim
    whole = 0.0 if columns is None else aim.bottom.at(columns)
    if whole <= 0.0:
        _, found = best_plan(program, _whole(aim), 0.0, options)
        whole = _usual(program, aim) if found is None else aim.bottom.at(found)
    return aim.within(SMALL * max(whole, 0.0))


def _whole(aim: Aim) -> Aim:
    """Return the aim that is what another is a share of."""
    return Aim(aim.bottom, Linear(np.zeros_like(aim.bottom.amounts), 1.0), 0.0)


def _usual(program: Program, aim: Aim) -> float:
    """Return a usual amount of what an aim is a share of: what its columns have at their standard values."""
    amounts = np.abs(aim.bottom.amounts) * make_scaling(program).column
    return float(np.median(amounts[amounts > 0.0]))


def largest(program: Program, aim: Aim, options: SolveOptions, start: float = 0.0) -> tuple[float, Aim, Floats | None]:
    """Return the largest value of a spanned aim, the aim that was asked for, and a plan that reaches it.

    The value is infinite, and there is no plan, where it has no limit; where there is nothing of which it is a share, it is 0
    without a plan. A share that grows while the whole does without limit is asked for within `LARGE` times the least whole.
    """
    if not aim.fixed and aim.span[0] <= 0.0:
        return 0.0, aim, None
    if not aim.fixed and _endless(program, aim, options):
        return float("inf"), aim, None
    value, _, columns = _largest(program, aim, options, start)
    if columns is None and not aim.fixed:
        aim = aim.within(aim.span[0], LARGE * aim.span[0])
        value, _, columns = _largest(program, aim, options, start)
    return value, aim, columns


def _largest(
    program: Program, aim: Aim, options: SolveOptions, start: float = 0.0
) -> tuple[float, Program, Floats | None]:
    """Return the largest value of an aim, the program that has it as its best, and a plan; none where it has no limit.

    A share is a fraction of two sums: the largest is found by maximising top − value · bottom for rising values, from `start`
    on, until nothing is above (Dinkelbach, Management Science 13, 1967).
    """
    value = start
    for _ in range(ROUNDS):
        changed, columns = best_plan(program, aim, value, options)
        if columns is None:
            return float("inf"), changed, None
        reached = aim.value(columns)
        if aim.fixed or reached - value <= CLOSE * max(1.0, abs(reached)):
            return max(reached, value) if not aim.fixed else reached, changed, columns
        value = reached
    raise SolverError("the largest share was not found")


def _endless(program: Program, aim: Aim, options: SolveOptions) -> bool:
    """Say whether there can be some of what a share counts and nothing of the whole: where it counts what the whole has not."""
    top, bottom = aim.top, aim.bottom
    if (top.amounts <= bottom.amounts).all() and top.constant <= bottom.constant:
        return False
    _, columns = best_plan(program, aim.within(-np.inf, 0.0), 0.0, options)
    return columns is None or top.at(columns) > aim.span[0]


def _widest(program: Program, aim: Aim, value: float, columns: Floats, options: SolveOptions) -> tuple[Aim, Floats]:
    """Return the plan with the most of the whole at which a share keeps its value, and the aim for plans of that size.

    What limits a share is only told by plans that are not nearly nothing.
    """
    least, most_of_it = aim.span
    capped = aim.within(least, min(most_of_it, LARGE * least))
    _, found = best_plan(asked(program, capped, value - CLOSE * max(1.0, abs(value))), _whole(aim), 0.0, options)
    if found is None:
        return aim, columns
    return capped.within(max(least, HALF * aim.bottom.at(found)), capped.span[1]), found


def best_plan(program: Program, aim: Aim, value: float, options: SolveOptions) -> tuple[Program, Floats | None]:
    """Return the program that counts what lies above a value, and the plan that has most of it; None where that has no limit.

    The objective counts little of a plan, so that little is left of the program after presolve, and the simplex method and
    a solver's own search are quick; where they are not, it is solved as a plan is. Raises SolverError where that fails.
    """
    changed = aimed(program, aim, value)
    scaling = make_scaling(changed, options.largest or LARGEST[0])
    answer = quickly(scaled(changed, scaling), options, SECONDS, EXACT)
    if answer.status == "optimal":
        return changed, natural(changed, scaling, answer).columns
    found = None if answer.status in GROWS else solve_program(changed, replace(options, gap=EXACT))
    if found is None or found.status in GROWS:
        return changed, None
    if not found.feasible:
        raise SolverError(f"the most that can be reached was not found: {found.status}")
    return changed, found.columns
