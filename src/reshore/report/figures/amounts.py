"""Numbers as people in business read them: $ billions, thousands of wafers, and the value of goods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from reshore.report.text import figure
from reshore.solution import Plan
from reshore.solution.measures import by_year, valued

SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
SCALES: Final = ((1e9, "billions"), (1e6, "millions"), (1e4, "thousands"))
DIGITS: Final = 4
LEAST: Final = 0.01
"""What is less of a scale than this is told as less."""
UNLIKELY: Final = 0.005
"""Probability that is next to nothing."""


@dataclass(frozen=True)
class Scale:
    """How amounts are counted: in `divisor` units, called `words` (`$ billions`)."""

    divisor: float
    words: str

    def of(self, value: float) -> float:
        """Return an amount as it is counted, to a few digits."""
        return float(f"{value / self.divisor:.{DIGITS}g}")

    def told(self, value: float) -> str:
        """Return an amount as it is counted, as text."""
        return f"{self.of(value):,.10g}"

    def short(self, value: float) -> str:
        """Return an amount as it is counted, in the few digits that are read at a glance: 122, 45.1, 6.56, <0.01, 0."""
        amount = abs(value) / self.divisor
        if amount == 0.0:
            return "0"
        if amount < LEAST:
            return f"<{LEAST}"
        places = 0 if amount >= 100.0 else 1 if amount >= 10.0 else 2
        return f"{'−' if value < 0 else ''}{amount:,.{places}f}"


def money_scale(values: Iterable[float], currency: str) -> Scale:
    """Return how money is counted, by the largest of some amounts."""
    return _scaled(values, SYMBOLS.get(currency, currency), first=True)


def unit_scale(values: Iterable[float], unit: str) -> Scale:
    """Return how units are counted, by the largest of some amounts."""
    return _scaled(values, unit, first=False)


def _scaled(values: Iterable[float], name: str, first: bool) -> Scale:
    largest = max((abs(value) for value in values), default=0.0)
    for least, words in SCALES:
        if largest >= least:
            divisor = 1e3 if words == "thousands" else least
            return Scale(divisor, f"{name} {words}" if first else f"{words} of {plural(name)}")
    return Scale(1.0, name if first else plural(name))


def plural(unit: str) -> str:
    """Return several of a unit."""
    if unit.isalpha() and unit[-1:] == "y" and unit[-2:-1] not in tuple("aeiou"):
        return f"{unit[:-1]}ies"
    return f"{unit}s" if unit.isalpha() and not unit.endswith("s") else unit


def money(value: float, currency: str) -> str:
    """Return an amount of money: $3.21 bn, CHF 45.6 m."""
    sign, symbol = "−" if value < 0 else "", SYMBOLS.get(currency, f"{currency} ")
    return f"{sign}{symbol}{figure(abs(value))}"


def counted(number: int, name: str) -> str:
    """Return how many of something there are: 1 site, 2 sites."""
    return f"{number} {name if number == 1 else plural(name)}"


def amount(value: float, unit: str, currency: str) -> str:
    """Return an amount with its unit: money, a share in percent, or units."""
    if unit == "1":
        return f"{value:.1%}"
    return money(value, currency) if unit == currency else f"{figure(value)} {unit}"


def shipped_value(plan: Plan) -> pl.DataFrame:
    """Return departures at standard value: origin, destination, mode, product, year, value [currency]."""
    goods = plan.table("ship").select("origin", "destination", "mode", "product", "period", "value", "unit")
    return by_year(plan.network.periods, valued(plan.network, goods), pl.lit(False)).select(
        "origin", "destination", "mode", "product", "year", "value"
    )


def chance_told(probability: float) -> str:
    """Return a probability in whole percent, of which only what is certain is told as 0 or 100."""
    if 0.0 < probability <= UNLIKELY:
        return "<1 %"
    return ">99 %" if 1.0 - UNLIKELY <= probability < 1.0 else f"{100.0 * probability:.0f} %"
