"""Tiers: how many production steps lie between a product and what is asked for."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from reshore.analysis.trace.goals import demanded
from reshore.network import Network
from reshore.network.codes import Codes, encode, pairs

UNTIERED = -1


def tiers(network: Network, product: str | None = None) -> pl.DataFrame:
    """Return product, tier, demanded, unit, made_at, held_at, in order of tier.

    The tier is the largest number of production steps from the product to a demanded one (to `product` alone where it is
    given): 0 where it goes into no other. Products of a loop of recipes have one tier, as steps within a loop do not count.
    Products that go into nothing that is asked for are left out. `held_at` are other sites that it is stocked at or passes.
    """
    asked = demanded(network)
    roots = asked if product is None else pl.Series("product", [product])
    tier = _tier(*_edges(network), encode(roots, network.products.names), len(network.products.names))
    made = _at(network, network.outputs.site, network.outputs.product, "made_at")
    points = network.points
    held = _at(network, points.site, points.product, "held_at")
    none = pl.lit([], pl.List(pl.String))
    return (
        pl.DataFrame({"product": network.products.names, "tier": tier, "unit": network.products.units})
        .filter(pl.col("tier") != UNTIERED)
        .with_columns(pl.col("product").is_in(asked.implode()).alias("demanded"))
        .join(made, on="product", how="left", maintain_order="left")
        .join(held, on="product", how="left", maintain_order="left")
        .with_columns(pl.col("made_at").fill_null(none), pl.col("held_at").fill_null(none))
        .with_columns(pl.col("held_at").list.set_difference("made_at").list.sort())
        .sort("tier", maintain_order=True)
        .select("product", "tier", "demanded", "unit", "made_at", "held_at")
    )


def _edges(network: Network) -> tuple[Codes, Codes]:
    """Return the distinct pairs (input product, output product) of operations."""
    inputs, outputs = network.inputs, network.outputs
    entry, made = pairs(inputs.operation, outputs.operation)
    both = np.unique(np.column_stack([inputs.product[entry], outputs.product[made]]), axis=0)
    return both[:, 0], both[:, 1]


def _tier(start: Codes, end: Codes, roots: Codes, count: int) -> Codes:
    """Return the most steps from each product to a root, shape (product,); −1 where it leads to none."""
    graph = csr_array((np.ones(len(start)), (start, end)), shape=(count, count))
    component = connected_components(graph, directed=True, connection="strong")[1].astype(np.int64)
    before, after = component[start], component[end]
    before, after = before[before != after], after[component[start] != component[end]]
    tier = np.full(count, UNTIERED)
    tier[component[roots]] = 0
    while True:
        found = tier.copy()
        known = tier[after] != UNTIERED
        np.maximum.at(found, before[known], tier[after[known]] + 1)
        if np.array_equal(found, tier):
            return np.asarray(tier[component])
        tier = found


def _at(network: Network, site: Codes, product: Codes, name: str) -> pl.DataFrame:
    """Return product and, in `name`, the list of its sites in order of name."""
    both = np.unique(np.column_stack([product, site]), axis=0)
    sites = network.tables.frame("sites")["site"]
    rows = pl.DataFrame({"product": network.products.names.gather(both[:, 0]), name: sites.gather(both[:, 1])})
    return rows.sort(name).group_by("product", maintain_order=True).agg(name)
