"""HiGHS: an adapter over arrays."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np

from reshore.network.periods import Floats
from reshore.solve.options import SolveOptions

SMALL: Final = 20_000
STATUS: Final = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible or unbounded",
    highspy.HighsModelStatus.kTimeLimit: "limit",
    highspy.HighsModelStatus.kIterationLimit: "limit",
    highspy.HighsModelStatus.kSolutionLimit: "limit",
    highspy.HighsModelStatus.kInterrupt: "limit",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
}


class SolverError(Exception):
    """The solver refused a call or ended without an answer; the message says which."""


@dataclass(frozen=True)
class Arrays:
    """A program as a solver takes it: maximise cost · x + constant over columns in compressed form."""

    cost: Floats
    constant: float
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    indptr: np.ndarray
    indices: np.ndarray
    data: Floats
    integer: np.ndarray


@dataclass(frozen=True)
class Answer:
    """What a solver says: status, values of columns, duals of rows and columns (change of the objective per unit)."""

    status: str
    feasible: bool
    objective: float
    bound: float
    columns: Floats
    row_duals: Floats
    column_duals: Floats
    iterations: int


class _Quiet(highspy.Highs):
    """A HiGHS that keeps the standard output clean: its own constructor prints a banner before it can be told not to."""

    def enableCallbacks(self) -> Any:  # noqa: N802
        self.setOptionValue("output_flag", False)
        return super().enableCallbacks()  # type: ignore[no-untyped-call]


def solve_arrays(arrays: Arrays, options: SolveOptions) -> Answer:
    """Solve with HiGHS. Raises SolverError where a call fails, KeyboardInterrupt where the user interrupts."""
    highs = load(arrays)
    whole = bool(arrays.integer.any())
    for name, value in _settings(arrays, options, whole).items():
        _must(highs.setOptionValue(name, value), f"option {name}")
    _run(highs)
    if whole and highs.getInfo().primal_solution_status == 2:
        return _with_duals(highs, arrays, options)
    return _answer(highs, highs.getInfo().mip_dual_bound if whole else None)


def load(arrays: Arrays) -> highspy.Highs:
    """Return a HiGHS instance that holds the program."""
    highs = _Quiet()  # type: ignore[no-untyped-call]
    _must(
        highs.passModel(
            len(arrays.lower),
            len(arrays.row_lower),
            len(arrays.data),
            int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMaximize),
            arrays.constant,
            arrays.cost,
            arrays.lower,
            arrays.upper,
            arrays.row_lower,
            arrays.row_upper,
            arrays.indptr.astype(np.int32),
            arrays.indices.astype(np.int32),
            arrays.data,
            arrays.integer.astype(np.int32),
        ),
        "the program",
    )
    return highs


def _settings(arrays: Arrays, options: SolveOptions, whole: bool) -> dict[str, Any]:
    method = options.method
    if method == "auto":
        method = "ipx" if len(arrays.lower) > SMALL else "simplex"
    settings: dict[str, Any] = {
        "solver": "choose" if whole else method,
        "random_seed": options.seed,
        "threads": options.threads,
        "mip_rel_gap": options.gap,
        "run_crossover": "on",
    }
    if options.time_limit is not None:
        settings["time_limit"] = options.time_limit
    return settings


def _run(highs: highspy.Highs) -> None:
    """Run in a thread, so that an interrupt is heard while the solver works."""
    outcome: list[highspy.HighsStatus] = []
    highs.HandleUserInterrupt = True
    worker = threading.Thread(target=lambda: outcome.append(highspy._core._Highs.run(highs)), daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(0.1)
    except KeyboardInterrupt:
        highs.cancelSolve()  # type: ignore[no-untyped-call]
        worker.join(10.0)
        raise
    _must(outcome[0] if outcome else highspy.HighsStatus.kError, "the solve")


def _with_duals(highs: highspy.Highs, arrays: Arrays, options: SolveOptions) -> Answer:
    """Fix the whole numbers that the search found and solve what is left as a linear program, for duals and exact values."""
    search = _answer(highs, highs.getInfo().mip_dual_bound)
    fixed = np.flatnonzero(arrays.integer)
    values = np.round(search.columns[fixed])
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    lower[fixed] = upper[fixed] = values
    free = np.zeros_like(arrays.integer)
    linear = Arrays(**{**arrays.__dict__, "lower": lower, "upper": upper, "integer": free})
    polish = load(linear)
    for name, value in _settings(linear, options, False).items():
        _must(polish.setOptionValue(name, value), f"option {name}")
    _run(polish)
    answer = _answer(polish, search.bound)
    if answer.status != "optimal":
        return search
    return Answer(**{**answer.__dict__, "status": search.status, "iterations": search.iterations + answer.iterations})


def _answer(highs: highspy.Highs, bound: float | None) -> Answer:
    status = highs.getModelStatus()
    if status not in STATUS:
        raise SolverError(f"HiGHS ended with '{highs.modelStatusToString(status)}'")
    info, solution = highs.getInfo(), highs.getSolution()
    objective = float(info.objective_function_value)
    return Answer(
        status=STATUS[status],
        feasible=info.primal_solution_status == 2 and STATUS[status] in ("optimal", "limit"),
        objective=objective,
        bound=objective if bound is None else float(bound),
        columns=np.asarray(solution.col_value),
        row_duals=np.asarray(solution.row_dual),
        column_duals=np.asarray(solution.col_dual),
        iterations=int(max(info.simplex_iteration_count, 0) + max(info.ipm_iteration_count, 0)),
    )


def _must(status: highspy.HighsStatus, what: str) -> None:
    if status == highspy.HighsStatus.kError:
        raise SolverError(f"HiGHS refused {what}")
