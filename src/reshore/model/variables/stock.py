"""stock[n,t]: on hand at a place at the end of a period."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_stock(program: ProgramBuilder, network: Network) -> None:
    """Add the stock of each product at each site at the end of each period, within its limits.

    The limits bound what stays, not what passes through: a place with a maximum of 0 can still receive and serve within
    a period. Where the origin of the product is tracked they bound the stock of all origins together: that of the mix.

    Law:  minimum[n,t] ≤ stock[n,t] ≤ maximum[n,t]                                                       [unit]
    For:  every product at every site at which it can be, every period; by origin where that is tracked, without limits, and of
          the mix where it has a limit
    Dual: reduced cost: profit from one more unit of stock that must or may stay at the end of that period      [currency/unit]
    Reads: stocks.minimum, stocks.maximum, stocks.initial, stocks.in_transit, recipes.quantity, lanes.products,
          products.track_origin, recipes.origin_rule, stocks.origin, sites.country, tariffs.basis
    """
    points, stocks = network.points, network.stocks
    limited = (stocks.minimum > 0.0) | np.isfinite(stocks.maximum)
    index = Index.where("stock", "unit", points.frame, ~points.mix[:, None] | limited)
    worth = network.products.value[points.product, 0]
    at = (index.entity, index.period)
    program.add_columns(index, Bounds(lower=stocks.minimum[at], upper=stocks.maximum[at], worth=worth[index.entity]))
