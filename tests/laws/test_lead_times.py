"""Lead times over unequal buckets."""

from datetime import date

import pytest
from tests.builders import earns, plant


def test_a_lead_time_of_ten_days_over_weeks_and_then_a_month() -> None:
    """Proves: lags are shares of days over unequal buckets, and what arrives after the horizon is the terminal pipeline.

    By hand: buckets [1, 8), [8, 15) January and [15 January, 15 February). Runs take 10 days: week 1 arrives over
    [11, 18): 4/7 in week 2, 3/7 in the month; week 2 in the month; the month's over [25 January, 25 February): 21 of 31
    days within. 14 runs a week: 14, 14, 62. Output 0, 8, 6 + 14 + 42 = 62; 20 are under way at the end, worth 2.
    Money: 70 · 5 + 20 · 2 − 90 = 300.
    Sensitivity: a lead time of two buckets would serve 14 in all; of one 76.
    """
    days = (date(2025, 1, 1), date(2025, 1, 8), date(2025, 1, 15))
    case = plant(
        "2 weeks, 1 months",
        operations=[
            {"site": "plant", "process": "make", "unit_cost": 1, "cycle_time": 10, "maximum [run/week]": 14},
        ],
        stocks=[{"site": "plant", "product": "part", "terminal_value": 2, "maximum": 0}],
        demands=[{"market": "plant", "product": "part", "date": day, "quantity": 99, "price": 5} for day in days],
    )
    plan = case.plan()

    assert plan.table("make")["value"].to_list() == pytest.approx([14, 14, 62])
    served = dict(plan.table("serve").select("period", "value").iter_rows())
    assert served == pytest.approx({days[1]: 8, days[2]: 62})
    earns(plan, 300, revenue=350, terminal=40, operation=-90)
