"""The difference of two ledgers of money, row by row: it adds up to the difference of the objectives."""

from __future__ import annotations

from typing import Final

import polars as pl

from reshore.model.objective.earning import LABELS
from reshore.solution import Plan
from reshore.solution.measures import by_year

AT_END: Final = ("terminal", "residual")
KEYS: Final = ("term", *LABELS, "country", "year", "period")


def money_difference(a: Plan, b: Plan) -> pl.DataFrame:
    """Return `a`, `b` and `change` [currency], discounted, by term, site, partner, name, product, country, year and period.

    Claim: `change` sums to the objective of `b` less that of `a`. What happens in a period is split over the calendar years
    that it overlaps, by days.
    """
    none = pl.lit(0.0)
    rows = pl.concat(
        [
            _entries(a).select(*KEYS, pl.col("discounted").alias("a"), none.alias("b")),
            _entries(b).select(*KEYS, none.alias("a"), pl.col("discounted").alias("b")),
        ]
    )
    return summed(rows, KEYS)


def summed(rows: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Return the sums of `a` and `b` by some columns, and `change`, which is `b` less `a`."""
    sums = rows.group_by(*by, maintain_order=True).agg(pl.col("a", "b").sum())
    return sums.with_columns((pl.col("b") - pl.col("a")).alias("change"))


def _entries(plan: Plan) -> pl.DataFrame:
    money = plan.table("money").with_columns(pl.lit(1.0).alias("value"))
    shared = by_year(plan.network.periods, money, pl.col("term").is_in(AT_END))
    sites = plan.inputs.frame("sites").select("site", "country")
    placed = shared.join(sites, on="site", how="left", maintain_order="left")
    return placed.with_columns(pl.col("discounted") * pl.col("value"), pl.col("country").fill_null(""))
