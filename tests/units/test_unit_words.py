"""Units in headers: what each word means, and what is no unit."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reshore.schema import Names, UnitError, parse_unit, schema

NAMES = Names("CHF", ("wafer", "rack", "kit", "machine hour"), ("hour", "m2"))
FACTORS = [
    ("CHF/unit", "currency/unit", 1.0, None),
    ("currency/unit", "currency/unit", 1.0, None),
    ("kCHF/unit", "currency/unit", 1000.0, None),
    ("k CHF/unit", "currency/unit", 1000.0, None),
    ("thousand CHF / rack", "currency/unit", 1000.0, None),
    ("CHF million/module", "currency/module", 1e6, None),
    ("MCHF/module/quarter", "currency/module/month", 1e6, "quarter"),
    ("MCHF/quarter/module", "currency/module/month", 1e6, "quarter"),
    ("bnCHF/year", "currency/month", 1e9, "year"),
    ("GCHF/year", "currency/month", 1e9, "year"),
    ("3 billion CHF/run", "currency/run", 3e9, None),
    ("CHF/1000 unit", "currency/unit", 0.001, None),
    ("kCHF/25 rack", "currency/unit", 40.0, None),
    ("MCHF/k racks/week", "currency/unit/month", 1000.0, "week"),
    ("k wafer/month", "unit/month", 1000.0, "month"),
    ("kwafers/day", "unit/month", 1000.0, "day"),
    ("wafer/h", "unit/month", 24.0, "day"),
    ("1000 unit", "unit", 1000.0, None),
    ("2.5e3 unit", "unit", 2500.0, None),
    ("kit", "unit", 1.0, None),
    ("k kits", "unit", 1000.0, None),
    ("12 machine hours", "unit", 12.0, None),
    ("rack/k wafer", "unit/unit", 0.001, None),
    ("khour/week", "capacity/month", 1000.0, "week"),
    ("unit/week", "capacity/month", 1.0, "week"),
    ("k m2/module/year", "capacity/month/module", 1000.0, "year"),
    ("hours/run", "capacity/run", 1.0, None),
    ("100 runs/day", "run/month", 100.0, "day"),
    ("t/unit", "kg/unit", 1000.0, None),
    ("g/kwafer", "kg/unit", 1e-6, None),
    ("CHF/t", "currency/kg", 0.001, None),
    ("kCHF/tonne", "currency/kg", 1.0, None),
    ("sqft", "m2", 0.09290304, None),
    ("1000 sqft/module", "m2/module", 92.90304, None),
    ("h", "day", 1 / 24, "day"),
    ("100 hours", "month", 100 / 24, "day"),
    ("weeks", "day", 1.0, "week"),
    ("quarter", "month", 1.0, "quarter"),
    ("%", "1", 0.01, None),
    ("percent/quarter", "1/year", 0.01, "quarter"),
    ("1/month", "1/year", 1.0, "month"),
    ("degrees", "degree", 1.0, None),
]
MONEY = (
    "Write CHF, kCHF, MCHF or bnCHF (thousands, millions, billions); "
    "money of another currency needs its rates in rates, and its name in the column `currency`."
)
COUNTS = "(k, M, G, bn or a number may stand before it)"
PRODUCTS = f"Write unit, wafer, rack, kit, machine hour {COUNTS}, or name it in the column `unit` of products."
RESOURCES = f"Write capacity, unit, hour, m2 {COUNTS}, or name it in the column `unit` of resources."
TIMES = "Write h, day, week, month, quarter, year."
ERRORS = [
    ("USD/unit", "currency/unit", "'USD' is neither the model's currency, CHF, nor one with rates", MONEY),
    ("kUSD/unit", "currency/unit", "'kUSD' is neither the model's currency, CHF, nor one with rates", MONEY),
    ("mCHF/unit", "currency/unit", "'mCHF' is neither the model's currency, CHF, nor one with rates", MONEY),
    ("MMCHF/unit", "currency/unit", "'MMCHF' is neither the model's currency, CHF, nor one with rates", MONEY),
    ("chf/unit", "currency/unit", "'chf' is neither the model's currency, CHF, nor one with rates", MONEY),
    ("million/unit", "currency/unit", "'million' names no unit", ""),
    ("CHF", "currency/unit", "it is not per unit", ""),
    ("CHF/kg", "currency/unit", "'kg' is no unit of a product", PRODUCTS),
    ("CHF/wafer", "currency/run", "'wafer' is no run", f"Write run {COUNTS}."),
    ("CHF/unit/month/year", "currency/unit/month", "'/year' is one part too many", ""),
    ("CHF/rack/kg", "currency/unit/month", "'kg' is no unit of time", TIMES),
    ("CHF/kg/rack", "currency/unit/month", "'/kg' is neither per unit nor per month", ""),
    ("kg", "unit", "'kg' is no unit of a product", PRODUCTS),
    ("CHF", "unit", "'CHF' is no unit of a product", PRODUCTS),
    ("hour", "unit", "'hour' is no unit of a product", PRODUCTS),
    ("dozen wafer", "unit", "'dozen wafer' is no unit of a product", PRODUCTS),
    ("1000", "unit", "'1000' names no unit", ""),
    ("", "unit", "'' names no unit", ""),
    ("0 unit", "unit", "'0 unit' is none", ""),
    ("-3 unit", "unit", "'-3 unit' is no unit of a product", PRODUCTS),
    ("1e99 unit", "unit", "'1e99 unit' is too large or too small", ""),
    ("unit/1e99 wafer", "unit/unit", "'unit/1e99 wafer' is too large or too small", ""),
    ("wafer/month", "capacity/month", "'wafer' is no unit of a resource", RESOURCES),
    ("hour", "capacity/month", "it is not per month", ""),
    ("hour/m2", "capacity/month", "'m2' is no unit of time", TIMES),
    ("ton/unit", "kg/unit", "'ton' is no unit of mass", "Write kg or g or t or tonne."),
    ("m2/unit", "kg/unit", "'m2' is no unit of mass", "Write kg or g or t or tonne."),
    ("kg", "m2", "'kg' is no unit of area", "Write m2 or sqft or ft2."),
    ("%", "unit", "'%' is no unit of a product", PRODUCTS),
    ("%", "1/year", "it is not per year", ""),
    ("CHF", "1", "'CHF' is no share", "Write % or percent."),
    ("minute", "day", "'minute' is no unit of time", TIMES),
    ("%", "day", "'%' is no unit of time", TIMES),
    ("rad", "degree", "'rad' is no unit of angle", "Write degree."),
]


@pytest.mark.parametrize(("given", "declared", "factor", "time"), FACTORS)
def test_what_a_unit_means(given: str, declared: str, factor: float, time: str | None) -> None:
    """Proves: a number under [given] is factor times as many of the declared unit (in the unit of time that is given).

    By hand: the table above: 1 kCHF for 25 racks is 40 CHF for one; a wafer an hour is 24 a day; 1 g for 1000 wafers is a
    millionth of a kilogram for one. Sensitivity: a word that is not understood and counts as 1.
    """
    unit = parse_unit(given, declared, NAMES)

    assert unit.factor == pytest.approx(factor, rel=1e-15)
    assert unit.time == time


@pytest.mark.parametrize(("given", "declared", "reason", "remedy"), ERRORS)
def test_what_is_no_unit(given: str, declared: str, reason: str, remedy: str) -> None:
    """Proves: another currency, an unknown prefix or word, a wrong dimension and a missing part are errors with words.

    By hand: the table above. Sensitivity: any unknown word that stands for the declared one.
    """
    with pytest.raises(UnitError) as caught:
        parse_unit(given, declared, NAMES)

    assert (str(caught.value), caught.value.remedy) == (reason, remedy)


def test_what_is_missing_is_shown() -> None:
    """Proves: an error about missing parts has the unit with them. By hand: [MCHF] is MCHF/module/month."""
    with pytest.raises(UnitError) as caught:
        parse_unit("MCHF", "currency/module/month", NAMES)

    assert caught.value.instead == "MCHF/module/month"


def test_words_of_the_model_are_told_apart_from_those_of_the_schema() -> None:
    """Proves: the model's words are kept, without prefix and plural, so that rows can be held against them.

    By hand: k racks are racks. Sensitivity: keeping `unit`, which fits every row.
    """
    assert parse_unit("MCHF/k racks/week", "currency/unit/month", NAMES).words == (
        ("currency", "CHF"),
        ("unit", "rack"),
    )
    assert parse_unit("currency/unit", "currency/unit", NAMES).words == ()


def test_every_declared_unit_is_itself() -> None:
    """Proves: each unit of the schema can stand in a header, as remedies propose, and is 1 of itself.

    By hand: identity. Sensitivity: a declared unit that the words do not know.
    """
    units = {column.unit for table in schema().values() for column in table.columns if column.unit}

    assert {parse_unit(unit, unit, Names()).factor for unit in units} == {1.0}


WORDS = (
    "k",
    "M",
    "CHF",
    "kCHF",
    "unit",
    "wafers",
    "h",
    "month",
    "kg",
    "%",
    "1e99",
    "0",
    "25",
    "²",
    "٣",
    "1e999",
    "/",
    "*",
    "[",
    "",
)
TEXT = st.text(max_size=9) | st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
DECLARED = sorted({column.unit for table in schema().values() for column in table.columns if column.unit})


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=TEXT, declared=st.sampled_from(DECLARED))
@example(text="9" * 400, declared="unit")
def test_any_text_is_a_unit_with_a_factor_or_an_error(text: str, declared: str) -> None:
    """Proves: no text in a header ends in a traceback, or in a factor that is 0, infinite or not a number.

    By hand: the bounds of a factor. Sensitivity: 1e999 as a float, a digit that is not ASCII.
    """
    with suppress(UnitError):
        assert 1e-30 < parse_unit(text, declared, NAMES).factor < 1e30
