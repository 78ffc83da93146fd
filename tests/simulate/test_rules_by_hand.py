"""What the simulation does, period by period, on plans small enough to be followed by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.builders import Case, Row, asks, depot, line, plant, project
from tests.simulate.forced import forced

STOP: Row = {"hazard": "stop", "scope": "site", "names": "plant", "annual_rate": 1, "duration": 31}


def factory(capacity: float = 15, **demand: object) -> Case:
    """Return a plant that is asked for 10 parts a month at 5 each, with a line for more."""
    demand = {"price": 5, "patience": 28, "late_cost": 1, "lost_cost": 2, **demand}
    return plant(
        "3 months",
        **line(capacity),
        hazards=[STOP],
        stocks=[{"site": "plant", "product": "part", "holding_cost": 0.5}],
        demands=asks([10, 10, 10], **demand),
    )


def test_nothing_happens_and_all_is_as_planned() -> None:
    """Proves: without events the simulation is the plan. By hand: 30 parts at 5. Sensitivity: any rule that acts unasked."""
    found = forced(factory())

    assert found.profit == pytest.approx(150)
    assert found.terms == pytest.approx({"revenue": 150})


def test_what_falls_behind_is_caught_up_with_spare_capacity() -> None:
    """Proves: half a month is lost and made up for in the next, late.

    By hand: half of 15 can be made in January, 7.5 of 10; the 2.5 that are missing are made in February, where 5 are spare, and
    are served a month late: 150 − 2.5 · 1.
    Sensitivity: capacity that is cut by the plan, not by what there is, would make 5 in January.
    """
    found = forced(factory(), (0, 0.0, 31.0, 0.5))

    assert found.values("make")[0] == pytest.approx([7.5, 12.5, 10])
    assert found.terms == pytest.approx({"revenue": 150, "late": -2.5})
    assert found.profit == pytest.approx(147.5)


def test_what_cannot_be_caught_up_in_time_is_lost() -> None:
    """Proves: customers wait as long as they are patient, and no longer.

    By hand: nothing in January and February; in March 15 are made, 10 for March, and 5 for February, whose customers still wait;
    January's do not. Lost are 10 of January and 5 of February. 15 · 5 − 5 · 1 − 15 · 2 = 40.
    Sensitivity: serving January first would serve what nobody takes any more.
    """
    found = forced(factory(), (0, 0.0, 59.0, 1.0))

    assert found.values("make")[0] == pytest.approx([0, 0, 15])
    assert found.terms == pytest.approx({"revenue": 75, "late": -5, "lost": -30})
    assert found.values("lost")[:, :].sum() == pytest.approx(15)


def test_what_comes_back_slowly_counts_by_days() -> None:
    """Proves: capacity comes back evenly over the recovery.

    By hand: nothing for the 31 days of January; over 28 days of February on average half of 15 comes back, 7.5, all for
    February's own 10. March makes 15: its 10, 2.5 of February and 2.5 of nobody's waiting.
    Sensitivity: recovery that begins at once, or in steps.
    """
    case = factory().changing("hazards", recovery=28)
    found = forced(case, (0, 0.0, 31.0, 1.0))

    assert found.values("make")[0][:2] == pytest.approx([0, 7.5])
    assert found.values("serve").sum() == pytest.approx(7.5 + 2.5 + 10)


def test_capacity_is_shared_in_proportion_to_the_plan() -> None:
    """Proves: of two products on one line each loses the same share. By hand: a line for 12 at half: 6 for 8 and 4, 4 and 2."""
    case = plant(
        "1 months",
        **line(12),
        products=[{"product": "part"}, {"product": "other"}],
        recipes=[
            {"process": "make", "product": "part", "quantity": 1},
            {"process": "form", "product": "other", "quantity": 1},
        ],
        operations=[{"site": "plant", "process": "make"}, {"site": "plant", "process": "form"}],
        demands=[*asks([8], price=5), *asks([4], product="other", price=5)],
        hazards=[STOP],
    )
    case = case.adding(uses=[{"site": "plant", "process": "form", "resource": "line", "per_run": 1}])
    found = forced(case, (0, 0.0, 31.0, 0.5))

    assert found.values("make")[:, 0] == pytest.approx([4, 2])


def test_goods_are_shared_in_proportion_to_the_plan() -> None:
    """Proves: what there is goes to all who ask for it, in proportion.

    By hand: of 12 that leave the depot in the first month half are stopped; 6 arrive for shops that ask for 8 and 4.
    """
    case = depot(
        "1 months",
        stocks=[{"site": "depot", "product": "part", "initial": 12}],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road"}],
        demands=[
            *asks([8], market="shop", price=5, **{"class": "a"}),
            *asks([4], market="shop", price=5, **{"class": "b"}),
        ],
        hazards=[{**STOP, "scope": "lane", "names": "depot>shop"}],
    )
    found = forced(case, (0, 0.0, 31.0, 0.5))

    assert found.values("serve")[:, 0] == pytest.approx([4, 2])


def road(**cells: object) -> Case:
    """Return goods of which 10 a month go by a road, that may be shut, to a shop whose customers wait."""
    return depot(
        "3 months",
        stocks=[
            {"site": "depot", "product": "part", "initial": 30},
            {"site": "shop", "product": "part", "holding_cost": 0.5},
        ],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road", **cells}],
        demands=asks([10, 10, 10], market="shop", price=5, patience=80, late_cost=1),
        hazards=[{**STOP, "scope": "lane", "names": "depot>shop/road"}],
    )


def test_what_nothing_limits_makes_up_for_the_past_on_free_days() -> None:
    """Proves: an outage that ends in a month holds up what is behind by the days that it still takes, and no more.

    By hand: shut for January and half of February: none leaves; then half of 10, and half of the 10 that were behind; then all
    that is behind. Shut for 32 days, a 28th of February's 10, and of January's, waits for March. Sensitivity: with a cliff at
    the month's end 32 days would hold up all of January's for two months.
    """
    half, just = (forced(road(), (0, 0.0, days, 1.0)) for days in (45.0, 32.0))

    assert half.values("ship")[0] == pytest.approx([0, 10, 20])
    assert just.values("ship")[0] == pytest.approx([0, 20 * 27 / 28, 10 + 20 / 28])


def test_a_lane_with_a_capacity_loses_that() -> None:
    """Proves: of a lane that has a capacity that is what is lost: it carries what it planned where enough is left.

    By hand: 15 a month, 30 % of it gone: 10.5 are left for 10; 40 %: 9. Shut for 45 days: 7.5 in February, then 15.
    """
    assert forced(road(capacity=15), (0, 0.0, 31.0, 0.3)).values("ship")[0] == pytest.approx([10, 10, 10])
    assert forced(road(capacity=15), (0, 0.0, 31.0, 0.4)).values("ship")[0] == pytest.approx([9, 11, 10])
    assert forced(road(capacity=15), (0, 0.0, 45.0, 1.0)).values("ship")[0] == pytest.approx([0, 7.5, 15])


def test_most_runs_are_lost_where_operations_are_hit() -> None:
    """Proves: of an operation without resource that has most runs, those are lost. By hand: 30 % of 15: 10 are made; 60 %: 6."""
    case = factory().having(resources=[], uses=[]).changing("operations", 0, maximum=15)

    assert forced(case, (0, 0.0, 31.0, 0.3)).values("make")[0] == pytest.approx([10, 10, 10])
    assert forced(case, (0, 0.0, 31.0, 0.6)).values("make")[0] == pytest.approx([6, 14, 10])


def test_supply_that_is_hit_makes_up_on_free_days_what_its_line_allows() -> None:
    """Proves: where supply is hit for a part of a month, what is behind is made on the other days, as far as the line goes.

    By hand: nothing in January; in February half of 10, and of the 5 more that the line can make half: 7.5; in March 15.
    Sensitivity: without the line's limit half of the 10 that were behind would be made as well, 10 in February.
    """
    case = factory(patience=80).changing("hazards", scope="product", names="part", affects="supply")

    assert forced(case, (0, 0.0, 45.0, 1.0)).values("make")[0] == pytest.approx([0, 7.5, 15])


def test_a_way_round_that_is_hit_takes_what_its_free_days_are() -> None:
    """Proves: another mode that is shut for a part of the month takes that share of what it would.

    By hand: the road is shut for January, rail for half of it: half of 10 go by rail.
    """
    case = road().adding(lanes=[{"origin": "depot", "destination": "shop", "mode": "rail", "cost_per_unit": 1}])
    case = case.adding(hazards=[{**STOP, "hazard": "late", "scope": "mode", "names": "rail"}])
    found = forced(case, (0, 0.0, 31.0, 1.0), (1, 0.0, 15.5, 1.0))

    assert found.values("ship")[:, 0] == pytest.approx([0, 5])


def test_goods_go_round_what_is_closed_by_the_cheapest_way() -> None:
    """Proves: another mode takes what cannot leave, the cheapest first, as far as it has room.

    By hand: 10 by road at 1 in January; the road is closed, so 4 go by rail at 2, which has room for 4, and 6 by air at 3.
    Sensitivity: ways in the order of the table, or without their limits.
    """
    case = depot(
        "1 months",
        stocks=[{"site": "depot", "product": "part", "initial": 10}],
        lanes=[
            {"origin": "depot", "destination": "shop", "mode": "air", "cost_per_unit": 3, "capacity": 100},
            {"origin": "depot", "destination": "shop", "mode": "rail", "cost_per_unit": 2, "capacity": 4},
            {"origin": "depot", "destination": "shop", "mode": "road", "cost_per_unit": 1, "capacity": 100},
        ],
        demands=asks([10], market="shop", price=5),
        hazards=[{**STOP, "scope": "mode", "names": "road"}],
    )
    found = forced(case, (0, 0.0, 31.0, 1.0))

    assert found.values("ship")[:, 0] == pytest.approx([6, 4, 0])
    assert found.profit == pytest.approx(50 - 18 - 8)


def test_stock_that_the_plan_needs_does_not_go_round() -> None:
    """Proves: a way round takes only what the plan does not keep: the depot's stock is for its own shop next month.

    By hand: the road from the mine is closed in January; the depot keeps 10 for February, so the shop gets nothing in January.
    """
    case = depot(
        "2 months",
        sites=[{"site": "mine"}, {"site": "depot"}, {"site": "shop"}],
        stocks=[
            {"site": "mine", "product": "part", "initial": 10},
            {"site": "depot", "product": "part", "initial": 10},
        ],
        lanes=[
            {"origin": "mine", "destination": "shop", "mode": "road", "ends": "2025-02-01"},
            {"origin": "depot", "destination": "shop", "mode": "road", "cost_per_unit": 1},
        ],
        demands=asks([10, 10], market="shop", price=5, lost_cost=1),
        hazards=[{**STOP, "scope": "lane", "names": "mine>shop"}],
    )
    found = forced(case, (0, 0.0, 31.0, 1.0))

    assert found.values("serve").sum(axis=0) == pytest.approx([0, 10])


def test_other_capacity_makes_what_is_not_made() -> None:
    """Proves: another process that makes the same at the same site does in place of one that is short of capacity.

    By hand: the line is lost for January; by hand 4 can be made, at a cost of 1.
    """
    case = plant(
        "1 months",
        **line(20),
        recipes=[
            {"process": "make", "product": "part", "quantity": 1},
            {"process": "by hand", "product": "part", "quantity": 1},
        ],
        operations=[
            {"site": "plant", "process": "make"},
            {"site": "plant", "process": "by hand", "unit_cost": 1, "maximum": 4},
        ],
        demands=asks([10], price=5),
        hazards=[STOP],
    )
    case = case.having(
        hazards=[{**STOP, "scope": "product", "names": "part", "affects": "supply"}, {**STOP, "hazard": "works"}],
    )
    plan = case.plan()
    found = forced(plan, (1, 0.0, 31.0, 1.0))

    assert found.values("make")[:, 0] == pytest.approx([0, 0])
    found = forced(plan, (0, 0.0, 31.0, 0.0))
    assert found.values("make")[:, 0] == pytest.approx([10, 0])


def test_a_project_that_is_late_offers_its_capacity_later() -> None:
    """Proves: a delay moves the whole of what a project offers.

    By hand: modules for 10 a month, complete on 1 February; a delay of 14 days leaves 14 of 28 days of February: 5 parts. March
    makes 10 and, as the line has no more, catches up nothing.
    Sensitivity: a delay counted in whole months, or one that leaves the end of the ramp where it was.
    """
    case = plant(
        "3 months",
        **line(0),
        expansions=[project(build_time=1, capex=1, status="committed", earliest="2025-01-01", max_modules=1)],
        demands=asks([0, 10, 10], price=5),
        hazards=[{**STOP, "scope": "expansion", "names": "grow"}],
    )
    found = forced(case, (0, 10.0, 14.0, 1.0))

    assert found.values("make").sum(axis=0) == pytest.approx([0, 5, 10])


def test_what_is_complete_is_late_no_more() -> None:
    """Proves: an event delays the modules that are being built when it happens, and none that are complete.

    By hand: modules for 10 a month, started in January and complete on 1 February, of a project that may start in any month. An
    event on 1 March delays nothing; one on 11 January of 14 days leaves 14 of 28 days of February.
    Sensitivity: a project that counts as being built from its first possible start to its last.
    """
    case = plant(
        "5 months",
        **line(0),
        expansions=[project(build_time=1, capex=1, max_modules=1)],
        demands=asks([0, 10, 10, 10, 10], price=50),
        hazards=[{**STOP, "scope": "expansion", "names": "grow"}],
    )
    plan = case.plan()

    assert forced(plan, (0, 59.0, 31.0, 1.0)).values("make").sum(axis=0) == pytest.approx([0, 10, 10, 10, 10])
    assert forced(plan, (0, 10.0, 14.0, 1.0)).values("make").sum(axis=0) == pytest.approx([0, 5, 10, 10, 10])


def test_a_project_whose_yield_learns_is_late_too() -> None:
    """Proves: a delay moves the capacity of a vintage, of which only its own runs make use.

    By hand: modules for 20 a month at a yield of half from 1 February on; 14 days late they offer 10 runs: 5 parts.
    """
    case = plant(
        "3 months",
        **line(0),
        ramps=[{"ramp": "rise", "age": 0, "fraction": 0.5}],
        expansions=[
            project(
                build_time=1, status="committed", earliest="2025-01-01", max_modules=1, module=20, yield_ramp="rise"
            )
        ],
        demands=asks([0, 10, 10], price=5),
        hazards=[{**STOP, "scope": "expansion", "names": "grow"}],
    )
    found = forced(case, (0, 10.0, 14.0, 1.0))

    assert found.values("make").sum(axis=0) == pytest.approx([0, 10, 20])
    assert found.values("serve").sum(axis=0) == pytest.approx([0, 5, 10])


def test_existing_capacity_that_is_not_known_is_no_part_of_a_vintage() -> None:
    """Proves: a range of existing capacity moves the pool, and leaves what learning modules offer to their own runs.

    By hand: of a line for 5 and modules for 20 a month at a yield of half the line drops to 1: 1 and 10 parts.
    """
    case = plant(
        "2 months",
        **line(5),
        ramps=[{"ramp": "rise", "age": 0, "fraction": 0.5}],
        expansions=[
            project(
                build_time=1, status="committed", earliest="2025-01-01", max_modules=1, module=20, yield_ramp="rise"
            )
        ],
        demands=asks([5, 15], price=5),
        ranges=[{"table": "resources", "key": "plant/line", "column": "capacity", "low": 1, "high": 30}],
    )
    found = forced(case, values={"resources/plant/line/capacity": 1.0})

    assert found.values("make").sum(axis=0) == pytest.approx([1, 21])
    assert found.values("serve").sum(axis=0) == pytest.approx([1, 11])


def test_capex_that_is_not_known_counts_with_what_is_built() -> None:
    """Proves: another price of a module counts for those that are built. By hand: one module at 7 in place of 3: 4 less."""
    case = plant(
        "1 months",
        **line(0),
        expansions=[project(capex=3, status="committed", earliest="2025-01-01", max_modules=1)],
        demands=asks([10], price=5),
        ranges=[{"table": "expansions", "key": "grow", "column": "capex", "low": 1, "high": 9}],
    )
    plan = case.plan()

    assert forced(plan, values={"expansions/grow/capex": 7.0}).profit == pytest.approx(plan.objective - 4)


def test_a_run_that_brings_less_is_started_more_often() -> None:
    """Proves: runs make up for a yield below that of the tables where capacity is spare, and fewer are made above it.

    By hand: 10 good parts of 20 runs at a yield of 0.5. At 0.4 it takes 25 runs, and the line allows 24: 9.6 parts. At 0.8, 12.5.
    """
    case = plant(
        "1 months",
        **line(24),
        operations=[{"site": "plant", "process": "make", "yield": 0.5, "unit_cost": 0.1}],
        demands=asks([10], price=5),
        ranges=[{"table": "operations", "key": "plant/make", "column": "yield", "low": 0.4, "high": 0.8}],
    )
    plan = case.plan()
    for good, runs, parts in ((0.4, 24, 9.6), (0.8, 12.5, 10)):
        found = forced(plan, values={"operations/plant/make/yield": good})
        assert found.values("make")[0] == pytest.approx([runs])
        assert found.values("serve")[0] == pytest.approx([parts])
        assert found.profit == pytest.approx(5 * parts - 0.1 * runs)


def test_demand_that_is_more_than_planned_is_served_from_what_there_is() -> None:
    """Proves: other demand is asked for; the plan does not make more, so that what is more is lost, and what is less stays.

    By hand: 10 are made. Of 12 asked for, 10 are served and 2 lost at 2; of 6, 6 are served and 4 stay.
    """
    case = plant(
        "1 months",
        **line(24),
        demands=asks([10], price=5, lost_cost=2),
        ranges=[{"table": "demands", "key": "plant/part//2025-01-01", "column": "quantity", "low": 6, "high": 12}],
    )
    plan = case.plan()
    for asked, profit in ((12.0, 50 - 4), (6.0, 30)):
        found = forced(plan, values={"demands/plant/part//2025-01-01/quantity": asked})
        assert found.profit == pytest.approx(profit)
        assert found.block.asked[0] == pytest.approx(asked * 5)
        assert sum(found.terms.values()) == pytest.approx(profit)


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "profit"),
    [
        ("demands", "plant/part//2025-01-01", "price", 6.0, 50),
        ("operations", "plant/make", "unit_cost", 2.0, 30),
        ("products", "part", "holding_rate", 0.5, 40),
    ],
)
def test_money_that_is_not_known_counts_in_proportion(
    table: str, key: str, column: str, value: float, profit: float
) -> None:
    """Proves: profit follows prices and costs. By hand: 10 parts at 5 − 1, one of the two another one; nothing is in stock."""
    case = plant(
        "1 months",
        **line(24),
        products=[{"product": "part", "value": 10, "holding_rate": 0.1}],
        operations=[{"site": "plant", "process": "make", "unit_cost": 1}],
        demands=asks([10], price=5),
        ranges=[{"table": table, "key": key, "column": column, "low": 0.01, "high": 100}],
    ).over("1 months", terminal_share=0)
    found = forced(case, values={f"{table}/{key}/{column}": value})

    assert found.profit == pytest.approx(profit)


def test_targets_of_money_go_with_numbers_of_money() -> None:
    """Proves: what a target of money reaches is what comes of it at the prices that were drawn, not at those of the tables.

    By hand: 10 parts at 6 in place of 5, each run at 2 in place of 1: revenue 60, cost 20, profit 40.
    Sensitivity: targets that count drawn quantities at the prices of the tables reach 50 and 10.
    """
    case = plant(
        "1 months",
        **line(24),
        operations=[{"site": "plant", "process": "make", "unit_cost": 1}],
        demands=asks([10], price=5),
        ranges=[
            {"table": "demands", "key": "plant/part//2025-01-01", "column": "price", "low": 1, "high": 9},
            {"table": "operations", "key": "plant/make", "column": "unit_cost", "low": 0.5, "high": 4},
        ],
        targets=[
            {"target": name, "measure": name, "by": "2025-02-01", "at_least": 1}
            for name in ("revenue", "cost", "profit", "made")
        ],
    )
    values = {"demands/plant/part//2025-01-01/price": 6.0, "operations/plant/make/unit_cost": 2.0}
    found = forced(case, values=values)
    top, bottom = found.block.totals[2::2, 0], found.block.totals[3::2, 0]

    assert (top / bottom).tolist() == pytest.approx([60, 20, 40, 10])
    assert found.profit == pytest.approx(40)


def test_capacity_from_a_date_on_goes_with_its_own_range() -> None:
    """Proves: the values of a profile are drawn with that of its row, each in its own range and for its own days.

    By hand: 20 a month in January, 10 from February on; asked for 10 each. At 5 from February on, 5 are made then.
    """
    case = plant(
        "2 months",
        **line(20),
        profiles=[
            {
                "table": "resources",
                "key": "plant/line",
                "column": "capacity",
                "date": "2025-02-01",
                "value": 10,
            }
        ],
        stocks=[{"site": "plant", "product": "part", "holding_cost": 0.5}],
        demands=asks([10, 10], price=5),
        ranges=[
            {
                "table": "profiles",
                "key": "resources/plant/line/capacity/2025-02-01",
                "column": "value",
                "low": 5,
                "high": 12,
            }
        ],
    )
    found = forced(case, values={"resources/plant/line/capacity": 5.0})

    assert found.values("make")[0] == pytest.approx([10, 5])


def test_points_that_feed_each_other_within_a_period_share_what_comes_round() -> None:
    """Proves: a loop within a period is gone through until it settles.

    By hand: what is sown comes back twice within the month; with a stock of 4 the plan sows 6 and sells 10, and the loop
    allows all of it. With half of the field 3 may be sown, beside 10 that are to be sold: each gets the share f of what is
    there, which with what comes round is 4 + 2 · 3 f of 13 asked for: f = 4/7.
    Sensitivity: shares by what is there at first alone would give 4/16 and 4/13.
    """
    case = plant(
        "1 months",
        products=[{"product": "seed"}, {"product": "part"}, {"product": "water"}],
        recipes=[
            {"process": "sow", "product": "part", "quantity": -1},
            {"process": "sow", "product": "seed", "quantity": 1},
            {"process": "reap", "product": "seed", "quantity": -1},
            {"process": "reap", "product": "water", "quantity": -1},
            {"process": "reap", "product": "part", "quantity": 2},
            {"process": "pump", "product": "water", "quantity": 1},
        ],
        operations=[{"site": "plant", "process": name} for name in ("sow", "reap", "pump")],
        resources=[{"site": "plant", "resource": "field", "capacity": 6}],
        uses=[{"site": "plant", "process": "sow", "resource": "field", "per_run": 1}],
        stocks=[{"site": "plant", "product": "part", "initial": 4}],
        demands=asks([10], price=5),
        hazards=[STOP],
    )
    plan = case.plan()
    whole = forced(plan)
    assert len(whole.simulator.wires.loop_point) == 2
    assert whole.values("serve").sum() == pytest.approx(10)
    assert np.asarray(whole.block.stocks).min() >= -1e-9

    half = forced(plan, (0, 0.0, 31.0, 0.5))
    assert half.values("serve").sum() == pytest.approx(10 * 4 / 7)
