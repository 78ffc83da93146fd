"""The packaged example `factory` is Williams' factory planning."""

from datetime import date

import polars as pl
import pytest

import reshore


@pytest.fixture(scope="module")
def plan() -> reshore.Plan:
    """Return the plan of the example."""
    return reshore.plan("factory")


def test_profit_is_that_of_the_book(plan: reshore.Plan) -> None:
    """Proves: machine hours, downtime, stock limits and sales limits together give the published 93 715.18.

    Sensitivity: without holding cost in the last month (7 · 50 · 0.5) it would be 175 more.
    """
    assert plan.objective == pytest.approx(93715.17857, rel=1e-9)


def test_year_ends_with_fifty_of_each(plan: reshore.Plan) -> None:
    """Proves: the minimum of the stock profile holds in June, and in no month before."""
    stock = plan.table("stock")

    assert stock.filter(period=date(2025, 6, 1))["value"].to_list() == pytest.approx([50.0] * 7)
    assert stock.filter(period=date(2025, 1, 1)).height < 7
    assert stock.filter(pl.col("value") > 100.0 + 1e-6).is_empty()


def test_machines_are_down_in_their_months(plan: reshore.Plan) -> None:
    """Proves: the profiles take one machine's 384 hours away, in the months of the book."""
    capacity = plan.table("capacity")
    full = {"grinder": 1536.0, "vertical drill": 768.0, "horizontal drill": 1152.0, "borer": 384.0, "planer": 384.0}
    down = {
        (row["resource"], row["period"].month): (full[row["resource"]] - row["existing"]) / 384.0
        for row in capacity.filter(pl.col("existing") != pl.col("resource").replace_strict(full)).iter_rows(named=True)
    }

    assert down == {
        ("grinder", 1): 1.0,
        ("horizontal drill", 2): 2.0,
        ("borer", 3): 1.0,
        ("vertical drill", 4): 1.0,
        ("grinder", 5): 1.0,
        ("vertical drill", 5): 1.0,
        ("planer", 6): 1.0,
        ("horizontal drill", 6): 1.0,
    }
