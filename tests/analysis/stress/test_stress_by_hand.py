"""What events cost: every figure on plants that can be followed by hand."""

from __future__ import annotations

from datetime import date

import pytest
from tests.analysis.stress.made import FEBRUARY, daily, day, lost
from tests.builders import asks, depot, line, plant, project


def test_what_an_outage_costs_and_how_long_the_plant_holds_out() -> None:
    """Proves: profit, revenue, units, target, exposure, time to survive, cover and the path of output.

    By hand: February has 28 days and sells 20. Out for 14 days, 14 are made: 6 lost, at a margin of 4: 24, revenue 30. Out for 40
    days, none are made in February, and 19 in March (31 − 12): 21 lost, 84, revenue 105. 28 − 8 days are enough for 20: it
    survives 8 days, one more than the 7 that it takes to recover.
    Sensitivity: decisions of January made again would stock what is short; days rounded to months would lose all or nothing.
    """
    goal = {"target": "all", "measure": "delivered", "by": date(2025, 5, 1), "at_least": 80}
    found = lost(daily().adding(targets=[goal]).plan(), durations=("14d", "40d"))
    cases = found.cases

    assert cases["status"].to_list() == ["optimal", "optimal"]
    assert cases["start"].to_list() == [day(FEBRUARY)] * 2
    assert cases["duration"].to_list() == [14, 40]
    assert cases["profit_lost"].to_list() == pytest.approx([24, 84])
    assert cases["revenue_lost"].to_list() == pytest.approx([30, 105])
    assert cases["exposure"].to_list() == pytest.approx([24 / 84, 1])
    assert cases["time_to_survive"].to_list() == pytest.approx([8, 8], abs=1e-4)
    assert cases["covered"].to_list() == [True, True]
    assert found.units["lost"].to_list() == pytest.approx([6, 21])
    assert found.targets["planned"].to_list() == pytest.approx([80, 80])
    assert found.targets["lost"].to_list() == pytest.approx([6, 21])
    assert found.paths["relative"].to_list() == pytest.approx([1, 0.7, 1, 1, 1, 0, 0.95, 1])
    assert found.paths["planned"].to_list() == pytest.approx([100] * 8)


def test_capacity_comes_back_along_its_recovery() -> None:
    """Proves: loss and recovery count by days.

    By hand: half is gone for 10 days, then comes back over 8: 5 + 2 days are lost, 21 parts can be made: nothing is lost, proved
    without a solve. All gone for 10 days and back over 8: 14 days, 6 lost. Sensitivity: recovery left out loses nothing.
    """
    plan = daily().plan()
    half = lost(plan, durations=("10d",), loss=0.5, recovery=8.0, survive=False).cases
    whole = lost(plan, durations=("10d",), recovery=8.0, survive=False).cases

    assert (half["status"][0], half["profit_lost"][0], half["time_to_survive"][0]) == ("as planned", 0.0, None)
    assert whole["profit_lost"].to_list() == pytest.approx([24])


def test_customers_who_wait_make_an_outage_cheaper() -> None:
    """Proves: the response catches up after the event where the customer still takes it, at what lateness costs.

    By hand: 6 are short in February; March has 11 to spare. Each is a month late, at 0.5: 3. They are delivered. Customers wait
    for a month: February's 20 and March's 20 can come a month later, April's cannot. All 60 need 60 of the 89 days from
    February on: 29 may be out.
    Sensitivity: a response of the plan's own sales would lose all 24.
    """
    case = daily(**{"patience [day]": 31, "late_cost [USD/unit/month]": 0.5})
    found = lost(case.plan(), durations=("14d",)).cases

    assert found["profit_lost"].to_list() == pytest.approx([3])
    assert found["time_to_survive"].to_list() == pytest.approx([29], abs=1e-4)


