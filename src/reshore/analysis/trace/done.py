"""What a plan does over the horizon, summed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network import Network, build_network
from reshore.network.codes import Codes, encode, match
from reshore.network.periods import Floats
from reshore.solution import Plan


@dataclass(frozen=True)
class Runs:
    """Runs and their value: `runs` and `good` (runs times yield) [run], shape (operation, period)."""

    runs: Floats
    good: Floats


@dataclass(frozen=True)
class Done:
    """Sums over the horizon: `runs` by operation and period, `shipped` (flow,) and `served`, `paid` (point,) [unit, currency].

    `served` is what demands took of each point, `paid` what was paid for it; `start` is stock at the start (point,) [unit].
    """

    runs: Runs
    shipped: Floats
    served: Floats
    paid: Floats
    start: Floats


def whatever_origin(network: Network) -> Network:
    """Return the network without regard to the origin of goods: of each product one balance at a site."""
    if not network.items.tracked.any():
        return network
    products = network.tables["products"]
    frame = products.frame.with_columns(track_origin=pl.lit(False))
    return build_network(network.tables.with_table(products.with_frame(frame)))


def done(plan: Plan, network: Network) -> Done:
    """Return the sums of a plan, for a network without regard to origin."""
    served, paid = _served(network, plan.table("serve"))
    return Done(
        runs=_runs(network, plan.table("make")),
        shipped=_shipped(network, plan.table("ship")),
        served=served,
        paid=paid,
        start=network.stocks.initial + network.stocks.in_transit,
    )


def _runs(network: Network, make: pl.DataFrame) -> Runs:
    keys = ["site", "process", "expansion", "vintage"]
    activity = match(make, network.activities.frame, keys)
    period = network.periods.containing(make["period"].cast(pl.Int32).to_numpy())
    operation = network.activities.operation[activity]
    value = make["value"].to_numpy()
    runs, good = np.zeros((2, network.operations.count, network.periods.count))
    np.add.at(runs, (operation, period), value)
    yields = network.operations.yields[operation, period] * network.activities.factor[activity, period]
    np.add.at(good, (operation, period), value * yields)
    return Runs(runs, good)


def _shipped(network: Network, ship: pl.DataFrame) -> Floats:
    flow = match(ship, network.flows.frame, ["origin", "destination", "mode", "product"])
    return summed(flow, ship["value"].to_numpy(), network.flows.count)


def _served(network: Network, serve: pl.DataFrame) -> tuple[Floats, Floats]:
    """Return what was served of each point, and what was paid for it, shape (point,)."""
    offers, pieces = network.offers, network.pieces
    offer = match(serve, offers.frame, ["market", "product", "class", "date", "due", "by"])
    point = network.points.find(_codes(network, serve["market"]), np.asarray(offers.product)[offer])
    rate = pieces.rate[offers.piece[offer], network.periods.containing(serve["period"].cast(pl.Int32).to_numpy())]
    price = (pieces.price[offers.piece] * offers.price_factor / offers.ratio)[offer] * rate
    value, count = serve["value"].to_numpy(), network.points.count
    return summed(point, value, count), summed(point, value * price, count)


def made(network: Network, found: Done) -> Floats:
    """Return good output over the horizon, shape (output,) [unit]."""
    total: Floats = network.outputs.quantity * found.runs.good.sum(axis=1)[network.outputs.operation]
    return total


def summed(code: Codes, amount: Floats, count: int) -> Floats:
    """Return the sums of amounts by code, shape (count,)."""
    total = np.zeros(count)
    np.add.at(total, code, amount)
    return total


def _codes(network: Network, sites: pl.Series) -> Codes:
    return encode(sites, network.tables.frame("sites")["site"])
