"""stock[point, period]: on hand at the end of the period."""

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_stock(program: ProgramBuilder, network: Network) -> None:
    """Add the stock at the end of each period, within its limits [unit].

    Law:  minimum[n,t] ≤ stock[n,t] ≤ maximum[n,t]                                           [unit]
    Dual: (reduced cost) profit from allowing one more unit of stock at the end of that period   [currency/unit]
    """
    points, stocks = network.points, network.stocks
    index = Index.dense("stock", "unit", points.frame, network.periods.count)
    worth = network.products.value[points.product, 0]
    program.add_columns(
        index, Bounds(lower=stocks.minimum.ravel(), upper=stocks.maximum.ravel(), worth=worth[index.entity])
    )
