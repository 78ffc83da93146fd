"""What a plan spends in a scope: beside what an event there costs, it tells the risks that spending hides."""

from __future__ import annotations

from typing import Final

import polars as pl

from reshore.network.events import PLACES
from reshore.solution import Plan

AT_PLACES: Final = ("operation", "fixed", "upkeep", "capex", "holding", "scrap")
ON_LANES: Final = ("transport", "pipeline", "duty")


def spend_by(plan: Plan, scope: str, name: str) -> float:
    """Return what a plan spends in a scope over the whole horizon, as paid [currency].

    At places: on operations, capacity, investment, stock and disposal there. On lanes, or by a mode: on transport, what it ties
    up, and duty. On a product: on the operations that make it.
    """
    money = plan.table("money")
    if scope in PLACES:
        sites = plan.inputs.frame("sites").filter(pl.col(scope) == name)["site"].implode()
        chosen = pl.col("term").is_in(AT_PLACES) & pl.col("site").is_in(sites)
    elif scope == "product":
        made = plan.inputs.frame("recipes").filter((pl.col("product") == name) & (pl.col("quantity") > 0.0))
        chosen = (pl.col("term") == "operation") & pl.col("name").is_in(made["process"].unique().implode())
    elif scope == "mode":
        chosen = pl.col("term").is_in(ON_LANES) & (pl.col("name") == name)
    else:
        way = pl.format("{}>{}", "site", "partner")
        chosen = pl.col("term").is_in(ON_LANES) & ((way == name) | (pl.format("{}/{}", way, "name") == name))
    return -float(money.filter(chosen)["value"].sum())


def hidden(spent: pl.DataFrame) -> pl.DataFrame:
    """Return name, impact, impact_rank, spend, spend_rank and hidden, the most hidden first, from name, impact and spend.

    Rank 1 is the largest. A risk is hidden where its impact is in the upper half of those that have any, and what is spent there
    ranks lower than its impact, in the lower half.
    """
    some = spent.filter(pl.col("impact") > 0.0)
    ranked = some.with_columns(
        pl.col("impact").rank("min", descending=True).cast(pl.Int64).alias("impact_rank"),
        pl.col("spend").rank("min", descending=True).cast(pl.Int64).alias("spend_rank"),
    )
    half = some.height / 2.0
    is_hidden = (pl.col("impact_rank") <= half) & (pl.col("spend_rank") > half)
    order = pl.col("spend_rank") - pl.col("impact_rank")
    return (
        ranked.with_columns(is_hidden.alias("hidden"))
        .sort(order, descending=True, maintain_order=True)
        .select("name", "impact", "impact_rank", "spend", "spend_rank", "hidden")
    )
