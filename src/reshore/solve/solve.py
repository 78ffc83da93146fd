"""From a program to its solution, in natural units."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve.accuracy import ACCURATE, prove
from reshore.solve.highs import Answer, Arrays, Basis, Watch
from reshore.solve.linear import solve_linear
from reshore.solve.options import SolveOptions
from reshore.solve.scaling import LARGEST, Scaling, make_scaling
from reshore.solve.whole import solve_whole

NEGLIGIBLE = 1e-9


@dataclass(frozen=True)
class Solution:
    """Values of columns and duals in natural units.

    `row_duals` and `column_duals` are the change of the objective per natural unit of the right-hand side (or bound)
    [currency/unit]. `gap` is relative. `status` is optimal, limit, infeasible,
    unbounded, or infeasible or unbounded. `error` is how far the duals are
    from proving that the solution is the best (see `Proof`). `basis` is where another solve can begin, None where there is
    none.
    """

    status: str
    feasible: bool
    objective: float
    gap: float
    columns: Floats
    row_duals: Floats
    column_duals: Floats
    iterations: int
    error: float = 0.0
    basis: Basis | None = None


def solve_program(program: Program, options: SolveOptions | None = None) -> Solution:
    """Solve a program; raises SolverError where the solver fails, KeyboardInterrupt where the user interrupts.

    The tolerances of a solver hold for the scaled program. Where the duals, recomputed in natural units, do not prove the
    solution the best, the program is scaled and solved again, and the best proven solution counts.
    """
    options = options or SolveOptions()
    began = time.perf_counter()
    solutions: list[Solution] = []
    for largest in LARGEST if options.largest is None else (options.largest,):
        left = None if options.time_limit is None else options.time_limit - (time.perf_counter() - began)
        if solutions and left is not None and left <= 0.0:
            break
        scaling = make_scaling(program, largest)
        answer = solve_arrays(scaled(program, scaling), replace(options, time_limit=left))
        solutions.append(natural(program, scaling, answer))
        if answer.status != "optimal" or solutions[-1].error <= ACCURATE:
            break
    return min(solutions, key=lambda solution: (not solution.feasible, solution.error, -solution.objective))


def solve_arrays(arrays: Arrays, options: SolveOptions) -> Answer:
    """Solve what a solver takes; raises SolverError where the solver fails, KeyboardInterrupt where the user interrupts."""
    watch = Watch(options.time_limit, options.tell)
    if arrays.integer.any():
        return solve_whole(arrays, options, watch)
    return solve_linear(arrays, options, watch)[1]


def scaled(program: Program, scaling: Scaling) -> Arrays:
    """Return the arrays of the scaled program."""
    matrix = program.matrix
    width = np.diff(matrix.indptr)
    data = matrix.data * np.repeat(scaling.column, width) * scaling.row[matrix.indices]
    return Arrays(
        cost=program.cost * scaling.column * scaling.money,
        constant=program.constant * scaling.money,
        lower=program.lower / scaling.column,
        upper=program.upper / scaling.column,
        row_lower=program.row_lower * scaling.row,
        row_upper=program.row_upper * scaling.row,
        indptr=matrix.indptr,
        indices=matrix.indices,
        data=data,
        integer=program.integer,
    )


def natural(program: Program, scaling: Scaling, answer: Answer) -> Solution:
    """Return the answer to a scaled program in natural units."""
    if not answer.feasible:
        none = np.zeros(0)
        return Solution(answer.status, False, float("nan"), float("nan"), none, none, none, answer.iterations)
    columns = np.clip(answer.columns, program.lower / scaling.column, program.upper / scaling.column)
    columns = np.where(np.abs(columns) < NEGLIGIBLE, 0.0, columns) * scaling.column
    columns = np.where(program.integer, np.round(columns), columns)
    objective = float(program.cost @ columns) + program.constant
    row_duals = answer.row_duals * scaling.row / scaling.money
    proof = prove(program, columns, row_duals)
    searched = abs(answer.bound - answer.objective) / max(1.0, abs(answer.objective))
    gap = searched if program.integer.any() else abs(proof.bound - objective) / max(1.0, abs(objective))
    return Solution(
        status=answer.status,
        feasible=True,
        objective=objective,
        gap=gap if np.isfinite(gap) else float("inf"),
        columns=columns,
        row_duals=row_duals,
        column_duals=answer.column_duals / scaling.column / scaling.money,
        iterations=answer.iterations,
        error=proof.error if answer.status == "optimal" else float("inf"),
        basis=answer.basis,
    )
