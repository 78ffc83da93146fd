"""Stock does not outlive its shelf life."""

import numpy as np

from reshore.model.program import Block, Index, ProgramBuilder
from reshore.network import Network
from reshore.network.codes import pairs
from reshore.network.lags import spread
from reshore.network.periods import shift


def add_shelf_life(program: ProgramBuilder, network: Network) -> None:
    """Hold no more stock than leaves within its shelf life.

    Law:  stock[n,t] ≤ Σ_{u>t} w[t,u] · (consumed + shipped + served + scrapped)[n,u]                [unit]
          with w the share of u within the shelf life after the end of t
    For:  points of products with a shelf life, periods whose stock would spoil within the horizon
    Dual: profit from keeping one more unit beyond its shelf life                               [currency/unit]
    """
    points, periods = network.points, network.periods
    life = network.products.shelf_life[points.product]
    perishable = np.flatnonzero(np.isfinite(life))
    if not len(perishable):
        return
    unit = network.tables["products"].time("shelf_life")
    spoils = shift(periods.ends[None, :], np.where(np.isfinite(life), life, 0.0)[:, None], unit)
    mask = np.isfinite(life)[:, None] & (spoils <= periods.end)
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
    points, flows, lanes = network.points, network.flows, network.lanes
    inputs, offers, activities = network.inputs, network.offers, network.activities
    entry, activity = pairs(inputs.operation, activities.operation)
    streams = (
        (points.find(inputs.site[entry], inputs.product[entry]), program["make"], activity, inputs.quantity[entry]),
        (points.find(lanes.origin[flows.lane], flows.product), program["ship"], np.arange(flows.count), None),
        (
            points.find(network.pieces.market[offers.piece], offers.product),
            program["serve"],
            np.arange(len(offers.piece)),
            None,
        ),
        (np.arange(points.count), program["scrap"], np.arange(points.count), None),
    )
    for point, block, entity, factor in streams:
        row, stream = pairs(rows.entity, point)
        at, time = np.nonzero(weights[row] > 0.0)
        amount = weights[row[at], time] * (1.0 if factor is None else factor[stream[at]])
        program.add_terms(rows.first + row[at].astype(np.int32), block.at(entity[stream[at]], time), -amount)
