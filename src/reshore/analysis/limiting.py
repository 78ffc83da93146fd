"""The limits at an optimum that weigh most: what more of one alone gives, how much is needed, what could add to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.binding import binding
from reshore.analysis.bottlenecks.asking import Asker
from reshore.analysis.bottlenecks.groups import Groups, grouped, timed
from reshore.analysis.projects import Projects
from reshore.network import Network
from reshore.solve import Optimum

MOST: Final = 8
TINY: Final = 1e-6
"""Giving a smaller share of what the duals say is nothing: another limit binds with it."""
EMPTY: Final = {
    **dict.fromkeys(("law", "entity"), pl.String),
    **dict.fromkeys(("first", "last"), pl.Date),
    "periods": pl.UInt32,
    **dict.fromkeys(("serves", "needed", "limit"), pl.Float64),
    **dict.fromkeys(("quantity", "relief"), pl.String),
    **dict.fromkeys(("row", "column"), pl.Int64),
}


def weightiest(
    optimum: Optimum, network: Network, quantity: float, worth: float = 1.0, without: Collection[str] = ()
) -> pl.DataFrame:
    """Return the limits whose duals say that more of them would give more of the objective, the weightiest first.

    Kinds of limits that `without` names are left out. What all markets ask for of a product is one limit.

    Columns: `law`, `entity`, `first`, `last`, `periods`, `serves` (what one more unit of it alone gives, in units of `worth` of
    the objective; 0 where others bind with it), `needed` (how much more of it alone gives `quantity`, at least; null where none
    does), `limit` (as it stands), `quantity` (its unit), `relief` (what could add to it), `row` and `column` (where it is
    in the program; −1 for the other).
    """
    rows = timed(binding(optimum, network)).filter((pl.col("value") >= 0.0) & ~pl.col("limit").is_in(list(without)))
    if rows.is_empty():
        return pl.DataFrame(schema=EMPTY)
    groups = _weightiest(grouped(_by_product(rows, network), "total", ""))
    serves = Asker(optimum).values(groups).value
    serves = np.where(serves > TINY * groups.summed(groups.rows["value"].to_numpy()), serves, 0.0) / worth
    needed = np.divide(quantity, serves, out=np.full(len(serves), np.nan), where=serves > 0.0)
    table = groups.table.with_columns(pl.Series("serves", serves), pl.Series("needed", needed).fill_nan(None))
    places = groups.rows.group_by("index", maintain_order=True).agg(pl.col("row", "column").first()).sort("index")
    return table.select(
        pl.col("limit").alias("law"),
        pl.col("group").alias("entity"),
        "first",
        "last",
        "periods",
        "serves",
        "needed",
        pl.col("amount").alias("limit"),
        "quantity",
        pl.struct("limit", "group")
        .map_elements(lambda row: _relief(row, groups.rows, optimum, network), pl.String)
        .alias("relief"),
        *places.select("row", "column"),
    )


def _by_product(rows: pl.DataFrame, network: Network) -> pl.DataFrame:
    """Return limits with the demand for a product of all markets in one group."""
    products = network.pieces.frame.select("product").with_row_index("entity").cast({"entity": pl.Int64})
    named = rows.join(products, on="entity", how="left", maintain_order="left")
    group = pl.when(pl.col("limit") == "demand").then(pl.format("demand for {}", "product")).otherwise("group")
    return named.with_columns(group.alias("group")).drop("product")


def _weightiest(groups: Groups) -> Groups:
    """Return the groups that weigh most: whose limits, at their duals, serve most."""
    duals, amounts = (groups.rows[column].to_numpy() for column in ("value", "amount"))
    weight = np.bincount(groups.group, weights=duals * np.maximum(amounts, 1.0), minlength=groups.table.height)
    return groups.only(np.argsort(-weight, kind="stable")[:MOST])


def _relief(row: dict[str, str], rows: pl.DataFrame, optimum: Optimum, network: Network) -> str:
    """Say what projects could add to a capacity, and how soon, or what is in their way; empty for other limits."""
    if row["limit"] != "capacity":
        return ""
    own = rows.filter((pl.col("limit") == "capacity") & (pl.col("group") == row["group"]))
    block, levels = optimum.program.rows["capacity"], network.levels
    resource = int(levels.resource[block.entity[int(own["row"][0]) - block.first]])
    return Projects(optimum, network).adding(resource)
