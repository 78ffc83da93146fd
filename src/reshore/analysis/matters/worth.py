"""What each part of a program is worth at given decisions and duals, with a number for the place of the part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reshore.analysis.matters.matched import Match, Places
from reshore.model import Program
from reshore.network.periods import Floats

Parts = tuple[Places, Floats]


@dataclass(frozen=True)
class Point:
    """Decisions, duals of rows and duals of bounds at which programs are valued, and the program whose places count.

    `duals` and `bounds` are what one more unit of a right-hand side, or of a bound, earns.
    """

    program: Program
    values: Floats
    duals: Floats
    bounds: Floats

    def parts(self, program: Program, match: Match, labelled: bool) -> Parts:
        """Return (place, worth) of every part of a program that is worth anything.

        Amounts of money are told apart by their labels only where these are those of the point's own program.
        """
        height, width = self.program.shape
        values, duals = match.column_values(self.values), match.row_values(self.duals)
        rows, bounds = height * width, height * width + height
        money, amount = self._money(program, match, values, labelled)
        parts = (
            self._entries(program, match, values, duals),
            (rows + match.rows, _limits(duals, program.row_lower, program.row_upper)),
            (bounds + match.columns, _limits(match.column_values(self.bounds), program.lower, program.upper)),
            (bounds + width + money, amount),
        )
        worth = np.concatenate([part[1] for part in parts])
        counts = worth != 0.0
        return np.concatenate([part[0] for part in parts])[counts], worth[counts]

    def _entries(self, program: Program, match: Match, values: Floats, duals: Floats) -> Parts:
        """Return −y · a · x for each entry a of the matrix."""
        matrix = program.matrix
        column = np.repeat(np.arange(program.shape[1]), np.diff(matrix.indptr))
        worth = -duals[matrix.indices] * matrix.data * values[column]
        kept = np.flatnonzero(worth)
        rows, columns = match.rows[matrix.indices[kept]], match.columns[column[kept]]
        return rows * self.program.shape[1] + columns, worth[kept]

    def _money(self, program: Program, match: Match, values: Floats, labelled: bool) -> Parts:
        """Return the amounts of the ledger, a place for each term, label, column and period."""
        own = dict.fromkeys(each.term for each in self.program.ledger)
        terms = {
            name: number for number, name in enumerate([*own, *sorted({e.term for e in program.ledger} - set(own))])
        }
        labels = 2 + max((each.labels.height for each in self.program.ledger), default=0)
        places, worth = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        for each in program.ledger:
            amount = each.discounted * _taken_with_constant(values, each.column)
            kept = np.flatnonzero(amount)
            column = _taken_with_constant(match.columns + 1, each.column)[kept]
            label: NDArray[np.integer] = each.label[kept] if labelled else np.zeros(len(kept), dtype=np.int64)
            code = (terms[each.term] * labels + label) * (self.program.shape[1] + 2) + column
            places.append(code * len(each.factor) + each.period[kept])
            worth.append(amount[kept])
        return np.concatenate(places), np.concatenate(worth)


def _taken_with_constant(values: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the values of columns; 1 for −1, which stands for a constant. No column has the place 1 − 1 of another."""
    taken: np.ndarray = np.append(values, np.ones(1, dtype=values.dtype))[columns]
    return taken


def _limits(duals: Floats, lower: Floats, upper: Floats) -> Floats:
    """Return dual · the limit that it speaks of: the upper one where more of it earns more."""
    limit = np.where(duals > 0.0, upper, lower)
    return duals * np.where(np.isfinite(limit), limit, 0.0)
