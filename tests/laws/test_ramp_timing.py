"""Ramps follow age since completion."""

from datetime import date

import pytest
from tests.builders import Case, Row, asks, by_month, earns, line, plant, project


def ramped(demand: list[float], **cells: object) -> Case:
    """Return a line without capacity and a project of 100 a month with a ramp of 20, 60, 100 %; nothing is stocked."""
    steps: list[Row] = [
        {"ramp": "slow", "age [month]": age, "fraction": share} for age, share in ((0, 0.2), (1, 0.6), (2, 1))
    ]
    option = project(module=100, capex=500, build_time=2, ramp="slow", max_modules=1, whole_modules=True, **cells)
    return plant(
        "6 months",
        **line(0),
        ramps=steps,
        expansions=[option],
        stocks=[{"site": "plant", "product": "part", "maximum": 0}],
        demands=asks(demand, price=10),
    )


def test_ramp_starts_when_the_plan_chooses_to_build() -> None:
    """Proves: capacity follows age since completion, not the calendar.

    By hand: one module of 100/month, two months to build, ramp 20 %, 60 %, 100 %. Demand 90 from month 3 (April).
    Built in January it gives 20, 60, 100, 100 in March to June: 60 + 90 + 90 parts at 10, less 500: 1 900.
    (Built in February it would give 20, 60, 90: 1 200.)
    Sensitivity: a ramp read by calendar date would give 100 in month 3, and building in February would be as good.
    """
    plan = ramped([0, 0, 0, 90, 90, 90]).plan()

    assert by_month(plan, "build") == {1: 1}
    assert by_month(plan, "capacity", "added") == pytest.approx({3: 20, 4: 60, 5: 100, 6: 100})
    assert by_month(plan, "serve") == pytest.approx({4: 60, 5: 90, 6: 90})
    earns(plan, 1900, revenue=2400, capex=-500)


def test_ramp_of_a_later_start_is_as_slow() -> None:
    """Proves: the same module started on 11 February begins its ramp on 11 April (plus the calendar's fraction).

    By hand: 10/28 into February plus two months is 10/28 into April. In April 18/28 of a month at 20 %; in May
    10/28 at 20 % and 18/28 at 60 %; in June 10/28 at 60 % and 18/28 at 100 %.
    Sensitivity: starts or ages rounded to whole months would give 20, 60, 100.
    """
    plan = ramped([0, 0, 0, 90, 90, 90], earliest=date(2025, 2, 11), latest=date(2025, 2, 12)).plan()

    added = {4: 360 / 28, 5: (200 + 1080) / 28, 6: (600 + 1800) / 28}
    assert by_month(plan, "capacity", "added") == pytest.approx(added)
    assert by_month(plan, "serve") == pytest.approx(added)
    earns(plan, 10 * sum(added.values()) - 500, revenue=10 * sum(added.values()), capex=-500)
