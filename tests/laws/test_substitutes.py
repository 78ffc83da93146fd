"""Substitutes: one generation serves the demand for another."""

from datetime import date

import pytest
from tests.builders import asks, depot, earns, total


def test_a_substitute_counts_by_its_ratio_and_pays_its_factor_within_its_window() -> None:
    """Proves: serve(by)/ratio fills the demand, paid at price · price_factor, from `starts` on.

    By hand: 20 old parts are asked for in January at 10 and in February at 9. 14 old ones are sold in January: 140. From
    February on half a new one stands for an old one at 1.3 times the price: 7 new serve 14: 14 · 9 · 1.3 = 163.80.
    Six are lost each month.
    Sensitivity: an inverted ratio would serve 3.5; without the window new parts would be sold in January for 182.
    """
    case = depot(
        products=[{"product": "old"}, {"product": "new"}],
        stocks=[
            {"site": "shop", "product": "old", "initial": 14},
            {"site": "shop", "product": "new", "initial": 7},
        ],
        substitutes=[
            {"product": "old", "by": "new", "ratio": 0.5, "price_factor": 1.3, "starts": date(2025, 2, 1)},
        ],
        demands=[
            *asks([20], market="shop", product="old", price=10),
            *asks([0, 20], market="shop", product="old", price=9),
        ],
    )
    plan = case.plan()

    assert total(plan, "serve", by="old") == pytest.approx(14)
    assert total(plan, "serve", by="new") == pytest.approx(7)
    assert plan.table("lost")["value"].to_list() == pytest.approx([6, 6])
    earns(plan, 303.8, revenue=303.8)
