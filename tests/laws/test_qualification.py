"""Qualification: new capacity waits for some operations, existing capacity does not."""

from datetime import date

import polars as pl
import pytest
from tests.builders import Case, asks, by_month, earns, line, plant, project


def careful(existing: float) -> Case:
    """Return a line with a module of 31 a month, complete at once; `careful` needs ten days of qualification on it."""
    return plant(
        "2 months",
        products=[{"product": "plain"}, {"product": "careful"}],
        recipes=[{"process": name, "product": name, "quantity": 1} for name in ("plain", "careful")],
        operations=[
            {"site": "plant", "process": "plain", "unit_cost": 0.5},
            {"site": "plant", "process": "careful", "unit_cost": 0.5, "qualification_time": 10},
        ],
        resources=line(existing)["resources"],
        uses=[{"site": "plant", "process": name, "resource": "line"} for name in ("plain", "careful")],
        expansions=[project(module=31, status="committed", max_modules=1)],
        demands=[
            *asks([100, 100], product="plain", price=4),
            *asks([100, 100], product="careful", price=9),
        ],
    )


@pytest.mark.parametrize(("existing", "profit"), [(0, 477.0), (5, 562.0)])
def test_new_capacity_serves_an_operation_only_once_it_is_qualified(existing: float, profit: float) -> None:
    """Proves: at level q only modules that are q old count; operations without it use the module from its completion.

    By hand: in January the module gives 31, of which 31 · 21/31 = 21 to `careful`; the other 10 make `plain`. In
    February all 31 are careful. Existing capacity of 5 serves `careful` at once.
    Profit: 52 · 8.50 + 10 · 3.50 = 477, and 10 · 8.50 more with the existing 5 a month.
    Sensitivity: waiting for the longest time would give 21 in all in January; none would give 31 careful.
    """
    plan = careful(existing).plan()
    runs = 62 + 2 * existing

    assert by_month(plan, "make", process="careful") == pytest.approx({1: 21 + existing, 2: 31 + existing})
    assert by_month(plan, "make", process="plain") == pytest.approx({1: 10})
    assert by_month(plan, "capacity", "added") == pytest.approx({1: 31, 2: 31})
    earns(plan, profit, revenue=profit + runs / 2, operation=-runs / 2)


def test_duals_of_levels_are_told_apart_and_add_up_for_existing_capacity() -> None:
    """Proves: a row says its qualification time; one more unit of existing capacity is worth the sum over the levels.

    By hand: in January one more hour of the module that counts for everything makes one more `plain`, worth 3.50; one that
    counts for `careful` too makes a `careful` instead, 8.50 − 3.50 = 5 more; existing capacity is in both rows: 8.50.
    Sensitivity: rows that cannot be told apart, or the worth of one of them alone.
    """
    plan = careful(5).plan()
    duals = plan.duals["capacity"].filter(pl.col("period") == date(2025, 1, 1))

    assert dict(duals.select("qualification_time", "dual").iter_rows()) == pytest.approx({0.0: 3.5, 10.0: 5.0})
    assert careful(6).plan().objective - careful(5).plan().objective == pytest.approx(2 * duals["dual"].sum())
