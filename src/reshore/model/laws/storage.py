"""Stock of all origins together stays within the limits of its place."""

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network
from reshore.network.series import over_time


def add_storage(program: ProgramBuilder, network: Network) -> None:
    """Limit the stock of a product of several origins: room, and what must stay, count whatever the origin is.

    Law:  minimum[n,t] ≤ Σ_n stock[n,t] ≤ maximum[n,t]                                                   [unit]
    With: sum over the places of one origin at that site
    For:  places of products whose origin is tracked where goods of several origins can be (or none), with a limit
    Dual: profit from one more unit of stock that must or may stay at the end of that period            [currency/unit]
    Reads: stocks.minimum, stocks.maximum, products.track_origin, recipes.origin_rule, stocks.origin, sites.country,
          recipes.quantity, stocks.initial, stocks.in_transit, lanes.products
    """
    together = network.stocks.together
    if not len(together):
        return
    tables, periods = network.tables, network.periods
    least, most = (over_time(tables, periods, "stocks", name)[together] for name in ("minimum", "maximum"))
    products = tables.frame("products").select("product", "unit")
    labels = tables.frame("stocks")[together].select("site", "product")
    labels = labels.join(products, on="product", how="left", maintain_order="left")
    index = Index.where("storage", "unit", labels, (least > 0.0) | np.isfinite(most))
    at = index.entity, index.period
    rows = program.add_rows(index, least[at], most[at])
    row = network.stocks.row
    place = np.full(tables.frame("stocks").height, -1)
    place[together] = np.arange(len(together))
    own = np.flatnonzero((row >= 0) & ~network.stocks.alone)
    program.add_terms(rows.lookup[place[row[own]]].ravel(), program["stock"].lookup[own].ravel(), 1.0)
