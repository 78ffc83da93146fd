"""Runs: at least, at most, and in whole numbers."""

from datetime import date

import pytest
from tests.builders import Case, asks, by_month, earns, plant


def test_minimum_runs_count_for_the_part_of_a_period_that_is_open() -> None:
    """Proves: make ≥ minimum · overlap with the window, also where nobody wants the output.

    By hand: 30 a month until 15 February: 30 in January, 30 · 14/28 = 15 in February, none in March. Each run costs 2;
    five parts are sold at 3: 15 − 90 = −75.
    Sensitivity: whole periods would force 60; a minimum on the period alone would force 90.
    """
    case = plant(
        operations=[
            {"site": "plant", "process": "make", "unit_cost": 2, "minimum": 30, "ends": date(2025, 2, 15)},
        ],
        demands=asks([5], price=3),
    )
    plan = case.plan()

    assert by_month(plan, "make") == pytest.approx({1: 30, 2: 15})
    earns(plan, -75, revenue=15, operation=-90)


def test_maximum_runs_are_worth_their_dual() -> None:
    """Proves: make ≤ maximum · length, and one more run is worth what it earns.

    By hand: 14 runs a week are 62 in January; each earns 5 − 2 = 3.
    Sensitivity: 14 · 4 or 14 · 52/12 runs.
    """
    operation = {"site": "plant", "process": "make", "unit_cost": 2, "maximum [run/week]": 14}
    plan = plant("1 months", operations=[operation], demands=asks([100], price=5)).plan()

    assert by_month(plan, "make") == pytest.approx({1: 62})
    assert plan.duals["runs"]["dual"].to_list() == pytest.approx([3])
    earns(plan, 186, revenue=310, operation=-124)


def batches(whole: bool) -> Case:
    """Return a process that makes 4 parts a run at 3.9, and a demand for 10 parts at 1."""
    return plant(
        "1 months",
        recipes=[{"process": "make", "product": "part", "quantity": 4}],
        operations=[{"site": "plant", "process": "make", "unit_cost": 3.9, "whole_runs": whole}],
        demands=asks([10], price=1),
    )


@pytest.mark.parametrize(("whole", "runs", "profit"), [(False, 2.5, 0.25), (True, 2, 0.2)])
def test_whole_runs(whole: bool, runs: float, profit: float) -> None:
    """Proves: with whole_runs the number of runs is an integer, else not.

    By hand: 2.5 runs earn 10 − 9.75 = 0.25; 2 earn 8 − 7.80 = 0.20; 3 would lose 1.70.
    Sensitivity: rounding the relaxed plan up would lose 1.70.
    """
    plan = batches(whole).plan()

    assert by_month(plan, "make") == pytest.approx({1: runs})
    assert plan.objective == pytest.approx(profit)