def test_required_demand_that_cannot_be_served_is_told() -> None:
    """Proves: a limit that an event makes impossible gives by the least, is named, and is no error.

    By hand: 6 of the 20 of February cannot be made. Their margin of 4 is lost. Sensitivity: an infeasible program raised.
    """
    found = lost(daily(required=True).plan(), durations=("14d",))
    (row,) = found.broken.to_dicts()

    assert found.cases["status"].to_list() == ["limits broken"]
    assert (row["limit"], row["unit"], row["period"]) == ("required demand", "piece", day(FEBRUARY))
    assert "plant" in row["by"]
    assert row["amount"] == pytest.approx(6, abs=1e-3)
    assert found.cases["profit_lost"].to_list() == pytest.approx([24], abs=1e-2)
    assert found.units["lost"].to_list() == pytest.approx([6], abs=1e-3)


def test_what_has_no_capacity_loses_a_part_of_what_the_plan_does() -> None:
    """Proves: runs without a resource or a maximum keep what is left of the plan's runs of the period; with a maximum, of that.

    By hand: half of February gone: 10 of 20 are made. With a maximum of 25 a month, 12.5. Sensitivity: no limit loses nothing.
    """
    bare = daily().having(resources=[], uses=[])
    most = bare.changing("operations", 0, maximum=25)
    month = {"durations": ("28d",), "loss": 0.5, "survive": False}

    assert lost(bare.plan(), **month).cases["profit_lost"].to_list() == pytest.approx([40])
    assert lost(most.plan(), **month).cases["profit_lost"].to_list() == pytest.approx([30])


def test_supply_of_a_product_is_hit_wherever_it_is_made() -> None:
    """Proves: the scope `product` hits the operations that make it, whatever resource they use: a fraction of the plan's runs.

    By hand: a quarter of February gone: 15 of 20 are made, although the line could make 21. Sensitivity: a line at 75 % loses 0.
    """
    found = lost(daily().plan(), scope="product", durations=("28d",), loss=0.25, survive=False)

    assert found.cases["name"].to_list() == ["part"]
    assert found.cases["profit_lost"].to_list() == pytest.approx([20])


def test_on_free_days_a_line_makes_up_for_supply_that_is_hit() -> None:
    """Proves: where supply is hit for a part of a period, its line may do on the other days what it can do at most.

    By hand: half of February gone: half of 20, and in the other half the 4 more that a line for 28 can make than the plan: 14 are
    made. Gone for all of February and half of March: 0, and half of 20 and half of 31 − 20 in March. Sensitivity: free days of
    no use would lose 10 and 30.
    """
    found = lost(daily().plan(), scope="product", durations=("14d", "43.5d"), survive=False)

    assert found.cases["profit_lost"].to_list() == pytest.approx([6 * 4, (40 - 15.5) * 4])


def test_goods_go_another_way_where_a_lane_is_closed() -> None:
    """Proves: transit stops departures on a lane alone, and the rest is decided again.

    By hand: 10 a month go by road at 1. Closed for all of February they go by air at 3: 20 more. Both closed: 10 are lost at
    7 − 1 each. A depot has enough in stock. A lane without capacity that is open for a day of the month can take all of it, as
    one with a large capacity can: 27 days cost nothing, and all shorter closures are survived.
    Sensitivity: a closed origin would lose 60 in the first case too; a lane without limit that is worse off than a wide one.
    """
    case = depot(
        "3 months",
        stocks=[{"site": "depot", "product": "part", "initial": 40}],
        lanes=[
            {"origin": "depot", "destination": "shop", "mode": mode, "cost_per_unit": cost}
            for mode, cost in (("road", 1), ("air", 3))
        ],
        demands=asks([10, 10, 10], market="shop", price=7),
    ).having(
        stocks=[
            {"site": "depot", "product": "part", "initial": 40},
            {"site": "shop", "product": "part", "holding_cost": 0.1},
        ]
    )
    plan = case.plan()
    road = lost(plan, scope="lane", names=("depot>shop/road",), durations=("28d",)).cases
    both = lost(plan, scope="site", names=("depot",), affects="transit", durations=("28d",)).cases

    assert road["profit_lost"].to_list() == pytest.approx([20])
    assert road["time_to_survive"].to_list() == [float("inf")]
    assert both["profit_lost"].to_list() == pytest.approx([60])
    assert both["time_to_survive"].to_list() == pytest.approx([28], abs=1e-4)

    wide = case.changing("lanes", 0, capacity=1e6).changing("lanes", 1, capacity=1e6).plan()
    for model in (plan, wide):
        short = lost(model, scope="site", names=("depot",), affects="transit", durations=("27d",)).cases
        assert short["profit_lost"].to_list() == pytest.approx([0], abs=1e-6)
        assert short["time_to_survive"].to_list() == pytest.approx([28], abs=1e-2)


