"""scrap[n,t]: disposed of at a place in a period."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_scrap(program: ProgramBuilder, network: Network) -> None:
    """Add disposal at the places of products that have a scrap cost; what has none cannot be disposed of.

    Law:  scrap[n,t] ≥ 0                                                                                 [unit]
    For:  every place of a product with a scrap cost, every period in which it has one
    Dual: reduced cost: profit from one unit disposed of more than the plan does                        [currency/unit]
    Reads: products.scrap_cost, recipes.quantity, stocks.initial, stocks.in_transit, lanes.products,
          products.track_origin, recipes.origin_rule, stocks.origin, sites.country, tariffs.basis
    """
    points, products = network.points, network.products
    costs = ~np.isnan(products.scrap_cost[points.product])
    index = Index.where("scrap", "unit", points.frame, costs & ~points.mix[:, None])
    worth = products.value[points.product, 0]
    program.add_columns(index, Bounds(worth=worth[index.entity]))
