"""What a plan that serves the demand would do otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.why.asks import Asked
from reshore.analysis.why.short import pieces_of
from reshore.solution import Plan
from reshore.solution.money import money_table
from reshore.solve import Optimum

MATTERS: Final = 1e-4
"""A change that is a smaller share of what there was and of the largest change of its kind is none."""


def instead(plan: Plan, before: Optimum, after: Optimum, asked: Asked) -> pl.DataFrame:
    """Return what changes from one optimum to another: `what`, `entity`, `change`, `unit`.

    Demand of others that is served at all, and late, modules built, and money by term (discounted), the largest changes first.
    """
    parts = [*_demand(plan, before, after, asked), _built(before, after), _money(plan, before, after)]
    return pl.concat(
        part.filter(
            (pl.col("change").abs() > MATTERS * pl.col("change").abs().max().fill_null(0.0))
            & (pl.col("change").abs() > MATTERS * pl.col("before").abs())
            & (pl.col("change") != 0.0)
        )
        .sort(pl.col("change").abs(), descending=True)
        .select("what", "entity", "change", "unit")
        for part in parts
    )


def _demand(plan: Plan, before: Optimum, after: Optimum, asked: Asked) -> Iterator[pl.DataFrame]:
    network = plan.network
    old, new = pieces_of(before, network), pieces_of(after, network)
    frame = network.pieces.frame.select("market", "product", "class", "unit")
    others = ~np.isin(np.arange(network.pieces.count), asked.pieces)
    told = pl.when(pl.col("class") == "").then(pl.lit("")).otherwise(pl.lit(", class ") + pl.col("class"))
    entity = pl.concat_str(["product", pl.lit("@"), "market", told]).alias("entity")
    for what, had, has in (
        ("served of other demand", old.served, new.served),
        ("late of other demand", old.late, new.late),
    ):
        change = pl.Series("change", np.where(others, has - had, 0.0))
        sums = frame.with_columns(entity, change, pl.Series("before", had)).group_by(
            "entity", "unit", maintain_order=True
        )
        yield sums.agg(pl.col("change", "before").sum()).with_columns(pl.lit(what).alias("what"))


def _built(before: Optimum, after: Optimum) -> pl.DataFrame:
    block = before.program.columns["build"]
    had, has = before.solution.columns[block.slice], after.solution.columns[block.slice]
    labels: pl.DataFrame = block.labels[block.entity]
    rows = labels.select(pl.col("expansion").alias("entity")).with_columns(
        pl.Series("change", has - had), pl.Series("before", had)
    )
    return (
        rows.group_by("entity", maintain_order=True)
        .agg(pl.col("change", "before").sum())
        .with_columns(pl.lit("modules built").alias("what"), pl.lit("module").alias("unit"))
    )


def _money(plan: Plan, before: Optimum, after: Optimum) -> pl.DataFrame:
    network, program = plan.network, before.program
    sums = [
        money_table(program, network, one.solution).group_by("term").agg(pl.col("discounted").sum())
        for one in (before, after)
    ]
    both = sums[0].join(sums[1], on="term", how="full", coalesce=True, suffix="_after").fill_null(0.0)
    return both.select(
        pl.lit("money, discounted").alias("what"),
        pl.col("term").alias("entity"),
        (pl.col("discounted_after") - pl.col("discounted")).alias("change"),
        pl.lit(plan.currency).alias("unit"),
        pl.col("discounted").alias("before"),
    )
