"""Limits of stock hold for goods of all origins together."""

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network


def add_storage(program: ProgramBuilder, network: Network) -> None:
    """Sum the stock of all origins of a product to what its limits bound: room, and what must stay, is the same for all.

    Law:  Σ_n stock[n,t] − stock[n,t] = 0                                                                [unit]
    With: the sum over the places of one origin at a site, the other stock that of their mix, which has the limits
    For:  places of products whose origin is tracked, the periods in which they have a minimum or a maximum
    Dual: profit from one more unit that is there and does not count                                     [currency/unit]
    Reads: stocks.minimum, stocks.maximum, products.track_origin
    """
    points, stock = network.points, program["stock"]
    index = Index.where("storage", "unit", points.frame, points.mix[:, None] & (stock.lookup >= 0))
    if not len(index.entity):
        return
    rows = program.add_rows(index, 0.0, 0.0)
    program.add_terms(rows.lookup.ravel(), stock.lookup.ravel(), -1.0)
    own = np.flatnonzero(points.feeds >= 0)
    program.add_terms(rows.lookup[points.feeds[own]].ravel(), stock.lookup[own].ravel(), 1.0)
