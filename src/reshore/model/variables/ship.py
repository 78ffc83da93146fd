"""ship[l,p,t]: departures of a product on a lane in a period."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_ship(program: ProgramBuilder, network: Network) -> None:
    """Add the departures of each product on each lane in the periods in which the lane may be used.

    Goods leave evenly over the period. A lane carries the products that it lists; one without a list carries whatever
    can be at its origin (made, in stock, under way or arriving there) and is of use at its destination (consumed, asked
    for, stocked or passed on).

    Nothing leaves while a ban holds: in a period of which bans leave no day on which the lane is open, nothing is shipped;
    where they leave some, what is shipped leaves on those.

    Law:  0 ≤ ship[l,p,t], and ship[l,p,t] ≤ 0 where banned[l,p,t]                                       [unit]
    For:  each lane and product that it carries, periods that overlap the lane's window
    Dual: reduced cost: profit from one unit more that must or may be shipped                           [currency/unit]
    Reads: lanes.products, lanes.starts, lanes.ends, recipes.quantity, stocks.initial, stocks.in_transit,
          products.track_origin, recipes.origin_rule, stocks.origin, sites.country, tariffs.basis, controls.kind, controls.starts,
          controls.ends, products.control_class
    """
    flows, bans = network.flows, network.controls.bans
    index = Index.where("ship", "unit", flows.frame, network.lanes.allowed[flows.lane])
    worth = network.products.value[flows.product, 0]
    banned = np.zeros((flows.count, network.periods.count), dtype=bool)
    banned[bans.flow, bans.period] = True
    most = np.where(banned[index.entity, index.period], 0.0, np.inf)
    program.add_columns(index, Bounds(upper=most, worth=worth[index.entity]))
