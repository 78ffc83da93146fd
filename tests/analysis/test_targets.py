"""Targets: what can be reached by when, at what cost, what stops it, and what would relieve it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
from tests.builders import Case, asks, line, plant, project

import reshore
from reshore.analysis.matters import matters
from reshore.analysis.targets import Targets, targets

JULY = date(2025, 7, 1)


def works(**cells: object) -> Case:
    """Return a plant that makes 10 parts a month and sells them at 10, and may build two lines of 10, complete in two months.

    A line costs 500 and earns 90 a month: over four months too little to be built for profit.
    """
    table = project(capex=500, build_time=2, max_modules=2, whole_modules=True)
    case = plant(
        "6 months",
        demands=asks([100] * 6, price=10),
        expansions=[table],
        targets=[{"target": "claim", **cells}],
        **line(10),
    )
    return case.changing("operations", unit_cost=1)


def row(found: Targets, name: str = "claim") -> Mapping[str, Any]:
    """Return the answer to one target."""
    return found.targets.filter(target=name).row(0, named=True)


def test_an_amount_that_can_be_reached() -> None:
    """Proves: the most, the first date, what the plan of most profit has, and what reaching the goal costs.

    By hand: 60 parts without a line; two lines make 20 more a month from March on: 140. Sums by the end of each month are
    10, 20, 50, 80, 110, 140: 100 by 1 June at the earliest. One line makes 40 more by July, enough for 100: it costs 500 and
    earns 4 months of 90, so 140. Sensitivity: modules in fractions would cost as much here, not for a goal of 80.
    """
    case = works(measure="made", filters="product = part", by=JULY, at_least=100, claim="100 parts")
    found = row(targets(case.plan()))

    assert found["reachable"]
    assert (found["unit"], found["goal"]) == ("piece", 100)
    assert found["planned"] == pytest.approx(60)
    assert found["most"] == pytest.approx(140)
    assert found["earliest"] == date(2025, 6, 1)
    assert found["profit_cost"] == pytest.approx(140)


def test_modules_are_whole() -> None:
    """Proves: what a goal costs counts whole modules. By hand: 20 parts more need half a line, but a whole one costs 140."""
    case = works(measure="made", by=JULY, at_least=80)

    assert row(targets(case.plan()))["profit_cost"] == pytest.approx(140)


def test_a_rate() -> None:
    """Proves: a rate is made in the period before its date, and can be reached in an earlier one.

    By hand: with both lines 30 parts in March, so by 1 April; 25 a month need both: 1000 − 8 · 90 = 280. Parts in all of April
    are 30: the most. Sensitivity: with one line 20.
    """
    case = works(measure="made", by=date(2025, 5, 1), at_least=25, per="month")
    found = row(targets(case.plan()))

    assert (found["unit"], found["earliest"]) == ("piece/month", date(2025, 4, 1))
    assert found["most"] == pytest.approx(30)
    assert found["profit_cost"] == pytest.approx(280)


def test_a_level() -> None:
    """Proves: capacity counts at the end. By hand: 30 hours in a month from March on, so by 1 April at the earliest."""
    case = works(measure="used", filters="resource = line", starts=date(2025, 4, 1), by=date(2025, 5, 1), at_least=30)
    found = row(targets(case.plan()))

    assert (found["most"], found["earliest"]) == (pytest.approx(30), date(2025, 5, 1))


def test_what_cannot_be_reached() -> None:
    """Proves: the limits in the way with how much more they need, and a change of the tables that was seen to help.

    By hand: 200 of 140 by July: 60 are missing. One more hour a month of the line makes 6 parts by then, so at least 10 more
    are needed of it. Sensitivity: 12 more would be counted over five months.
    """
    case = works(measure="made", by=JULY, at_least=200)
    found = targets(case.plan())
    answer = row(found)
    limit = found.binding.row(0, named=True)

    assert not answer["reachable"]
    assert (answer["earliest"], answer["profit_cost"]) == (None, None)
    assert answer["most"] == pytest.approx(140)
    assert (limit["entity"], limit["quantity"]) == ("line at plant", "hour/month")
    assert (limit["serves"], limit["needed"]) == (pytest.approx(6), pytest.approx(10))
    assert limit["relief"] == "no more of grow: modules of grow at plant"
    assert found.relief["checked"].all()
    assert set(found.relief["table"]) <= {"resources", "expansions"}


def test_what_is_asked_for_stops_a_target() -> None:
    """Proves: demand is told as what stops a target, with how much more of it would do, and no change of the world is.

    By hand: 50 are to be delivered of 7 and 4 that are asked for here, and 4 in a shop; one more that is asked for is one more.
    Sensitivity: nothing that stops it; the demand of a month, or of a market, as the limit.
    """
    target = {"target": "fifty", "measure": "delivered", "by": "2025-03-01", "at_least": 50}
    wanted = [*asks([7, 4], price=5), *asks([4], market="shop", price=6)]
    case = plant("2 months", **line(30), demands=wanted, targets=[target])
    case = case.adding(sites=[{"site": "shop"}], lanes=[{"origin": "plant", "destination": "shop", "mode": "road"}])
    found = targets(case.plan())
    (limit,) = found.binding.iter_rows(named=True)

    assert (limit["law"], limit["entity"]) == ("demand", "demand for part")
    assert (limit["serves"], limit["needed"], limit["limit"]) == tuple(map(pytest.approx, (1, 35, 15)))
    assert found.relief.is_empty()


def test_what_must_be_served_is_no_limit_of_a_target() -> None:
    """Proves: where the goods of a target share a line with a required demand, the line stops it, with what it lacks.

    By hand: 60 in two months, of which 40 must be of the other kind: 20 are left of 50. Sensitivity: "one more must be served
    gives one more".
    """
    kinds = ("part", "new")
    shared = plant(
        "2 months", **line(30), demands=[*asks([20, 20], required=True), *asks([90, 90], product="new", price=2)]
    )
    shared = shared.having(
        products=[{"product": kind, "unit": "piece"} for kind in kinds],
        recipes=[{"process": f"make {kind}", "product": kind, "quantity": 1} for kind in kinds],
        operations=[{"site": "plant", "process": f"make {kind}"} for kind in kinds],
        uses=[{"site": "plant", "process": f"make {kind}", "resource": "line"} for kind in kinds],
        targets=[
            {"target": "fifty", "measure": "delivered", "filters": "product = new", "by": "2025-03-01", "at_least": 50}
        ],
    )
    found = targets(shared.plan())
    (limit,) = found.binding.iter_rows(named=True)

    assert row(found, "fifty")["most"] == pytest.approx(20)
    assert (limit["law"], limit["entity"], limit["serves"]) == ("capacity", "line at plant", pytest.approx(2))


@pytest.mark.parametrize(
    ("cells", "budget", "words"),
    [
        ({"max_per_year": 1}, 9000, "no more of grow: modules of grow at plant within a year"),
        ({}, 600, "no more of grow: rule budget"),
        ({"status": "committed", "earliest": date(2025, 1, 1)}, 9000, "no project but grow, committed"),
        ({"max_modules": 5, "latest": date(2025, 1, 2)}, 1700, "no more of grow: rule budget"),
    ],
)
def test_what_stops_another_module(cells: dict[str, Any], budget: float, words: str) -> None:
    """Proves: where no project can add to a limit any more, it is told why. By hand: a line costs 500: a second is stopped by
    one a year, or by a budget of 600 in all; a fourth by 1,700. Sensitivity: a project that cannot begin as the soonest.
    """
    case = works(measure="made", by=JULY, at_least=2000).changing("expansions", **cells)
    rule = {"rule": "budget", "measure": "capex", "window": "total", "sense": "at_most", "value": budget}
    found = targets(case.adding(rules=[rule]).plan())

    assert found.binding.filter(entity="line at plant")["relief"].item() == words


@pytest.mark.parametrize("share", [0.999, 1.001])
def test_the_most_is_the_most(share: float) -> None:
    """Proves: as a hard rule, a little less than the most is feasible and a little more is not.

    By hand: the most is 140. Sensitivity: a most that is too high, or too low.
    """
    case = works(measure="made", by=JULY, at_least=100)
    most = row(targets(case.plan()))["most"]
    rule = {
        "rule": "claim",
        "measure": "made",
        "window": "total",
        "ends": JULY,
        "sense": "at_least",
        "value": share * most,
    }
    ruled = case.adding(rules=[rule])

    if share < 1:
        assert ruled.plan().status == "optimal"
    else:
        with pytest.raises(reshore.NoPlan):
            ruled.plan()


def test_a_share() -> None:
    """Proves: the largest share is found, and what it costs.

    By hand: parts made at the plant for 1, at a copy of it for 3, 10 a month each. Half of all parts from the copy: the plan
    makes all 20, half there, so nothing to pay; three quarters: a part here for every three there: 10 / 3 here in place of 10,
    which gives up 6 months of 6.667 parts at 9: 360. All: nothing is made here. Sensitivity: a share of the capacity.
    """
    case = works(measure="made", filters="site = copy", share_of="all", by=JULY, at_least=0.75)
    case = case.adding(
        sites=[{"site": "copy"}],
        operations=[{"site": "copy", "process": "make", "unit_cost": 3}],
        resources=[{"site": "copy", "resource": "line", "capacity": 10, "unit": "hour"}],
        uses=[{"site": "copy", "process": "make", "resource": "line"}],
        lanes=[{"origin": "copy", "destination": "plant", "mode": "road"}],
    )
    found = row(targets(case.plan()))

    assert (found["planned"], found["most"]) == (pytest.approx(0.5), pytest.approx(1))
    assert found["profit_cost"] == pytest.approx(360)
    assert found["unit"] == "1"


def test_what_matters_for_a_target() -> None:
    """Proves: what one more unit of a number adds to the most that can be reached, in units of the target.

    By hand: of 140 parts, one more hour a month of the line adds 6, one more of a module 2 modules × 4 months = 8, twice the
    quantity of the recipe would add 140. No price and no cost matters. Sensitivity: derivatives of profit.
    """
    plan = works(measure="made", by=JULY, at_least=100).plan()
    found = matters(plan, "claim")
    numbers = {
        (table, column): value
        for table, column, value in found.numbers.select("table", "column", "derivative").iter_rows()
    }

    assert found.unit == "piece"
    assert numbers["resources", "capacity"] == pytest.approx(6)
    assert numbers["expansions", "module"] == pytest.approx(8)
    assert numbers["recipes", "quantity"] == pytest.approx(140)
    assert numbers["demands", "price"] == pytest.approx(0)
    assert numbers["expansions", "capex"] == pytest.approx(0)


def test_goals_before_a_target_limit_nothing_that_matters_for_it() -> None:
    """Proves: with the claim as a goal before profit, numbers are worth to another target what they are without that goal.

    Sensitivity: derivatives of what the goal leaves.
    """
    case = works(measure="made", by=JULY, at_least=140)
    other = {"target": "sold", "measure": "delivered", "by": date(2025, 4, 1), "at_least": 10}
    case = case.adding(targets=[other])
    first = case.over("6 months", objective="target:claim; profit", goal_tolerance=0)
    worth = [matters(each.plan(), "sold").numbers.drop("effect", strict=False) for each in (case, first)]

    assert worth[0].select("table", "key", "column").equals(worth[1].select("table", "key", "column"))
    assert worth[1]["derivative"].to_list() == pytest.approx(worth[0]["derivative"].to_list())


def test_goals_in_order() -> None:
    """Proves: a target first, then profit; the other way round the target takes only what the tolerance leaves.

    By hand: as above 100 parts cost 140 of a profit of 540. After profit, with a tolerance of 30 %, up to 162 may be given up:
    one line. With 20 % nothing is built. Sensitivity: goals in another order, or no tolerance.
    """
    case = works(measure="made", by=JULY, at_least=100)
    first = case.over("6 months", objective="target:claim; profit", goal_tolerance=0).plan()
    lax = case.over("6 months", objective=["profit", "target:claim"], goal_tolerance=0.3).plan()
    strict = case.over("6 months", objective=["profit", "target:claim"], goal_tolerance=0.2).plan()

    assert case.plan().objective == pytest.approx(540)
    assert first.objective == pytest.approx(400)
    assert [(goal["goal"], goal["reached"], goal["met"]) for goal in first.about["goals"]] == [
        ("target:claim", 100, True)
    ]
    assert lax.objective == pytest.approx(400)
    assert strict.objective == pytest.approx(540)
    assert [goal["met"] for goal in strict.about["goals"]] == [None, False]


def test_goals_limit_no_answer() -> None:
    """Proves: what can be reached does not depend on goals that come before it, and `planned` is what the plan has.

    By hand: making parts for 7 to sell them at 5 costs; after profit nothing may be given up, so none is planned. 30 can be made,
    and 20 cost 40. Sensitivity: the program with the rule of the goal, in which none can be made.
    """
    case = plant("3 months", demands=asks([10] * 3, price=5), **line(10)).changing("operations", unit_cost=7)
    case = case.having(targets=[{"target": "claim", "measure": "made", "by": date(2025, 4, 1), "at_least": 20}])
    found = row(targets(case.over("3 months", objective="profit; target:claim", goal_tolerance=0).plan()))

    assert (found["planned"], found["reachable"]) == (0, True)
    assert found["most"] == pytest.approx(30)
    assert found["profit_cost"] == pytest.approx(40)


def test_a_stored_plan_with_goals(tmp_path: Path) -> None:
    """Proves: a run with goals opens again, says what was asked for, and is found by a sweep that asks for the same.

    By hand: 20 parts, of which 0.1 % is given back. Sensitivity: rules with names that no file may have; a hash of the tables
    after goals became rules.
    """
    case = plant("3 months", demands=asks([10] * 3, price=5), **line(10))
    case = case.having(targets=[{"target": "claim", "measure": "made", "by": date(2025, 4, 1), "at_least": 20}])
    model = case.adding(rules=[{"rule": "goal 1", "measure": "made", "sense": "at_most", "value": 99}]).over(
        "3 months", objective="target:claim; profit"
    )
    model.write(tmp_path / "model")
    run = reshore.save(reshore.plan(tmp_path / "model"), tmp_path / "runs")
    again = reshore.open_run(run.name, tmp_path / "runs")

    assert again.about["objective_kind"] == "target:claim; profit"
    assert again.inputs.frame("rules").select("rule", "value").rows() == [
        ("goal 1", 99),
        ("goal 1 (2)", pytest.approx(19.98)),
    ]
    assert [case.planned for case in reshore.sweep(tmp_path / "model", workspace=tmp_path / "runs").rows] == [False]
    assert row(reshore.targets(run.name, workspace=tmp_path / "runs"))["most"] == pytest.approx(30)


def test_no_plan_after_a_goal() -> None:
    """Proves: where there is no plan after a goal, it is told why, with the rule of the goal among the limits.

    By hand: parts are worth more at the end than they cost, and any number can be made. Sensitivity: rules of goals that the
    tables of the files do not have.
    """
    case = plant("3 months", demands=asks([10] * 3, price=5)).changing("products", terminal_value=9)
    case = case.having(targets=[{"target": "claim", "measure": "delivered", "by": date(2025, 4, 1), "at_least": 20}])

    with pytest.raises(reshore.NoPlan) as error:
        case.over("3 months", objective="target:claim; profit").plan()

    assert error.value.conflict is not None
    assert error.value.conflict.kind == "unbounded"


def test_the_first_date_of_what_can_fall_again() -> None:
    """Proves: the first date is found where what is reached by a day is lost by a later one.

    By hand: 90 are earned in January, and 10 a month are paid for the line: 80 by February, 40 by June; a module for 200 that
    earns 1,000 in June makes 830 by July. Sensitivity: halving the dates, which finds July.
    """
    case = plant(
        "6 months",
        resources=[{"site": "plant", "resource": "line", "unit": "hour", "capacity": 10, "fixed_cost": 10}],
        uses=[{"site": "plant", "process": "make", "resource": "line", "per_run": 1}],
        expansions=[project(module=1000, capex=200, max_modules=1, latest=date(2025, 1, 2), whole_modules=True)],
        demands=[*asks([10], price=9), *asks([0, 0, 0, 0, 0, 1000], price=1)],
        targets=[{"target": "claim", "measure": "profit", "by": JULY, "at_least": 75}],
    )

    assert row(targets(case.plan()))["earliest"] == date(2025, 2, 1)
    assert row(targets(case.changing("targets", at_least=200).plan()))["earliest"] == JULY


def test_a_rate_beyond_the_horizon() -> None:
    """Proves: a rate counts within the horizon, as its rule does. By hand: 4 a month of 3 months are 12, and 10 a month can
    be made. Sensitivity: 12 over six months, of which the rule keeps half.
    """
    case = plant("3 months", demands=asks([10] * 3, price=5), **line(10)).changing("operations", unit_cost=7)
    claim = {
        "target": "claim",
        "measure": "made",
        "starts": date(2025, 1, 1),
        "by": JULY,
        "at_least": 4,
        "per": "month",
    }
    case = case.having(targets=[claim])
    ordered = case.over("3 months", objective="target:claim; profit", goal_tolerance=0).plan()

    assert row(targets(case.plan()))["most"] == pytest.approx(10)
    assert ordered.measure("made")["value"].sum() == pytest.approx(12)
    assert [goal["met"] for goal in cast("list[Mapping[str, Any]]", ordered.about["goals"])] == [True]


def test_a_goal_below_nothing() -> None:
    """Proves: a loss that is asked for and reached is reached. By hand: 3 months of 10, and 3 earned: -27.
    Sensitivity: a tolerance that asks for more of what is negative.
    """
    case = plant("3 months", demands=asks([1, 1, 1], price=1), **line(1, fixed_cost=10))
    case = case.having(targets=[{"target": "claim", "measure": "profit", "by": date(2025, 4, 1), "at_least": -27}])
    ordered = case.over("3 months", objective="target:claim; profit").plan()
    (goal,) = cast("list[Mapping[str, Any]]", ordered.about["goals"])

    assert (goal["reached"], goal["met"]) == (pytest.approx(-27), True)


@pytest.mark.parametrize("stored", [False, True])
def test_relief_speaks_of_the_files(stored: bool, tmp_path: Path) -> None:
    """Proves: where a row of the files names a group, that is what changes. By hand: 10 at each of two plants for three
    months; 90 are asked for: 15 each. Sensitivity: the row of one plant, which no file has.
    """
    case = plant(
        "3 months",
        sites=[{"site": "plant"}, {"site": "other"}],
        groups=[{"group": "both", "member": "plant"}, {"group": "both", "member": "other"}],
        resources=[{"site": "both", "resource": "line", "unit": "hour", "capacity": 10}],
        uses=[{"site": "both", "process": "make", "resource": "line", "per_run": 1}],
        operations=[{"site": "both", "process": "make"}],
        demands=asks([10] * 3, price=5),
        targets=[{"target": "claim", "measure": "made", "by": date(2025, 4, 1), "at_least": 90}],
    )
    case.write(tmp_path / "model")
    plan = reshore.plan(tmp_path / "model")
    run = reshore.save(plan, tmp_path / "runs").name if stored else plan
    relief = reshore.targets(run, workspace=tmp_path / "runs").relief

    assert relief.select("table", "key", "to", "checked").rows() == [("resources", "both/line", 15, True)]
    assert relief["gap"].max() < 1e-6


def test_a_target_that_there_is_not() -> None:
    """Proves: an unknown target is named with the nearest. Sensitivity: silence about a name that is wrong."""
    plan = works(measure="made", by=JULY, at_least=100).plan()

    with pytest.raises(KeyError, match="Did you mean 'claim'"):
        targets(plan, ["claims"])


def test_a_model_without_targets() -> None:
    """Proves: nothing is solved where nothing is asked. Sensitivity: an error on an empty table."""
    case = works(measure="made", by=JULY, at_least=100).having(targets=[])

    assert targets(case.plan()).targets.is_empty()
    assert targets(case.plan()).binding.schema["needed"] == pl.Float64
