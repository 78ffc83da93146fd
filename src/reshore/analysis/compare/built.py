"""What one plan builds and the other does not, or builds at another time."""

from __future__ import annotations

from typing import Final

import polars as pl

from reshore.solution import Plan

KEYS: Final = ("expansion", "site", "resource")
TINY: Final = 1e-6
"""Modules that are rounding."""


def build_difference(a: Plan, b: Plan) -> pl.DataFrame:
    """Return a row for each expansion of which the plans build differently, those that one does not build first.

    expansion, site, resource, `a` and `b` [module]; the first start and the first and last day ready in each;
    `how`: only in a, only in b, more, fewer, later, sooner, other dates.
    """
    both = _built(a).join(_built(b), on=KEYS, how="full", coalesce=True, suffix="_b", maintain_order="left_right")
    rows = both.with_columns(pl.col("modules", "modules_b").fill_null(0.0)).with_columns(_how().alias("how"))
    dates = [
        pl.col(f"{name}{suffix}").alias(f"{name}_{side}")
        for name in ("start", "ready", "complete")
        for suffix, side in (("", "a"), ("_b", "b"))
    ]
    order = pl.col("how").str.starts_with("only")
    return (
        rows.filter(pl.col("how") != "")
        .select(*KEYS, "how", pl.col("modules").alias("a"), pl.col("modules_b").alias("b"), *dates)
        .sort(order, pl.min_horizontal("start_a", "start_b"), descending=[True, False], maintain_order=True)
    )


def _built(plan: Plan) -> pl.DataFrame:
    table = plan.table("build").filter(pl.col("value") > TINY)
    return table.group_by(*KEYS, maintain_order=True).agg(
        pl.col("value").sum().alias("modules"),
        pl.col("start").min().dt.date(),
        pl.col("ready").min().dt.date(),
        pl.col("ready").max().dt.date().alias("complete"),
        pl.struct("period", pl.col("value").round(6)).sort_by("period").alias("course"),
    )


def _how() -> pl.Expr:
    """Return in what an expansion differs, empty where it does not."""
    before, after = pl.col("modules"), pl.col("modules_b")
    ready = [(pl.col(f"{name}_b") - pl.col(name)).dt.total_days() for name in ("ready", "complete")]
    return (
        pl.when(after <= TINY)
        .then(pl.lit("only in a"))
        .when(before <= TINY)
        .then(pl.lit("only in b"))
        .when(after > before + TINY)
        .then(pl.lit("more"))
        .when(after < before - TINY)
        .then(pl.lit("fewer"))
        .when((pl.min_horizontal(ready) >= 0) & (pl.max_horizontal(ready) > 0))
        .then(pl.lit("later"))
        .when((pl.max_horizontal(ready) <= 0) & (pl.min_horizontal(ready) < 0))
        .then(pl.lit("sooner"))
        .when(pl.col("course") != pl.col("course_b"))
        .then(pl.lit("other dates"))
        .otherwise(pl.lit(""))
    )
