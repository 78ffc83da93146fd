"""The ledger of goods: everything that enters and leaves each stock point in each period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.verify.arrays import Floats, Ints, floats, grid_sum, ints
from reshore.verify.calendar import shift
from reshore.verify.lags import Lags, spread
from reshore.verify.learning import yield_factor
from reshore.verify.plan import Plan
from reshore.verify.world import World


@dataclass(frozen=True)
class Moves:
    """Amounts that enter or leave stock points; period T stands for after the horizon."""

    site: Ints
    product: Ints
    t: Ints
    amount: Floats


@dataclass(frozen=True, eq=False)
class Ledger:
    """Amounts by stock point and period; `enters` has one more period, for what arrives after the horizon.

    `site` and `product` are the positions of the site and product of each stock point.
    """

    site: Ints
    product: Ints
    initial: Floats
    stock: Floats
    enters: Mapping[str, Floats]
    leaves: Mapping[str, Floats]

    def outflow(self) -> Floats:
        """Return all that leaves, shape (stock point, period)."""
        return np.asarray(np.sum(list(self.leaves.values()), axis=0), dtype=np.float64)

    def after_horizon(self) -> Floats:
        """Return the stock at the end of the horizon with all that arrives later, shape (stock point)."""
        arriving = np.sum([amount[:, -1] for amount in self.enters.values()], axis=0)
        return np.asarray(self.stock[:, -1] + arriving, dtype=np.float64)


def ledger(world: World, plan: Plan) -> Ledger:
    """Return the ledger of a plan."""
    stocks = world.inputs["stocks"]
    places = world.linked("stocks", "site"), world.linked("stocks", "product")
    nothing = np.zeros(stocks.height, dtype=np.int64)
    opening = Moves(*places, nothing, world.number("stocks", "initial"))
    stock = _table_moves(plan.stock)
    enters = {"in transit": _transit(world, *places), "made": _made(world, plan), "received": _received(world, plan)}
    leaves = {
        "consumed": _consumed(world, plan),
        "shipped": _shipped(world, plan),
        "served": _served(world, plan),
        "scrapped": _table_moves(plan.scrap),
    }
    width = world.inputs["products"].height
    every = [opening, stock, *enters.values(), *leaves.values()]
    codes = np.unique(np.concatenate([moves.site * width + moves.product for moves in every]))

    def grid(moves: Moves, periods: int) -> Floats:
        node = np.searchsorted(codes, moves.site * width + moves.product)
        return grid_sum(node, moves.t, moves.amount, (len(codes), periods))

    return Ledger(
        site=codes // width,
        product=codes % width,
        initial=grid(opening, 1)[:, 0],
        stock=grid(stock, world.periods),
        enters={name: grid(moves, world.periods + 1) for name, moves in enters.items()},
        leaves={name: grid(moves, world.periods) for name, moves in leaves.items()},
    )


def _table_moves(frame: pl.DataFrame) -> Moves:
    return Moves(ints(frame, "site_at"), ints(frame, "product_at"), ints(frame, "t"), floats(frame, "value"))


def _transit(world: World, site: Ints, product: Ints) -> Moves:
    start = np.full(len(site), world.calendar.bounds[0])
    duration = world.number("stocks", "in_transit_time")
    shares = spread(world.calendar, start, shift(start, duration, world.time("stocks", "in_transit_time")))
    amount = world.number("stocks", "in_transit")[shares.row] * shares.share
    return Moves(site[shares.row], product[shares.row], shares.t, amount)


def _run_lines(world: World, plan: Plan, made: bool) -> pl.DataFrame:
    lines = world.recipe_lines.filter(pl.col("quantity") > 0 if made else pl.col("quantity") < 0)
    runs = plan.make.select("operation", "start_at", "t", "value")
    return runs.join(lines.rename({"site": "at"}), on="operation", how="inner", maintain_order="left")


def _made(world: World, plan: Plan) -> Moves:
    lines = _run_lines(world, plan, made=True)
    operation, s = ints(lines, "operation"), ints(lines, "t")
    good = world.profiled("operations", "yield")[operation, s]
    good = good * yield_factor(world, ints(lines, "start_at"), operation, s)
    amount = floats(lines, "value") * floats(lines, "quantity") * good
    durations = world.number("operations", "cycle_time")
    lags = Lags.of(world.calendar, durations, world.time("operations", "cycle_time"))
    shares = lags.arrivals(operation, s)
    site, product = ints(lines, "at")[shares.row], ints(lines, "product")[shares.row]
    return Moves(site, product, shares.t, amount[shares.row] * shares.share)


def _consumed(world: World, plan: Plan) -> Moves:
    lines = _run_lines(world, plan, made=False)
    amount = -floats(lines, "quantity") * floats(lines, "value")
    return Moves(ints(lines, "at"), ints(lines, "product"), ints(lines, "t"), amount)


def _received(world: World, plan: Plan) -> Moves:
    durations = world.number("lanes", "transit_time")
    lags = Lags.of(world.calendar, durations, world.time("lanes", "transit_time"))
    lane = ints(plan.ship, "lane")
    shares = lags.arrivals(lane, ints(plan.ship, "t"))
    destination = world.linked("lanes", "destination")
    amount = floats(plan.ship, "value")[shares.row] * shares.share
    return Moves(destination[lane[shares.row]], ints(plan.ship, "product_at")[shares.row], shares.t, amount)


def _shipped(world: World, plan: Plan) -> Moves:
    origin = world.linked("lanes", "origin")[ints(plan.ship, "lane")]
    return Moves(origin, ints(plan.ship, "product_at"), ints(plan.ship, "t"), floats(plan.ship, "value"))


def _served(world: World, plan: Plan) -> Moves:
    market = world.linked("demands", "market")[ints(plan.serve, "demand")]
    return Moves(market, ints(plan.serve, "by_at"), ints(plan.serve, "t"), floats(plan.serve, "value"))
