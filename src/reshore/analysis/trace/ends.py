"""Where what a site makes or sends on ends up."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.trace.done import Done, made
from reshore.analysis.trace.goals import Goals
from reshore.analysis.trace.ways import Mask, Ways, at_makers, unpacked
from reshore.network import Network
from reshore.network.codes import Codes
from reshore.network.periods import Floats

BATCH: Final = 64
ROUNDS: Final = 10_000
CLOSE: Final = 1e-9
"""Shares that change by less than this are found; a smaller share is none."""


def ends_in(network: Network, ways: Ways, goals: Goals, found: Done | None = None) -> pl.DataFrame:
    """Return site, via, product, markets, quantity, unit, share, revenue: the demanded products in which a site has a part.

    `via` are the products of that site (made there, or sent on) that lead to it. With a plan: `share` is the part of what was
    served of the product that holds something from the site, `quantity` that part [unit], `revenue` what was paid for it, in
    those markets that got any. Without one, they are null, and every way that is possible at some time counts.
    """
    reach = _reach(ways, goals)
    leaving = _leaving(network, ways)
    point, goal = np.nonzero(reach[leaving])
    rows = network.points.frame[leaving[point]].select("site", pl.col("product").alias("via"))
    rows = pl.concat([rows, goals.frame[goal]], how="horizontal")
    via = rows.group_by("site", "product", maintain_order=True).agg(pl.col("via").unique().sort())
    markets = rows.group_by("site", "product", maintain_order=True).agg(
        pl.col("market").unique().sort().alias("markets")
    )
    units = pl.DataFrame({"product": network.products.names, "unit": network.products.units})
    table = via.join(markets, on=["site", "product"], maintain_order="left").join(
        units, on="product", maintain_order="left"
    )
    order = ["site", "product"]
    if found is None:
        empty = pl.lit(None, pl.Float64)
        table = table.with_columns(quantity=empty, share=empty, revenue=empty)
    else:
        stakes = _stakes(network, ways, goals, found)
        table = table.drop("markets").join(stakes, on=order, how="left", maintain_order="left")
        none = pl.col("markets").fill_null(pl.lit([], pl.List(pl.String)))
        table = table.with_columns(none, pl.col("quantity", "share", "revenue").fill_null(0.0))
    return table.select(*order, "via", "markets", "quantity", "unit", "share", "revenue").sort(order)


def _reach(ways: Ways, goals: Goals) -> Mask:
    """Return to which goals each point leads by steps that are possible at some time, shape (point, goal)."""
    count = len(goals.point)
    width = max(1, -(-count // 64))
    there = np.zeros((ways.points, width * 64), dtype=bool)
    there[goals.point, np.arange(count)] = True
    bits = np.packbits(there, axis=1).view(np.uint64)
    giving, needing = ways.makers.turned(ways.steps), ways.inputs.turned(ways.points)
    closed = ~ways.ever
    while True:
        step = giving.reduce(np.bitwise_or, bits[giving.member], 0)
        step[closed] = 0
        further = bits | needing.reduce(np.bitwise_or, step[needing.member], 0)
        if np.array_equal(further, bits):
            return unpacked(bits, count)
        bits = further


def _leaving(network: Network, ways: Ways) -> Codes:
    """Return the points whose goods are made there or leave from there by a step that is possible at some time."""
    able, first = ways.ever, network.operations.count
    produced = ways.makers.owner[(ways.makers.member < first) & able[ways.makers.member]]
    sent = ways.inputs.member[(ways.inputs.owner >= first) & able[ways.inputs.owner]]
    return np.unique(np.concatenate([produced, sent]))


def _stakes(network: Network, ways: Ways, goals: Goals, found: Done) -> pl.DataFrame:
    """Return site, product, markets, quantity, share, revenue of what was served that holds something from the site."""
    held = containing(network, ways, found)[goals.point]
    goal, site = np.nonzero((held > CLOSE) & (found.served[goals.point] > 0.0)[:, None])
    point, part = goals.point[goal], held[goal, site]
    rows = goals.frame[goal].with_columns(
        network.tables.frame("sites")["site"].gather(site),
        pl.Series("quantity", part * found.served[point]),
        pl.Series("revenue", part * found.paid[point]),
    )
    total = (
        goals.frame.with_columns(pl.Series("_served", found.served[goals.point]))
        .group_by("product")
        .agg(pl.sum("_served"))
    )
    sums = rows.group_by("site", "product", maintain_order=True).agg(
        pl.col("market").unique().sort().alias("markets"), pl.sum("quantity", "revenue")
    )
    joined = sums.join(total, on="product", maintain_order="left")
    return joined.with_columns((pl.col("quantity") / pl.col("_served")).alias("share")).drop("_served")


def containing(network: Network, ways: Ways, found: Done) -> Floats:
    """Return the share of each point's goods that holds something from each site, shape (point, site).

    Goods at a point are mixed over the horizon: made, received and in stock at the start, in proportion. All that is made at
    a site or leaves it counts as the site's. Where several inputs of a run hold something from a site, the share of its
    output is the largest of theirs: that much could not be made without the site, and perhaps more.
    """
    weight = _weights(network, ways, found)
    sites = len(network.tables.frame("sites"))
    place = np.concatenate([network.operations.site, network.lanes.origin[network.flows.lane]])
    parts = [
        _contained(ways, weight, place, np.arange(first, min(first + BATCH, sites))) for first in range(0, sites, BATCH)
    ]
    shares: Floats = np.concatenate(parts, axis=1)
    return shares


def _contained(ways: Ways, weight: Floats, place: Codes, sites: Codes) -> Floats:
    """Return the shares for some sites, shape (point, site): from nothing on, until they change no more."""
    own = place[:, None] == sites
    share = np.zeros((ways.points, len(sites)))
    for _ in range(ROUNDS):
        step = np.maximum(ways.inputs.reduce(np.maximum, share[ways.inputs.member], 0.0), own)
        further = ways.makers.reduce(np.add, weight[:, None] * step[ways.makers.member], 0.0)
        change = np.abs(further - share).max(initial=0.0)
        share = further
        if change < CLOSE:
            break
    return np.asarray(np.minimum(share, 1.0))


def _weights(network: Network, ways: Ways, found: Done) -> Floats:
    """Return the share of each entry of makers in all that comes to its point, stock at the start included, shape (entry,)."""
    amount = at_makers(network, made(network, found), found.shipped)
    total = np.bincount(ways.makers.owner, amount, ways.points) + found.start
    there = total[ways.makers.owner]
    share: Floats = np.divide(amount, there, out=np.zeros_like(amount), where=there > 0.0)
    return share
