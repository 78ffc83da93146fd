"""Export controls and caps as limits: what they are worth, and what they contradict."""

import pytest
from tests.builders import Case, Row, asks, by_month, depot, line, plant
from tests.conflicts import changes, conflict, named, no_plan, proven

import reshore
from reshore.report import conflict_text
from reshore.report.limiting import when

QUOTA: Row = {
    "control": "rule",
    "control_class": "X",
    "from_country": "A",
    "destination": "B",
    "starts": "2025-01-01",
    "kind": "quota",
    "limit": 240,
}
WORDS = "rule for B of class X from A"


def abroad(*controls: Row, **cells: object) -> Case:
    """Return a depot in A and a shop in B that keeps none and asks for 30 a month for 7 each, over three months."""
    return depot(
        "3 months",
        sites=[{"site": "depot", "country": "A"}, {"site": "shop", "country": "B"}],
        products=[{"product": "part", "unit": "piece", "control_class": "X"}],
        stocks=[
            {"site": "depot", "product": "part", "initial": 900},
            {"site": "shop", "product": "part", "maximum": 0},
        ],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "air"}],
        demands=asks([30, 30, 30], market="shop", price=7, **cells),
        controls=list(controls),
    )


def test_a_binding_quota_is_told_with_what_one_more_unit_a_year_is_worth() -> None:
    """Proves: a quota is a bottleneck, its value that of a unit a year more, how far it holds, and that it binds in a year.

    By hand: 240 a year are 60 in a quarter, and 90 are wanted at 7. One more a year is a quarter of one more: 1.75, up to 360.
    Sensitivity: a value per unit of the row would be 7, and a limit of 60.
    """
    found = reshore.bottlenecks(abroad(QUOTA).plan())
    row = found.total.filter(law="quota").row(0, named=True)

    assert row["entity"] == f"quota {WORDS}"
    assert row["more"] == "one more piece let through"
    assert (row["value"], row["unit"]) == (pytest.approx(1.75), "USD/(piece/year)")
    assert (row["limit"], row["quantity"], row["high"]) == (pytest.approx(240), "piece/year", pytest.approx(360))
    period = found.period.filter(law="quota").row(0, named=True)
    assert (period["value"], period["limit"]) == (pytest.approx(7), pytest.approx(60))
    assert period["period"].month == 3
    assert when(row) == "in 2025"


def test_what_a_ban_stops_is_told_with_what_a_unit_of_it_is_worth() -> None:
    """Proves: shipments that a ban stops are a bottleneck, where one would earn.

    By hand: from March on nothing leaves: one part in March would earn 7. Sensitivity: bans that are no limits of the program.
    """
    ban: Row = {**QUOTA, "kind": "ban", "limit": None, "starts": "2025-03-01"}
    plan = abroad(ban).plan()
    row = reshore.bottlenecks(plan).period.filter(law="banned shipments").row(0, named=True)

    assert by_month(plan, "ship") == pytest.approx({1: 30, 2: 30})
    assert row["entity"] == "shipments of part from depot to shop by air under a ban"
    assert (row["value"], row["unit"], row["period"].month) == (pytest.approx(7), "USD/piece", 3)


def test_a_cap_is_told_with_what_one_more_unit_of_money_is_worth() -> None:
    """Proves: a cap is a bottleneck; what entitles to it is none.

    By hand: a part costs 4, sells for 3 and is credited with 2: one more dollar of the cap is for half a part that earns 1: 0.5.
    Sensitivity: claims as limits of their own.
    """
    credit: Row = {"incentive": "ptc", "kind": "production_credit", "starts": "2025-01-01", "per_unit": 2, "cap": 25}
    case = plant(
        **line(90),
        operations=[{"site": "plant", "process": "make", "unit_cost": 4}],
        demands=asks([40], price=3),
        incentives=[credit],
    )
    total = reshore.bottlenecks(case.plan()).total
    row = total.filter(law="cap").row(0, named=True)

    assert row["entity"] == "cap of ptc"
    assert (row["value"], row["limit"], row["unit"]) == (pytest.approx(0.5), pytest.approx(25), "USD/USD")
    assert "claims" not in total["law"].to_list()


def test_a_quota_and_a_required_demand_contradict_each_other() -> None:
    """Proves: the quota is named with what it allows, and both ways to repair it are edits that leave a plan.

    By hand: 60 of 90 may leave in the quarter: 30 fewer must be asked for, or 360 a year let through.
    Sensitivity: a quota that no conflict knows leaves the contradiction unexplained.
    """
    found = proven(abroad(QUOTA, required=True))

    quota = found.rows.filter(law="quota").row(0, named=True)
    assert (quota["words"], quota["limit"], quota["unit"]) == (f"quota {WORDS}", pytest.approx(240), "piece/year")
    assert quota["first"] is None
    asked, world = found.repairs
    assert sum(before - after for *_, before, after in changes(asked)) == pytest.approx(30)
    (change,) = changes(world)
    assert change[:4] == ("controls", "rule/X//A/B/2025-01-01", "limit", 240)
    assert change[4] == pytest.approx(360)
    assert world.changes["words"].to_list() == [f"quota {WORDS}"]
    assert f"quota {WORDS}: 240 piece/year" in conflict_text(found)


def test_a_ban_and_a_required_demand_contradict_each_other() -> None:
    """Proves: the ban is named, and what is asked for can give; a ban is no number that could.

    By hand: from 1 March on nothing leaves, and 30 are due in March: 30 fewer. Sensitivity: shipments that do not exist.
    """
    ban: Row = {**QUOTA, "kind": "ban", "limit": None, "starts": "2025-03-01"}
    case = abroad(ban, required=True)
    found = proven(case)

    assert {law for law, _ in named(found)} == {"ban", "required demand", "storage"}
    assert f"ban {WORDS}" in conflict_text(found)
    assert changes(found.repairs[0]) == [("demands", "shop/part//2025-03-01", "quantity", 30, 0)]
    assert conflict(case).kind == "infeasible"
    assert no_plan(case).conflict is not None
