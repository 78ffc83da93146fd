"""The penalty of rules that may be missed."""

from __future__ import annotations

import pytest
from tests.builders import asks, earns, plant
from tests.laws.test_rules import rule, two_countries


def test_a_soft_rule_pays_for_what_it_is_missed_by() -> None:
    """Proves: at least 90 parts of Chile, at 1.5 a part missing: none is worth the 2 that it costs more.

    By hand: 100 from Peru: 900, less 90 · 1.5 = 135. At 2.5 a part the rule is kept: 1000 − 10 − 270.
    Sensitivity: a penalty on the whole rule, or on what is made.
    """
    cheap = two_countries(**rule("made", "at_least", 90, filters="country = Chile", penalty=1.5)).plan()
    dear = two_countries(**rule("made", "at_least", 90, filters="country = Chile", penalty=2.5)).plan()

    assert cheap.table("slack").select("rule", "side", "value", "unit").rows() == [("limit", "under", 90.0, "piece")]
    earns(cheap, 765, revenue=1000, operation=-100, penalty=-135)
    assert dear.table("slack").is_empty()
    earns(dear, 720, revenue=1000, operation=-280)


def test_exactly_so_much_can_be_missed_on_both_sides() -> None:
    """Proves: a soft `equal` has a price above and below.

    By hand: 64 from Peru, at 0.5 a part: 100 are 36 over: 900 − 18. From Chile: 0 are 64 under: 900 − 32.
    Sensitivity: one side alone would cost nothing on the other.
    """
    over = two_countries(**rule("made", "equal", 64, filters="country = Peru", penalty=0.5)).plan()
    under = two_countries(**rule("made", "equal", 64, filters="country = Chile", penalty=0.5)).plan()

    assert over.table("slack")["side"].to_list() == ["over"]
    assert under.table("slack")["side"].to_list() == ["under"]
    earns(over, 882, revenue=1000, operation=-100, penalty=-18)
    earns(under, 868, revenue=1000, operation=-100, penalty=-32)


def test_a_penalty_is_discounted_from_the_period_of_the_last_day() -> None:
    """Proves: it counts when the window ends, and no measure of cost has it.

    By hand: half a part a month is 3 in two quarters; 7 are missing at 3; the middle of the second quarter is 4.5 months, 0.375
    years, after the start: 21 · 1.1^(−0.375). Sensitivity: money of the first quarter, or one that a budget would have to pay.
    """
    case = plant("2 quarters", demands=asks([3], price=0), **rule("made", "at_least", 10, window="total", penalty=3))
    plan = case.changing("operations", maximum=0.5).over("2 quarters", discount_rate=0.1, terminal_share=0).plan()

    assert plan.objective == pytest.approx(-21 * 1.1**-0.375)
    assert plan.measure("cost").is_empty()
