"""What comes in, less what goes out, is what is left: for every stock point and period."""

from __future__ import annotations

import numpy as np

from reshore.model.program import Block, Index, ProgramBuilder
from reshore.network import Network
from reshore.network.codes import pairs
from reshore.network.lags import spread
from reshore.network.periods import Floats, shift


def add_balance(program: ProgramBuilder, network: Network) -> None:
    """Keep a ledger of every product at every site in every period, of each origin where that is tracked.

    A run uses its inputs when it starts, and its output, as far as it is good, comes a cycle time later. What leaves
    evenly over a period arrives evenly over the same span moved by the cycle or transit time, shared by days among the
    periods that it overlaps.

    Goods whose origin is tracked are kept apart by it: a place n is one product of one origin at one site. A run that keeps
    the origin of an input takes that origin; other runs, and demand, take from the mix of all origins at their site. The mix
    is a place of its own, without stock: nothing is in it but what is taken as it is used.

    Law:  stock[n,t−1] + made[n,t] + received[n,t] + mixed[n,t] − consumed[n,t] − shipped[n,t] − served[n,t] − take[n,t]
            − scrap[n,t] − stock[n,t] = −supply[n,t]                                                     [unit]
    With: made[n,t]     = Σ_o Σ_v Σ_s quantity[o,p] · yield[o,s] · factor[v,o,s] · lag[o,s,t] · make[o,v,s]   over outputs p
          received[n,t] = Σ_l Σ_s lag[l,s,t] · ship[l,p,s]   over lanes to there
          consumed[n,t] = Σ_o Σ_v |quantity[o,p]| · make[o,v,t]   over inputs p
          shipped[n,t]  = Σ_l ship[l,p,t]   over lanes from there
          served[n,t]   = Σ_d serve[d,by,t]   over demands there, by = p
          mixed[n,t]    = Σ_n take[n,t]   over the places of one origin there, where n is their mix
    For:  every product at every site at which it can be, by origin where that is tracked, every period
    Dual: minus the profit from one more unit there in that period (the right-hand side is minus the supply)   [currency/unit]
    Reads: stocks.initial, stocks.in_transit, stocks.in_transit_time, recipes.quantity, operations.yield,
          operations.cycle_time, operations.starts, operations.ends, operations.qualification_time, sites.opens,
          sites.closes, expansions.ramp, expansions.yield_ramp, ramps.age, ramps.fraction, expansions.status,
          expansions.earliest, expansions.build_time, expansions.life, lanes.transit_time, lanes.products,
          products.track_origin, recipes.origin_rule, stocks.origin, sites.country, tariffs.basis
    """
    due = -first_supply(network).ravel()
    index = Index.dense("balance", "unit", network.points.frame, network.periods.count)
    rows = program.add_rows(index, due, due)
    _carry(program, network.points.mix, rows)
    _make(program, network, rows)
    _consume(program, network, rows)
    _ship(program, network, rows)
    _serve(program, network, rows)
    _scrap(program, rows)
    _take(program, network, rows)


def first_supply(network: Network) -> Floats:
    """Return what was there at the start or arrives from before it, shape (point, period) [unit]."""
    stocks, periods = network.stocks, network.periods
    supply = np.zeros((network.points.count, periods.count))
    supply[:, 0] = stocks.initial
    moving = np.flatnonzero(stocks.in_transit > 0.0)
    shares = under_way(network, moving)
    np.add.at(supply, (moving[shares[0]], shares[1]), stocks.in_transit[moving[shares[0]]] * shares[2])
    return supply


def under_way(network: Network, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (position in `points`, period, share) of the arrival of goods under way at the start."""
    periods = network.periods
    opens = np.full(len(points), periods.start)
    unit = network.tables["stocks"].time("in_transit_time")
    shares = spread(periods, opens, shift(opens, network.stocks.in_transit_time[points], unit))
    return shares.index, shares.period, shares.share


def _carry(program: ProgramBuilder, mix: np.ndarray, rows: Block) -> None:
    stock = np.where(mix[:, None], -1, program["stock"].lookup)
    program.add_terms(rows.lookup.ravel(), stock.ravel(), -1.0)
    program.add_terms(rows.lookup[:, 1:].ravel(), stock[:, :-1].ravel(), 1.0)


def _make(program: ProgramBuilder, network: Network, rows: Block) -> None:
    activities, outputs, cycle = network.activities, network.outputs, network.operations.cycle
    output, activity, point = network.made.line, network.made.activity, network.made.point
    entry, lag = pairs(outputs.operation[output], cycle.entity)
    source = cycle.source[lag]
    chosen, operation = activity[entry], outputs.operation[output][entry]
    good = network.operations.yields[operation, source] * activities.factor[chosen, source]
    amount = outputs.quantity[output][entry] * good * cycle.share[lag]
    program.add_terms(rows.at(point[entry], cycle.target[lag]), program["make"].at(chosen, source), amount)


def _consume(program: ProgramBuilder, network: Network, rows: Block) -> None:
    taken, inputs = network.taken, network.inputs
    make = program["make"].lookup[taken.activity]
    amount = np.repeat(-inputs.quantity[taken.line], make.shape[1])
    program.add_terms(rows.lookup[taken.point].ravel(), make.ravel(), amount)


def _ship(program: ProgramBuilder, network: Network, rows: Block) -> None:
    ship, transit = program["ship"], network.flows.transit
    program.add_terms(rows.lookup[network.tails].ravel(), ship.lookup.ravel(), -1.0)
    arrival = rows.at(network.heads[transit.entity], transit.target)
    program.add_terms(arrival, ship.at(transit.entity, transit.source), transit.share)


def _serve(program: ProgramBuilder, network: Network, rows: Block) -> None:
    offers, serve = network.offers, program["serve"]
    point = network.points.find(network.pieces.market[offers.piece], offers.product)
    columns = np.arange(serve.first, serve.first + serve.size, dtype=np.int32)
    program.add_terms(rows.at(point[serve.entity], serve.period), columns, -1.0)


def _scrap(program: ProgramBuilder, rows: Block) -> None:
    program.add_terms(rows.lookup.ravel(), program["scrap"].lookup.ravel(), -1.0)


def _take(program: ProgramBuilder, network: Network, rows: Block) -> None:
    take, feeds = program["take"], network.points.feeds
    own = np.flatnonzero(feeds >= 0)
    program.add_terms(rows.lookup[own].ravel(), take.lookup[own].ravel(), -1.0)
    program.add_terms(rows.lookup[feeds[own]].ravel(), take.lookup[own].ravel(), 1.0)
