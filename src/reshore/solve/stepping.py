"""Limits moved a step: the program solved again from its optimal basis."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve.highs import Arrays, Watch
from reshore.solve.optimum import AGAIN, Optimum
from reshore.solve.solve import Solution, natural


@dataclass(frozen=True)
class Move:
    """A change of limits in proportion: of rows, or of the bounds of columns, by `weights` natural units a step.

    Where a limit is of a row, its column is −1, and the other way round. `sides` says which limit of it moves: 1 the upper,
    −1 the lower, 0 both. Shapes (limit,).
    """

    rows: np.ndarray
    columns: np.ndarray
    weights: Floats
    sides: np.ndarray

    def worth(self, solution: Solution) -> float:
        """Return what a step is worth by the duals of a solution [currency]."""
        rows, columns = self.rows >= 0, self.columns >= 0
        of_rows = self.weights[rows] @ solution.row_duals[self.rows[rows]]
        return float(of_rows + self.weights[columns] @ solution.column_duals[self.columns[columns]])

    def made(self, optimum: Optimum, size: float) -> tuple[Program, Arrays]:
        """Return the program and its scaled arrays with limits moved by `size` steps; whole numbers stay fixed."""
        program, arrays, scaling = optimum.program, optimum.arrays, optimum.scaling
        row_lower, row_upper = self._changes(self.rows, len(program.row_lower), size)
        lower, upper = self._changes(self.columns, len(program.lower), size)
        moved = replace(
            program,
            row_lower=program.row_lower + row_lower,
            row_upper=program.row_upper + row_upper,
            lower=program.lower + lower,
            upper=program.upper + upper,
        )
        return moved, replace(
            arrays,
            row_lower=moved.row_lower * scaling.row,
            row_upper=moved.row_upper * scaling.row,
            lower=arrays.lower + lower / scaling.column,
            upper=arrays.upper + upper / scaling.column,
        )

    def _changes(self, places: np.ndarray, count: int, size: float) -> tuple[Floats, Floats]:
        """Return by how much `size` steps move the lower and the upper limits of rows, or of columns, in natural units."""
        lower, upper = np.zeros((2, count))
        low, high = (places >= 0) & (self.sides <= 0), (places >= 0) & (self.sides >= 0)
        np.add.at(lower, places[low], size * self.weights[low])
        np.add.at(upper, places[high], size * self.weights[high])
        return lower, upper


@dataclass(frozen=True)
class Step:
    """The optimum with limits moved by `size` steps: what a step more is worth there, and the gain over all of the steps.

    `value` [currency a step] and `gain` [currency] are minus infinity where nothing is feasible there.
    """

    size: float
    value: float
    gain: float


def stepped(optimum: Optimum, move: Move, size: float) -> Step:
    """Solve again with limits moved by `size` steps. Raises SolverError where the solver fails."""
    (program, arrays), session = move.made(optimum, size), optimum.session
    session.limit_rows(*_touched(move.rows, arrays.row_lower, arrays.row_upper))
    session.limit(*_touched(move.columns, arrays.lower, arrays.upper))
    session.start_at(optimum.basis)
    try:
        answer = session.solve(AGAIN, Watch(), read_basis=False)
    finally:
        before = optimum.arrays
        session.limit_rows(*_touched(move.rows, before.row_lower, before.row_upper))
        session.limit(*_touched(move.columns, before.lower, before.upper))
    if answer.status != "optimal":
        return Step(size, -np.inf, -np.inf)
    solution = natural(program, optimum.scaling, answer)
    return Step(size, move.worth(solution), solution.objective - optimum.solution.objective)


def _touched(places: np.ndarray, lower: Floats, upper: Floats) -> tuple[np.ndarray, Floats, Floats]:
    """Return the places that a move touches, with their limits."""
    real = np.unique(places[places >= 0])
    return real, lower[real], upper[real]
