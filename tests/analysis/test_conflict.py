"""What contradicts is told without one limit too many, and the least change of the tables repairs it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.builders import Case, asks, depot, half_a_run, line, plant, project
from tests.conflicts import changes, conflict, named, no_plan, proven, repaired, spans

from reshore.report import conflict_text


def short() -> Case:
    """Return a plant that can make 15 parts a month and has to deliver 37 in February."""
    return plant(**line(30, 2), demands=[*asks([0, 37], required=True, price=5), *asks([0, 0, 8], price=5)])


def test_one_cause() -> None:
    """Proves: the request and both capacities are named, nothing else, and the least that must give as an edit.

    By hand: 15 parts in January and 15 in February against 37: 7 too many, or 14 hours in one of the months; 7 in each
    at a constant rate. Sensitivity: balances or March in the conflict; an edit of another column.
    """
    found = proven(short())
    asked, world = found.repairs

    assert found.kind == "infeasible"
    assert named(found) == {("required demand", "plant part 2025-02-01"), ("capacity", "plant line")}
    assert spans(found, "capacity") == [("plant line", 1, 2)]
    assert changes(asked) == [("demands", "plant/part//2025-02-01", "quantity", 37, 30)]
    assert asked.alone
    assert changes(world)[0] == ("resources", "plant/line", "capacity", 30, 37)
    assert not found.more


def test_two_conflicts_are_told_apart_and_both_repaired() -> None:
    """Proves: conflicts that share no limit are numbered, and one repair ends both.

    By hand: two plants, 30 made a month of 37 and of 41 required. Sensitivity: the first conflict told as the only one.
    """
    case = plant(
        "1 months",
        sites=[{"site": "plant"}, {"site": "works"}],
        operations=[{"site": site, "process": "make", "maximum": 30} for site in ("plant", "works")],
        demands=[*asks([37], required=True), *asks([41], market="works", required=True)],
    )
    found = proven(case)

    assert found.rows["conflict"].unique().sort().to_list() == [1, 2]
    assert changes(found.repairs[0]) == [
        ("demands", "plant/part//2025-01-01", "quantity", 37, 30),
        ("demands", "works/part//2025-01-01", "quantity", 41, 30),
    ]
    assert "Conflict 2:" in conflict_text(found)


def test_a_limit_in_several_periods_is_one_conflict() -> None:
    """Proves: what contradicts in each of several months by itself is told once; the repair ends all of them.

    By hand: 13 must stay at the end of each month, nothing can be made, 4 are there.
    Sensitivity: a conflict for each month.
    """
    case = plant(
        operations=[{"site": "plant", "process": "make", "maximum": 0}],
        stocks=[{"site": "plant", "product": "part", "initial": 4, "minimum": 13}],
        demands=asks([0, 0, 4], price=-2),
    )
    found = proven(case)

    assert found.rows["conflict"].unique().to_list() == [1]
    assert not found.more
    assert found.repairs[0].changes["to"].to_list() == [4]


def lanes(capacity: float, maximum: float = 40) -> Case:
    """Return a plant that makes at most 40 parts a month and a lane to a shop, which has to have 50 in January."""
    return plant(
        "1 months",
        sites=[{"site": "plant"}, {"site": "shop"}],
        operations=[{"site": "plant", "process": "make", "maximum": maximum}],
        lanes=[{"origin": "plant", "destination": "shop", "mode": "road", "capacity": capacity}],
        demands=asks([50], market="shop", required=True),
    )


def test_of_competing_limits_one_is_named_and_both_give() -> None:
    """Proves: where either of two limits contradicts, the conflict has one of them, and more of the world means both.

    By hand: 40 are made and 35 carried of 50. Asking for less: 35. Having more: 50 of each.
    Sensitivity: both limits in one conflict, of which either can be left out; a repair of one of them.
    """
    found = proven(lanes(35))
    world = {(table, column): to for table, _, column, _, to in changes(found.repairs[1])}

    assert found.rows.height == 2
    assert changes(found.repairs[0])[0][4] == 35
    assert world == {("operations", "maximum"): 50, ("lanes", "capacity"): 50}


def test_growth_modules_and_floor() -> None:
    """Proves: what keeps a project small is named and can give: modules a year, modules at all, floor.

    By hand: modules of 10 a month on 10 m² each; 50 are required in one month and 0 exist, so 5 modules are needed.
    Sensitivity: limits of columns left out of the conflict; a module that is not whole.
    """
    asked = {"demands": asks([50], required=True), **line(0)}
    grows = plant("1 months", **asked, expansions=[project(max_per_year=3)])
    owns = plant("1 months", **asked, expansions=[project(max_modules=3, whole_modules=True)])
    stands = plant(
        "1 months", **asked, expansions=[project(floor_area=10)], sites=[{"site": "plant", "floor_area": 30}]
    )

    for case, law, column, most in (
        (grows, "growth", "max_per_year", 5),
        (owns, "modules", "max_modules", 5),
        (stands, "floor_area", "floor_area", 50),
    ):
        found = proven(case)
        assert {name for name, _ in named(found)} == {"required demand", "capacity", law}
        assert changes(found.repairs[0])[0][4] == 30
        assert [(entry[2], entry[4]) for entry in changes(found.repairs[1])] == [(column, most)]


def test_lead_times_alone() -> None:
    """Proves: where nothing can arrive in time the request stands alone, and the day is told; the world cannot repair it.

    By hand: runs take 45 days: what starts on 1 January is there from 15 February on, so nothing is made in time for
    January, and 4 of 9 are in stock. Sensitivity: a capacity blamed for a lead time; stock counted as made.
    """
    case = plant(
        operations=[{"site": "plant", "process": "make", "cycle_time": 45}],
        stocks=[{"site": "plant", "product": "part", "initial": 4}],
        demands=asks([9], required=True),
    )
    found = proven(case)

    assert named(found) == {("required demand", "plant part 2025-01-01")}
    assert found.because == (
        "nothing new of part can be at plant before 2025-02-01: until then only what is there or under way",
    )
    assert changes(found.repairs[0])[0][4] == 4


def test_storage_with_stock_at_the_start() -> None:
    """Proves: stock that has nowhere to go contradicts the storage and what is asked for, and either of the first two gives.

    By hand: 20 are there, 12 may stay, nobody takes any in January (8 could leave in February).
    Sensitivity: stock at the start as a definition that nobody can change.
    """
    case = plant(
        stocks=[{"site": "plant", "product": "part", "initial": 20, "maximum": 15}],
        demands=asks([2, 8], price=3),
        profiles=[
            {"table": "stocks", "key": "plant/part", "column": "maximum", "date": "2025-01-01", "value": 12},
            {"table": "stocks", "key": "plant/part", "column": "maximum", "date": "2025-02-01", "value": 15},
        ],
    )
    found = proven(case)

    assert named(found) == {
        ("storage", "plant part"),
        ("stock at the start", "plant part"),
        ("demand", "plant part"),
    }
    assert spans(found, "storage") == [("plant part", 1, 1)]
    assert not found.repairs[0].alone


def test_a_rule_that_asks_for_more_than_markets_do() -> None:
    """Proves: demand is named as the limit of a rule, once for a product and a market, with what is asked for in all.

    By hand: 50 are to be delivered, 7 and 8 are asked for; the rule gives 35, and nothing that the world has would do.
    Sensitivity: the rule alone, as if it contradicted itself; a line for each month; demand that a repair raises.
    """
    much = {"rule": "much", "measure": "delivered", "sense": "at_least", "value": 50, "window": "total"}
    found = proven(plant("2 months", **line(30), demands=asks([7, 8], price=5), rules=[much]))

    assert named(found) == {("minimum rules", "much"), ("demand", "plant part")}
    (asked,) = found.rows.filter(law="demand").iter_rows(named=True)
    assert (asked["words"], asked["limit"], asked["unit"]) == ("demand for part in plant", pytest.approx(15), "piece")
    assert [(repair.gives, repair.alone) for repair in found.repairs] == [("asked", True), ("world", False)]
    (change,) = changes(found.repairs[0])
    assert change[:4] == ("rules", "much", "value", 50)
    assert change[4] == pytest.approx(15)


def test_demand_is_named_where_it_falls_due() -> None:
    """Proves: a rule of each period meets the demand of its period, one until a day what falls due until then, together.

    By hand: 10 a month of 7, 8 and 20; 50 until March of 7 in January and 9 in February, none of the 90 after it.
    Sensitivity: all demand of a product as one number, 35 against 10; a line for each month.
    """
    rule = {"rule": "much", "measure": "delivered", "sense": "at_least", "value": 10, "window": "each period"}
    monthly = proven(plant("3 months", **line(100), demands=asks([7, 8, 20], price=5), rules=[rule]))
    until = {**rule, "value": 50, "window": "total", "ends": "2025-04-01"}
    some = [one for one in asks([7, 0, 9, 90], price=5) if one["quantity"]]
    early = proven(plant("4 months", **line(200), demands=some, rules=[until]))

    asked = monthly.rows.filter(law="demand").select("first", "last", "limit").rows()
    assert asked[0] == (date(2025, 1, 1), date(2025, 1, 1), pytest.approx(7))
    (only,) = early.rows.filter(law="demand").select("first", "last", "limit").rows()
    assert only == (date(2025, 1, 1), date(2025, 3, 1), pytest.approx(16))


def test_minimum_runs_against_capacity_in_units_of_their_own() -> None:
    """Proves: a minimum by month and a capacity by week meet on the calendar, and each repair counts in its own unit.

    By hand: 31 runs a month of 2 hours take 62 hours; 7 hours a week are 31 in January and 28 in February. So 15.5 and
    14 runs are possible; or 14 hours a week in January, 15.5 in February (62 hours in 28 days).
    Sensitivity: rates taken for amounts; a week of a month's length.
    """
    resources = [{"site": "plant", "resource": "line", "unit": "hour", "capacity [hour/week]": 7}]
    case = plant(
        "2 months",
        **{**line(0, 2), "resources": resources},
        operations=[{"site": "plant", "process": "make", "minimum": 31}],
        demands=asks([3], price=2),
    )
    found = proven(case)
    asked, world = found.repairs

    assert {law for law, _ in named(found)} == {"minimum runs", "capacity"}
    assert asked.changes["to"].to_list() == pytest.approx([15.5, 14])
    assert asked.changes["unit"].to_list() == ["run/month"] * 2
    assert changes(world) == [("resources", "plant/line", "capacity", 7, 15.5)]
    assert world.changes["unit"].to_list() == ["hour/week"]


def test_whole_numbers_alone_can_contradict() -> None:
    """Proves: a model that has a plan in fractions only says so, and the whole numbers are named among the limits.

    By hand: runs make 4; at most 10 parts may be kept and 10 are required to be there: 2.5 runs.
    Sensitivity: blaming the linear rows, which have a plan; a repair that is right in fractions.
    """
    error = no_plan(half_a_run())
    found = proven(half_a_run())

    assert found.kind == "infeasible in whole numbers"
    assert ("whole runs", "plant make") in named(found)
    assert "in fractions" in str(error)
    assert changes(found.repairs[0])[0][:3] == ("stocks", "plant/part", "minimum")


def test_a_committed_project_can_contradict() -> None:
    """Proves: what is committed takes part by name, and fewer modules are a repair.

    By hand: 2 modules of 20 m², not ready in time, are committed on 50 m²; 8 parts need 0.8 of another one, 16 m².
    Sensitivity: fixed builds left out.
    """
    case = plant(
        "1 months",
        sites=[{"site": "plant", "floor_area": 50}],
        **line(0),
        expansions=[
            project(floor_area=20, max_modules=2, status="committed", build_time=5),
            project(expansion="more", floor_area=20),
        ],
        demands=asks([8], price=3, required=True),
    )
    laws = {law for law, _ in named(proven(case))}

    assert laws == {"required demand", "capacity", "floor_area", "committed project"}


def test_a_profile_changes_only_where_it_has_to() -> None:
    """Proves: a number with a profile gives in the periods that need it, and goes back to what it was.

    By hand: at least 13 must be there at the end of each month, 20 from February on; 10 runs a month make 10, 20, 30.
    So January gives 3 and no other month. Sensitivity: an edit that sets the whole row, or drops its profile.
    """
    case = plant(
        operations=[{"site": "plant", "process": "make", "maximum": 10}],
        stocks=[{"site": "plant", "product": "part", "minimum": 13}],
        profiles=[{"table": "stocks", "key": "plant/part", "column": "minimum", "date": "2025-02-01", "value": 20}],
        demands=asks([0, 0, 4], price=-2),
    )
    found = proven(case)
    after = repaired(case.read(), found.repairs[0])

    assert [(row["date"], row["from"], row["to"]) for row in found.repairs[0].changes.iter_rows(named=True)] == [
        (date(2025, 1, 1), 13, 10)
    ]
    assert after.frame("profiles").sort("date")["value"].to_list() == [10, 20]
    assert after.frame("stocks")["minimum"].to_list() == [13]


def test_a_group_gives_as_one_row() -> None:
    """Proves: a row for a group is the row that is edited, by what suffices for all of its members, and the words say so.

    By hand: each of two plants can run 30 times; 37 and 41 are required. So the row of both must allow 41.
    Sensitivity: a row that the file does not have; the change of one member.
    """
    case = plant(
        "1 months",
        sites=[{"site": "plant"}, {"site": "works"}],
        groups=[{"group": "all", "member": site} for site in ("plant", "works")],
        operations=[{"site": "all", "process": "make", "maximum": 30}],
        demands=[*asks([37], required=True), *asks([41], market="works", required=True)],
    )
    world = proven(case).repairs[1]

    assert changes(world) == [("operations", "all/make", "maximum", 30, 41)]
    assert world.changes["words"].to_list() == ["runs of make at all (each member of all)"]


def test_numbers_count_as_the_file_has_them() -> None:
    """Proves: a header in thousands has thousands in the conflict and in the repair.

    By hand: 0.03 k hours a month against 37 parts. Sensitivity: a repair that is a thousand times too much.
    """
    resources = [{"site": "plant", "resource": "line", "unit": "hour", "capacity [k hour/month]": 0.03}]
    case = plant("1 months", **{**line(0), "resources": resources}, demands=asks([37], required=True))
    found = proven(case)
    row = found.rows.filter(law="capacity").row(0, named=True)

    assert (row["limit"], row["unit"]) == (pytest.approx(0.03), "k hour/month")
    assert changes(found.repairs[1])[0][3:] == (0.03, 0.037)


def test_a_demand_with_a_spread_gives_as_a_whole() -> None:
    """Proves: the quantity of the row falls by what its pieces need together.

    By hand: 90 fall due over 90 days, 31, 28 and 31 in the months; 20 can be made in each and nobody waits. What is left over
    stays: 20 of 31, so the quantity is at most 90 · 20 / 31. Sensitivity: each piece cut by itself.
    """
    case = plant(**line(20), demands=[{**asks([90], required=True)[0], "spread [day]": 90}])
    found = proven(case)

    assert found.repairs[0].changes["to"].item() == pytest.approx(90 * 20 / 31, rel=1e-5)
    assert found.repairs[0].changes["to"].item() <= 90 * 20 / 31


def test_goods_that_arrive_after_they_must_be_there_name_the_day() -> None:
    """Proves: where nothing at all can be there in time, the text says from when on.

    By hand: the lane takes 40 days, so what leaves on 1 January arrives from 10 February on; 4 must be there in January.
    Sensitivity: capacities blamed.
    """
    case = depot(
        lanes=[{"origin": "depot", "destination": "shop", "mode": "ship", "transit_time": 40}],
        stocks=[
            {"site": "depot", "product": "part", "initial": 9},
            {"site": "shop", "product": "part", "minimum": 4},
        ],
        demands=asks([0, 2], market="shop", price=1),
    )
    found = proven(case)

    assert spans(found, "minimum stock") == [("shop part", 1, 1)]
    assert found.because == (
        "nothing of part can be at shop before 2025-02-01, whatever the capacities: lead times and windows",
    )


def test_the_text_has_a_line_for_each_limit_and_change() -> None:
    """Proves: what is read first is what was asked for, then what stands against it, then what to change.

    By hand: as in the first case. Sensitivity: a line for each month.
    """
    lines = conflict_text(conflict(short())).splitlines()

    assert lines[0] == "  required demand for part in plant, due 2025-02-01: 37 piece"
    assert lines[1] == "  line at plant, 2025-01-01 to 2025-02-01: 30 hour/month"
    assert "Ask for less (checked: with these changes there is a plan):" in lines
    assert any(text.split() == ["demands", "plant/part//2025-02-01", "quantity", "37", "30", "piece"] for text in lines)


def test_a_conflict_that_was_not_ended_says_so() -> None:
    """Proves: a conflict of which not all was tried is not called the smallest.

    By hand: the words of the same conflict, told as unfinished. Sensitivity: a promise that was not kept.
    """
    text = conflict_text(replace(conflict(short()), irreducible=False, more=True))

    assert "may not be needed" in text
    assert "more conflicts" in text
