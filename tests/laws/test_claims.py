"""Claims of incentives with a cap."""

import pytest
from tests.builders import Row, asks, by_month, line, plant, project


def test_claims_wait_for_what_entitles_to_them() -> None:
    """Proves: a claim is at most what is entitled to in its period, and what comes after the horizon is claimed at its end.

    By hand: a grant of 120 for capex over 120 days of which 90 are in the horizon: 31, 28, 31, and 30 at the end. With a cap
    of 100 and interest the first ones are claimed in full: 31, 28, 31 and 10 of the 30. One more unit of the last is worth
    nothing, of the first what its discount is less than that at the end.
    Sensitivity: claims ahead of capex take the 100 in January.
    """
    grant: Row = {"incentive": "aid", "expansion": "grow", "starts": "2025-01-01", "kind": "grant", "amount": 120}
    committed = project(capex=240, status="committed", **{"build_time [day]": 120})
    tables = {**line(0), "demands": asks([5]), "expansions": [committed], "incentives": [{**grant, "cap": 100}]}
    plan = plant(**tables).over("3 months", discount_rate=0.21).plan()

    claims = plan.table("claim").sort("period", "paid", descending=[False, True])
    assert claims["paid"].to_list() == [*["in its period"] * 3, "at the end"]
    assert claims["value"].to_list() == pytest.approx([31, 28, 31, 10])
    assert by_month(plan, "money", term="incentive") == pytest.approx({1: 31, 2: 28, 3: 41})
    worth = [1.21 ** (-(month + 0.5) / 12) - 1.21**-0.25 for month in range(3)]
    duals = plan.duals["claims"].filter(paid="in its period").sort("period")
    assert duals["dual"].to_list() == pytest.approx(worth)
    assert plan.duals["cap"]["dual"].to_list() == pytest.approx([1.21**-0.25])
