"""HiGHS: an adapter over arrays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reshore.network.periods import Floats

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
FEASIBLE: Final = 2
EVERY: Final = 5.0
"""Seconds between two lines of progress."""
PATIENCE: Final = 60.0
"""Seconds given to an interrupted solver to stop: leaving before it has would end the process in its middle."""


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

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.lower)


AT_LOWER, BASIC, AT_UPPER = 0, 1, 2
"""Status of what is at its lower limit (or fixed), of what a basis solves for, and of what is at its upper limit; 3 is free at
zero, 4 at some limit."""


@dataclass(frozen=True)
class Basis:
    """Which columns and rows are at a limit and which are solved for, as HiGHS numbers them: shapes (column,), (row,)."""

    columns: NDArray[np.int8]
    rows: NDArray[np.int8]


@dataclass(frozen=True)
class Answer:
    """What a solver says: status, values of columns, duals of rows and columns (change of the objective per unit).

    `bound` is what no solution can exceed. `error` is the largest by which the answer breaks a limit of a row or column, or
    the sign that optimality asks of a dual. `out_of_iterations` says that the limit was one of iterations. `basis` is
    None where whole numbers were searched for, or where the method ended between vertices.
    """

    status: str
    feasible: bool
    objective: float
    bound: float
    columns: Floats
    row_duals: Floats
    column_duals: Floats
    iterations: int
    error: float = 0.0
    out_of_iterations: bool = False
    basis: Basis | None = None


def no_answer(status: str) -> Answer:
    """Return an answer without values."""
    nan, none = float("nan"), np.zeros(0)
    return Answer(status, False, nan, nan, none, none, none, 0)


@dataclass(frozen=True)
class Watch:
    """When solving has to end, and where progress is told."""

    limit: float | None = None
    tell: Callable[[str], None] | None = None
    began: float = field(default_factory=time.perf_counter)

    def left(self) -> float | None:
        """Return the seconds that are left; None without a limit."""
        return None if self.limit is None else max(0.0, self.limit - (time.perf_counter() - self.began))


class Session:
    """A program in HiGHS, which may be solved again after a change, from the basis that it has."""

    def __init__(self, arrays: Arrays) -> None:
        self._highs = load(arrays)
        self._highs.HandleUserInterrupt = True
        self._news = _News(self._highs)
        self._whole = bool(arrays.integer.any())
        shape = (len(arrays.row_lower), len(arrays.lower))
        self._matrix = sparse.csc_array((arrays.data, arrays.indices, arrays.indptr), shape=shape)
        self._start: tuple[Basis, highspy.HighsBasis] | None = None

    def limit(self, columns: NDArray[np.integer], lower: Floats, upper: Floats) -> None:
        """Give columns other limits."""
        _must(self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper), "bounds")

    def limit_rows(self, rows: NDArray[np.integer], lower: Floats, upper: Floats) -> None:
        """Give rows other limits."""
        status = self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper)  # type: ignore[attr-defined]
        _must(status, "limits of rows")

    def earn(self, columns: NDArray[np.integer], cost: Floats) -> None:
        """Give columns another part in the objective."""
        _must(self._highs.changeColsCost(len(columns), columns.astype(np.int32), cost), "costs")

    def start_at(self, basis: Basis) -> None:
        """Begin the next solve at a basis. Raises SolverError where it does not fit the program."""
        if self._start is None or self._start[0] is not basis:
            start = highspy.HighsBasis()
            start.col_status = [highspy.HighsBasisStatus(int(status)) for status in basis.columns]
            start.row_status = [highspy.HighsBasisStatus(int(status)) for status in basis.rows]
            start.valid = True
            self._start = basis, start
        _must(self._highs.setBasis(self._start[1]), "a basis to start at")

    def start_from(self, columns: Floats) -> None:
        """Give a search over whole numbers a point to begin with."""
        solution = highspy.HighsSolution()
        solution.col_value = columns.tolist()
        _must(self._highs.setSolution(solution), "a point to start from")

    def solve(self, settings: Mapping[str, Any], watch: Watch, read_basis: bool = True) -> Answer:
        """Solve within the time that is left. Raises SolverError where a call fails, KeyboardInterrupt on interruption.

        Reading the basis takes about as long as a few iterations; the answer has none where it is not read.
        """
        left = watch.left()
        limits = {"time_limit": np.inf if left is None else self._highs.getRunTime() + left}
        for name, value in {**settings, **limits}.items():
            _must(self._highs.setOptionValue(name, value), f"option {name}")
        _run(self._highs, self._news, watch)
        return self._answer(read_basis and not self._whole)

    def _answer(self, read_basis: bool) -> Answer:
        highs = self._highs
        status = highs.getModelStatus()
        if status not in STATUS:
            raise SolverError(f"HiGHS ended with '{highs.modelStatusToString(status)}'")
        info, solution = highs.getInfo(), highs.getSolution()
        objective = float(info.objective_function_value)
        dual = 0.0 if self._whole else info.max_dual_infeasibility
        columns = np.asarray(solution.col_value)
        feasible = info.primal_solution_status == FEASIBLE and STATUS[status] in ("optimal", "limit")
        return Answer(
            status=STATUS[status],
            feasible=feasible,
            objective=objective,
            bound=float(info.mip_dual_bound) if self._whole else objective,
            columns=columns,
            row_duals=np.asarray(solution.row_dual),
            column_duals=np.asarray(solution.col_dual),
            iterations=int(max(info.simplex_iteration_count, 0) + max(info.ipm_iteration_count, 0)),
            error=float(
                max(info.max_primal_infeasibility, dual, self._apart(columns, solution.row_value) if feasible else 0.0)
            ),
            out_of_iterations=status == highspy.HighsModelStatus.kIterationLimit,
            basis=self._basis() if read_basis else None,
        )

    def _apart(self, columns: Floats, rows: Sequence[float]) -> float:
        """Return by how much what HiGHS says of rows differs from what its columns sum to.

        After its presolve (1.16) both may disagree by far more than any tolerance, without a word.
        """
        return float(np.abs(self._matrix @ columns - np.asarray(rows)).max(initial=0.0))

    def _basis(self) -> Basis | None:
        found = self._highs.getBasis()
        if not found.valid:
            return None
        columns, rows = ([int(status) for status in part] for part in (found.col_status, found.row_status))
        return Basis(np.array(columns, dtype=np.int8), np.array(rows, dtype=np.int8))


class _Quiet(highspy.Highs):
    """A HiGHS that keeps the standard output clean: its own constructor prints a banner before it can be told not to."""

    def enableCallbacks(self) -> Any:  # noqa: N802
        self.setOptionValue("output_flag", False)
        return super().enableCallbacks()  # type: ignore[no-untyped-call]


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


class _News:
    """The latest word of a solver, heard by one listener for each kind of event."""

    def __init__(self, highs: highspy.Highs) -> None:
        self.text = ""
        highs.cbSimplexInterrupt.subscribe(self._simplex)
        highs.cbIpmInterrupt.subscribe(self._interior)
        highs.cbMipInterrupt.subscribe(self._search)

    def _simplex(self, event: Any) -> None:
        self.text = f"simplex iteration {event.data_out.simplex_iteration_count:,}"

    def _interior(self, event: Any) -> None:
        count = event.data_out.ipm_iteration_count
        self.text = f"interior point iteration {count:,}" if count > 0 else "interior point method"

    def _search(self, event: Any) -> None:
        found = event.data_out
        gap = f"gap {found.mip_gap:.2%}" if np.isfinite(found.mip_gap) else "no plan yet"
        self.text = f"search over whole numbers, node {found.mip_node_count:,}, {gap}"


def _run(highs: highspy.Highs, news: _News, watch: Watch) -> None:
    """Run in a thread, so that an interrupt is heard while the solver works, and wait until it has stopped."""
    outcome: list[highspy.HighsStatus] = []
    done = threading.Event()

    def work() -> None:
        try:
            outcome.append(highspy._core._Highs.run(highs))
        finally:
            done.set()

    news.text, told = "", time.perf_counter()
    threading.Thread(target=work, daemon=True).start()
    try:
        while not done.wait(0.1):
            if watch.tell is not None and news.text and time.perf_counter() - told > EVERY:
                told = time.perf_counter()
                watch.tell(f"solving: {told - watch.began:.0f} s, {news.text}")
    except KeyboardInterrupt:
        highs.cancelSolve()  # type: ignore[no-untyped-call]
        done.wait(PATIENCE)
        raise
    _must(outcome[0] if outcome else highspy.HighsStatus.kError, "the solve")


def _must(status: highspy.HighsStatus, what: str) -> None:
    if status == highspy.HighsStatus.kError:
        raise SolverError(f"HiGHS refused {what}")
