"""Demand is served or lost."""

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network


def add_demand(program: ProgramBuilder, network: Network) -> None:
    """Account for every due piece of demand.

    A demand with a spread falls due evenly by days; what falls due in one period is a piece. Each piece is delivered,
    in time or late, by the product or by a substitute, and the rest of it is lost.

    Law:  Σ_by Σ_t serve[d,by,t] / ratio[by] + lost[d] = due[d]                                          [unit]
    With: ratio[by] = 1 for the product itself
    For:  every due piece
    Dual: profit from one more unit asked for                                                            [currency/unit]
    Reads: demands.date, demands.spread, demands.quantity, substitutes.ratio
    """
    pieces, offers, serve = network.pieces, network.offers, program["serve"]
    index = Index("demand", "unit", pieces.frame, np.arange(pieces.count), pieces.due, single=True)
    rows = program.add_rows(index, pieces.quantity, pieces.quantity)
    program.add_terms(rows.lookup, program["lost"].lookup, 1.0)
    columns = np.arange(serve.first, serve.first + serve.size, dtype=np.int32)
    program.add_terms(rows.lookup[offers.piece[serve.entity]], columns, 1.0 / offers.ratio[serve.entity])
