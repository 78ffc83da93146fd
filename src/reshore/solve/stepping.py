"""Limits moved a step: the program solved again from its optimal basis."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve.highs import Arrays, Watch
from reshore.solve.optimum import Optimum
from reshore.solve.ranging import Ranging, Span
from reshore.solve.solve import natural
from reshore.solve.whole import FROM_BASIS


@dataclass(frozen=True)
class Move:
    """A change of limits in proportion: of rows, or of the bounds of columns, by `weights` natural units a step.

    Where a limit is of a row, its column is −1, and the other way round. Shapes (limit,).
    """

    rows: np.ndarray
    columns: np.ndarray
    weights: Floats

    def direction(self, program: Program) -> sparse.csc_array:
        """Return the change of the right-hand sides, shape (row, 1), that a step amounts to."""
        real = self.rows >= 0
        right = np.zeros(program.shape[0])
        np.add.at(right, self.rows[real], self.weights[real])
        if not real.all():
            right -= program.matrix[:, self.columns[~real]] @ self.weights[~real]
        return sparse.csc_array(right[:, None])

    def changes(self, program: Program, size: float) -> tuple[Floats, Floats]:
        """Return by how much `size` steps move the limits of rows, and the bounds of columns, in natural units."""
        rows, columns = np.zeros(program.shape[0]), np.zeros(program.shape[1])
        real = self.rows >= 0
        np.add.at(rows, self.rows[real], size * self.weights[real])
        np.add.at(columns, self.columns[~real], size * self.weights[~real])
        return rows, columns

    def made(self, optimum: Optimum, size: float) -> tuple[Program, Arrays]:
        """Return the program and its scaled arrays with limits moved by `size` steps.

        What must not be below 0 still must not; whole numbers stay fixed, where the move is not of themselves.
        """
        program, arrays, scaling = optimum.program, optimum.arrays, optimum.scaling
        rows, columns = self.changes(program, size)
        raised = np.where(program.lower == 0.0, 0.0, columns)
        moved = replace(
            program,
            row_lower=program.row_lower + rows,
            row_upper=program.row_upper + rows,
            lower=program.lower + raised,
            upper=program.upper + columns,
        )
        return moved, replace(
            arrays,
            row_lower=moved.row_lower * scaling.row,
            row_upper=moved.row_upper * scaling.row,
            lower=arrays.lower + np.where(program.integer, columns, raised) / scaling.column,
            upper=arrays.upper + columns / scaling.column,
        )


@dataclass(frozen=True)
class Step:
    """The optimum with limits moved by `size` steps: what a step more is worth there, and the gain over all of the steps.

    `value` [currency a step] and `gain` [currency] are minus infinity, and `optimum` is None, where nothing is feasible there.
    """

    size: float
    value: float
    gain: float
    optimum: Optimum | None

    def span(self, move: Move) -> Span:
        """Return how far the value holds, in steps from where the limits are at the first optimum."""
        if self.optimum is None:
            return Span(*(np.array([value]) for value in (self.size, self.size, 0.0)))
        span = Ranging(self.optimum).spans(move.direction(self.optimum.program))
        return Span(self.size + span.low, self.size + span.high, span.speed)


def stepped(optimum: Optimum, move: Move, size: float) -> Step:
    """Solve again with limits moved by `size` steps. Raises SolverError where the solver fails."""
    (program, arrays), session = move.made(optimum, size), optimum.session
    session.limit_rows(*_touched(move.rows, arrays.row_lower, arrays.row_upper))
    session.limit(*_touched(move.columns, arrays.lower, arrays.upper))
    session.start_at(optimum.basis)
    try:
        answer = session.solve(FROM_BASIS, Watch())
    finally:
        before = optimum.arrays
        session.limit_rows(*_touched(move.rows, before.row_lower, before.row_upper))
        session.limit(*_touched(move.columns, before.lower, before.upper))
    if answer.status != "optimal" or answer.basis is None:
        return Step(size, -np.inf, -np.inf, None)
    solution = natural(program, optimum.scaling, answer)
    there = replace(optimum, program=program, arrays=arrays, solution=solution, basis=answer.basis)
    value = float((move.direction(program).T @ solution.row_duals)[0])
    return Step(size, value, solution.objective - optimum.solution.objective, there)


def _touched(places: np.ndarray, lower: Floats, upper: Floats) -> tuple[np.ndarray, Floats, Floats]:
    """Return the places that a move touches, with their limits."""
    real = np.unique(places[places >= 0])
    return real, lower[real], upper[real]
