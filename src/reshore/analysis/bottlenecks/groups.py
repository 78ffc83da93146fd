"""Limits taken together: of a period, of a year, or in total, and what one more unit of them moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl

from reshore.analysis.words import limits
from reshore.network.periods import Floats
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

    One more unit of a group moves each of its limits by `weight` natural units, the limit of the program by `moves` · `weight`.
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
        row, column, side = (own[name].to_numpy() for name in ("row", "column", "side"))
        return Move(row, column, (own["weight"] * own["moves"]).to_numpy(), side)

    def only(self, chosen: np.ndarray) -> Groups:
        """Return some of the groups, in the order given."""
        table = self.table[chosen]
        new = pl.DataFrame({"_old": chosen, "_new": np.arange(len(chosen))}).cast(pl.UInt32)
        rows = self.rows.join(new, left_on="index", right_on="_old", maintain_order="left")
        return Groups(table, rows.drop("index").rename({"_new": "index"}))

    def summed(self, values: Floats) -> Floats:
        """Return values of the limits, weighted, by group."""
        weights = self.rows["weight"].to_numpy() * values
        sums = np.bincount(self.group, weights=weights, minlength=self.table.height)
        return sums.astype(np.float64)


def timed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return binding limits with `year` and `counts` (how a limit of several periods grows by one, see `Limit`)."""
    counts = {name: limit.counts for name, limit in limits().items()}
    return rows.with_columns(
        pl.col("limit").replace_strict(counts, return_dtype=pl.String).alias("counts"),
        pl.col("period").dt.year().cast(pl.String).alias("year"),
    )


def grouped(rows: pl.DataFrame, by: By, currency: str) -> Groups:
    """Return timed binding limits in groups by period, year or in total."""
    keys = list(KEYS[by])
    whole = pl.col("size").sum().over(keys)
    share = pl.when(whole == 0.0).then(1.0 / pl.len().over(keys)).otherwise(pl.col("size") / whole)
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
