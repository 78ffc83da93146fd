"""An optimum that can be asked what would change: the program at an optimal basis, its whole numbers fixed as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve.existence import fixed, fractional
from reshore.solve.highs import AT_LOWER, AT_UPPER, BASIC, Arrays, Basis, Session, SolverError, Watch
from reshore.solve.linear import common, solve_linear
from reshore.solve.options import SolveOptions
from reshore.solve.scaling import LARGEST, Scaling, make_scaling
from reshore.solve.solve import Solution, natural, scaled
from reshore.solve.whole import FROM_BASIS

CLOSE = 1e-6
AGAIN: Final[Mapping[str, Any]] = {**FROM_BASIS, "simplex_dual_edge_weight_strategy": 1}
"""A solve that needs few iterations: Devex weights, since exact ones take as long to begin with as a thousand of them."""
PATIENT: Final = 12_000
"""Iterations from the basis of another program, after which it is solved from the beginning: more would take longer."""
DUAL, PRIMAL = 1, 4
"""Strategies of HiGHS: other limits leave the duals feasible, another objective leaves the values so."""


class StateError(Exception):
    """What was stored of a solve is not where its program can be solved on from; the message says why, and what to do."""


@dataclass(frozen=True)
class State:
    """Where a program stood when it was solved: values of its columns, shape (column,), in natural units, and the basis."""

    columns: Floats
    basis: Basis | None


@dataclass(frozen=True)
class Optimum:
    """A program with whole numbers fixed, solved: `session` stands at `basis`, which is optimal for `arrays`."""

    program: Program
    scaling: Scaling
    arrays: Arrays
    session: Session
    solution: Solution
    basis: Basis


def reopen(program: Program, state: State, options: SolveOptions | None = None) -> Optimum:
    """Return the optimum of a program from where it stood; its whole numbers are fixed as they were.

    Raises StateError where the program is not the one that was solved, or was not solved to the end; SolverError where the
    solver fails.
    """
    options = options or SolveOptions()
    height, width = program.shape
    if len(state.columns) != width:
        raise StateError(
            f"The program has {width:,} variables, what was stored of it {len(state.columns):,}: plan the model again."
        )
    scaling = make_scaling(program, options.largest or LARGEST[0])
    arrays = fixed(scaled(program, scaling), state.columns)
    watch = Watch(options.time_limit, options.tell)
    session, answer = None, None
    if state.basis is not None and len(state.basis.rows) == height:
        session = Session(arrays)
        session.start_at(state.basis)
        answer = session.solve({**AGAIN, **common(options)}, watch)
    if session is None or answer is None or answer.status != "optimal":
        session, answer = solve_linear(arrays, options, watch)
    solution = natural(program, scaling, answer)
    if answer.status != "optimal" or answer.basis is None:
        raise SolverError(f"the plan could not be solved again: {answer.status}")
    expected = float(program.cost @ state.columns) + program.constant
    if abs(solution.objective - expected) > CLOSE * max(1.0, float(np.abs(program.cost) @ np.abs(state.columns))):
        raise StateError(
            f"The plan is not the best: solved on it earns {solution.objective:,.6g}, as stored {expected:,.6g}. It was stopped"
            " too soon, or by another version: plan the model again, with more time."
        )
    return Optimum(program, scaling, arrays, session, solution, _sided(answer.basis, arrays, solution))


def _sided(basis: Basis, arrays: Arrays, solution: Solution) -> Basis:
    """Return a basis in which what is fixed is at the limit of which more would earn.

    There it is still at rest when that limit moves; at the other, the dual simplex method begins anew, thousands of
    iterations for a handful.
    """
    return Basis(
        _at_limits(basis.columns, arrays.lower, arrays.upper, solution.column_duals),
        _at_limits(basis.rows, arrays.row_lower, arrays.row_upper, solution.row_duals),
    )


def _at_limits(status: np.ndarray, lower: Floats, upper: Floats, duals: Floats) -> np.ndarray:
    fixed_there = (status != BASIC) & (lower == upper)
    return np.where(fixed_there, np.where(duals > 0.0, AT_UPPER, AT_LOWER), status).astype(status.dtype)


def solve_again(optimum: Optimum, program: Program, options: SolveOptions | None = None) -> Optimum:
    """Return the optimum of a program with another objective or other limits, from the basis of one of the same shape.

    Its solution says where there is none; whole numbers of `program` are left out of account. Raises SolverError where
    the solver fails.
    """
    options = options or SolveOptions()
    earns = np.abs(program.cost * optimum.scaling.column).max(initial=0.0)
    same = program.cost is optimum.program.cost
    scaling = optimum.scaling if same or earns == 0.0 else replace(optimum.scaling, money=1.0 / float(earns))
    arrays = fractional(scaled(program, scaling))
    watch = Watch(options.time_limit, options.tell)
    session = Session(arrays)
    session.start_at(optimum.basis)
    strategy = {"simplex_strategy": DUAL if same else PRIMAL}
    patience = {"simplex_iteration_limit": PATIENT}
    answer = session.solve({**FROM_BASIS, **strategy, **patience, **common(options)}, watch)
    if answer.status not in ("optimal", "infeasible", "limit") or answer.out_of_iterations:
        session, answer = solve_linear(arrays, options, watch)
    solution = natural(program, scaling, answer)
    return Optimum(program, scaling, arrays, session, solution, answer.basis or optimum.basis)
