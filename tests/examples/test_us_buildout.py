"""The showcase: the plan for fiscal 2026 lands inside what was reported. Its README lists what was set after first plans."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from benchmarks.history.figures import FIGURES, Figure
from tests.analysis.stress.made import standing
from tests.simulate.forced import forced

import reshore
from reshore.analysis.matters import program_of
from reshore.analysis.matters.again import Again
from reshore.analysis.matters.derivatives import derivatives
from reshore.analysis.matters.numbers import numbers_at
from reshore.analysis.matters.ranged import as_given, with_effects, with_ranges
from reshore.analysis.optimum import optimum_of
from reshore.analysis.stress.chain import Chain
from reshore.analysis.stress.disturbed import disturbed
from reshore.analysis.stress.reduced import decided
from reshore.analysis.stress.response import respond, scaling_of
from reshore.model import Program, build_program
from reshore.network import build_network
from reshore.network.events import Event
from reshore.simulation.kpis import money
from reshore.simulation.study import simulate_plan
from reshore.simulation.summary import SimulateOptions
from reshore.solve import Optimum, SolveOptions, solve_again, solve_program

RACK = pl.col("product").str.ends_with("nvl72")


@pytest.fixture(scope="module")
def plan(showcase: Path) -> reshore.Plan:
    return reshore.open_run("latest", showcase)


@pytest.mark.parametrize("figure", [figure for figure in FIGURES if figure.held], ids=lambda figure: figure.name)
def test_the_plan_lies_within_what_was_reported(plan: reshore.Plan, figure: Figure) -> None:
    """Proves: the supply that was there makes the racks, the revenue and the CoWoS wafers that were reported.

    Sensitivity: initial work in process left out would make no rack in the first half year.
    """
    assert figure.low <= figure.of(plan) <= figure.high


def test_the_end_of_the_horizon_changes_little(plan: reshore.Plan) -> None:
    """Proves: the lines run on to the end as demand does: no winding down, no making ahead of a cliff.

    By hand: demand grows by 7 % from the second to the last quarter of 2029; racks made grow by 0 to 10 %.
    Sensitivity: racks under way at the end that are worth less than they cost: 32 thousand, then 17 thousand.
    """
    made = plan.measure("made").filter(RACK & (pl.col("period") >= date(2029, 4, 1)))
    sums = made.group_by(pl.col("period").dt.quarter()).agg(pl.col("value").sum()).sort("period")["value"]

    assert 1.0 <= sums[2] / sums[0] <= 1.1


def test_arizona_packages_nothing_before_its_plants_open(plan: reshore.Plan) -> None:
    """Proves: capacity physically cannot exist before build time has passed: no US package before 2028."""
    early = plan.table("make").filter(
        pl.col("site").is_in(["Amkor-Peoria", "TSMC-AP1-AZ"]) & (pl.col("period") < date(2028, 1, 1)),
        pl.col("value") > 1e-3,
    )
    assert early.is_empty()
    later = plan.table("make").filter(pl.col("site") == "TSMC-F21-AZ")
    assert later["value"].sum() > 0


@pytest.mark.parametrize("scenario", reshore.list_scenarios("us-buildout")["scenario"].to_list())
def test_every_scenario_has_no_errors(scenario: str) -> None:
    """Proves: the edits of each packaged scenario name rows and columns that there are."""
    assert not [found for found in reshore.check("us-buildout", scenario) if found.severity == "error"]


def test_every_row_of_the_showcase_has_a_source() -> None:
    """Proves: every number of the showcase says where it comes from."""
    tables = reshore.load("us-buildout")
    for table in tables:
        assert table.frame.filter(pl.col("source") == "").is_empty(), table.name


def test_the_simulation_without_events_is_the_plan(plan: reshore.Plan) -> None:
    """Proves: every variable and every term of money of the showcase, run forward without foresight, is that of the plan.

    By hand: identity. Sensitivity: goods that arrive after they are used within a month, a cost that is counted elsewhere.
    """
    found = forced(plan)
    assert plan.state is not None
    program = found.simulator.lottery.model.program
    for name, block in program.columns.items():
        values = plan.state.columns[block.slice]
        most = float(np.abs(values).max(initial=0.0))
        assert found.columns[block.slice] == pytest.approx(values, rel=1e-9, abs=1e-9 * max(most, 1.0)), name
    terms = money(found.simulator.lottery.model, found.columns)
    assert terms["mean"].to_list() == pytest.approx(terms["planned"].to_list(), rel=1e-9)
    assert found.profit == pytest.approx(plan.objective, rel=1e-9)


def test_what_may_happen_to_the_showcase(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: hazards of the showcase take from profit, and none is without effect; a blockade is worst where it happens.

    Sensitivity: names that hit nothing that the plan uses.
    """
    found = simulate_plan(plan, SimulateOptions(512), tmp_path, 2)
    hazards = found.tables["hazards"].sort("lost_if_it_happens", descending=True)

    assert found.about["mean_profit"] < plan.objective
    assert hazards["hazard"][0] == "taiwan-blockade"
    assert (hazards["profit_lost"] > 0).all()


