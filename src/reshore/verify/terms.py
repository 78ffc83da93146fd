"""The terms of the money table, each from the rows of the plan: site, partner, name, product, program, t, final, value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import polars as pl

from reshore.verify.arrays import Floats, Ints, floats, grid_sum, ints
from reshore.verify.bills import paid_shares
from reshore.verify.calendar import measure
from reshore.verify.case import Case
from reshore.verify.controls import fees
from reshore.verify.demand import ratios
from reshore.verify.duty import duties
from reshore.verify.incentives import entitled
from reshore.verify.world import World

YEAR: Final = {"day": 1 / 365.25, "week": 7 / 365.25, "month": 1 / 12, "quarter": 1 / 4, "year": 1.0}
"""Years in each unit of time, for the transit time of the term `pipeline`."""


def _rows(frame: pl.DataFrame, value: Floats, **names: str) -> pl.DataFrame:
    """Return rows of money: `names` says which column of `frame` is the site, partner, name, product and program.

    `final` says that an amount is discounted from the end of the horizon; it is false where `frame` has no such column.
    """
    if "final" not in frame.columns:
        frame = frame.with_columns(final=pl.lit(False))
    columns = [
        (pl.col(names[part]) if part in names else pl.lit("")).cast(pl.String).alias(part)
        for part in ("site", "partner", "name", "product", "program")
    ]
    return frame.select(*columns, pl.col("t").cast(pl.Int64), "final").with_columns(
        pl.Series("value", value, dtype=pl.Float64)
    )


def _grid(world: World, table: str, value: Floats, **names: str) -> pl.DataFrame:
    """Return rows of money for a matrix (row of an input table, period)."""
    row, t = np.nonzero(value)
    frame = world.inputs[table].with_columns(pl.lit(0).alias("t"))[row.tolist()]
    return _rows(frame.with_columns(pl.Series("t", t)), value[row, t], **names)


def _zero(values: Floats) -> Floats:
    return np.where(np.isnan(values), 0.0, values)


DEMAND: Final = {"site": "market", "name": "class", "product": "product"}
FLOW: Final = {"site": "origin", "partner": "destination", "name": "mode", "product": "product"}
PLACE: Final = {"site": "site", "product": "product"}
PROJECT: Final = {"site": "site", "name": "expansion"}


def earned(case: Case) -> Floats:
    """Return what customers pay for each row of `serve`: price · rate(t) · price_factor(by) · serve/ratio(by)."""
    world, serve = case.world, case.plan.serve
    substitute, demand = ints(serve, "substitute"), ints(serve, "demand")
    factor = np.append(world.number("substitutes", "price_factor"), 1.0)[substitute]
    price = world.number("demands", "price")[demand] * world.exchange("demands")[demand, ints(serve, "t")]
    return np.asarray(price * factor * floats(serve, "value") / ratios(world, substitute), dtype=np.float64)


def revenue(case: Case) -> pl.DataFrame:
    """price · rate(t) · price_factor(by) · serve/ratio(by), in the period of serving."""
    return _rows(case.plan.serve, earned(case), **DEMAND)


def late(case: Case) -> pl.DataFrame:
    """−late_cost · rate(t) · (time from b(u) to b(t)) · serve/ratio."""
    world, serve = case.world, case.plan.serve
    begin = measure(world.calendar.bounds, world.time("demands", "late_cost"))
    wait = begin[ints(serve, "t")] - begin[ints(serve, "due_at")]
    demand = ints(serve, "demand")
    cost = world.number("demands", "late_cost")[demand] * world.exchange("demands")[demand, ints(serve, "t")]
    return _rows(serve, -cost * wait * floats(serve, "value") / ratios(world, ints(serve, "substitute")), **DEMAND)


def lost(case: Case) -> pl.DataFrame:
    """−lost_cost · rate(t) · lost, in the due period."""
    frame = case.plan.lost
    demand = ints(frame, "demand")
    rate = case.world.exchange("demands")[demand, ints(frame, "t")]
    return _rows(frame, -case.world.number("demands", "lost_cost")[demand] * rate * floats(frame, "value"), **DEMAND)


def operation(case: Case) -> pl.DataFrame:
    """−unit_cost(t) · make(t)."""
    make = case.plan.make
    cost = case.world.profiled("operations", "unit_cost")[ints(make, "operation"), ints(make, "t")]
    return _rows(make, -cost * floats(make, "value"), site="site", name="process")


def fixed(case: Case) -> pl.DataFrame:
    """−resources.fixed_cost(t) · len(t)."""
    return _grid(case.world, "resources", -case.world.accrued("resources", "fixed_cost"), site="site", name="resource")


def _by_project(case: Case, start: Ints, value: Floats) -> pl.DataFrame:
    """Return rows of money for a matrix (start, period), summed over the starts of each expansion."""
    world = case.world
    row, t = np.nonzero(value)
    expansion = world.starts.expansion[start][row]
    shape = (world.inputs["expansions"].height, world.periods)
    return _grid(world, "expansions", grid_sum(expansion, t, value[row, t], shape), **PROJECT)


def upkeep(case: Case) -> pl.DataFrame:
    """−expansions.fixed_cost(t) · len(t ∩ [ρ, ρ+life)) · build(s)."""
    world = case.world
    start = np.flatnonzero(case.modules)
    life = world.starts.rho[start], world.starts.retire[start]
    cost = world.accrued("expansions", "fixed_cost", life, world.starts.expansion[start])
    return _by_project(case, start, -cost * case.modules[start, None])


def _bills(case: Case, start: Ints) -> Floats:
    """Return the capex paid on the modules of each start in each period and, last, after H: shape (start, period + 1)."""
    starts = case.world.starts
    price = case.world.profiled("expansions", "capex")[starts.expansion[start], starts.s[start]] * case.modules[start]
    return price[:, None] * paid_shares(case.world, start)


def capex(case: Case) -> pl.DataFrame:
    """−capex(s) · share of spending in t · build(s)."""
    start = np.flatnonzero(case.modules)
    return _by_project(case, start, -_bills(case, start)[:, :-1])


def transport(case: Case) -> pl.DataFrame:
    """−(cost_per_unit(t) + cost_per_mass(t) · mass) · ship(t)."""
    world, ship = case.world, case.plan.ship
    lane, t = ints(ship, "lane"), ints(ship, "t")
    mass = world.number("products", "mass")[ints(ship, "product_at")]
    cost = world.profiled("lanes", "cost_per_unit")[lane, t] + world.profiled("lanes", "cost_per_mass")[lane, t] * mass
    return _rows(ship, -cost * floats(ship, "value"), **FLOW)


def duty(case: Case) -> pl.DataFrame:
    """−Σ over the days of arrival of what each program charges on a unit then · ship(s)."""
    owed = duties(case)
    names = case.plan.ship[owed.row.tolist()].select("origin", "destination", "mode", "product")
    frame = names.with_columns(
        pl.Series("program", owed.program, dtype=pl.String), pl.Series("t", owed.t), pl.Series("final", owed.late)
    )
    return _rows(frame, -owed.amount, **FLOW, program="program")


def holding(case: Case) -> pl.DataFrame:
    """−(holding_cost(t) · len(t) + holding_rate(t) · value(t) · len(t)) · stock(t)."""
    world, stock = case.world, case.plan.stock
    product, t = ints(stock, "product_at"), ints(stock, "t")
    row = world.position("stocks", stock, ["site", "product"])
    own = np.vstack([world.accrued("stocks", "holding_cost"), np.zeros((1, world.periods))])[row, t]
    rate = (world.profiled("products", "holding_rate") * world.profiled("products", "value"))[product, t]
    length = world.calendar.lengths(world.time("products", "holding_rate"))[t]
    return _rows(stock, -(own + rate * length) * floats(stock, "value"), **PLACE)


def pipeline(case: Case) -> pl.DataFrame:
    """−holding_rate(t) · value(t) · transit time · ship(t)."""
    world, ship = case.world, case.plan.ship
    product, t = ints(ship, "product_at"), ints(ship, "t")
    rate = (world.profiled("products", "holding_rate") * world.profiled("products", "value"))[product, t]
    years = world.number("lanes", "transit_time") * YEAR[world.time("lanes", "transit_time")]
    time = years[ints(ship, "lane")] / YEAR[world.time("products", "holding_rate")]
    return _rows(ship, -rate * time * floats(ship, "value"), **FLOW)


def scrap(case: Case) -> pl.DataFrame:
    """−scrap_cost(t) · scrap(t)."""
    frame = case.plan.scrap
    cost = case.world.profiled("products", "scrap_cost")[ints(frame, "product_at"), ints(frame, "t")]
    return _rows(frame, -cost * floats(frame, "value"), **PLACE)


def terminal(case: Case) -> pl.DataFrame:
    """Terminal value · (stock at H + goods of the plan and of `in_transit` that arrive after H), in the last period."""
    world, book = case.world, case.ledger
    share = world.inputs.number("terminal_share")
    by_value = share * world.profiled("products", "value")[book.product, -1]
    of_product = (world.number("products", "terminal_value") * world.exchange_at_end("products"))[book.product]
    usual = np.where(np.isnan(of_product), by_value, of_product)
    names = pl.DataFrame(
        {
            "site": world.inputs["sites"]["site"].gather(book.site),
            "product": world.inputs["products"]["product"].gather(book.product),
            "t": np.full(len(book.site), world.periods - 1),
        }
    )
    row = world.position("stocks", names, ["site", "product"])
    own = np.append(world.number("stocks", "terminal_value") * world.exchange_at_end("stocks"), np.nan)[row]
    return _rows(names, np.where(np.isnan(own), usual, own) * book.after_horizon(), **PLACE)


def residual(case: Case) -> pl.DataFrame:
    """Capex that is not sunk · max(0, 1 − max(0, H − ρ)/life) − capex that is unpaid at H, in the last period.

    The share of life that is left is 0 where life is empty.
    """
    world = case.world
    start = np.flatnonzero(case.modules)
    life = world.number("expansions", "life")[world.starts.expansion[start]]
    unit = world.time("expansions", "life")
    age = measure(world.calendar.bounds[-1:], unit) - measure(world.starts.rho[start], unit)
    left = _zero(np.maximum(0.0, 1.0 - np.maximum(0.0, age) / life))
    value = np.zeros((len(start), world.periods))
    bills = _bills(case, start)
    value[:, -1] = bills.sum(axis=1) * left - bills[:, -1]
    return _by_project(case, start, value)


def penalty(case: Case) -> pl.DataFrame:
    """−penalty · slack, in the period with the last day of the window."""
    slack = case.plan.slack
    price = case.world.number("rules", "penalty")[ints(slack, "rule_at")]
    return _rows(slack, -price * floats(slack, "value"), name="rule")


def fee(case: Case) -> pl.DataFrame:
    """−share of the days of t on which the fee holds · fee_rate(t) · what customers pay."""
    charge = fees(case.world, case.plan)
    frame = case.plan.serve[charge.row.tolist()].with_columns(
        case.world.inputs["controls"]["control"].gather(charge.control)
    )
    value = -charge.share * earned(case)[charge.row]
    return _rows(frame, value, site="market", name="class", product="by", program="control")


def incentive(case: Case) -> pl.DataFrame:
    """What is claimed of incentives with a cap, and all that plans entitle to of those without; late ones at the end."""
    world, claim = case.world, case.plan.claim
    capped = ~np.isnan(world.number("incentives", "cap"))
    free = entitled(case)
    free = free.filter(pl.Series(~capped[ints(free, "incentive_at")]))
    names = world.inputs["incentives"]["incentive"].gather(ints(free, "incentive_at"))
    in_full = _rows(
        free.with_columns(names.alias("incentive"), final="at_end"),
        floats(free, "value"),
        **{**PLACE, "name": "name", "program": "incentive"},
    )
    claimed = _rows(claim.with_columns(final="at_end"), floats(claim, "value"), program="incentive")
    return pl.concat([in_full, claimed])


AT_END: Final = ("terminal", "residual")
"""The terms that are discounted by the years to the end of the horizon; others say so row by row, in `at_end`."""
TERMS: Final[Mapping[str, Callable[[Case], pl.DataFrame]]] = {
    "revenue": revenue,
    "late": late,
    "lost": lost,
    "operation": operation,
    "fixed": fixed,
    "upkeep": upkeep,
    "capex": capex,
    "transport": transport,
    "duty": duty,
    "holding": holding,
    "pipeline": pipeline,
    "scrap": scrap,
    "terminal": terminal,
    "residual": residual,
    "penalty": penalty,
    "fee": fee,
    "incentive": incentive,
}
