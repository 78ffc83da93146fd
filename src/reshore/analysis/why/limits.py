"""The limits that stop a demand: of them, how much more would serve how much, what could add to it, and the way back to it."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.limiting import weightiest
from reshore.analysis.why.asks import Asked
from reshore.analysis.why.chain import Chains
from reshore.network import Network
from reshore.solution import Plan
from reshore.solve import Optimum

DEMANDS: Final = ("demand", "required demand")
"""What others ask for stops no demand: it is what is asked about."""


def limits_of(optimum: Optimum, plan: Plan, asked: Asked, reason: tuple[str, float]) -> pl.DataFrame:
    """Return the limits whose duals say that more of them would serve more, the weightiest first.

    `serves` is what more of one alone serves. `optimum` serves the most; `reason` has its name and the quantity that it stops.
    """
    network = plan.network
    name, quantity = reason
    table = weightiest(optimum, network, quantity, without=DEMANDS)
    if table.is_empty():
        return pl.DataFrame()
    chains = _chains(optimum, network, asked)
    ways = [chains.to(row, column) for row, column in table.select("row", "column").iter_rows()]
    unit = network.pieces.frame["unit"][int(asked.pieces[0])]
    per = (pl.lit(f"{unit}/(") + pl.col("quantity") + ")").alias("per")
    told = ("law", "entity", "first", "last", "periods", "serves")
    return table.select(
        pl.lit(name).alias("reason"),
        *told,
        per,
        "needed",
        "limit",
        "quantity",
        "relief",
        pl.Series("chain", ways, dtype=pl.List(pl.String)),
    )


def _chains(optimum: Optimum, network: Network, asked: Asked) -> Chains:
    offers = np.flatnonzero(np.isin(network.offers.piece, asked.pieces))
    places = network.points.find(network.pieces.market[network.offers.piece[offers]], network.offers.product[offers])
    return Chains(optimum, network, places[places >= 0])
