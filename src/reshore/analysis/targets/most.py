"""The most that can be reached of a target, whatever it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from reshore.analysis.targets.aim import Aim, aimed
from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve import Optimum, SolveOptions, SolverError, State, reopen, solve_program
from reshore.solve.existence import fixed
from reshore.solve.possible import quickly
from reshore.solve.scaling import LARGEST, make_scaling
from reshore.solve.solve import natural, scaled

EXACT: Final = 1e-7
"""Gap of a search over whole numbers for the most."""
ROUNDS: Final = 30
CLOSE: Final = 1e-9
SECONDS: Final = 120.0
"""Time given to the quick way."""
GROWS: Final = ("unbounded", "infeasible or unbounded")
"""What a solver says of a program that has a plan where its objective has no limit."""


@dataclass(frozen=True)
class Most:
    """The most of an aim, and the optimum at which it is reached, whole numbers fixed as they are there.

    `value` is infinite where there is no limit to it; then `optimum` is None.
    """

    value: float
    optimum: Optimum | None


def most(optimum: Optimum, aim: Aim, options: SolveOptions) -> Most:
    """Return the most of an aim of the program of an optimum. Raises SolverError where the solver finds none."""
    start = 0.0 if aim.fixed else aim.value(optimum.solution.columns)
    value, program, columns = largest(optimum.program, aim, options, start)
    if columns is None:
        return Most(value, None)
    arrays = scaled(program, make_scaling(program, options.largest or LARGEST[0]))
    basis = quickly(fixed(arrays, columns), options, SECONDS).basis
    return Most(value, reopen(program, State(columns, basis), options))


def largest(
    program: Program, aim: Aim, options: SolveOptions, start: float = 0.0
) -> tuple[float, Program, Floats | None]:
    """Return the largest value of an aim, the program that has it as its best, and a plan that reaches it.

    The value is infinite, and there is no plan, where it has no limit. A share is a fraction of two sums: the largest is
    found by maximising top − value · bottom for rising values, from `start` on, until nothing is above (Dinkelbach,
    Management Science 13, 1967).
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
