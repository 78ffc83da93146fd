"""Parts of a measure: which labels filters choose, and how much of each period a window has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reshore.model.measures.form import Form
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.network.windows import windows
from reshore.schema.rules import TOTAL
from reshore.tables.filters import Filters
from reshore.tables.measured import matches


@dataclass(frozen=True)
class Linear:
    """Σ amounts · x + constant, over all columns of a program: `amounts` has shape (column,)."""

    amounts: Floats
    constant: float = 0.0

    def at(self, columns: Floats) -> float:
        """Return the value where the columns of the program have these values."""
        return float(self.amounts @ columns) + self.constant

    def less(self, times: float, other: Linear) -> Linear:
        """Return this less some times the other."""
        return Linear(self.amounts - times * other.amounts, self.constant - times * other.constant)


def matching(network: Network, form: Form, filters: Filters) -> NDArray[np.bool_]:
    """Say which labels of a form the filters choose; raises KeyError for a key that its labels do not have."""
    chosen: NDArray[np.bool_] = matches(network.tables, form.labels, filters).to_numpy()
    return chosen


def share_of_periods(network: Network, form: Form, opens: float, closes: float) -> Floats:
    """Return how much of each period counts in the days [opens, closes), shape (period,).

    That is its share by days; of a level it is 1 in the period of the last day and 0 in all others.
    """
    over = windows(network.periods, TOTAL, (opens, closes), form.level)
    share = np.zeros(network.periods.count)
    share[over.period] = over.share
    return share


def summed(form: Form, labels: NDArray[np.bool_], share: Floats, width: int) -> Linear:
    """Return the sum of a form over the labels chosen, each period as far as it counts, over `width` columns."""
    weight = form.amount * labels[form.label] * share[form.period]
    real = form.column >= 0
    amounts = np.bincount(form.column[real], weights=weight[real], minlength=width)
    return Linear(amounts.astype(np.float64), float(weight[~real].sum()))
