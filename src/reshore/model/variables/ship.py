"""ship[l,p,t]: departures of a product on a lane in a period."""

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_ship(program: ProgramBuilder, network: Network) -> None:
    """Add the departures of each product on each lane in the periods in which the lane may be used.

    Goods leave evenly over the period. A lane carries the products that it lists; one without a list carries whatever
    can be at its origin (made, in stock, under way or arriving there) and is of use at its destination (consumed, asked
    for, stocked or passed on).

    Law:  ship[l,p,t] ≥ 0                                                                                [unit]
    For:  each lane and product that it carries, periods that overlap the lane's window
    Dual: reduced cost: profit from one unit shipped more than the plan ships                           [currency/unit]
    Reads: lanes.products, lanes.starts, lanes.ends, recipes.quantity, stocks.initial, stocks.in_transit,
          products.track_origin, recipes.origin_rule, stocks.origin, sites.country, tariffs.basis
    """
    flows = network.flows
    index = Index.where("ship", "unit", flows.frame, network.lanes.allowed[flows.lane])
    worth = network.products.value[flows.product, 0]
    program.add_columns(index, Bounds(worth=worth[index.entity]))
