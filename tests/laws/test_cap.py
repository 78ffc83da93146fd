"""Caps of incentives."""

import pytest
from tests.builders import Case, Row, asks, by_month, earns, plant, total

CREDIT: Row = {
    "incentive": "ptc",
    "kind": "production_credit",
    "starts": "2025-01-01",
    "per_unit": 2,
    "cap": 25,
}


def works(*incentives: Row, **cells: object) -> Case:
    """Return plants in A and B that make parts for 4 and sell up to 10 each in two months for 3."""
    sites = [{"site": "plant", "country": "A"}, {"site": "works", "country": "B"}]
    return plant(
        "2 months",
        sites=sites,
        operations=[{"site": site["site"], "process": "make", "unit_cost": 4, **cells} for site in sites],
        demands=[each for site in sites for each in asks([10, 10], market=site["site"], price=3)],
        incentives=list(incentives),
        groups=[{"group": "union", "member": country} for country in "AB"],
    )


def test_a_cap_limits_what_an_incentive_pays_in_all() -> None:
    """Proves: what is claimed is within the cap, and one more unit of the cap is worth what it lets be earned.

    By hand: a part loses 1, and gains 1 with the credit of 2. The cap of 25 is for 12.5 parts of the 40 that are wanted: a profit
    of 12.5; one more unit of money is for half a part: 0.5.
    Sensitivity: without the cap all 40 are made, for 40; a cap in each period or site pays for more.
    """
    plan = works(CREDIT).plan()

    assert total(plan, "make") == pytest.approx(12.5)
    assert total(plan, "claim") == pytest.approx(25)
    assert plan.duals["cap"].select("incentive", "dual").rows() == [("ptc", pytest.approx(0.5))]
    earns(plan, 12.5, revenue=37.5, operation=-50, incentive=25)
    assert set(plan.table("money").filter(term="incentive")["site"]) == {""}
    earns(works({**CREDIT, "cap": None}).plan(), 40, revenue=120, operation=-160, incentive=80)


def test_groups_share_one_cap_and_rows_have_their_own() -> None:
    """Proves: a row with a group of countries is one cap over all, two rows are two.

    By hand: 25 for the union pays for 12.5 parts, 25 for each of A and B for 25. Sensitivity: a cap for each member.
    """
    together = works({**CREDIT, "country": "union"}).plan()
    apart = works({**CREDIT, "country": "A"}, {**CREDIT, "country": "B"}).plan()

    assert together.objective == pytest.approx(12.5)
    assert apart.objective == pytest.approx(25)


def test_a_cap_that_is_not_reached_changes_nothing() -> None:
    """Proves: claims stop where what entitles to them does, and a wide cap is worth nothing.

    By hand: 40 parts at 2 are 80 of 81. Sensitivity: a cap that pays without anything made.
    """
    plan = works({**CREDIT, "cap": 81}).plan()

    assert by_month(plan, "claim") == pytest.approx({1: 40, 2: 40})
    assert plan.duals["cap"].is_empty()
    earns(plan, 40, revenue=120, operation=-160, incentive=80)
