"""The difference of what two plans do, measure by measure."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.compare.ledgers import summed
from reshore.network.periods import Periods
from reshore.schema.measures import measures
from reshore.solution import MEASURES, Plan

KEYS: Final = ("measure", "site", "country", "product", "year", "unit")


def measure_difference(a: Plan, b: Plan) -> pl.DataFrame:
    """Return `a`, `b` and `change` of each measure by site, country, product and year, in its `unit`.

    Of a level (stock) it is what there is at the end of the year's last period; `product` of a capacity is the resource.
    """
    none = pl.lit(0.0)
    rows = [
        part
        for name in MEASURES
        for part in (
            _yearly(a, name).select(*KEYS, pl.col("value").alias("a"), none.alias("b")),
            _yearly(b, name).select(*KEYS, none.alias("a"), pl.col("value").alias("b")),
        )
    ]
    return summed(pl.concat(rows), KEYS)


def _yearly(plan: Plan, name: str) -> pl.DataFrame:
    rows = plan.measure(name)
    if measures()[name].level:
        rows = rows.join(_last_periods(plan.network.periods), on=["year", "period"], how="semi", maintain_order="left")
    return rows.with_columns(pl.lit(name).alias("measure"), pl.col("country", "unit").fill_null(""))


def _last_periods(periods: Periods) -> pl.DataFrame:
    """Return the year and the first day of the last period that ends in each calendar year, whatever a plan has in it."""
    last = pl.from_epoch(pl.Series("last", periods.ends.astype(np.int32) - 1), time_unit="d")
    years = pl.DataFrame({"year": last.dt.year(), "period": periods.dates})
    return years.group_by("year").agg(pl.col("period").max())
