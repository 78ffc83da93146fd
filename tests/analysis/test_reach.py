"""When a target can be reached first: bounds rule out days, and never one on which it can."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.builders import Case, asks, line, plant, project

from reshore.analysis.optimum import optimum_of
from reshore.analysis.targets import targets
from reshore.analysis.targets.reach import Dates, _adds_up
from reshore.analysis.targets.target import Aims, targets_of
from reshore.solve import SolveOptions

JULY = date(2025, 7, 1)


def falling(goal: float) -> Case:
    """Return a plant that earns 90 in January and pays 10 a month, and may build for 200 to earn 1,000 in June."""
    return plant(
        "6 months",
        resources=[{"site": "plant", "resource": "line", "unit": "hour", "capacity": 10, "fixed_cost": 10}],
        uses=[{"site": "plant", "process": "make", "resource": "line", "per_run": 1}],
        expansions=[project(module=1000, capex=200, max_modules=1, latest=date(2025, 1, 2), whole_modules=True)],
        demands=[*asks([10], price=9), *asks([0, 0, 0, 0, 0, 1000], price=1)],
        targets=[{"target": "claim", "measure": "profit", "by": JULY, "at_least": goal}],
    )


def dates_of(case: Case) -> Dates:
    """Return the days of the only target of a case."""
    plan = case.plan()
    (target,) = targets_of(plan.inputs)
    optimum = optimum_of(plan)
    aims = Aims(optimum.program, plan.network, target)
    each = [aims.at(day) for day in aims.days]
    return Dates(optimum.program, each, aims.cumulative, optimum.solution.columns, SolveOptions())


@pytest.mark.parametrize("goal", [30, 80, 81, 830, 831, 2000])
def test_no_day_is_ruled_out_on_which_it_can_be_reached(goal: float) -> None:
    """Proves: with bounds the first day is that of a search through all days.

    By hand: profit is 80, 70, 60, 50, 40 and 30 by the ends of months without a module, 830 with it by July; the most that
    the days up to one count of each part is 80 up to June, with one month of the line paid, and 1,080 with all that is sold
    and no module paid.
    Sensitivity: a bound for one day that an earlier one exceeds.
    """
    dates = dates_of(falling(goal))
    count = len(dates.aims)
    found = [dates._plan(place) is not None for place in range(count)]
    out = dates._out_of_reach(count)

    assert not dates.cumulative
    assert not any(found[:out])
    assert dates.first([]) == (found.index(True) if any(found) else None)
    assert out == (count if goal > 1080 else 5 if goal > 80 else 0)


def test_days_add_up_where_each_counts_all_before() -> None:
    """Proves: amounts add up from day to day; a rate of a month and a level do not. Sensitivity: bounds for windows."""
    case = plant("6 months", demands=asks([10] * 6, price=5), **line(10))

    def adds(measure: str, **more: object) -> bool:
        claim = {"target": "claim", "measure": measure, "by": JULY, "at_least": 5, **more}
        return _adds_up(dates_of(case.having(targets=[claim])).aims)

    assert adds("made")
    assert adds("profit")
    assert not adds("made", per="month")
    assert not adds("stock")
    assert not adds("made", filters="site = plant", share_of="product = part", at_least=0.5)


def test_a_rate_after_the_end_is_none() -> None:
    """Proves: of a rate that begins after the horizon nothing is reached, and nothing is divided by no time."""
    case = plant("3 months", demands=asks([10] * 3, price=5), **line(10))
    claim = {
        "target": "claim",
        "measure": "made",
        "starts": JULY,
        "by": date(2025, 8, 1),
        "at_least": 4,
        "per": "month",
    }
    found = targets(case.having(targets=[claim]).plan()).targets.row(0, named=True)

    assert (found["reachable"], found["most"], found["earliest"]) == (False, 0.0, None)


def test_a_column_below_zero_rules_out_nothing() -> None:
    """Proves: where a decision may be negative no bound is trusted. Sensitivity: days ruled out all the same."""
    dates = dates_of(falling(2000))
    program = dates.program
    below = replace(program, lower=np.where(np.arange(program.shape[1]) == 0, -1.0, program.lower))

    assert dates._out_of_reach(6) == 6
    assert replace(dates, program=below)._out_of_reach(6) == 0
