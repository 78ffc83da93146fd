"""Lane capacity: all products together."""

from datetime import date

import pytest
from tests.builders import asks, by_month, depot, earns, total


def test_products_share_a_lane_for_as_long_as_it_is_open() -> None:
    """Proves: Σ over products of ship ≤ capacity · length of the window in the period.

    By hand: 7 a week, open from 11 January to 10 February: 21 and 10 units. Product b earns 8 and is wanted 9 and 4
    times, a earns 5: 9 b and 12 a, then 4 b and 6 a: 104 + 90 = 194. One more unit carries an a: 5.
    Sensitivity: whole periods would carry 31 and 28, a limit for each product 21 of both.
    """
    case = depot(
        products=[{"product": "a"}, {"product": "b"}],
        stocks=[{"site": "depot", "product": name, "initial": 50} for name in "ab"],
        lanes=[
            {
                "origin": "depot",
                "destination": "shop",
                "mode": "road",
                "capacity [unit/week]": 7,
                "starts": date(2025, 1, 11),
                "ends": date(2025, 2, 11),
            }
        ],
        demands=[
            *asks([100, 100], market="shop", product="a", price=5),
            *asks([9, 4], market="shop", product="b", price=8),
        ],
    )
    plan = case.plan()

    assert by_month(plan, "ship", product="a") == pytest.approx({1: 12, 2: 6})
    assert by_month(plan, "ship", product="b") == pytest.approx({1: 9, 2: 4})
    assert plan.duals["lane_capacity"]["dual"].to_list() == pytest.approx([5, 5])
    earns(plan, 194, revenue=194)


def test_a_lane_carries_only_the_products_that_it_lists() -> None:
    """Proves: with `products` a lane carries those; the other lane without a list carries what is left.

    By hand: the cheap lane (1 a unit) lists b only: 6 b there, 4 a on the dear one (3 a unit): 30 + 20 − 6 − 12 = 32.
    Sensitivity: a list that is ignored would send a for 1 and earn 40.
    """
    way = {"origin": "depot", "destination": "shop"}
    case = depot(
        "1 months",
        products=[{"product": "a"}, {"product": "b"}],
        stocks=[{"site": "depot", "product": name, "initial": 50} for name in "ab"],
        lanes=[
            {**way, "mode": "rail", "cost_per_unit": 1, "products": "b"},
            {**way, "mode": "air", "cost_per_unit": 3},
        ],
        demands=[
            *asks([4], market="shop", product="a", price=5),
            *asks([6], market="shop", product="b", price=5),
        ],
    )
    plan = case.plan()

    assert total(plan, "ship", mode="rail", product="b") == pytest.approx(6)
    assert total(plan, "ship", mode="air", product="a") == pytest.approx(4)
    earns(plan, 32, revenue=50, transport=-18)
