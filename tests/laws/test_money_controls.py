"""Fees on revenue."""

import pytest
from tests.builders import Case, Row, asks, by_month, depot, earns

FEE: Row = {
    "control": "share",
    "control_class": "X",
    "destination": "B",
    "starts": "2025-01-01",
    "kind": "fee",
    "fee_rate": 0.15,
}


def sold(*controls: Row) -> Case:
    """Return a shop in B that asks for `old`, of no class, in two months, and takes `new`, of class X, in its place."""
    return depot(
        sites=[{"site": "depot", "country": "A"}, {"site": "shop", "country": "B"}],
        products=[{"product": "old"}, {"product": "new", "control_class": "X"}],
        stocks=[{"site": "shop", "product": "old", "initial": 6}, {"site": "shop", "product": "new", "initial": 40}],
        demands=asks([10, 10], market="shop", product="old", price=20),
        substitutes=[{"product": "old", "by": "new", "ratio": 2, "price_factor": 0.9}],
        controls=list(controls),
    )


def test_a_fee_is_a_share_of_the_revenue_from_what_it_is_about() -> None:
    """Proves: a fee counts the product given, at what the customer pays for it, at markets in the destination.

    By hand: 6 old for 20 and 14 of 20 asked for by new at 18: 120 + 252 = 372. 15 % of the 252 is 37.80.
    Sensitivity: a fee on the product asked for would be 55.80 or nothing, one on the list price 42.
    """
    plan = sold(FEE).plan()

    earns(plan, 334.2, revenue=372, fee=-37.8)
    fees = plan.table("money").filter(term="fee")
    assert set(fees.select("site", "partner", "name", "product", "program").rows()) == {
        ("shop", "", "", "new", "share")
    }
    earns(sold({**FEE, "destination": "A"}).plan(), 372, revenue=372)


def test_a_fee_holds_on_the_days_of_its_window() -> None:
    """Proves: the share of a period is that of each day on which the fee holds, over all its days; it may change.

    By hand: from 11 January 15 %, from 15 February 30 %: 0.15 · 21/31, then (14 · 0.15 + 14 · 0.30) / 28 = 0.225 of the revenue
    from new: the 6 old go where the fee is more, February: 180 in January and 72 in February: 18.29 and 16.20.
    Sensitivity: whole periods would pay 27 and 16.20, the first rate 10.80 in February.
    """
    changes: list[Row] = [
        {"table": "controls", "key": "share/X///B/2025-01-11", "column": "fee_rate", "date": "2025-02-15", "value": 0.3}
    ]
    plan = sold({**FEE, "starts": "2025-01-11"}).adding(profiles=changes).plan()

    assert by_month(plan, "money", term="fee") == pytest.approx({1: -180 * 0.15 * 21 / 31, 2: -16.2})


def test_a_fee_is_paid_where_cost_is_the_objective_too() -> None:
    """Proves: a fee is a cost, of revenue that the objective leaves out.

    By hand: what is served must be: 14 by new at 18 are 252: 37.80. Sensitivity: a fee that vanishes with the revenue.
    """
    case = sold(FEE).over("2 months", objective="cost")
    for row in range(2):
        case = case.changing("demands", row, required=True)

    earns(case.plan(), -37.8, fee=-37.8)
