"""The limits that stop a demand: of them, how much more would serve how much, what could add to it, and the way back to it."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.binding import binding
from reshore.analysis.bottlenecks.asking import Asker
from reshore.analysis.bottlenecks.groups import Groups, grouped, timed
from reshore.analysis.why.asks import Asked
from reshore.analysis.why.chain import Chains
from reshore.network import Network
from reshore.solution import Plan
from reshore.solve import Optimum

MOST: Final = 8
TINY: Final = 1e-6
"""Serving a smaller share of what the duals say is nothing: another limit binds with it."""


def limits_of(optimum: Optimum, plan: Plan, asked: Asked, reason: tuple[str, float]) -> pl.DataFrame:
    """Return the limits whose duals say that more of them would serve more, the weightiest first.

    `serves` is what more of one alone serves. `optimum` serves the most; `reason` has its name and the quantity that it stops.
    """
    network = plan.network
    name, quantity = reason
    rows = timed(binding(optimum, network)).filter(
        (pl.col("value") >= 0.0) & ~pl.col("limit").is_in(("demand", "required demand"))
    )
    if rows.is_empty():
        return pl.DataFrame()
    groups = _weightiest(grouped(rows, "total", ""))
    serves = Asker(optimum).values(groups).value
    serves = np.where(serves > TINY * groups.summed(groups.rows["value"].to_numpy()), serves, 0.0)
    needed = np.divide(quantity, serves, out=np.full(len(serves), np.nan), where=serves > 0.0)
    table = groups.table.with_columns(pl.Series("serves", serves), pl.Series("needed", needed).fill_nan(None))
    chains = _chains(optimum, network, asked)
    places = groups.rows.group_by("index", maintain_order=True).agg(pl.col("row", "column").first()).sort("index")
    ways = [chains.to(row, column) for row, column in places.select("row", "column").iter_rows()]
    unit = network.pieces.frame["unit"][int(asked.pieces[0])]
    return table.select(
        pl.lit(name).alias("reason"),
        pl.col("limit").alias("law"),
        pl.col("group").alias("entity"),
        "first",
        "last",
        "periods",
        "serves",
        (pl.lit(f"{unit}/(") + pl.col("quantity") + ")").alias("per"),
        "needed",
        pl.col("amount").alias("limit"),
        "quantity",
        pl.struct("limit", "group")
        .map_elements(lambda row: _relief(row, groups.rows, optimum, network), pl.String)
        .alias("relief"),
        pl.Series("chain", ways, dtype=pl.List(pl.String)),
    )


def _weightiest(groups: Groups) -> Groups:
    """Return the groups that weigh most: whose limits, at their duals, serve most."""
    duals, amounts = (groups.rows[column].to_numpy() for column in ("value", "amount"))
    weight = np.bincount(groups.group, weights=duals * np.maximum(amounts, 1.0), minlength=groups.table.height)
    return groups.only(np.argsort(-weight, kind="stable")[:MOST])


def _chains(optimum: Optimum, network: Network, asked: Asked) -> Chains:
    offers = np.flatnonzero(np.isin(network.offers.piece, asked.pieces))
    places = network.points.find(network.pieces.market[network.offers.piece[offers]], network.offers.product[offers])
    return Chains(optimum, network, places[places >= 0])


def _relief(row: dict[str, str], rows: pl.DataFrame, optimum: Optimum, network: Network) -> str:
    """Say what projects could add to a capacity, and how soon; empty for other limits."""
    if row["limit"] != "capacity":
        return ""
    own = rows.filter((pl.col("limit") == "capacity") & (pl.col("group") == row["group"]))
    block, levels = optimum.program.rows["capacity"], network.levels
    resource = int(levels.resource[block.entity[int(own["row"][0]) - block.first]])
    starts, expansions = network.starts, network.expansions
    adding = np.flatnonzero(expansions.resource[starts.expansion] == resource)
    if not len(adding):
        return "no project adds to it"
    ready = starts.ready[adding]
    soonest = int(adding[ready.argmin()])
    name = expansions.frame["expansion"][int(starts.expansion[soonest])]
    when = np.datetime64(int(ready.min()), "D")
    return f"soonest project: {name}, complete {when}"
