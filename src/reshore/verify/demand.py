"""Demand: what falls due is served, in time and by what the customer accepts, or lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reshore.verify.arrays import Floats, Ints, days, floats, ints
from reshore.verify.calendar import shift
from reshore.verify.lags import spread
from reshore.verify.residuals import Check, Rows, compare
from reshore.verify.world import World

if TYPE_CHECKING:
    from reshore.verify.case import Case


@dataclass(frozen=True)
class Pieces:
    """The due pieces: what part of each demand falls due in which period."""

    demand: Ints
    due: Ints
    quantity: Floats


def pieces(world: World) -> Pieces:
    """Return the due pieces within the horizon."""
    return world.once("pieces", lambda: _pieces(world))


def _pieces(world: World) -> Pieces:
    demands = world.inputs["demands"]
    start = days(demands, "date", np.nan)
    stop = shift(start, world.number("demands", "spread"), world.time("demands", "spread"))
    shares = spread(world.calendar, start, stop)
    within = shares.t < world.periods
    row = shares.row[within]
    quantity = world.number("demands", "quantity")[row] * shares.share[within]
    return Pieces(row, shares.t[within], quantity)


def ratios(world: World, substitute: Ints) -> Floats:
    """Return the units given that stand for one asked for; `substitute` is −1 for the product itself."""
    return np.append(world.number("substitutes", "ratio"), 1.0)[substitute]


def check_demand(case: Case) -> Iterator[Check]:
    """Check Σ_by Σ_t serve(by, t)/ratio(by) + lost = quantity of each due piece, and lost = 0 where required."""
    world, plan = case.world, case.plan
    due = pieces(world)
    count = len(due.demand)
    given = floats(plan.serve, "value") / ratios(world, ints(plan.serve, "substitute"))
    served = np.bincount(ints(plan.serve, "piece"), given, count)
    lost = np.bincount(ints(plan.lost, "piece"), floats(plan.lost, "value"), count)
    size = np.max([served, lost, due.quantity], axis=0, initial=0.0)
    demands = world.inputs["demands"]
    product = world.linked("demands", "product")[due.demand]

    def where(row: int) -> str:
        market, asked, kind, date = demands.row(int(due.demand[row]))[:4]
        name = f"market {market}, product {asked}" + (f", class {kind}" if kind else "")
        return f"{name}, date {date}, due in {case.day(due.due[row])}"

    rows = Rows(where, lambda row: world.product_units[product[row]], product)
    yield compare("demand", "served and lost make the quantity due", served + lost - due.quantity, size, rows)
    required = demands["required"].to_numpy().astype(np.bool_)[due.demand]
    excess = np.where(required, lost, 0.0)
    yield compare("demand", "nothing lost of what is required", excess, size, rows)
