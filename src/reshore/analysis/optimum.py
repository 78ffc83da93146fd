"""The optimum behind a plan: its program, solved again from where it stood."""

from __future__ import annotations

from reshore.model import build_program
from reshore.solution import Plan
from reshore.solve import Optimum, SolveOptions, StateError, reopen


def optimum_of(plan: Plan, options: SolveOptions | None = None) -> Optimum:
    """Return the optimum of a plan's program, its whole numbers fixed as planned.

    Raises StateError where the plan was stored without its state or was not solved to the end, SolverError where the solver
    fails.
    """
    if plan.state is None:
        raise StateError(
            "The run was stored by a version that did not keep where its program stood: plan the model again."
        )
    return reopen(build_program(plan.network), plan.state, options)
