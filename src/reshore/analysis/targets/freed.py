"""A plan whose model has no goals but profit: what could be reached is asked of the model, not of what its goals leave of it."""

from __future__ import annotations

from dataclasses import replace

from reshore.model import build_program
from reshore.network import build_network
from reshore.solution import Plan
from reshore.solve import SolveOptions, SolverError, State, solve_program
from reshore.tables import Tables, remade


def freed(plan: Plan, options: SolveOptions) -> Plan:
    """Return the plan as it is where money is its only goal, else with the inputs and the state of the plan of most profit.

    Its tables stay those of the plan with goals. Raises SolverError where the model without them has no plan in time.
    """
    if not plan.goals:
        return plan
    inputs = plan.inputs_without_goals
    solution = solve_program(build_program(build_network(inputs)), options)
    if not solution.feasible:
        raise SolverError(f"the plan of most profit was not found: {solution.status}")
    about = {name: value for name, value in plan.about.items() if name != "goals"}
    return replace(plan, inputs=inputs, state=State(solution.columns, solution.basis), about=about)


def as_in_files(plan: Plan) -> Tables:
    """Return the inputs of a plan with the rows of the files: where its origin is known, with groups as they were given."""
    origin = plan.origin
    tables = None if origin is None else remade(origin, len(origin.edits)).tables
    return plan.inputs if tables is None else tables.with_table(plan.inputs["bases"])
