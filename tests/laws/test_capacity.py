"""Capacity: what operations use of a resource together."""

import pytest
from tests.builders import Case, asks, by_month, earns, line, plant, total


def two_products(capacity: float) -> Case:
    """Return a line on which a takes 2 hours and earns 7, and b takes 3 and earns 12."""
    return plant(
        "1 months",
        products=[{"product": "a"}, {"product": "b"}],
        recipes=[{"process": f"make {name}", "product": name, "quantity": 1} for name in "ab"],
        operations=[{"site": "plant", "process": f"make {name}"} for name in "ab"],
        resources=line(capacity)["resources"],
        uses=[
            {"site": "plant", "process": f"make {name}", "resource": "line", "per_run": hours}
            for name, hours in (("a", 2), ("b", 3))
        ],
        demands=[*asks([40], product="a", price=7), *asks([20], product="b", price=12)],
    )


def test_operations_share_a_resource() -> None:
    """Proves: Σ per_run · make ≤ capacity, and the dual is the profit of one more hour.

    By hand: an hour earns 4 with b and 3.50 with a. 20 b take 60 of 90 hours, the other 30 make 15 a: 240 + 105 = 345.
    One more hour makes half an a: 3.50.
    Sensitivity: a capacity for each operation alone would make 40 a; per_run read as runs per hour would change both.
    """
    plan = two_products(90).plan()

    assert total(plan, "make", process="make a") == pytest.approx(15)
    assert total(plan, "make", process="make b") == pytest.approx(20)
    assert total(plan, "capacity", "used") == pytest.approx(90)
    assert plan.duals["capacity"]["dual"].to_list() == pytest.approx([3.5])
    earns(plan, 345, revenue=345)


def test_a_weekly_rate_counts_the_days_of_each_month() -> None:
    """Proves: 14 hours a week are 2 a day: 62 in January, 56 in February.

    By hand: a part takes 4 hours: 15.5 and 14 parts, sold at 6: 177.
    Sensitivity: four weeks a month would give 14 in both; 52/12 weeks would give 15.1667.
    """
    resource = {"site": "plant", "resource": "line", "unit": "hour", "capacity [hour/week]": 14}
    case = plant("2 months", resources=[resource], uses=line(0, 4)["uses"], demands=asks([90, 90], price=6))
    plan = case.having(operations=[{"site": "plant", "process": "make", "unit_cost": 0.25}]).plan()

    assert by_month(plan, "capacity", "existing") == pytest.approx({1: 62, 2: 56})
    assert by_month(plan, "make") == pytest.approx({1: 15.5, 2: 14})
    earns(plan, 29.5 * 5.75, revenue=177, operation=-7.375)
