"""Vintage capacity: its yield learns by age, and only its own runs use it."""

from datetime import date

import pytest
from tests.builders import Case, asks, by_month, earns, line, plant, project


def learning(**cells: object) -> Case:
    """Return a pool of 5 a month and a module of 40 a month that yields half for a month and then 90 %."""
    steps = [{"ramp": "learn", "age": age, "fraction": factor} for age, factor in ((0, 0.5), (1, 0.9))]
    return plant(
        "3 months",
        **line(5),
        ramps=steps,
        expansions=[project(module=40, build_time=0.5, yield_ramp="learn", max_modules=1, **cells)],
        operations=[{"site": "plant", "process": "make", "unit_cost": 1, "yield": 0.8}],
        stocks=[{"site": "plant", "product": "part", "maximum": 0}],
        demands=asks([100, 100, 100], price=10),
    )


def test_vintage_yield_follows_age_and_the_pool_does_not_learn() -> None:
    """Proves: vintage output = yield · factor(age) · runs, averaged by days; the pool keeps its own yield.

    By hand: complete at noon of 16 January, the module gives 20, 40, 40 runs. Its factor is 0.5 in January, 0.5 for 14
    days and 0.9 for 14 in February: 0.7, then 0.9. Good parts: 8, 22.4, 28.8; the pool's 5 runs give 4 more each month.
    Money: 71.2 · 10 − 115 = 597.
    Sensitivity: a factor on the pool too, or read by calendar, or taken at the start of a period, gives other parts.
    """
    plan = learning(status="committed").plan()

    assert by_month(plan, "make", expansion="grow") == pytest.approx({1: 20, 2: 40, 3: 40})
    assert by_month(plan, "make", expansion="") == pytest.approx({1: 5, 2: 5, 3: 5})
    assert by_month(plan, "serve") == pytest.approx({1: 12, 2: 26.4, 3: 32.8})
    assert plan.table("make")["vintage"].drop_nulls().unique().to_list() == [date(2025, 1, 1)]
    assert by_month(plan, "capacity", "added") == pytest.approx({1: 20, 2: 40, 3: 40})
    earns(plan, 597, revenue=712, operation=-115)


def test_learning_starts_when_the_plan_builds() -> None:
    """Proves: an option started on 1 February learns from the middle of February.

    By hand: runs 20 in February and 40 in March; factor 0.5 in February. In March age one month is reached at 14/28 of
    February + 1 = half of March, 15.5 of 31 days: factor 0.7. Parts: 20 · 0.4 = 8 and 40 · 0.56 = 22.4, besides 12.
    Money: 42.4 · 10 − 75 − 50 = 299.
    Sensitivity: ages since the start of the horizon would give 0.9 in March.
    """
    plan = learning(capex=50, earliest=date(2025, 2, 1), latest=date(2025, 2, 2)).plan()

    assert by_month(plan, "build") == pytest.approx({2: 1})
    assert by_month(plan, "serve") == pytest.approx({1: 4, 2: 12, 3: 26.4})
    earns(plan, 299, revenue=424, operation=-75, capex=-50)


def test_vintage_runs_use_the_pool_of_every_other_resource() -> None:
    """Proves: a vintage run draws on its own vintage for the expanded resource only; power is shared with the pool.

    By hand: a run takes 2 of 70 power: 35 runs a month. The pool's 5 yield 0.8 and come first; the vintage's get the
    other 30 in February and March, where it could run 40. Parts: 12, 4 + 30 · 0.56 = 20.8, 4 + 30 · 0.72 = 25.6.
    Sensitivity: a vintage that used no pooled resource would make as much as without power.
    """
    case = learning(status="committed").adding(
        resources=[{"site": "plant", "resource": "power", "unit": "kW", "capacity": 70}],
        uses=[{"site": "plant", "process": "make", "resource": "power", "per_run": 2}],
    )
    plan = case.plan()

    assert by_month(plan, "make", expansion="grow") == pytest.approx({1: 20, 2: 30, 3: 30})
    assert by_month(plan, "serve") == pytest.approx({1: 12, 2: 20.8, 3: 25.6})
    assert by_month(plan, "capacity", "used", resource="power") == pytest.approx({1: 50, 2: 70, 3: 70})
    earns(plan, 584 - 95, revenue=584, operation=-95)


def test_vintage_capacity_waits_for_qualification() -> None:
    """Proves: a vintage offers an operation nothing before it is complete and qualified; its yield ages from completion.

    By hand: complete on 16.5 January and qualified 7.75 days later, it gives 40 · 7.75/31 = 10 runs in January, at
    0.8 · 0.5: 4 parts, with the pool's 4. February and March are as without qualification: it offers all of each month.
    Sensitivity: ages from the end of qualification would give a factor below 0.7 in February.
    """
    case = learning(status="committed")
    plan = case.changing("operations", qualification_time=7.75).plan()

    assert by_month(plan, "make", expansion="grow") == pytest.approx({1: 10, 2: 40, 3: 40})
    assert by_month(plan, "serve") == pytest.approx({1: 8, 2: 26.4, 3: 32.8})
    earns(plan, 672 - 105, revenue=672, operation=-105)


def test_the_factor_counts_days_by_what_the_vintage_offers_on_them() -> None:
    """Proves: the yield of a vintage is averaged over what can be run: weighted by its capacity ramp, once qualified.

    By hand: complete at once and qualified after 11 days, it offers 20 % for ten days (12 January to 21 January), then all:
    31 · (10 · 0.2 + 10)/31 = 12 runs. Its yield is 0.5 until 27 January (26 days) and 0.9 after: for 2 + 5 of the 12 it is
    0.5, for 5 of them 0.9: (3.5 + 4.5)/12 = 2/3, 8 parts, sold at 9.
    Sensitivity: the average of January from completion on is 0.5645; from qualification on, without the ramp, 0.6.
    """
    steps = [
        {"ramp": ramp, "age [day]": age, "fraction": fraction}
        for ramp, age, fraction in (("rise", 0, 0.2), ("rise", 10, 1), ("learn", 0, 0.5), ("learn", 26, 0.9))
    ]
    case = plant(
        "1 months",
        **line(0),
        ramps=steps,
        expansions=[project(module=31, ramp="rise", yield_ramp="learn", status="committed")],
        operations=[{"site": "plant", "process": "make", "unit_cost": 2, "qualification_time": 11}],
        demands=asks([100], price=9),
    )
    plan = case.plan()

    assert by_month(plan, "make") == pytest.approx({1: 12})
    earns(plan, 48, revenue=72, operation=-24)


def test_the_factor_counts_the_days_in_the_window_of_the_operation() -> None:
    """Proves: where the operation ends within the period, the yield is that of the days before.

    By hand: the operation works until 22 January: the yield is 0.5 for 15 days and 0.9 for 6: 12.9/21. All 21 runs that a
    maximum of 31 a month leaves give 12.9 parts, sold at 10, at 1 a run.
    Sensitivity: the average of January, (7.5 + 14.4)/31, would give 14.8.
    """
    case = plant(
        "1 months",
        **line(0),
        ramps=[{"ramp": "learn", "age [day]": age, "fraction": good} for age, good in ((0, 0.5), (15, 0.9))],
        expansions=[project(module=62, yield_ramp="learn", status="committed")],
        operations=[
            {"site": "plant", "process": "make", "unit_cost": 1, "maximum": 31, "ends": date(2025, 1, 22)},
        ],
        demands=asks([100], price=10),
    )

    earns(case.plan(), 108, revenue=129, operation=-21)
