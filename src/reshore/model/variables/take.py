"""take[n,t]: goods of one origin taken into the mix of a place in a period, for those to whom the origin does not matter."""

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_take(program: ProgramBuilder, network: Network) -> None:
    """Add what is taken of each origin for runs and demand that take any.

    A run whose output keeps the origin of an input takes that input of one origin. All others take from the mix: whatever the
    plan finds best of what is there.

    Law:  take[n,t] ≥ 0                                                                                  [unit]
    For:  every place of one origin of a product whose origin is tracked, where something takes any, every period
    Dual: reduced cost: profit from one unit of that origin taken more than the plan takes              [currency/unit]
    Reads: products.track_origin, recipes.origin_rule, stocks.origin, sites.country, recipes.quantity, stocks.initial,
          stocks.in_transit, lanes.products, tariffs.basis
    """
    points = network.points
    index = Index.where(
        "take", "unit", points.frame, (points.feeds >= 0)[:, None].repeat(network.periods.count, axis=1)
    )
    worth = network.products.value[points.product, 0]
    program.add_columns(index, Bounds(worth=worth[index.entity]))
