"""What is asked for, and where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network import Network
from reshore.network.codes import Codes


@dataclass(frozen=True)
class Goals:
    """Pairs of product and market, in `frame`, and their stock points, shape (goal,)."""

    frame: pl.DataFrame
    point: Codes


def demanded(network: Network) -> pl.Series:
    """Return the products that some demand of the horizon asks for, or accepts instead."""
    return network.products.names.gather(np.unique(network.offers.product)).alias("product")


def make_goals(network: Network, product: str | None = None) -> Goals:
    """Return each demanded product at each market that asks for it or accepts it instead.

    With `product`, those of it alone; where no market does, the sites that consume it stand for markets, and where none
    consumes it, those that make it.
    """
    offers, pieces, points = network.offers, network.pieces, network.points
    asked = points.find(np.asarray(pieces.market)[offers.piece], offers.product)
    point = np.unique(asked[pieces.quantity[offers.piece] > 0.0])
    if product is not None:
        point = _of(network, product, point)
    frame = points.frame[point].select("product", pl.col("site").alias("market"))
    order = frame.with_row_index("_at").sort("product", "market")["_at"].to_numpy().astype(np.int64)
    return Goals(frame[order], point[order])


def _of(network: Network, product: str, point: Codes) -> Codes:
    """Return the goals of one product."""
    code = int((network.products.names == product).arg_max() or 0)
    own: Codes = point[network.points.product[point] == code]
    if len(own):
        return own
    for part in (network.inputs, network.outputs):
        places = part.site[part.product == code]
        if len(places):
            found: Codes = np.unique(network.points.find(places, np.full(len(places), code)))
            return found
    return own
