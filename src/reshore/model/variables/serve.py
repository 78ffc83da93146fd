"""serve[d,by,t]: delivered to a due piece of demand by one product in a period."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_serve(program: ProgramBuilder, network: Network) -> None:
    """Add what is served while the customer is patient and takes the product, in units of the product given.

    A demand falls due in pieces, one for each period that its spread overlaps. A piece is served by the product itself
    or by one of its substitutes, in the period in which it is due or later, as long as the customer waits.

    Law:  serve[d,by,t] ≥ 0                                                                              [unit]
    For:  t from the due period u on, as long as b(t) < b(u+1) + patience[d] and t overlaps the substitute's window
    Dual: reduced cost: profit from one unit served more than the plan serves                           [currency/unit]
    Reads: demands.date, demands.spread, demands.patience, substitutes.starts, substitutes.ends
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
