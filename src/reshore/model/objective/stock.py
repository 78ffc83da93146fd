"""What stock costs while it is held, when it is disposed of, and what it is worth at the end."""

from __future__ import annotations

import numpy as np
import polars as pl

from reshore.model.laws.balance import under_way
from reshore.model.objective.earning import Entry, earn, earn_at_end, entries, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network


def add_holding(program: ProgramBuilder, network: Network) -> None:
    """Pay for stock on hand at the end of each period, for the length of that period.

    Term: − (holding_cost[n,t] · len(t) + holding_rate[p,t] · value[p,t] · len(t)) · stock[n,t]          [currency]
    For:  all stock; each len(t) is in the unit of time of the column before it
    Reads: stocks.holding_cost, stocks.currency, products.holding_rate, products.value, products.currency,
          products.track_origin
    """
    products, product = network.products, network.points.product
    rate = products.holding_rate * products.value * products.holding_years
    cost = network.stocks.holding_cost + rate[product]
    entry = entries(program["stock"], ~network.points.mix[program["stock"].entity])
    earn(program, network, ("holding", _labels(network)), entry, -cost[entry.label, entry.period])


def add_scrap(program: ProgramBuilder, network: Network) -> None:
    """Pay for each unit disposed of.

    Term: − scrap_cost[p,t] · scrap[n,t]                                                                 [currency]
    For:  all that is disposed of
    Reads: products.scrap_cost, products.currency
    """
    entry = entries(program["scrap"])
    product = network.points.product[entry.label]
    earn(program, network, ("scrap", _labels(network)), entry, -network.products.scrap_cost[product, entry.period])


def add_terminal(program: ProgramBuilder, network: Network) -> None:
    """Credit what is on hand or under way at the end of the horizon.

    Term: + worth[n] · (stock[n,T] + beyond[n])                                                          [currency]
    With: beyond[n] = what make[o,v,s], ship[l,p,s] and in_transit[n] bring to n after the horizon
    For:  every product at every site at which it can be, discounted from the end of the horizon
    Reads: stocks.terminal_value, stocks.currency, products.terminal_value, model.terminal_share, products.value,
          products.currency, products.track_origin, stocks.in_transit, stocks.in_transit_time,
          recipes.quantity, operations.yield, operations.cycle_time, operations.starts, operations.ends,
          operations.qualification_time, sites.opens, sites.closes, expansions.ramp, expansions.yield_ramp, ramps.age,
          ramps.fraction, expansions.status, expansions.earliest, expansions.build_time, expansions.life, lanes.transit_time
    """
    worth, labels = network.stocks.terminal_value, ("terminal", _labels(network))
    last = network.periods.count - 1
    stock = program["stock"].lookup[:, last]
    points = np.flatnonzero(~network.points.mix)
    _credit(program, network, labels, (points, stock[points], worth[points]))
    _credit(program, network, labels, _shipped_beyond(program, network))
    _credit(program, network, labels, _made_beyond(program, network))
    moving = np.flatnonzero(network.stocks.in_transit > 0.0)
    index, _, share = under_way(network, moving)
    beyond = 1.0 - np.bincount(index, weights=share, minlength=len(moving))
    amount = np.where(beyond > 1e-9, beyond, 0.0) * network.stocks.in_transit[moving] * worth[moving]
    _credit(program, network, labels, (moving, np.full(len(moving), -1), amount))


Credits = tuple[np.ndarray, np.ndarray, np.ndarray]


def _credit(program: ProgramBuilder, network: Network, labels: tuple[str, pl.DataFrame], credited: Credits) -> None:
    point, column, amount = credited
    last = np.full(len(point), network.periods.count - 1)
    earn_at_end(program, network, labels, Entry(point, column, last), amount)


def _shipped_beyond(program: ProgramBuilder, network: Network) -> Credits:
    flows, ship = network.flows, program["ship"]
    flow, period = np.nonzero((flows.transit.beyond > 0.0) & (ship.lookup >= 0))
    point = network.heads[flow]
    amount = network.stocks.terminal_value[point] * flows.transit.beyond[flow, period]
    return point, ship.lookup[flow, period], amount


def _made_beyond(program: ProgramBuilder, network: Network) -> Credits:
    activities, outputs, operations, make = network.activities, network.outputs, network.operations, program["make"]
    output, activity, point = network.made.line, network.made.activity, network.made.point
    operation = outputs.operation[output]
    entry, period = np.nonzero((operations.cycle.beyond[operation] > 0.0) & (make.lookup[activity] >= 0))
    output, activity, operation, point = output[entry], activity[entry], operation[entry], point[entry]
    good = operations.yields[operation, period] * activities.factor[activity, period]
    arriving = outputs.quantity[output] * good * operations.cycle.beyond[operation, period]
    return point, make.lookup[activity, period], network.stocks.terminal_value[point] * arriving


def _labels(network: Network) -> pl.DataFrame:
    return labelled(network.points.frame, site="site", product="product")