@pytest.mark.slow
def test_responses_agree_with_the_whole_program_solved_from_the_beginning(plan: reshore.Plan) -> None:
    """Proves: what is left to decide, by the interior point method, earns what the whole program does, to 1e-6.

    A month of the largest fab, half a year of an assembly plant, a quarter without air freight.
    Sensitivity: a column that is called decided and is not; a constant left out.
    """
    stands, start = standing(plan), float(plan.network.periods.starts[30] - plan.network.periods.start)
    scaling, moved = scaling_of(stands), float(np.abs(stands.program.cost) @ np.abs(stands.columns))
    for event in (
        Event("site", "TSMC-F18", "", start, 31.0),
        Event("site", "Foxconn-Guadalajara", "", start, 183.0),
        Event("mode", "air", "", start + 10.0, 91.0, 0.5, 20.0),
    ):
        under = disturbed(stands, event)
        fixed = decided(stands, under.first, rebuild=False)
        lower, upper = (np.where(fixed, stands.columns, side) for side in (under.program.lower, under.program.upper))
        no_whole = np.zeros_like(under.program.integer)
        cold = solve_program(replace(under.program, lower=lower, upper=upper, integer=no_whole))
        answer = respond(stands, event, scaling, Chain(SolveOptions()))
        assert answer.objective == pytest.approx(cold.objective, abs=1e-6 * moved)
        assert answer.objective < stands.objective


@pytest.mark.slow
def test_values_of_bottlenecks_are_derivatives(plan: reshore.Plan) -> None:
    """Proves: what one more unit of capacity is worth, by changing the tables and solving what is built from them.

    For two months of each of the six capacities with the most money, where the value holds on both sides: the change of
    profit for a quarter of what the range allows, up and down, per unit of capacity in that month.
    Sensitivity: a dual of the scaled program, a rate taken for an amount, a sign.
    """
    found = reshore.bottlenecks(plan, top=0).period.filter(
        pl.col("law").eq("capacity")
        & ((pl.col("high") - pl.col("limit")) / pl.col("limit") > 1e-4)
        & ((pl.col("limit") - pl.col("low")) / pl.col("limit") > 1e-4)
    )
    most = found.sort("money", descending=True).group_by("entity", maintain_order=True).head(2).head(12)
    assert most["entity"].n_unique() == 6
    optimum = optimum_of(plan)
    assert profit(plan, optimum, most.row(0, named=True), 0.0) == pytest.approx(plan.objective, rel=1e-9)

    for row in most.iter_rows(named=True):
        room = min(row["high"] - row["limit"], row["limit"] - row["low"]) / 4
        up, down = (profit(plan, optimum, row, step) - optimum.solution.objective for step in (room, -room))
        assert (up / room, -down / room) == pytest.approx((row["value"], row["value"]), rel=1e-3)


