"""What running costs."""

import pytest
from tests.builders import asks, by_month, earns, plant


def test_a_run_is_paid_when_it_starts_at_the_price_of_that_period() -> None:
    """Proves: unit_cost[t] · make[t], in the period of the start, for runs and not for good output.

    By hand: with a cycle of 59 days runs of January come out in March (31 days for 31). 8 good parts at 80 % take 10
    runs at 3 each, though a run costs 5 from February on: 8 · 11 − 30 = 58.
    Sensitivity: paying on completion would cost 50; paying per good part 24.
    """
    case = plant(
        operations=[{"site": "plant", "process": "make", "unit_cost": 3, "yield": 0.8, "cycle_time": 59}],
        profiles=[
            {"table": "operations", "key": "plant/make", "column": "unit_cost", "date": "2025-02-01", "value": 5},
        ],
        demands=asks([0, 0, 8], price=11),
    )
    plan = case.plan()

    assert by_month(plan, "money", term="operation") == pytest.approx({1: -30})
    earns(plan, 58, revenue=88, operation=-30)
