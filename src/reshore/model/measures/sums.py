"""Sums: what a measure adds up to in windows, as rows over the columns of a program."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reshore.model.measures.form import Form
from reshore.network.codes import Codes, pairs
from reshore.network.periods import Floats
from reshore.network.windows import Windows


@dataclass(frozen=True)
class Sums:
    """What a measure adds up to in each window: Σ amount · x[column] over the entries of `window`, and `constant` (window,).

    Each (window, column) is there at most once.
    """

    window: Codes
    column: Codes
    amount: Floats
    constant: Floats

    @staticmethod
    def nothing(count: int) -> Sums:
        """Return sums of nothing in so many windows."""
        none = np.zeros(0, dtype=np.int64)
        return Sums(none, none, np.zeros(0), np.zeros(count))

    def at(self, columns: Floats) -> Floats:
        """Return the sums where the columns of the program have these values, shape (window,)."""
        terms = np.bincount(self.window, weights=self.amount * columns[self.column], minlength=len(self.constant))
        total: Floats = terms + self.constant
        return total


def added_up(form: Form, labels: NDArray[np.bool_], over: Windows) -> Sums:
    """Return the sum of a form over the labels chosen, in each window, each period as far as it counts."""
    own = np.flatnonzero(labels[form.label])
    entry, at = pairs(form.period[own], over.period)
    entry, window = own[entry], over.window[at]
    column, amount = form.column[entry], form.amount[entry] * over.share[at]
    fixed = column < 0
    constant = np.bincount(window[fixed], weights=amount[fixed], minlength=over.count).astype(np.float64)
    width = int(column.max(initial=-1)) + 1
    cell, place = np.unique(window[~fixed] * max(width, 1) + column[~fixed], return_inverse=True)
    total = np.bincount(place.ravel(), weights=amount[~fixed], minlength=len(cell)).astype(np.float64)
    return Sums(cell // max(width, 1), cell % max(width, 1), total, constant)