@dataclass(frozen=True)
class Numbers:
    """What each number of the showcase is worth, and how many programs were built for that."""

    optimum: Optimum
    each: pl.DataFrame
    built: int


@pytest.fixture(scope="module")
def numbers(plan: reshore.Plan) -> Numbers:
    """Return every number of the plan, the largest effects first."""
    built, optimum = [], optimum_of(plan)

    def build(tables: reshore.Tables) -> Program:
        built.append(1)
        return program_of(tables)

    found = derivatives(plan.inputs, build, optimum)
    return Numbers(optimum, with_effects(with_ranges(plan.inputs, as_given(found, plan.given))), len(built))


def every_number_has_its_worth(numbers: Numbers) -> None:
    """Assert that numbers have derivatives from few programs, not some thousand, and sources.

    Without a derivative are durations at a jump: a project that is ready on the first day of a period is paid its credit
    in another one when it takes a moment less.
    """
    assert numbers.built < 500
    assert numbers.each.height > 3_500
    jumps = numbers.each.filter(pl.col("derivative").is_null())
    assert jumps.height <= 150
    assert not set(jumps["column"]) & {"capacity", "quantity", "price", "unit_cost", "yield", "capex", "rate"}
    assert numbers.each.filter(pl.col("source") == "").is_empty()


@pytest.mark.slow
def test_what_matters_is_what_a_little_more_earns(plan: reshore.Plan, numbers: Numbers) -> None:
    """Proves: the derivatives of the numbers that matter most are the slopes of the optimum: the tables changed by a hair, and
    what is built from them solved. All others have a derivative too, from one solve.

    By hand: the definition. At a corner (two yields of 20) the derivative lies between the slopes to both sides, or a
    tenth beside them. Sensitivity: a dual of the scaled program, members of a group counted once, a sign.
    """
    every_number_has_its_worth(numbers)
    again, kinks = Again(plan.inputs, program_of, numbers.optimum), 0
    for row in numbers.each.head(20).iter_rows(named=True):
        asked = numbers_at(plan.inputs, row["table"], row["column"], np.array(row["members"]))
        down, up = (again.slope(asked, sign) for sign in (-1.0, 1.0))
        assert down is not None and up is not None, row  # noqa: PT018
        smooth = down == pytest.approx(up, rel=2e-3)
        kinks += not smooth
        low, high = sorted((down, up))
        room = (1e-3 if smooth else 0.1) * max(abs(low), abs(high))
        assert low - room <= row["derivative"] <= high + room, row
    assert kinks <= 5


def profit(plan: reshore.Plan, optimum: Optimum, row: dict[str, Any], step: float) -> float:
    """Return the profit with `step` units more of a capacity in one month, stated as a profile in the tables."""
    resource, site = row["entity"].split(" at ")
    values = plan.table("capacity").filter(resource=resource, site=site)
    more = pl.when(pl.col("period") == row["period"]).then(step).otherwise(0.0)
    profile = values.select(
        pl.lit("resources").alias("table"),
        pl.lit(f"{site}/{resource}").alias("key"),
        pl.lit("capacity").alias("column"),
        pl.col("period").alias("date"),
        (pl.col("existing") + more).alias("value"),
    )
    table = plan.inputs["profiles"]
    others = table.frame.join(profile, on=["table", "key", "column"], how="anti")
    frame = pl.concat([others, profile], how="diagonal_relaxed")
    program = build_program(build_network(plan.inputs.with_table(table.with_frame(frame))))
    whole = program.integer
    lower, upper = (
        np.where(whole, np.round(optimum.solution.columns), part) for part in (program.lower, program.upper)
    )
    changed = replace(program, cost=optimum.program.cost, lower=lower, upper=upper, integer=np.zeros_like(whole))
    return solve_again(optimum, changed).solution.objective
