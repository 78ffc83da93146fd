"""Stock does not outlive its shelf life."""

import numpy as np

from reshore.model.program import Block, Index, ProgramBuilder
from reshore.network import Network
from reshore.network.codes import pairs
from reshore.network.lags import spread
from reshore.network.periods import shift


def add_shelf_life(program: ProgramBuilder, network: Network) -> None:
    """Hold no more stock than leaves within its shelf life.

    Stock has no age here: with first in, first out, all that is on hand at the end of a period has left once as much
    has gone out. So it is no more than what goes out within a shelf life from then.

    Law:  stock[n,t] ≤ Σ_u w[n,t,u] · (consumed[n,u] + shipped[n,u] + served[n,u] + take[n,u] + scrap[n,u])   [unit]
    With: sum over u > t; what goes out is
          consumed[n,u] = Σ_o Σ_v |quantity[o,p]| · make[o,v,u]   over inputs p
          shipped[n,u]  = Σ_l ship[l,p,u]   over lanes from there
          served[n,u]   = Σ_d serve[d,by,u]   over demands there, by = p; goods that go into a mix leave by take[n,u]
    For:  places of products with a shelf life, periods whose stock would spoil within the horizon
    Dual: profit from keeping one more unit beyond its shelf life                                        [currency/unit]
    Reads: products.shelf_life, recipes.quantity, stocks.initial, stocks.in_transit, lanes.products,
          products.track_origin, recipes.origin_rule, stocks.origin, sites.country, tariffs.basis
    """
    points, periods = network.points, network.periods
    life = network.products.shelf_life[points.product]
    perishable = np.flatnonzero(np.isfinite(life))
    if not len(perishable):
        return
    unit = network.tables["products"].time("shelf_life")
    spoils = shift(periods.ends[None, :], np.where(np.isfinite(life), life, 0.0)[:, None], unit)
    mask = (np.isfinite(life) & ~points.mix)[:, None] & (spoils <= periods.end)
    index = Index.where("shelf_life", "unit", points.frame, mask)
    rows = program.add_rows(index, -np.inf, 0.0)
    columns = program["stock"].at(index.entity, index.period)
    program.add_terms(rows.at(index.entity, index.period), columns, 1.0)
    window = spread(periods, periods.ends[index.period], spoils[mask])
    length = spoils[mask] - periods.ends[index.period]
    part = window.share * length[window.index] / periods.length("day")[window.period]
    weights = np.zeros((len(index.entity), periods.count))
    weights[window.index, window.period] = part
    _outflow(program, network, rows, weights)


def _outflow(program: ProgramBuilder, network: Network, rows: Block, weights: np.ndarray) -> None:
    """Subtract the weighted outflow of each row's point: from the balance's own terms, period by period."""
    points, taken, offers = network.points, network.taken, network.offers
    streams = (
        (taken.point, program["make"], taken.activity, network.inputs.quantity[taken.line]),
        (network.tails, program["ship"], np.arange(network.flows.count), None),
        (
            points.find(network.pieces.market[offers.piece], offers.product),
            program["serve"],
            np.arange(len(offers.piece)),
            None,
        ),
        (np.arange(points.count), program["scrap"], np.arange(points.count), None),
        (np.arange(points.count), program["take"], np.arange(points.count), None),
    )
    for point, block, entity, factor in streams:
        row, stream = pairs(rows.entity, point)
        at, time = np.nonzero(weights[row] > 0.0)
        amount = weights[row[at], time] * (1.0 if factor is None else factor[stream[at]])
        program.add_terms(rows.first + row[at].astype(np.int32), block.at(entity[stream[at]], time), -amount)
