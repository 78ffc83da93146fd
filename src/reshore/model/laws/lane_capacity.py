"""A lane carries no more than its capacity."""

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network


def add_lane_capacity(program: ProgramBuilder, network: Network) -> None:
    """Limit what leaves on each lane in each period, all products together: the rate of each day on which it is open.

    Law:  Σ_p ship[l,p,t] ≤ capacity[l,t] · open[l,t]                                                    [unit]
    For:  lanes with a capacity, in the periods in which they have one
    Dual: profit from one more unit of lane capacity in that period                                      [currency/unit]
    Reads: lanes.capacity, lanes.starts, lanes.ends
    """
    lanes, flows = network.lanes, network.flows
    index = Index.where("lane_capacity", "unit", lanes.frame, np.isfinite(lanes.capacity))
    if not len(index.entity):
        return
    rows = program.add_rows(index, -np.inf, lanes.capacity[index.entity, index.period])
    program.add_terms(rows.lookup[flows.lane].ravel(), program["ship"].lookup.ravel(), 1.0)
