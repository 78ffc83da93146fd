"""Quotas: what may leave in a calendar year."""

from datetime import date

import pytest
from tests.builders import Case, Row, by_month, depot, earns

QUOTA: Row = {
    "control": "rule",
    "product": "part",
    "destination": "B",
    "starts": "2025-01-01",
    "kind": "quota",
    "limit": 120,
}


def abroad(buckets: str, start: date, quantity: float, *controls: Row) -> Case:
    """Return a depot in A and a shop in B that keeps none: it takes so many a month, at first for 4 each, later for less."""
    months = [date(start.year + month // 12, month % 12 + 1, 1) for month in range(start.month - 1, start.month + 11)]
    return depot(
        sites=[{"site": "depot", "country": "A"}, {"site": "shop", "country": "B"}],
        stocks=[
            {"site": "depot", "product": "part", "initial": 9000},
            {"site": "shop", "product": "part", "maximum": 0},
        ],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "air"}],
        demands=[
            {"market": "shop", "product": "part", "date": month, "quantity": quantity, "price": 4 - 0.1 * number}
            for number, month in enumerate(months)
        ],
        controls=list(controls),
    ).over(buckets, start=start)


def test_a_quota_counts_by_calendar_year_from_a_start_within_one() -> None:
    """Proves: each calendar year has the part of the limit that the horizon has of it.

    By hand: 120 a year, from October on: 30 for the three months of 2025, 50 for five of 2026. The shop takes 20 a month, the
    first ones for more: 20 and 10 in October and November; 20, 20, 10 from January on. One more unit is worth the price of
    the month that is cut: 3.9 in 2025, 3.5 in 2026.
    Sensitivity: a whole limit for each year would let all 160 through, one for twelve months running 80 from the start.
    """
    plan = abroad("8 months", date(2025, 10, 1), 20, QUOTA).plan()

    assert by_month(plan, "ship") == pytest.approx({10: 20, 11: 10, 1: 20, 2: 20, 3: 10})
    duals = plan.duals["quota"].sort("year")
    assert duals.select("control", "year", "period", "dual").rows() == [
        ("rule", "2025", date(2025, 12, 1), pytest.approx(3.9)),
        ("rule", "2026", date(2026, 5, 1), pytest.approx(3.5)),
    ]
    earns(plan, 80 + 39 + 20 * 3.7 + 20 * 3.6 + 10 * 3.5, revenue=80 + 39 + 74 + 72 + 35)


def test_what_leaves_in_a_period_counts_in_its_years_by_days() -> None:
    """Proves: departures of a period that two years, or a window, cut are shared by days.

    By hand: quarters from 1 December 2025: 31 of the first 90 days are in 2025. The quota holds from 1 December on, 10 for that
    month: 90 · 10/31 = 29.03 may leave in the first quarter. In 2026 the 59 days of it count 29.03 · 59/90 = 19.03 of 50.
    Sensitivity: counting a quarter in the year of its first day would let 10 through.
    """
    plan = abroad("2 quarters", date(2025, 12, 1), 40, {**QUOTA, "starts": "2025-12-01"}).plan()

    first = 90 * 10 / 31
    assert by_month(plan, "ship") == pytest.approx({12: first, 3: 50 - first * 59 / 90})


def test_a_quota_of_unhindered_trade_changes_nothing() -> None:
    """Proves: a limit that is just met is worth nothing, and leaves the plan as it is without.

    By hand: 20 a month are 240 a year: 60 in three months of 2025. Sensitivity: a limit that counts something else too.
    """
    free = abroad("3 months", date(2025, 10, 1), 20)
    held = free.having(controls=[{**QUOTA, "limit": 240}])

    assert held.plan().objective == pytest.approx(free.plan().objective, rel=1e-12)
    assert by_month(held.plan(), "ship") == by_month(free.plan(), "ship") == pytest.approx({10: 20, 11: 20, 12: 20})


def test_groups_share_one_quota_and_rows_have_their_own() -> None:
    """Proves: a row with groups is one limit over all members; two rows are two.

    By hand: 10 a month of `a` and `b` together, to B and C together, in January: of `a` 9 are wanted in B for 5, of `b` 8 in C
    for 3: 9 and 1. With a row for each product both are let through, 9 and 8.
    Sensitivity: a limit for each member would let 17 through in both cases.
    """
    sites = [{"site": "depot", "country": "A"}, {"site": "shop", "country": "B"}, {"site": "stall", "country": "C"}]
    wants = [("shop", "a", 9, 5), ("stall", "b", 8, 3)]
    case = depot(
        "1 months",
        sites=sites,
        products=[{"product": "a"}, {"product": "b"}],
        groups=[{"group": group, "member": member} for group, member in ("Pa", "Pb", "QB", "QC")],
        stocks=[{"site": "depot", "product": name, "initial": 50} for name in "ab"],
        lanes=[{"origin": "depot", "destination": site, "mode": "air"} for site in ("shop", "stall")],
        demands=[
            {"market": market, "product": product, "date": "2025-01-01", "quantity": quantity, "price": price}
            for market, product, quantity, price in wants
        ],
        controls=[{**QUOTA, "product": "P", "destination": "Q"}],
    )
    apart = case.having(controls=[{**QUOTA, "product": name, "destination": "Q"} for name in "ab"])

    plan = case.plan()
    assert plan.table("ship").sort("product")["value"].to_list() == pytest.approx([9, 1])
    assert plan.duals["quota"]["dual"].to_list() == pytest.approx([3])
    assert apart.plan().table("ship").sort("product")["value"].to_list() == pytest.approx([9, 8])


def test_a_limit_may_change_over_time_and_count_in_another_unit() -> None:
    """Proves: the limit of a year is that of each of its days, in the unit of time of the header.

    By hand: 5 a month, 8 from November on: 5 + 8 + 8 = 21 in the last three months of 2025, of 20 a month: 20 and 1.
    Sensitivity: the value of the first day gives 15, one in the unit of the declaration 1.25.
    """
    quota = {key: value for key, value in QUOTA.items() if key != "limit"}
    case = abroad("3 months", date(2025, 10, 1), 20, {**quota, "limit [unit/month]": 5}).adding(
        profiles=[
            {
                "table": "controls",
                "key": "rule//part//B/2025-01-01",
                "column": "limit",
                "date": "2025-11-01",
                "value": 8,
            }
        ]
    )

    assert by_month(case.plan(), "ship") == pytest.approx({10: 20, 11: 1})
