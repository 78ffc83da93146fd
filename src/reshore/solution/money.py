"""The ledger of money as a table."""

from __future__ import annotations

import numpy as np
import polars as pl

from reshore.model import Earning, Program
from reshore.model.objective.earning import LABELS
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.solve import Solution

KEYS = ("term", *LABELS, "period")


def money_table(program: Program, network: Network, solution: Solution) -> pl.DataFrame:
    """Return every amount of money by term, site, partner, name, product, program and period: as paid, and discounted."""
    currency = str(network.tables.setting["currency"])
    empty = pl.DataFrame(schema={"term": pl.String, **dict.fromkeys(LABELS, pl.String), "period": pl.Date})
    empty = empty.with_columns(pl.lit(0.0).alias("value"), pl.lit(0.0).alias("discounted"))
    parts = [_term(earning, network, solution.columns) for earning in program.ledger]
    rows = pl.concat([empty, *parts])
    return (
        rows.group_by(*KEYS, maintain_order=True)
        .agg(pl.col("value", "discounted").sum())
        .filter((pl.col("value") != 0.0) | (pl.col("discounted") != 0.0))
        .with_columns(pl.lit(currency).alias("unit"))
    )


def _term(earning: Earning, network: Network, columns: Floats) -> pl.DataFrame:
    activity = np.where(earning.column >= 0, columns[np.maximum(earning.column, 0)], 1.0) if len(columns) else 1.0
    value, discounted = earning.amount * activity, earning.discounted * activity
    cell = earning.label * network.periods.count + earning.period
    distinct, where = np.unique(cell, return_inverse=True)
    label, period = distinct // network.periods.count, distinct % network.periods.count
    labels: pl.DataFrame = earning.labels[label]
    return labels.select(
        pl.lit(earning.term).alias("term"),
        *LABELS,
        network.periods.dates[period].alias("period"),
        pl.Series("value", np.bincount(where, weights=value)),
        pl.Series("discounted", np.bincount(where, weights=discounted)),
    )
