"""Incentives: what builds and runs entitle to, what is claimed, and caps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from reshore.verify.arrays import Bools, Floats, Ints, days, floats, ints
from reshore.verify.bills import paid_shares
from reshore.verify.calendar import shift
from reshore.verify.lags import spread
from reshore.verify.learning import yield_factor
from reshore.verify.residuals import Check, Rows, at_most
from reshore.verify.scopes import about, countries
from reshore.verify.world import World

if TYPE_CHECKING:
    from reshore.verify.case import Case

SCHEMA: Final = {
    "incentive_at": pl.Int64,
    "site": pl.String,
    "name": pl.String,
    "product": pl.String,
    "t": pl.Int64,
    "at_end": pl.Boolean,
    "value": pl.Float64,
}


def entitled(case: Case) -> pl.DataFrame:
    """Return what the plan entitles to: incentive_at, site, name, product, t, at_end, value.

    Period T, after the horizon, is the last one, at its end.
    """
    world = case.world
    parts = [pl.DataFrame(schema=SCHEMA)]
    for row, kind in enumerate(world.text("incentives", "kind")):
        parts.append(KINDS[kind](case, row).select(*SCHEMA))
    return pl.concat(parts)


def _frame(world: World, row: int, names: pl.DataFrame, t: Ints, value: Floats) -> pl.DataFrame:
    """Return rows of one incentive; `names` has site, name and product."""
    late = t >= world.periods
    return names.with_columns(
        pl.lit(row, pl.Int64).alias("incentive_at"),
        pl.Series("t", np.minimum(t, world.periods - 1).astype(np.int64)),
        pl.Series("at_end", late),
        pl.Series("value", value, dtype=pl.Float64),
    )


def _places(world: World, row: int) -> Bools:
    """Return at which sites an incentive is."""
    here = about(world, "incentives", "site", world.text("sites", "site"))
    return np.asarray((here & about(world, "incentives", "country", countries(world)))[row], dtype=np.bool_)


def _projects(world: World, row: int) -> Bools:
    """Return which expansions an incentive is for."""
    named = about(world, "incentives", "expansion", world.text("expansions", "expansion"))[row]
    return np.asarray(named & _places(world, row)[world.linked("expansions", "site")], dtype=np.bool_)


def _number(world: World, row: int, column: str) -> float:
    return float(np.nan_to_num(world.number("incentives", column)[row]))


def _window(world: World, row: int) -> tuple[float, float]:
    opens, closes = world.windows("incentives")
    return float(opens[row]), float(closes[row])


def _by_start(world: World, row: int, start: Ints, t: Ints, value: Floats) -> pl.DataFrame:
    projects = world.inputs["expansions"].select("site", pl.col("expansion").alias("name"), pl.lit("").alias("product"))
    return _frame(world, row, projects[world.starts.expansion[start].tolist()], t, value)


def _grant(case: Case, row: int) -> pl.DataFrame:
    """amount · capex of what is built, as it is paid, over that of all modules of its projects, at the first prices."""
    world, starts = case.world, case.world.starts
    chosen, price = _projects(world, row), world.profiled("expansions", "capex")[:, 0]
    most = world.number("expansions", "max_modules")
    most = np.where(np.isnan(most) & world.committed, 1.0, most)
    whole = float((price * most)[chosen].sum())
    opens, closes = _window(world, row)
    built = (case.modules > 0) & chosen[starts.expansion] & (opens <= starts.sigma) & (starts.sigma < closes)
    start = np.flatnonzero(built & (whole > 0))
    share = paid_shares(world, start)
    at, t = np.nonzero(share)
    part = price[starts.expansion[start]] * case.modules[start] / max(whole, 1e-300)
    value = _number(world, row, "amount") * part[at] * share[at, t]
    return _by_start(world, row, start[at], t, value)


def _investment_credit(case: Case, row: int) -> pl.DataFrame:
    """rate · capex of modules that start before the deadline, in the period of their completion, within the window."""
    world, starts = case.world, case.world.starts
    opens, closes = _window(world, row)
    deadline = float(days(world.inputs["incentives"], "construction_deadline", np.inf)[row])
    bounds = world.calendar.bounds
    ready = (max(opens, bounds[0]) <= starts.rho) & (starts.rho < min(closes, bounds[-1]))
    earns = ready & (starts.sigma < deadline) & _projects(world, row)[starts.expansion] & (case.modules > 0)
    start = np.flatnonzero(earns)
    price = world.profiled("expansions", "capex")[starts.expansion[start], starts.s[start]]
    t = np.searchsorted(bounds, starts.rho[start], side="right") - 1
    return _by_start(world, row, start, t, _number(world, row, "rate") * price * case.modules[start])


def _production_credit(case: Case, row: int) -> pl.DataFrame:
    """(per_unit + rate · value(t)) · good units, by the share of them that is finished in t and within the window."""
    world, make = case.world, case.plan.make
    lines = world.recipe_lines.filter(pl.col("quantity") > 0).rename({"site": "at"})
    runs = make.select("operation", "start_at", "t", "value").join(lines, on="operation", how="inner")
    goods = about(world, "incentives", "product", world.text("products", "product"))[row]
    counts = _places(world, row)[ints(runs, "at")] & goods[ints(runs, "product")]
    runs = runs.filter(pl.Series(counts))
    operation, s, product = ints(runs, "operation"), ints(runs, "t"), ints(runs, "product")
    good = world.profiled("operations", "yield")[operation, s]
    good = good * yield_factor(world, ints(runs, "start_at"), operation, s)
    units = floats(runs, "value") * floats(runs, "quantity") * good
    cycle, unit = world.number("operations", "cycle_time")[operation], world.time("operations", "cycle_time")
    first, last = (shift(world.calendar.bounds[at], cycle, unit) for at in (s, s + 1))
    opens, closes = _window(world, row)
    begin = np.maximum(first, opens)
    end = np.maximum(begin, np.minimum(last, closes))
    shares = spread(world.calendar, begin, end)
    part = ((end - begin) / (last - first))[shares.row] * shares.share
    value = world.profiled("products", "value")[product[shares.row], np.minimum(shares.t, world.periods - 1)]
    each = _number(world, row, "per_unit") + _number(world, row, "rate") * value
    names = pl.DataFrame(
        {
            "site": world.inputs["sites"]["site"].gather(ints(runs, "at")[shares.row]),
            "name": world.inputs["operations"]["process"].gather(operation[shares.row]),
            "product": world.inputs["products"]["product"].gather(product[shares.row]),
        }
    )
    return _frame(world, row, names, shares.t, each * units[shares.row] * part)


KINDS: Final = {"grant": _grant, "investment_credit": _investment_credit, "production_credit": _production_credit}


def check_claims(case: Case) -> Iterator[Check]:
    """Check that claims, of each incentive in each period and at the end, are within what the plan entitles to."""
    world, key = case.world, ["incentive_at", "t", "at_end"]
    due = entitled(case).group_by(key).agg(pl.col("value").sum().alias("due"))
    claims = case.plan.claim.select(*key, "value").join(due, on=key, how="left", maintain_order="left")
    names = case.words("incentives", ("incentive",))
    incentive, t = ints(claims, "incentive_at"), ints(claims, "t")
    currency = str(world.inputs.setting["currency"])
    rows = Rows(lambda i: f"{names[incentive[i]]}, {case.day(t[i])}", lambda _: currency, incentive)
    sides = floats(claims, "value"), floats(claims, "due", 0.0)
    yield at_most("claims", "claims within what is entitled to", sides, rows)


def check_caps(case: Case) -> Iterator[Check]:
    """Check that all claims of each incentive are within its cap."""
    world, claim = case.world, case.plan.claim
    cap = world.number("incentives", "cap")
    claimed = np.bincount(ints(claim, "incentive_at"), floats(claim, "value"), len(cap))
    names = case.words("incentives", ("incentive",))
    currency = str(world.inputs.setting["currency"])
    rows = Rows(lambda i: names[i], lambda _: currency, np.arange(len(cap)))
    sides = np.where(np.isnan(cap), 0.0, claimed), np.nan_to_num(cap)
    yield at_most("caps", "claims within the cap", sides, rows)
