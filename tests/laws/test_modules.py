"""Modules: how many may ever be built, in whole numbers or not."""

import polars as pl
import pytest
from tests.builders import Case, asks, by_month, earns, line, plant, project


def choice(whole: bool) -> Case:
    """Return a project of at most 2.5 modules of 10 a month; a module costs 20, a part earns 5."""
    option = project(capex=20, max_modules=2.5, whole_modules=whole)
    return plant(**line(0), expansions=[option], demands=asks([100, 100, 100], price=5))


@pytest.mark.parametrize(("whole", "modules"), [(False, 2.5), (True, 2.0)])
def test_modules_of_all_starts_are_limited_together(whole: bool, modules: float) -> None:
    """Proves: Σ over starts of build ≤ max_modules; whole_modules rounds the choice, not the limit.

    By hand: a module built in January makes 30 parts, 150, for 20: 130 · 2.5 = 325, or 130 · 2 = 260.
    Sensitivity: a limit for each start would build 2.5 in every month.
    """
    plan = choice(whole).plan()

    assert by_month(plan, "build") == pytest.approx({1: modules})
    assert by_month(plan, "capacity", "added") == pytest.approx(dict.fromkeys((1, 2, 3), 10 * modules))
    earns(plan, 130 * modules, revenue=150 * modules, capex=-20 * modules)


def test_one_more_module_is_worth_its_dual() -> None:
    """Proves: the duals of all that max_modules bounds sum to the profit of a module, 130.

    By hand: as above. The limit bounds the sum over starts (a module more there starts in February: 80) and each start
    by itself (one in January in place of February: 50).
    Sensitivity: a dual per unit of capacity would be 13 or 5.
    """
    duals = choice(False).plan().duals
    of_starts = duals["bound:build"].filter(pl.col("dual") > 0)

    assert duals["modules"]["dual"].sum() + of_starts["dual"].sum() == pytest.approx(130)


def test_a_whole_module_that_does_not_pay_in_full_is_not_built() -> None:
    """Proves: the integer plan differs from the relaxed one in what pays.

    By hand: 6 parts a month earn 3 · 6 · 5 = 90. 0.6 modules at 100 cost 60: 30 is earned; a whole one costs 100.
    Sensitivity: an integer flag that is lost would earn 30.
    """
    case = choice(True).changing("expansions", capex=100).having(demands=asks([6, 6, 6], price=5))

    earns(case.plan(), 0)
    earns(case.changing("expansions", whole_modules=False).plan(), 30, revenue=90, capex=-60)
