"""scrap[point, period]: disposed of."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_scrap(program: ProgramBuilder, network: Network) -> None:
    """Add disposal at the points of products that have a scrap cost [unit]."""
    points, products = network.points, network.products
    index = Index.where("scrap", "unit", points.frame, ~np.isnan(products.scrap_cost[points.product]))
    worth = products.value[points.product, 0]
    program.add_columns(index, Bounds(worth=worth[index.entity]))
