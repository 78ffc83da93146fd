"""Parts of a measure: which labels filters choose, and how much of each period a window has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.model.measures.form import Form
from reshore.model.measures.windows import windows
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.schema.measures import ALONG
from reshore.schema.rules import TOTAL
from reshore.tables.filters import Filters


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


def described(network: Network, labels: pl.DataFrame) -> pl.DataFrame:
    """Return labels with what the tables say of their sites and products: country, operator, generation, ..."""
    tables = network.tables
    sites = tables.frame("sites").select("site", *ALONG["site"])
    to = sites.select(pl.col("site").alias("destination"), pl.col("country").alias("destination_country"))
    products = tables.frame("products").select("product", *ALONG["product"])
    for key, frame in (("site", sites), ("destination", to), ("product", products)):
        if key in labels.columns:
            labels = labels.join(frame, on=key, how="left", maintain_order="left")
    return labels


def matching(network: Network, form: Form, filters: Filters) -> NDArray[np.bool_]:
    """Say which labels of a form the filters choose; raises KeyError for a key that its labels do not have."""
    labels = described(network, form.labels)
    unknown = [key for key in filters if key not in labels.columns]
    if unknown:
        raise KeyError(unknown[0])
    mask = np.ones(labels.height, dtype=bool)
    for key, names in filters.items():
        mask &= labels[key].is_in(list(names)).fill_null(False).to_numpy()
    return mask


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
