"""stock[n,t]: on hand at a place at the end of a period."""

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_stock(program: ProgramBuilder, network: Network) -> None:
    """Add the stock of each product at each site at the end of each period, within its limits.

    The limits bound what stays, not what passes through: a place with a maximum of 0 can still receive and serve within
    a period.

    Law:  minimum[n,t] ≤ stock[n,t] ≤ maximum[n,t]                                                       [unit]
    For:  every product at every site at which it can be, every period
    Dual: reduced cost: profit from one more unit of stock that must or may stay at the end of that period      [currency/unit]
    Reads: stocks.minimum, stocks.maximum, stocks.initial, stocks.in_transit, recipes.quantity, lanes.products
    """
    points, stocks = network.points, network.stocks
    index = Index.dense("stock", "unit", points.frame, network.periods.count)
    worth = network.products.value[points.product, 0]
    program.add_columns(
        index, Bounds(lower=stocks.minimum.ravel(), upper=stocks.maximum.ravel(), worth=worth[index.entity])
    )