def test_modules_are_kept_unless_they_may_be_built_otherwise() -> None:
    """Proves: starts of modules are the plan's; with `rebuild` those from the event on are free.

    By hand: out from March to the end (4 months), nothing can be sold at the first line. A second line, that no plan needs, makes
    the 10 a month that are asked for, at 12 of capex, from the month in which it starts: built, the margin of 4 × 10 × 2 less
    12 is kept.
    Sensitivity: a response with builds as planned loses all 80.
    """
    tables = line(10)
    tables["resources"] = [*tables["resources"], {"site": "spare", "resource": "line", "unit": "hour", "capacity": 0}]
    tables["uses"] = [*tables["uses"], {"site": "spare", "process": "make", "resource": "line", "per_run": 1}]
    case = plant(
        "4 months",
        sites=[{"site": "plant"}, {"site": "spare"}],
        operations=[{"site": site, "process": "make", "unit_cost": 1} for site in ("plant", "spare")],
        lanes=[{"origin": "spare", "destination": "plant", "mode": "road"}],
        stocks=[{"site": "plant", "product": "part", "holding_cost": 1}],
        expansions=[project(site="spare", capex=12, build_time=0, max_modules=1)],
        demands=asks([10, 10, 10, 10], price=5),
        **tables,
    )
    plan = case.plan()
    out = {"names": ("plant",), "durations": ("2m",), "starts": ("2025-03-01",), "survive": False}

    assert lost(plan, **out).cases["profit_lost"].to_list() == pytest.approx([80])
    assert lost(plan, **out, rebuild=True).cases["profit_lost"].to_list() == pytest.approx([12])


def test_the_worst_start_is_found_among_all_periods() -> None:
    """Proves: `worst` keeps the start with the largest loss, for each duration.

    By hand: 26 are asked in February and 20 in other months. Out for 14 days: January makes 17 (3 lost), February 14 (12 lost),
    March 17, April 16. Sensitivity: the first start, or the last.
    """
    case = daily()
    case = case.having(demands=asks([20, 26, 20, 20], price=5))
    found = lost(case.plan(), durations=("14d", "15d"), starts=("worst",), survive=False).cases

    assert found["start"].to_list() == [day(FEBRUARY)] * 2
    assert found["profit_lost"].to_list() == pytest.approx([48, 52])


def test_a_start_that_is_not_given_is_halfway() -> None:
    """Proves: without starts, events begin on the first day of the middle period: March of four months."""
    found = lost(daily().plan(), durations=("1m",), starts=(), survive=False).cases

    assert found["start"].to_list() == [day("2025-03-01")]
    assert found["duration"].to_list() == [31]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"durations": ("2 moons",)}, "'2 moons' is no duration. Write such as 10d, 2w, 1m, 1q or 1y, or recover."),
        ({"durations": ("0d",)}, "'0d' is no duration. Write such as 10d, 2w, 1m, 1q or 1y, or recover."),
        (
            {"durations": ("recover",), "scope": "product"},
            "No site of what is asked for has a time to recover. Give time_to_recover in sites, or a duration beside recover.",
        ),
        ({"durations": ()}, "No duration is given. Write such as 2w,1m,3m,6m."),
        ({"starts": ("soon",)}, "'soon' is no start. Give dates such as 2027-07-01, or worst alone."),
        ({"starts": ("2026-01-01",)}, "2026-01-01 is outside the horizon, from 2025-01-01 to 2025-04-30."),
    ],
)
def test_what_cannot_be_read_is_told(asked: dict[str, object], words: str) -> None:
    """Proves: the message names what was given and what would do."""
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        lost(daily().plan(), **asked)
