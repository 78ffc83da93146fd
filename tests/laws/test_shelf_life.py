"""Shelf life: stock leaves before it spoils."""

from datetime import date

import pytest
from tests.builders import asks, by_month, earns, plant


def test_stock_is_no_more_than_what_leaves_within_its_life() -> None:
    """Proves: stock(t) ≤ Σ w(u) · outflow(u), with w the share of u within the life after the end of t.

    By hand: 31 days. January may make 100, February 10. January's stock S serves February's 40 and, within 3 of March's
    31 days, part of what March takes: x = S + 10 − 40. S = 40 + 3/31 · x gives S = 1150/28 = 41.0714, x = 11.0714.
    February's stock must leave in March, so April's 50 get nothing. In all 5 + S + 10 parts at 3 − 1: 112.142857.
    Sensitivity: whole periods (w = 1) would serve all of March, w = 0 would keep 40.
    """
    case = plant(
        "4 months",
        products=[{"product": "part", "shelf_life": 31}],
        operations=[{"site": "plant", "process": "make", "unit_cost": 1, "maximum": 100, "ends": date(2025, 3, 1)}],
        profiles=[
            {"table": "operations", "key": "plant/make", "column": "maximum", "date": "2025-02-01", "value": 10},
        ],
        demands=asks([5, 40, 62, 50], price=3),
    )
    plan = case.plan()
    held = 1150 / 28

    assert by_month(plan, "stock") == pytest.approx({1: held, 2: held - 30})
    assert by_month(plan, "serve") == pytest.approx({1: 5, 2: 40, 3: held - 30})
    earns(plan, 2 * (held + 15), revenue=3 * (held + 15), operation=-(held + 15))
