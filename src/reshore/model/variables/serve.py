"""serve[offer, period]: delivered to a due piece of demand by one product."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_serve(program: ProgramBuilder, network: Network) -> None:
    """Add what is served while the customer is patient and takes the product, in units of the product given [unit].

    Law:  serve[d,by,t] exists for due(d) ≤ t ≤ latest(d), and t within the substitute's window
    """
    offers, pieces, periods = network.offers, network.pieces, network.periods
    time = np.arange(periods.count)
    patient = (pieces.due[:, None] <= time) & (time <= pieces.latest[:, None])
    taken = patient[offers.piece]
    windowed = np.flatnonzero(np.isfinite(offers.opens) | np.isfinite(offers.closes))
    taken[windowed] &= periods.overlap(offers.opens[windowed], offers.closes[windowed], "day") > 0.0
    index = Index.where("serve", "unit", offers.frame, taken)
    worth = network.products.value[offers.product, 0]
    program.add_columns(index, Bounds(worth=worth[index.entity]))
