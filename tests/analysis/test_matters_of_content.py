"""What numbers earn by way of the content of goods, on which foreign content is taxed: against planning again."""

from __future__ import annotations

import pytest
from tests.analysis.test_matters import row
from tests.builders import Case, Row
from tests.laws.test_money_duty import assembly

import reshore

QUICK = reshore.Asked(top=0)
EURO: Row = {"currency": "EUR", "date": "2025-01-01", "value": 0.5}


def own() -> Case:
    """Return boxes of 100 with one chip of 50 from Peru: 10 of them owe 0.2 · 100 · (1 − 50/100) each."""
    return assembly({"value": 50})


def euros() -> Case:
    """Return the same with chips of 100 euros, at 0.5."""
    return assembly({"value": 100, "currency": "EUR"}).having(rates=[EURO])


def tiers() -> Case:
    """Return boxes of chips of 50 from Mexico with a die of 21 from Peru each: they owe 0.2 · 100 · (1 − 21/100)."""
    case = assembly({"value": 50}).adding(
        products=[{"product": "die", "unit": "piece", "track_origin": True, "terminal_value": 0, "value": 21}],
        recipes=[
            {"process": "etch", "product": "die", "quantity": -1},
            {"process": "cut", "product": "die", "quantity": 1},
        ],
        operations=[{"site": "fab", "process": "cut"}],
    )
    return case.changing("operations", site="plant")


CASES = {
    "a part": (own, "products", "chip", "value", 0, 50, 2),
    "the good": (own, "products", "box", "value", 1, 100, -2),
    "more of a part": (own, "recipes", "join/chip", "quantity", 1, -1, -100),
    "more of the good": (own, "recipes", "join/box", "quantity", 2, 1, -100),
    "a part in euros": (euros, "products", "chip", "value", 0, 100, 1),
    "a rate": (euros, "rates", "EUR/2025-01-01", "value", 0, 0.5, 200),
    "a part of a part": (tiers, "products", "die", "value", 2, 21, 2),
    "what holds a part": (tiers, "products", "chip", "value", 0, 50, 0),
    "what holds them all": (tiers, "products", "box", "value", 1, 100, -2),
}


@pytest.mark.parametrize("name", CASES)
def test_numbers_that_make_content_are_worth_what_planning_again_says(name: str) -> None:
    """Proves: derivatives of values, of quantities of recipes and of rates count what they do to the content that is taxed.

    By hand: the duty of 10 boxes is 2 · (box − chips in one · chip / boxes of a run), with a rate r of the chip's value
    2 · (100 − 100 r), with a die in the chip 2 · (box − die), whatever the chip is worth. So is planning again with 2 % more
    and less.
    Sensitivity: steps that drown in the rounding of labels say 0 for a part, and half of it for the good; labels that change
    hide the number.
    """
    make, table, key, column, line, value, expected = CASES[name]
    case = make()
    found = row(reshore.matters(case.plan(), asked=QUICK), table, key, column)
    ends = [case.changing(table, line, **{column: value * times}).plan().objective for times in (0.98, 1.02)]

    assert found["derivative"] == pytest.approx(expected, rel=1e-5, abs=1e-5)
    assert (ends[1] - ends[0]) / (0.04 * value) == pytest.approx(expected, rel=1e-3, abs=1e-3)


def test_solving_again_keeps_the_names_of_content() -> None:
    """Proves: the larger steps by which numbers are solved again see content too, and agree.

    By hand: 2 · 10 boxes: see above. Sensitivity: a label of 50.0005 % is another item, which is not found.
    """
    found = row(reshore.matters(own().plan()), "products", "chip", "value")

    assert [found[name] for name in ("derivative", "derivative_down", "derivative_up")] == pytest.approx(
        [2, 2, 2], rel=1e-4
    )


def test_what_makes_one_item_two_is_not_told() -> None:
    """Proves: where goods of the same content are made in two ways, which a number drives apart, what it earns is not told.

    By hand: boxes of one chip of 50, or of two dies of 25, are both half of Peru, until one of the values moves; the value of
    boxes drives both alike. Sensitivity: the mean of both would say 1 or 2 whichever is made.
    """
    case = own().adding(
        products=[{"product": "die", "unit": "piece", "track_origin": True, "terminal_value": 0, "value": 25}],
        recipes=[
            {"process": "cut", "product": "die", "quantity": 1},
            {"process": "glue", "product": "die", "quantity": -2},
            {"process": "glue", "product": "box", "quantity": 1},
        ],
        operations=[{"site": "fab", "process": "cut"}, {"site": "plant", "process": "glue", "unit_cost": 1}],
    )
    found = reshore.matters(case.plan(), asked=QUICK)

    assert [row(found, "products", name, "value")["derivative"] for name in ("chip", "die")] == [None, None]
    assert row(found, "products", "box", "value")["derivative"] == pytest.approx(-2, rel=1e-5)
