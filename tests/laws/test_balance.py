"""Balance: what comes in, less what goes out, is what is left."""

from datetime import date

import pytest
from tests.builders import Case, asks, by_month, depot, earns, plant, total


def shipping(**lane: object) -> Case:
    """Return a depot with 62 parts and a lane of ten days that is open in January."""
    return depot(
        stocks=[{"site": "depot", "product": "part", "initial": 62}],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road", "transit_time": 10, **lane}],
        demands=asks([50, 30], market="shop", price=3),
    )


def test_departures_arrive_spread_over_the_periods_that_they_overlap() -> None:
    """Proves: what leaves evenly in January and takes 10 days arrives over [11 January, 11 February).

    By hand: of 62 parts, 62 · 21/31 = 42 arrive in January and 20 in February: 62 · 3 = 186.
    Sensitivity: a lead time rounded to whole months would deliver 50 + 12 or 0 + 30.
    """
    plan = shipping(ends=date(2025, 2, 1)).plan()

    assert by_month(plan, "ship") == pytest.approx({1: 62})
    assert by_month(plan, "serve") == pytest.approx({1: 42, 2: 20})
    assert by_month(plan, "lost") == pytest.approx({1: 8, 2: 10})
    earns(plan, 186, revenue=186)


def test_goods_under_way_arrive_evenly_by_days() -> None:
    """Proves: 31 parts that arrive over 62 days give half a part a day; stock carries over.

    By hand: 15.5 in January, 14 in February, 1.5 in March. Sold 12 in January at 4; 3.5 + 14 in February at 3; 1.5 in
    March at 2: 103.50.
    Sensitivity: arrivals shared by months would give 15.5, 15.5 and nothing in March.
    """
    case = depot(
        "4 months",
        stocks=[{"site": "shop", "product": "part", "in_transit": 31, "in_transit_time": 62}],
        demands=[
            *asks([12], market="shop", price=4),
            *asks([0, 40], market="shop", price=3),
            *asks([0, 0, 40], market="shop", price=2),
        ],
    )
    plan = case.plan()

    assert by_month(plan, "stock") == pytest.approx({1: 3.5})
    assert by_month(plan, "serve") == pytest.approx({1: 12, 2: 17.5, 3: 1.5})
    earns(plan, 103.5, revenue=103.5)


def test_inputs_leave_when_a_run_starts_and_output_comes_after_its_cycle() -> None:
    """Proves: a run consumes at its start, and its output is there after 45.5 days.

    By hand: 6 units of wood are there in January. Three runs start in January (2 wood each, open that month only) and
    come out over [15.5 February, 18.5 March): of 31 days, 28 − 14.5 = 13.5 in February and 17.5 in March.
    Sensitivity: consuming with the output would leave the wood in stock in January.
    """
    case = plant(
        products=[{"product": "part"}, {"product": "wood"}],
        recipes=[
            {"process": "make", "product": "wood", "quantity": -2},
            {"process": "make", "product": "part", "quantity": 1},
        ],
        operations=[{"site": "plant", "process": "make", "cycle_time": 45.5, "ends": date(2025, 2, 1)}],
        stocks=[{"site": "plant", "product": "wood", "initial": 6}],
        demands=asks([0, 9, 9], price=4),
    )
    plan = case.plan()

    assert by_month(plan, "make") == pytest.approx({1: 3})
    assert total(plan, "stock", product="wood") == 0
    assert by_month(plan, "serve") == pytest.approx({2: 3 * 13.5 / 31, 3: 3 * 17.5 / 31})
    earns(plan, 12, revenue=12)


def test_scrap_leaves_the_balance_at_its_cost() -> None:
    """Proves: stock that may not stay is disposed of, at a cost.

    By hand: 17 parts, 5 sold in January, room for 4: 8 are scrapped at 3 each. Two more are sold in February at 7, and
    nothing is kept from the other two: 5 · 7 + 2 · 7 − 24 = 25.
    Sensitivity: a balance without scrap would have no plan.
    """
    case = depot(
        products=[{"product": "part", "scrap_cost": 3}],
        stocks=[{"site": "shop", "product": "part", "initial": 17, "maximum": 4}],
        demands=asks([5, 2], market="shop", price=7),
    )
    plan = case.plan()

    assert by_month(plan, "scrap") == pytest.approx({1: 8})
    assert by_month(plan, "stock") == pytest.approx({1: 4, 2: 2})
    earns(plan, 25, revenue=49, scrap=-24)
