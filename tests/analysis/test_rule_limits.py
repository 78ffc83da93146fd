"""Rules in what is said about plans: what binds and what it is worth, and what contradicts."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import asks, line, plant
from tests.conflicts import changes, named, proven
from tests.laws.test_rules import rule, two_countries

from reshore.api import bottlenecks
from reshore.report import conflict_text


def test_a_binding_rule_is_worth_so_much_a_unit() -> None:
    """Proves: a rule that binds is a bottleneck by its name, with its value per unit of the measure, and what more of it earns.

    By hand: 25 of 100 parts may be made where they cost 2 less. One more earns 2, as long as there are 100: 75 more; one
    fewer loses 2. At least 90 from where they cost 2 more: one more unit that is asked for costs 2.
    Sensitivity: a value per share, or the sign of what must be.
    """
    case = two_countries(**rule("made", "at_most", 25, filters="country = Peru", window="total"))
    row = bottlenecks(case.plan()).total.filter(law="rules").row(0, named=True)
    least = two_countries(**rule("made", "at_least", 90, filters="country = Chile")).plan()
    asked = bottlenecks(least).total.filter(law="minimum rules").row(0, named=True)

    assert (row["entity"], row["unit"], row["first"]) == ("rule limit", "USD/piece", date(2025, 1, 1))
    assert (row["value"], row["limit"], row["low"], row["high"]) == pytest.approx((2, 25, 0, 100))
    assert (row["step"], row["gain"]) == pytest.approx((0.25, 0.5))
    assert (asked["entity"], asked["value"]) == ("rule limit", pytest.approx(-2))


def test_a_share_is_limited_at_so_much_of_the_whole() -> None:
    """Proves: the limit of a rule on a share is that share of the whole as planned, which is what the measure has.

    By hand: of parts from two plants, 100 at each, at most 45 % from the cheap one: 100 at the dear one are 55 %, so 81.8 of
    181.8 at the cheap one. Sensitivity: the terms of the row above zero, 55 % of 81.8.
    """
    case = plant("1 months", demands=asks([1000], price=9)).adding(
        sites=[{"site": "dear"}],
        operations=[{"site": "dear", "process": "make", "unit_cost": 3, "maximum": 100}],
        lanes=[{"origin": "dear", "destination": "plant", "mode": "road"}],
        rules=[
            {
                "rule": "cheap",
                "measure": "made",
                "filters": "site = plant",
                "share_of": "all",
                "window": "total",
                "sense": "at_most",
                "value": 0.45,
            }
        ],
    )
    found = bottlenecks(case.changing("operations", maximum=100).plan())

    assert found.total.filter(law="rules")["limit"].item() == pytest.approx(900 / 11)


def test_rules_of_several_windows_add_up() -> None:
    """Proves: the windows of a rule are told together, one more unit in each of them.

    By hand: 10 a month in three months, of 50 at 4 each. Sensitivity: three limits, or the value of one month.
    """
    plan = plant("3 months", demands=asks([50, 50, 50], price=4), **rule("made", "at_most", 10)).plan()
    row = bottlenecks(plan).total.filter(law="rules").row(0, named=True)

    assert (row["value"], row["limit"], row["periods"]) == pytest.approx((12, 10, 3))


def test_a_rule_that_contradicts_what_is_required() -> None:
    """Proves: the rule is named with what it contradicts, and either gives.

    By hand: 15 a month allow 30 by February and 45 by March, of 30 and 60 that are required.
    Sensitivity: a conflict that leaves the rule out.
    """
    case = plant(
        "3 months", **line(40), demands=asks([10, 20, 30], required=True, price=4), **rule("made", "at_most", 15)
    )
    found = proven(case.read())
    asked, world = found.repairs

    assert ("rules", "limit") in named(found)
    assert changes(asked) == [("demands", "plant/part//2025-03-01", "quantity", 30, 15)]
    assert changes(world) == [("rules", "limit", "value", 15, 20)]
    assert "rule limit, 2025-01-01 to 2025-03-01: 15 piece" in conflict_text(found)


def test_rules_that_contradict_each_other() -> None:
    """Proves: shares, rates and amounts that cannot hold together are named in the units of their values; a share gives too.

    By hand: 40 % of 80 parts are 32 of Chile, where half a part a day is 15.5 in January: 15.5 / 80 = 0.19375, or 32 / 31 a day.
    Sensitivity: a share that gives parts.
    """
    case = two_countries(**rule("made", "at_least", 0.4, filters="country = Chile", share_of="all")).adding(
        rules=[
            {
                "rule": "cap",
                "measure": "made",
                "filters": "site = dear",
                "sense": "at_most",
                "value": 0.5,
                "per": "day",
            },
            {"rule": "serve", "measure": "delivered", "window": "total", "sense": "equal", "value": 80},
        ]
    )
    found = proven(case.read())
    asked, world = found.repairs

    assert named(found) == {("minimum rules", "limit"), ("rules", "cap"), ("minimum rules", "serve")}
    assert set(found.rows["unit"]) == {"of the whole", "piece/day", "piece"}
    gives = [(asked, ("limit", 0.4), 0.19375), (world, ("cap", 0.5), 32 / 31)]
    for repair, before, after in gives:
        ((table, key, column, old, new),) = changes(repair)
        assert (table, column, (key, old)) == ("rules", "value", before)
        assert new == pytest.approx(after, rel=1e-5)


def test_soft_rules_contradict_nothing() -> None:
    """Proves: a rule with a penalty is missed before there is no plan, and is no part of a conflict.

    By hand: 100 parts are required of which 10 may be made: 90 are missed at 1. Sensitivity: no plan.
    """
    case = plant("1 months", demands=asks([100], required=True, price=3), **rule("made", "at_most", 10, penalty=1))

    assert case.plan().objective == pytest.approx(300 - 90)


def test_a_multiple_of_a_base_gives_as_one() -> None:
    """Proves: a rule with `of_base` that contradicts what is required is told, and gives, as a multiple.

    By hand: 0.5 of 60 parts are 30, where 45 are required: 0.75 of them. Sensitivity: a value of 45 parts.
    """
    case = plant(
        "1 months",
        demands=asks([45], required=True, price=3),
        bases=[{"rule": "limit", "date": date(2025, 1, 1), "value": 60}],
        **rule("made", "at_most", 0.5, of_base=True),
    )
    found = proven(case.read())

    assert "rule limit, 2025-01-01: 0.5 of the base" in conflict_text(found)
    assert changes(found.repairs[1]) == [("rules", "limit", "value", 0.5, 0.75)]
