"""What demand needs of each kind of capacity, through all tiers, by the average recipes of a plan."""

from __future__ import annotations

import numpy as np
import polars as pl

from reshore.network.codes import encode
from reshore.network.periods import Floats
from reshore.solution import Plan
from reshore.solution.measures import made, valued


def needed(plan: Plan) -> pl.DataFrame:
    """Return what all that is asked for would use of each resource in the periods in which it is due.

    Columns: resource, period, need [unit of the resource]. Of a unit of a product, runs use on average what the plan's runs
    used of inputs and resources for each unit made; a process with several outputs is shared by their value. What nothing made
    in the plan needs nothing.
    """
    network, names = plan.network, plan.network.products.names
    inputs, uses, resources = _average(plan)
    asked = pl.concat(
        [
            plan.table("serve").select("product", pl.col("due").alias("period"), "value"),
            plan.table("lost").select("product", "period", "value"),
        ]
    )
    dates = network.periods.dates
    demand = np.zeros((len(names), len(dates)))
    period = network.periods.containing(asked["period"].cast(pl.Int32).to_numpy())
    np.add.at(demand, (encode(asked["product"], names), period), asked["value"].to_numpy())
    need = uses @ np.linalg.lstsq(np.eye(len(names)) - inputs, demand, rcond=None)[0]
    resource, at = np.nonzero(need > 0.0)
    return pl.DataFrame(
        {"resource": resources.gather(resource), "period": dates.gather(at), "need": need[resource, at]}
    )


def _average(plan: Plan) -> tuple[Floats, Floats, pl.Series]:
    """Return inputs (input, product) and uses (resource, product) for each unit made in the plan, and the resources."""
    names = plan.network.products.names
    runs = plan.table("make").group_by("site", "process").agg(pl.col("value").sum().alias("runs"))
    recipes = plan.inputs.frame("recipes").select("process", "product", "quantity")
    shares = _shares(plan)
    taken = (
        runs.join(recipes.filter(pl.col("quantity") < 0), on="process")
        .join(shares, on=["process"])
        .select("product", "made", amount=-pl.col("quantity") * pl.col("runs") * pl.col("share"))
    )
    used = (
        runs.join(plan.inputs.frame("uses").select("site", "process", "resource", "per_run"), on=["site", "process"])
        .join(shares, on="process")
        .select("resource", "made", amount=pl.col("per_run") * pl.col("runs") * pl.col("share"))
    )
    good = made(plan.network, plan.tables).group_by("product").agg(pl.col("value").sum())
    total = np.zeros(len(names))
    total[encode(good["product"], names)] = good["value"].to_numpy()
    resources = used["resource"].unique(maintain_order=True)
    parts = [np.zeros((len(names), len(names))), np.zeros((len(resources), len(names)))]
    for matrix, rows, column, known in ((parts[0], taken, "product", names), (parts[1], used, "resource", resources)):
        np.add.at(matrix, (encode(rows[column], known), encode(rows["made"], names)), rows["amount"].to_numpy())
        np.divide(matrix, total, out=matrix, where=total > 0.0)
        matrix[:, total <= 0.0] = 0.0
    return parts[0], parts[1], resources


def _shares(plan: Plan) -> pl.DataFrame:
    """Return the share of each output of a process in the value of all of them: process, made, share."""
    first = plan.network.periods.dates[0]
    outputs = plan.inputs.frame("recipes").filter(pl.col("quantity") > 0).select("process", "product", "quantity")
    rows = outputs.select("process", "product", period=pl.lit(first), value="quantity", unit=pl.lit(""))
    worth = valued(plan.network, rows).select("process", made="product", value=pl.col("value") + 1e-9)
    return worth.with_columns(share=pl.col("value") / pl.col("value").sum().over("process")).drop("value")
