"""Storage: stock at the end of each period stays within its limits."""

import pytest
from tests.builders import asks, by_month, earns, plant


def test_stock_keeps_its_minimum_and_its_maximum() -> None:
    """Proves: minimum ≤ stock ≤ maximum at the end of each period.

    By hand: 9 at the start, 10 sold in January, room for 15, so 16 are made. In February 20 can be made: 35, of which 4
    must stay: 31 are sold of 50. Money: 41 · 5 − 36 = 169. One more unit of room is worth 5 − 1 = 4, one less of
    minimum 5.
    Sensitivity: without the minimum 35 would be sold, without the maximum 36 made two ahead.
    """
    case = plant(
        "2 months",
        operations=[{"site": "plant", "process": "make", "unit_cost": 1, "maximum": 20}],
        stocks=[{"site": "plant", "product": "part", "initial": 9, "minimum": 4, "maximum": 15}],
        demands=asks([10, 50], price=5),
    )
    plan = case.plan()

    assert by_month(plan, "make") == pytest.approx({1: 16, 2: 20})
    assert by_month(plan, "stock") == pytest.approx({1: 15, 2: 4})
    assert by_month(plan, "serve") == pytest.approx({1: 10, 2: 31})
    assert plan.duals["bound:stock"]["dual"].to_list() == pytest.approx([4, -5])
    earns(plan, 169, revenue=205, operation=-36)


def test_goods_pass_through_a_place_without_room() -> None:
    """Proves: a maximum of 0 bounds what is kept at the end of a period, not what flows through it.

    By hand: 17 are made and sold in each month at 3 − 1: 68.
    Sensitivity: a limit on throughput would sell nothing.
    """
    case = plant(
        "2 months",
        operations=[{"site": "plant", "process": "make", "unit_cost": 1}],
        stocks=[{"site": "plant", "product": "part", "maximum": 0}],
        demands=asks([17, 17], price=3),
    )

    earns(case.plan(), 68, revenue=102, operation=-34)
