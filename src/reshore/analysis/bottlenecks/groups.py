"""Limits taken together: of a period, of a year, or in total, and what one more unit of them moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl

from reshore.analysis.words import limits
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.schema import TimeUnit
from reshore.solve import Move

By = Literal["period", "year", "total"]
KEYS: Final[dict[By, tuple[str, ...]]] = {
    "period": ("limit", "group", "time"),
    "year": ("limit", "group", "year"),
    "total": ("limit", "group"),
}


@dataclass(frozen=True)
class Groups:
    """Binding limits in groups: `table` has a row for each, `rows` the limits with their group and weight.

    One more unit of a group moves each of its limits by `weight` natural units, its right-hand side by `sign` · `weight`.
    """

    table: pl.DataFrame
    rows: pl.DataFrame

    @property
    def group(self) -> np.ndarray:
        """The group of each limit."""
        return self.rows["index"].to_numpy()

    def move(self, index: int) -> Move:
        """Return how the limits of one group move for a unit of it."""
        own = self.rows.filter(pl.col("index") == index)
        weights = (own["weight"] * own["sign"]).to_numpy()
        return Move(own["row"].to_numpy(), own["column"].to_numpy(), weights)

    def summed(self, values: Floats) -> Floats:
        """Return values of the limits, weighted, by group."""
        weights = self.rows["weight"].to_numpy() * values
        sums = np.bincount(self.group, weights=weights, minlength=self.table.height)
        return sums.astype(np.float64)


def timed(rows: pl.DataFrame, network: Network) -> pl.DataFrame:
    """Return binding limits with `year`, `per` (the unit of time of a rate) and `length` (of their period in it, else 1)."""
    times = {name: _time(network, limit.input) for name, limit in limits().items() if limit.counts == "rate"}
    counts = {name: limit.counts for name, limit in limits().items()}
    per = pl.col("limit").replace_strict(times, default="", return_dtype=pl.String)
    lengths = pl.concat(
        pl.DataFrame({"per": time, "time": np.arange(network.periods.count), "length": network.periods.length(time)})
        for time in sorted(set(times.values()))
    )
    marked = rows.with_columns(
        per.alias("per"),
        pl.col("limit").replace_strict(counts, return_dtype=pl.String).alias("counts"),
        pl.col("period").dt.year().cast(pl.String).alias("year"),
    )
    return marked.join(lengths, on=["per", "time"], how="left", maintain_order="left").with_columns(
        pl.col("length").fill_null(1.0)
    )


def _time(network: Network, column: str) -> TimeUnit:
    table, _, name = column.partition(".")
    return network.tables[table].time(name)


def grouped(rows: pl.DataFrame, by: By, currency: str) -> Groups:
    """Return timed binding limits in groups by period, year or in total."""
    keys = list(KEYS[by])
    share = pl.col("amount") / pl.col("amount").sum().over(keys)
    weight = pl.lit(1.0) if by == "period" else pl.col("length")
    weighted = rows.with_columns(pl.when(pl.col("counts") == "share").then(share).otherwise(weight).alias("weight"))
    table = weighted.group_by(keys, maintain_order=True).agg(
        pl.col("more", "unit", "per", "counts").first(),
        pl.col("period").min().alias("first"),
        pl.col("period").max().alias("last"),
        pl.col("time").n_unique().alias("periods"),
        _amount(by).alias("amount"),
        *([pl.col("year").first(), pl.col("period").first()] if by == "period" else []),
    )
    rate = pl.lit(by != "period") & (pl.col("per") != "")
    quantity = pl.when(rate).then(pl.col("unit") + "/" + pl.col("per")).otherwise(pl.col("unit"))
    table = table.with_columns(
        quantity.alias("quantity"),
        (pl.lit(f"{currency}/") + pl.when(rate).then("(" + quantity + ")").otherwise(quantity)).alias("unit"),
    )
    index = table.select(keys).with_row_index("index")
    return Groups(table, weighted.join(index, on=keys, how="left", maintain_order="left"))


def _amount(by: By) -> pl.Expr:
    """Return the limit as it stands: the widest row of each period, averaged over time, or added up where it is shared out.

    Rows of one period differ where operations qualify later: the widest has all of the capacity.
    """
    widest = pl.col("amount").max().over("limit", "group", "time")
    mine = 1.0 / pl.len().over("limit", "group", "time")
    average = (widest * mine).sum() / (pl.col("length") * mine).sum()
    if by == "period":
        average = widest.first()
    return pl.when(pl.col("counts").first() == "share").then(pl.col("amount").sum()).otherwise(average)
