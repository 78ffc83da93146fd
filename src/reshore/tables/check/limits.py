"""Checks that limits leave room."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.tables.findings import Finding
from reshore.tables.report import Place, number
from reshore.tables.table import ROW, Tables


def minima(tables: Tables) -> Iterator[Finding]:
    """A minimum is at most its maximum, where both count in the same time."""
    for name in ("stocks", "operations"):
        times = tables[name].times
        if times.get("minimum") != times.get("maximum"):
            continue
        rows = tables.frame(name).filter(pl.col("minimum") > pl.col("maximum"))
        for low, high, row in rows.select("minimum", "maximum", ROW).iter_rows():
            message = f"The minimum {number(low)} is more than the maximum {number(high)}."
            yield Place.of(tables[name]).finding(
                "E310", message, "Lower the minimum, or raise the maximum.", row, "minimum"
            )
