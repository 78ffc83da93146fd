"""The ledger of goods: everything that enters and leaves each stock point in each period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.verify.arrays import Bools, Floats, Ints, floats, grid_sum, ints
from reshore.verify.calendar import shift
from reshore.verify.lags import Lags, spread
from reshore.verify.learning import yield_factor
from reshore.verify.origin import at_start, run_labels, tracked
from reshore.verify.plan import Plan
from reshore.verify.world import World


@dataclass(frozen=True)
class Moves:
    """Amounts that enter or leave stock points; period T stands for after the horizon. `label` is the origin as text."""

    site: Ints
    product: Ints
    label: pl.Series
    t: Ints
    amount: Floats


@dataclass(frozen=True, eq=False)
class Ledger:
    """Amounts by stock point and period; `enters` has one more period, for what arrives after the horizon.

    `site` and `product` are the positions of the site and product of each stock point, `label` is the origin, empty where it
    is not tracked. What takes a tracked product of any origin is in `mixed`: it leaves its stock point by the table `take`.
    """

    site: Ints
    product: Ints
    label: pl.Series
    initial: Floats
    stock: Floats
    enters: Mapping[str, Floats]
    leaves: Mapping[str, Floats]
    mixed: tuple[Moves, ...]

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
    origin = at_start(world)
    opening = Moves(*places, origin, nothing, world.number("stocks", "initial"))
    stock = _table_moves(plan.stock)
    enters = {
        "in transit": _transit(world, *places, origin),
        "made": _made(world, plan),
        "received": _received(world, plan),
    }
    uses = {"consumed": _consumed(world, plan), "served": _served(world, plan)}
    leaves = {
        **{name: _chosen(moves, ~_any_origin(world, moves)) for name, moves in uses.items()},
        "shipped": _shipped(world, plan),
        "scrapped": _table_moves(plan.scrap),
        "taken": _table_moves(plan.take),
    }
    width = world.inputs["products"].height
    every = [opening, stock, *enters.values(), *leaves.values()]
    known = pl.concat([moves.label for moves in every]).unique().sort()
    kinds = pl.Enum(known)

    def node(moves: Moves) -> Ints:
        label = moves.label.cast(kinds).to_physical().to_numpy().astype(np.int64)
        return (moves.site * width + moves.product) * len(known) + label

    codes = np.unique(np.concatenate([node(moves) for moves in every]))

    def grid(moves: Moves, periods: int) -> Floats:
        return grid_sum(np.searchsorted(codes, node(moves)), moves.t, moves.amount, (len(codes), periods))

    place = codes // max(len(known), 1)
    return Ledger(
        site=place // width,
        product=place % width,
        label=known.gather(codes % max(len(known), 1)),
        initial=grid(opening, 1)[:, 0],
        stock=grid(stock, world.periods),
        enters={name: grid(moves, world.periods + 1) for name, moves in enters.items()},
        leaves={name: grid(moves, world.periods) for name, moves in leaves.items()},
        mixed=tuple(_chosen(moves, _any_origin(world, moves)) for moves in uses.values()),
    )


def _any_origin(world: World, moves: Moves) -> Bools:
    """Return which moves take a tracked product without naming an origin."""
    return np.asarray(tracked(world)[moves.product] & moves.label.eq("").to_numpy(), dtype=np.bool_)


def _chosen(moves: Moves, which: Bools) -> Moves:
    return Moves(
        moves.site[which],
        moves.product[which],
        moves.label.filter(pl.Series(which)),
        moves.t[which],
        moves.amount[which],
    )


def _table_moves(frame: pl.DataFrame) -> Moves:
    place = ints(frame, "site_at"), ints(frame, "product_at")
    return Moves(*place, frame["label"], ints(frame, "t"), floats(frame, "value"))


def _transit(world: World, site: Ints, product: Ints, origin: pl.Series) -> Moves:
    start = np.full(len(site), world.calendar.bounds[0])
    duration = world.number("stocks", "in_transit_time")
    shares = spread(world.calendar, start, shift(start, duration, world.time("stocks", "in_transit_time")))
    amount = world.number("stocks", "in_transit")[shares.row] * shares.share
    return Moves(site[shares.row], product[shares.row], origin.gather(shares.row), shares.t, amount)


def _run_lines(world: World, plan: Plan, made: bool) -> pl.DataFrame:
    lines = world.recipe_lines.filter(pl.col("quantity") > 0 if made else pl.col("quantity") < 0)
    runs = plan.make.select("operation", "start_at", "parts", "t", "value")
    lines = runs.join(lines.rename({"site": "at"}), on="operation", how="inner", maintain_order="left")
    if not tracked(world).any():
        return lines.with_columns(pl.lit("").alias("label"))
    known = run_labels(world, runs.select("operation", "parts").unique(), made)
    lines = lines.join(known, on=["operation", "parts", "product"], how="left", maintain_order="left")
    return lines.with_columns(pl.col("label").fill_null(""))


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
    return Moves(site, product, lines["label"].gather(shares.row), shares.t, amount[shares.row] * shares.share)


def _consumed(world: World, plan: Plan) -> Moves:
    lines = _run_lines(world, plan, made=False)
    amount = -floats(lines, "quantity") * floats(lines, "value")
    return Moves(ints(lines, "at"), ints(lines, "product"), lines["label"], ints(lines, "t"), amount)


def _received(world: World, plan: Plan) -> Moves:
    durations = world.number("lanes", "transit_time")
    lags = Lags.of(world.calendar, durations, world.time("lanes", "transit_time"))
    lane = ints(plan.ship, "lane")
    shares = lags.arrivals(lane, ints(plan.ship, "t"))
    destination = world.linked("lanes", "destination")
    amount = floats(plan.ship, "value")[shares.row] * shares.share
    product = ints(plan.ship, "product_at")[shares.row]
    return Moves(destination[lane[shares.row]], product, plan.ship["label"].gather(shares.row), shares.t, amount)


def _shipped(world: World, plan: Plan) -> Moves:
    origin = world.linked("lanes", "origin")[ints(plan.ship, "lane")]
    product, label = ints(plan.ship, "product_at"), plan.ship["label"]
    return Moves(origin, product, label, ints(plan.ship, "t"), floats(plan.ship, "value"))


def _served(world: World, plan: Plan) -> Moves:
    market = world.linked("demands", "market")[ints(plan.serve, "demand")]
    any_label = pl.Series("label", [""]).new_from_index(0, plan.serve.height)
    return Moves(market, ints(plan.serve, "by_at"), any_label, ints(plan.serve, "t"), floats(plan.serve, "value"))
