"""Committed projects are built, whatever the plan would choose."""

from datetime import date, datetime

import pytest
from tests.builders import asks, by_month, earns, line, plant, project


def test_a_committed_project_that_began_before_the_horizon_pays_only_what_is_left() -> None:
    """Proves: it starts max_modules on its date, which may lie before the horizon; money spent by then is sunk.

    By hand: begun on 16 December, 31 days: complete on 16 January. Two modules of 62 a month give 2 · 62 · 16/31 = 64 in
    January and 124 in February. Of 310 each, 15/31 is still paid: 300 for both. On 1 March 44 of 100 days of life are
    gone: 300 · 0.56 = 168 are left. Sold at 2: 376 − 300 + 168 = 244.
    Sensitivity: paying all of it gives −620; ramping from the start of the horizon gives nothing in January.
    """
    case = plant(
        "2 months",
        **line(0),
        expansions=[
            {
                **project(module=62, capex=310, max_modules=2, status="committed", earliest=date(2024, 12, 16)),
                "build_time [day]": 31,
                "life [day]": 100,
            }
        ],
        demands=asks([200, 200], price=2),
    )
    plan = case.plan()
    build = plan.table("build").row(0, named=True)

    assert (build["period"], build["value"]) == (date(2025, 1, 1), 2)
    assert (build["start"], build["ready"]) == (datetime(2024, 12, 16), datetime(2025, 1, 16))
    assert by_month(plan, "capacity", "added") == pytest.approx({1: 64, 2: 124})
    earns(plan, 244, revenue=376, capex=-300, residual=168)


def test_a_committed_project_is_built_at_a_loss_and_counts_one_module() -> None:
    """Proves: the plan cannot leave it out, and an empty max_modules means one.

    By hand: 70 is paid for 10 a month that nobody needs: −70, and 8 parts at 3 from existing capacity: −46.
    Sensitivity: a free choice, or a bound without its lower side, would earn 24.
    """
    case = plant("1 months", **line(25), expansions=[project(capex=70, status="committed")], demands=asks([8], price=3))
    plan = case.plan()

    assert by_month(plan, "build") == {1: 1}
    earns(plan, -46, revenue=24, capex=-70)


def test_a_committed_project_after_the_horizon_is_no_part_of_the_plan() -> None:
    """Proves: earliest on the first day after the horizon builds and pays nothing.

    By hand: 8 parts at 3 are 24.
    Sensitivity: an inclusive end would pay 70.
    """
    late = project(capex=70, status="committed", earliest=date(2025, 2, 1))
    plan = plant("1 months", **line(25), expansions=[late], demands=asks([8], price=3)).plan()

    assert plan.table("build").height == 0
    earns(plan, 24, revenue=24)
