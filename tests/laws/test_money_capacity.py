"""What having capacity costs."""

import pytest
from tests.builders import asks, by_month, earns, line, plant, project


def test_fixed_cost_is_paid_for_each_day_of_the_period_used_or_not() -> None:
    """Proves: fixed_cost · length in its own unit of time, a constant of the plan.

    By hand: 14 a week is 62 in January and 56 in February; 9 parts at 20 in January: 180 − 118 = 62.
    Sensitivity: four weeks a month would be 112 in all.
    """
    case = plant("2 months", **line(25, **{"fixed_cost [USD/week]": 14}), demands=asks([9], price=20))
    plan = case.plan()

    assert by_month(plan, "money", term="fixed") == pytest.approx({1: -62, 2: -56})
    earns(plan, 62, revenue=180, fixed=-118)


def test_upkeep_is_paid_from_completion_to_retirement() -> None:
    """Proves: fixed_cost of a module · length of its life within the period, and capacity for as long.

    By hand: two modules complete on 11 January (10 days) that live 28 days, until 8 February: 21/31 and 7/28 of a month.
    62 a month each: capacity 2 · 42 and 2 · 15.5; 31 a month each: 42 and 15.50 to pay. Sold at 3: 345 − 57.50 = 287.50.
    Sensitivity: paying from the start, or for ever, gives 31 · 2 in January or February.
    """
    option = {
        **project(module=62, fixed_cost=31, max_modules=2, status="committed"),
        "build_time [day]": 10,
        "life [day]": 28,
    }
    plan = plant("2 months", **line(0), expansions=[option], demands=asks([200, 200], price=3)).plan()

    assert by_month(plan, "capacity", "added") == pytest.approx({1: 84, 2: 31})
    assert by_month(plan, "money", term="upkeep") == pytest.approx({1: -42, 2: -15.5})
    earns(plan, 287.5, revenue=345, upkeep=-57.5)
