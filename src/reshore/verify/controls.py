"""Export controls: bans, quotas by calendar year, fees on revenue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from reshore.verify.arrays import Bools, Floats, Ints, floats, ints
from reshore.verify.calendar import EPOCH, day_number
from reshore.verify.residuals import Check, Rows, at_most
from reshore.verify.scopes import about, countries
from reshore.verify.world import World

if TYPE_CHECKING:
    from reshore.verify.case import Case
    from reshore.verify.plan import Plan


def _goods(world: World) -> Bools:
    """Return which products each control is about, shape (control, product)."""
    classes = [str(name) for name in world.inputs["products"]["control_class"].fill_null("").to_list()]
    by_name = about(world, "controls", "product", world.text("products", "product"))
    return by_name & about(world, "controls", "control_class", classes)


def _ways(world: World) -> Bools:
    """Return which lanes each control is about, shape (control, lane)."""
    country = countries(world)
    at, to = world.linked("lanes", "origin"), world.linked("lanes", "destination")
    there = about(world, "controls", "destination", country)[:, to]
    here = about(world, "controls", "from_country", country)[:, at]
    anywhere = world.inputs["controls"]["from_country"].eq("").to_numpy()
    abroad = np.array([country[a] != country[b] for a, b in zip(at, to, strict=True)], dtype=np.bool_)
    return np.asarray(there & here & (abroad | ~anywhere[:, None]), dtype=np.bool_)


def _of_kind(world: World, kind: str) -> Bools:
    return world.inputs["controls"]["kind"].eq(kind).to_numpy().astype(np.bool_)


def held_back(world: World, lane: Ints, product: Ints, t: Ints) -> Bools:
    """Return where bans leave no day of the period on which the lane is open."""
    if not _of_kind(world, "ban").any() or not len(lane):
        return np.zeros(len(lane), dtype=np.bool_)
    bans = np.flatnonzero(_of_kind(world, "ban"))
    on = (_ways(world)[:, lane] & _goods(world)[:, product])[bans].T
    start, stop = (each[bans] for each in world.windows("controls"))
    opens, closes = (each[lane] for each in world.windows("lanes"))
    cases, which = np.unique(np.column_stack([on, opens, closes]), axis=0, return_inverse=True)
    edges = world.calendar.bounds
    day = np.arange(edges[0], edges[-1])
    during = (start[:, None] <= day) & (day < stop[:, None])
    free = np.zeros((len(cases), world.periods))
    for row, (*chosen, first, last) in enumerate(cases):
        left = (first <= day) & (day < last) & ~during[np.array(chosen, dtype=np.bool_)].any(axis=0)
        free[row] = np.add.reduceat(left.astype(np.float64), (edges[:-1] - edges[0]).astype(np.int64))
    return np.asarray(free[which.ravel(), t] == 0.0, dtype=np.bool_)


def check_quotas(case: Case) -> Iterator[Check]:
    """Check Σ departures by days in each calendar year of a quota ≤ the part of its limit that the year has of it."""
    world, ship = case.world, case.plan.ship
    lane, product, t = (ints(ship, name) for name in ("lane", "product_at", "t"))
    last = EPOCH + timedelta(days=world.calendar.end - 1)
    years = range(world.calendar.first_days[0].year, last.year + 1)
    rows = [(row, year) for row in np.flatnonzero(_of_kind(world, "quota")) for year in years]
    control = np.array([row for row, _ in rows], dtype=np.int64)
    start, stop = (each[control] for each in world.windows("controls"))
    begin = np.maximum(start, [day_number(date(year, 1, 1)) for _, year in rows])
    end = np.minimum(stop, [day_number(date(year + 1, 1, 1)) for _, year in rows])
    end = np.maximum(begin, end)
    room = world.accrued("controls", "limit", (begin, end), control).sum(axis=1)
    part = world.calendar.within(begin, end, "day") / world.calendar.lengths("day")
    left = np.zeros(len(rows))
    for place, row in enumerate(control):
        counted = _ways(world)[row, lane] & _goods(world)[row, product]
        left[place] = (floats(ship, "value") * part[place, t])[counted].sum()
    names = case.words("controls", ("control", "destination"))
    holds = np.isfinite(room) & (part.sum(axis=1) > 0)
    words = Rows(lambda i: f"{names[rows[i][0]]}, year {rows[i][1]}", lambda _: "unit", control)
    sides = np.where(holds, left, 0.0), np.where(holds, room, 0.0)
    yield at_most("quotas", "departures within the quota of the year", sides, words)


@dataclass(frozen=True)
class Charges:
    """Rows of `serve` on which a fee is due, the control, and the share of the revenue."""

    row: Ints
    control: Ints
    share: Floats


def fees(world: World, plan: Plan) -> Charges:
    """Return the fees on what was served: the rate of each day of t on which it holds, averaged over all of its days."""
    serve = plan.serve
    market = world.linked("demands", "market")[ints(serve, "demand")]
    there = about(world, "controls", "destination", countries(world))[:, market]
    due = there & _goods(world)[:, ints(serve, "by_at")] & _of_kind(world, "fee")[:, None]
    control, row = np.nonzero(due)
    rate = np.nan_to_num(world.profiled("controls", "fee_rate"))
    part = world.calendar.within(*world.windows("controls"), "day") / world.calendar.lengths("day")
    return Charges(row, control, (rate * part)[control, ints(serve, "t")[row]])
