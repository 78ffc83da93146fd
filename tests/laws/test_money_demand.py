"""Revenue, lateness and losses."""

from datetime import date

import pytest
from tests.builders import Row, asks, by_month, earns, plant


@pytest.mark.parametrize(("column", "rate", "cost"), [("late_cost", 1.5, 3.0), ("late_cost [USD/unit/day]", 0.1, 5.9)])
def test_lateness_counts_from_the_start_of_the_due_period_to_that_of_serving(
    column: str, rate: float, cost: float
) -> None:
    """Proves: late = late_cost · (b(t) − b(u)) in the column's unit of time; revenue and loss by their own rates.

    By hand: 9 of 13 parts due in January can be served in March, two calendar months or 59 days late: 3.00 or 5.90 each.
    Four are lost at 2.50, in January. Price 20: 180 − 9 · cost − 10.
    Sensitivity: counting from the end of the due period would halve it; 30-day months would give 6.00.
    """
    demand: Row = {**asks([13], price=20, patience=60, lost_cost=2.5)[0], column: rate}
    case = plant(
        operations=[{"site": "plant", "process": "make", "maximum": 9, "starts": date(2025, 3, 1)}],
        demands=[demand],
    )
    plan = case.plan()

    assert by_month(plan, "serve") == pytest.approx({3: 9})
    assert by_month(plan, "money", term="lost") == pytest.approx({1: -10})
    assert by_month(plan, "money", term="revenue") == pytest.approx({3: 180})
    earns(plan, 170 - 9 * cost, revenue=180, late=-9 * cost, lost=-10)


def test_classes_are_served_by_price() -> None:
    """Proves: demands that differ in class alone are apart: the dearer one is served first.

    By hand: 10 runs serve 7 of `gold` at 9 and 3 of 7 of the other at 4: 75.
    Sensitivity: merging the rows by market, product and date would earn 65 or 90.
    """
    case = plant(
        "1 months",
        operations=[{"site": "plant", "process": "make", "maximum": 10}],
        demands=[*asks([7], price=9, **{"class": "gold"}), *asks([7], price=4)],
    )
    plan = case.plan()

    assert by_month(plan, "serve", **{"class": "gold"}) == pytest.approx({1: 7})
    earns(plan, 75, revenue=75)
