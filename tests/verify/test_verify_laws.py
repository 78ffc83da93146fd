"""Each law holds up to its limit and is reported, alone, when the limit is moved below what the plan does."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import polars as pl
import pytest

from reshore.verify import Inputs, verify_plan

Plan = dict[str, pl.DataFrame]


class Limit(NamedTuple):
    """A cell of an input table, a value that the plan meets, one that it does not meet, and what is then reported."""

    table: str
    row: int
    column: str
    holds: object
    fails: object
    reports: str


LIMITS = [
    Limit("lanes", 1, "capacity", 16, 15.9, "lanes: departures within the lane's capacity"),
    Limit("stocks", 2, "maximum", 27.1, 26.9, "storage: stock at most the maximum"),
    Limit("stocks", 1, "minimum", 7.6, 7.7, "storage: stock at least the minimum"),
    Limit("operations", 0, "minimum", 2, 2.1, "runs: runs at least the minimum"),
    Limit("operations", 0, "maximum", 6, 5.9, "runs: runs at most the maximum"),
    Limit("operations", 1, "whole_runs", False, None, ""),
    Limit("operations", 2, "whole_runs", True, None, ""),
    Limit("sites", 1, "floor_area", 90, 89, "floor: expansions within the floor area of the site"),
    Limit("expansions", 1, "max_modules", 2, 1, "builds: modules at most max_modules"),
    Limit("expansions", 1, "max_per_year", 2, 1.5, "builds: modules within a year at most max_per_year"),
    Limit("products", 1, "shelf_life", 37, 36.9, "shelf life: stock is used within its shelf life"),
    Limit("uses", 2, "per_run", 3, 100, "capacity: pool covers its use at every level"),
    Limit("demands", 1, "required", False, True, "demand: nothing lost of what is required"),
    Limit("demands", 1, "patience", 32, 30, "tables: serve: the customer takes it in the period"),
    Limit("substitutes", 0, "starts", "2026-04-30", "2026-05-01", "tables: serve: the substitute is accepted"),
    Limit("substitutes", 0, "ends", "2026-04-02", "2026-04-01", "tables: serve: the substitute is accepted"),
    Limit("operations", 0, "maximum", 8, None, ""),
    Limit("lanes", 1, "products", "chip;chip2", "chip", "tables: ship: the lane carries the product"),
    Limit("lanes", 2, "ends", "2026-03-02", "2026-03-01", "tables: ship: the lane is open in the period"),
    Limit("operations", 2, "starts", "2026-03-31", "2026-04-01", "tables: make: the operation works in the period"),
    Limit("products", 1, "scrap_cost", 3, None, "tables: scrap: the product may be disposed of"),
    Limit("expansions", 2, "earliest", "2026-02-01", "2026-03-01", "tables: build: modules may start in the period"),
    Limit("expansions", 2, "latest", "2026-02-02", "2026-02-01", "tables: build: modules may start in the period"),
    Limit("expansions", 0, "max_modules", 2, 3, "builds: committed projects are built"),
    Limit("rules", 0, "value", 16.0, 15.99, "rules: measures are as the rules ask"),
    Limit("rules", 0, "sense", "at_most", "equal", "rules: measures are as the rules ask"),
    Limit("rules", 0, "window", "each period", "each year", "rules: measures are as the rules ask"),
    Limit("rules", 0, "filters", "mode = road", "site = FAB", "rules: measures are as the rules ask"),
    Limit("rules", 0, "per", None, "year", "rules: measures are as the rules ask"),
    Limit("rules", 0, "ends", "2026-03-01", "2026-05-01", ""),
    Limit("rules", 2, "share_of", "product = chip | chip2", "mode = road", "rules: measures are as the rules ask"),
    Limit("rules", 2, "penalty", 4, None, "tables: slack: the rule has a penalty"),
    Limit("rules", 1, "starts", "2026-01-17", "2026-01-18", "tables: slack: the rule has such a window"),
    Limit("rules", 1, "sense", "equal", "at_most", "tables: slack: the rule has such a side"),
    Limit("operations", 1, "qualification_time", 0, 99, "tables: make: the operation can run on the vintage"),
]


def with_cell(tables: Plan, limit: Limit, value: object) -> Plan:
    frame = tables[limit.table]
    if limit.column not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(limit.column))
    dtype = frame[limit.column].dtype
    cell = str(value) if dtype == pl.String and value is not None else value
    series = frame[limit.column].clone().scatter(limit.row, pl.Series([cell], dtype=dtype))
    return {**tables, limit.table: frame.with_columns(series)}


def test_the_little_plan_is_right(setting: dict[str, object], tables: Plan, plan: Plan, objective: float) -> None:
    """Proves: a plan worked out by hand, with every law and term, passes with residuals of rounding only."""
    verification = verify_plan(Inputs.of(setting, tables), plan, objective)
    assert verification.failures == ()
    assert verification.ok
    assert verification.residual < 1e-12
    assert set(plan["money"]["term"]) == {
        *("revenue", "late", "lost", "operation", "fixed", "upkeep", "capex", "transport", "holding"),
        *("pipeline", "scrap", "terminal", "residual", "penalty"),
    }


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: f"{limit.table}-{limit.row}-{limit.column}")
def test_limits_hold_and_fail(
    limit: Limit, setting: dict[str, object], tables: Plan, plan: Plan, objective: float
) -> None:
    """Proves: the plan passes at a limit that it meets, and the law of the limit is reported just beyond."""

    def failures(value: object) -> tuple[str, ...]:
        return verify_plan(Inputs.of(setting, with_cell(tables, limit, value)), plan, objective).failures

    assert failures(limit.holds) == ()
    if limit.reports:
        assert any(line.startswith(limit.reports) for line in failures(limit.fails)), failures(limit.fails)


def test_growth_counts_starts_of_the_last_year_only(
    setting: dict[str, object], tables: Plan, plan: Plan, objective: float
) -> None:
    """Proves: modules started within the unit of time of the column count together.

    B starts 2 modules in January. Two more in February are 4 within a quarter or a year, but 2 within a month:
    1 February less a month is 1 January, which does not count any more. Sensitivity: `≥` for `>` would count both.
    """
    more = (
        plan["build"]
        .filter(pl.col("expansion") == "B")
        .with_columns(
            pl.lit(date(2026, 2, 1)).alias("period"),
            pl.lit(datetime(2026, 2, 1)).alias("start"),
            pl.lit(datetime(2026, 3, 1)).alias("ready"),
        )
    )
    grown = {**plan, "build": pl.concat([plan["build"], more])}
    growth = "builds: modules within a year at most max_per_year"

    def fails(unit: str, limit: float) -> bool:
        expansions = tables["expansions"].with_columns(pl.Series(f"max_per_year [module/{unit}]", [None, limit, None]))
        inputs = Inputs.of(setting, {**tables, "expansions": expansions.drop("max_per_year")})
        return any(line.startswith(growth) for line in verify_plan(inputs, grown, objective).failures)

    assert fails("year", 2)
    assert fails("year", 3.9)
    assert not fails("year", 4)
    assert not fails("month", 2)
    assert fails("quarter", 2)


def test_whole_numbers(setting: dict[str, object], tables: Plan, plan: Plan, objective: float) -> None:
    """Proves: a part of a module, and a part of a run, are reported where they have to be whole."""
    inputs = Inputs.of(setting, tables)
    half = pl.when(pl.col("value") == 2).then(1.5).otherwise(pl.col("value")).alias("value")
    built = verify_plan(inputs, {**plan, "build": plan["build"].with_columns(half)}, objective)
    assert (
        "builds: modules are whole: off by 0.333 (relative) at expansion B, period 2026-01-01 [module]"
        in built.failures
    )
    made = verify_plan(inputs, {**plan, "make": plan["make"].with_columns(half)}, objective)
    assert any(line.startswith("runs: runs are whole: off by 0.333 (relative) at site MINE") for line in made.failures)


def test_the_objective_cost_leaves_out_revenue(
    setting: dict[str, object], tables: Plan, plan: Plan, objective: float
) -> None:
    """Proves: with the objective cost, revenue is neither in the money table nor in the objective."""
    inputs = Inputs.of({**setting, "objective": "cost"}, tables)
    costs = {**plan, "money": plan["money"].filter(pl.col("term") != "revenue")}
    cost = float(costs["money"]["discounted"].sum())
    assert verify_plan(inputs, costs, cost).ok
    assert not verify_plan(inputs, costs, objective).ok
    assert not verify_plan(inputs, plan, cost).ok
    assert not verify_plan(inputs, plan, objective).ok


def test_vintage_capacity(setting: dict[str, object], tables: Plan, plan: Plan, objective: float) -> None:
    """Proves: runs of a vintage are limited by that vintage's capacity, at their qualification time.

    C offers 12 wafers a month from 15 February; 8 are used in March. With a module of 8 that is enough, with 7.9 not.
    """
    name = "capacity: each vintage covers its use at every level"
    for module, fails in ((8.0, False), (7.9, True)):
        series = pl.Series("module", ["10", "30", str(module)])
        inputs = Inputs.of(setting, {**tables, "expansions": tables["expansions"].with_columns(series)})
        assert any(line.startswith(name) for line in verify_plan(inputs, plan, objective).failures) == fails


def test_pool_capacity_at_every_level(setting: dict[str, object], tables: Plan, plan: Plan, objective: float) -> None:
    """Proves: new capacity counts for an operation only after its qualification time.

    In March etch2 takes 3 · 2 of the line. The existing line is closed (capacity 0). A offers 20. B's two modules are
    complete on 1 February + 9.03 days. With a qualification time of 60 days for etch2, A (complete on 16 January)
    offers it 20 · 14/31 = 9.0 in March: enough. With 70 days A offers 20 · 4/31 = 2.6: too little, though the pool as a
    whole has plenty.
    """
    name = "capacity: pool covers its use at every level"
    for q, fails in ((60, False), (70, True)):
        operations = tables["operations"].with_columns(pl.Series("qualification_time", ["0", "0", str(q)]))
        resources = tables["resources"].with_columns(pl.Series("capacity", ["0", "1000"]))
        changed = {**tables, "operations": operations, "resources": resources}
        failures = verify_plan(Inputs.of(setting, changed), plan, objective).failures
        found = [line for line in failures if line.startswith(name) and f"qualification time from {q}" in line]
        assert bool(found) == fails


def test_runs_from_before_there_were_rules_are_verified(
    setting: dict[str, object], tables: Plan, plan: Plan, objective: float
) -> None:
    """Proves: a plan without the table `slack` is right where no rule has a penalty, and is not where one has.

    By hand: without the penalties of the little plan. Sensitivity: every older run reported as wrong.
    """
    before = {name: frame for name, frame in tables.items() if name != "rules"}
    older = {name: frame for name, frame in plan.items() if name != "slack"}
    paid = older["money"].filter(pl.col("term") == "penalty")
    older["money"] = older["money"].filter(pl.col("term") != "penalty")
    total = objective - float(paid["discounted"].sum())

    assert verify_plan(Inputs.of(setting, before), older, total).ok
    assert not verify_plan(Inputs.of(setting, tables), older, total).ok
