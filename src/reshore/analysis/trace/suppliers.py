"""Suppliers: who supplies whom with what."""

from __future__ import annotations

import numpy as np
import polars as pl

from reshore.analysis.trace.done import Done, made, summed
from reshore.network import Network
from reshore.network.codes import Codes
from reshore.network.periods import DAYS_PER_YEAR, Floats

OWN = "own"
"""Mode of what a site makes for itself."""


def suppliers(network: Network, found: Done | None = None) -> pl.DataFrame:
    """Return who supplies whom: a row for each product and lane, and for what a site makes and consumes (mode `own`).

    Columns: product, from, to, mode, transit_days, processes (that make it at `from`; none where it only passes or is in
    stock), from_operator, from_country, to_operator, to_country, quantity, unit, share. With a plan, `quantity` is what
    leaves over the horizon (what is made, for `own`) and `share` is that of all that `to` gets of the product from sites and
    from its own making; without, both are null.
    """
    point, origin, rows = _rows(network)
    amounts = (
        None if found is None else np.concatenate([found.shipped, _made(network, found)[origin[network.flows.count :]]])
    )
    unit = network.products.units.gather(network.points.product[point])
    rows = rows.with_columns(unit.alias("unit"), *_amounts(network, point, amounts))
    sites = network.tables.frame("sites").select("site", "operator", "country")
    for end in ("from", "to"):
        known = sites.rename({"operator": f"{end}_operator", "country": f"{end}_country"})
        rows = rows.join(known, left_on=end, right_on="site", how="left", maintain_order="left")
    rows = rows.join(_processes(network), on=["from", "product"], how="left", maintain_order="left")
    none = pl.lit([], pl.List(pl.String))
    return rows.with_columns(pl.col("processes").fill_null(none)).select(
        "product",
        *("from", "to", "mode", "transit_days", "processes"),
        *("from_operator", "from_country", "to_operator", "to_country"),
        *("quantity", "unit", "share"),
    )


def _rows(network: Network) -> tuple[Codes, Codes, pl.DataFrame]:
    """Return, of each row, the point that is supplied, the point that supplies, and product, from, to, mode, transit_days."""
    flows, lanes, points = network.flows, network.lanes, network.points
    ends = [points.find(site[flows.lane], flows.product) for site in (lanes.origin, lanes.destination)]
    needed, produced = (points.find(part.site, part.product) for part in (network.inputs, network.outputs))
    own = np.intersect1d(needed, produced)
    frame = flows.frame.select("product", pl.col("origin").alias("from"), pl.col("destination").alias("to"), "mode")
    inside = points.frame[own].select("product", pl.col("site").alias("from"), pl.col("site").alias("to"))
    days = np.concatenate([lanes.transit_years[flows.lane] * DAYS_PER_YEAR, np.zeros(len(own))])
    rows = pl.concat([frame, inside.with_columns(pl.lit(OWN).alias("mode"))])
    return (
        np.concatenate([ends[1], own]),
        np.concatenate([ends[0], own]),
        rows.with_columns(pl.Series("transit_days", days)),
    )


def _made(network: Network, found: Done) -> Floats:
    """Return what is made at each point over the horizon, shape (point,) [unit]."""
    outputs = network.outputs
    point = network.points.find(outputs.site, outputs.product)
    return summed(point, made(network, found), network.points.count)


def _amounts(network: Network, point: Codes, amounts: Floats | None) -> list[pl.Series]:
    if amounts is None:
        return [pl.Series(name, np.full(len(point), np.nan)).fill_nan(None) for name in ("quantity", "share")]
    total = np.bincount(point, amounts, network.points.count)[point]
    share = np.divide(amounts, total, out=np.full(len(point), np.nan), where=total > 0.0)
    return [pl.Series("quantity", amounts), pl.Series("share", share).fill_nan(None)]


def _processes(network: Network) -> pl.DataFrame:
    """Return from, product and the processes that make it there."""
    outputs = network.outputs
    rows = network.operations.frame[outputs.operation].select(pl.col("site").alias("from"), "process")
    rows = rows.with_columns(network.products.names.gather(outputs.product).alias("product"))
    return rows.group_by("from", "product", maintain_order=True).agg(pl.col("process").alias("processes"))
