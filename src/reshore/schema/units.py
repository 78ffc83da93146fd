"""Units of columns: which unit of time a column counts in, and conversion of units given in a header.

Time units stay with the column (`capacity [unit/week]` is kept per week), because a month or a year has no fixed
number of days: amounts are taken over the true calendar later. Everything else is converted to the declared unit.

A part of a unit is one word, and before it (or after) numbers and scales: `k wafer`, `1000 wafer`, `USD million`. Money and
what is counted may have a prefix too: `kUSD`, `Mwafer`. A word that is not known is an error, never a factor of 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, get_args

TimeUnit = Literal["day", "week", "month", "quarter", "year"]
TIME_UNITS: Final[tuple[TimeUnit, ...]] = get_args(TimeUnit)
THOUSAND_YEARS: Final[Mapping[str, float]] = {
    "day": 365_250,
    "week": 52_178,
    "month": 12_000,
    "quarter": 4_000,
    "year": 1_000,
}
TIMES: Final[Mapping[str, tuple[Fraction, TimeUnit]]] = {
    **{unit: (Fraction(1), unit) for unit in TIME_UNITS},
    **{f"{unit}s": (Fraction(1), unit) for unit in TIME_UNITS},
    **{hour: (Fraction(1, 24), "day") for hour in ("h", "hour", "hours")},
}
PREFIXES: Final[Mapping[str, Fraction]] = {
    "k": Fraction(10**3),
    "M": Fraction(10**6),
    "G": Fraction(10**9),
    "bn": Fraction(10**9),
}
SCALES: Final[Mapping[str, Fraction]] = {
    **PREFIXES,
    "thousand": Fraction(10**3),
    "million": Fraction(10**6),
    "billion": Fraction(10**9),
}
MEASURES: Final[Mapping[str, Mapping[str, Fraction]]] = {
    "kg": {"kg": Fraction(1), "g": Fraction(1, 1000), "t": Fraction(1000), "tonne": Fraction(1000)},
    "m2": {"m2": Fraction(1), "sqft": Fraction("0.09290304"), "ft2": Fraction("0.09290304")},
    "km": {"km": Fraction(1), "m": Fraction(1, 1000), "mile": Fraction("1.609344")},
    "degree": {"degree": Fraction(1)},
    "1": {"": Fraction(1), "%": Fraction(1, 100), "percent": Fraction(1, 100)},
}
NOUNS: Final[Mapping[str, str]] = {
    "kg": "unit of mass",
    "m2": "unit of area",
    "km": "unit of length",
    "degree": "unit of angle",
    "1": "share",
    "unit": "unit of a product",
    "capacity": "unit of a resource",
    "run": "run",
    "module": "module",
    "measure": "unit of a measure",
}
OWNERS: Final[Mapping[str, str]] = {"unit": "products", "capacity": "resources"}
NUMBER: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?(e\+?[0-9]{1,2})?", re.ASCII)
LEAST: Final = Fraction(1, 10**30)
MOST_NAMES: Final = 8


class UnitError(ValueError):
    """A unit does not fit its column: the message says why, `remedy` what to do (empty where any fitting unit will do).

    `instead` is the unit with what it lacks.
    """

    def __init__(self, reason: str, remedy: str = "", instead: str = "") -> None:
        super().__init__(reason)
        self.remedy = remedy
        self.instead = instead


@dataclass(frozen=True)
class Names:
    """The words of a model for what it counts: its currency and others with rates, units of products and resources.

    `unknown` are the declared units (currency, unit, capacity) whose words cannot be known, because their table cannot be read.
    """

    currency: str = ""
    products: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    unknown: frozenset[str] = frozenset()
    currencies: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[str, ...]:
        """Return the words for a declared unit that is counted, the declared one first; empty where it is measured."""
        return {
            "currency": tuple(filter(None, ("currency", self.currency, *self.currencies))),
            "unit": ("unit", *self.products),
            "capacity": ("capacity", "unit", *self.resources),
            "run": ("run",),
            "module": ("module",),
            "measure": ("measure",),
        }.get(kind, ())


@dataclass(frozen=True)
class Unit:
    """What the unit of a header means: the factor to the declared unit, its unit of time, the model's words in it.

    `words` holds the declared unit and the model's word for it, as ("unit", "wafer").
    """

    factor: float
    time: TimeUnit | None
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """One part of a unit, between slashes, as a declared part: value [given] = factor · value [declared or `time`]."""

    factor: Fraction
    time: TimeUnit | None = None
    word: tuple[str, str] | None = None


def time_unit(unit: str) -> TimeUnit | None:
    """Return the unit of time in a declared unit (`month` in `unit/month`), None where it has none."""
    parts = unit.replace("*", "/").split("/")
    return next((part for part in TIME_UNITS if part in parts), None)


def parse_unit(given: str, declared: str, names: Names) -> Unit:
    """Return the factor from `given` to `declared`, the unit of time that `given` counts in, and the model's words.

    Claim: value [given] = factor · value [declared with its unit of time replaced by that of `given`]; parts below the
    line may come in any order. Raises UnitError where a word is unknown, or a part is missing or too many.
    """
    top, *bottom = (part.strip() for part in given.split("/"))
    declared_top, *rest = declared.split("/")
    parts = [_part(top, declared_top, names)]
    for text in bottom:
        kind, part = _below(text, rest, names)
        rest.remove(kind)
        parts.append(part)
    if rest:
        raise UnitError(f"it is not per {' and '.join(rest)}", instead="/".join([given, *rest]))
    time = next((part.time for part in parts if part.time is not None), None)
    return Unit(_ratio(given, parts), time, tuple(part.word for part in parts if part.word is not None))


def _ratio(given: str, parts: Sequence[Part]) -> float:
    factor = parts[0].factor
    for part in parts[1:]:
        factor /= part.factor
    if not LEAST < factor < 1 / LEAST:
        raise UnitError(f"{given!r} is too large or too small")
    return float(factor)


def _below(text: str, kinds: Sequence[str], names: Names) -> tuple[str, Part]:
    """Return which of the declared units below the line a part gives, and the part."""
    if not kinds:
        raise UnitError(f"'/{text}' is one part too many")
    errors = []
    for kind in kinds:
        try:
            return kind, _part(text, kind, names)
        except UnitError as error:
            errors.append(error)
    if len(errors) > 1:
        raise UnitError(f"'/{text}' is neither per {' nor per '.join(kinds)}")
    raise errors[0]


def _part(text: str, kind: str, names: Names) -> Part:
    """Return what a part of a unit means where `kind` is declared."""
    known = names.of(kind)
    if text in known:
        return Part(Fraction(1), word=_named(kind, text))
    tokens = text.replace("*", " ").split()
    factors = [factor for factor in map(_number, tokens) if factor is not None]
    word = " ".join(token for token in tokens if _number(token) is None)
    if not word and kind != "1":
        raise UnitError(f"'{text}' names no unit")
    part = _time(word) if kind in TIME_UNITS else _counted(word, kind, known) if known else _measured(word, kind)
    factor = part.factor
    for number in factors:
        factor *= number
    if not factor:
        raise UnitError(f"'{text}' is none")
    return Part(factor, part.time, part.word)


def _number(token: str) -> Fraction | None:
    if token in SCALES:
        return SCALES[token]
    return Fraction(token) if NUMBER.fullmatch(token) else None


def _time(word: str) -> Part:
    if word not in TIMES:
        raise UnitError(f"'{word}' is no unit of time", f"Write h, {', '.join(TIME_UNITS)}.")
    factor, time = TIMES[word]
    return Part(factor, time)


def _measured(word: str, kind: str) -> Part:
    units = MEASURES[kind]
    for spelling in (word, word.removesuffix("s")):
        if spelling in units:
            return Part(units[spelling])
    raise UnitError(f"'{word}' is no {NOUNS[kind]}", f"Write {' or '.join(filter(None, units)) or kind}.")


def _counted(word: str, kind: str, known: Sequence[str]) -> Part:
    """Return the part of a word for what is counted, which may have a prefix and, other than money, end in s."""
    for prefix, factor in [("", Fraction(1)), *PREFIXES.items()]:
        for name in known:
            spellings = (name,) if kind == "currency" else (name, f"{name}s")
            if word.startswith(prefix) and word.removeprefix(prefix) in spellings:
                return Part(factor, word=_named(kind, name))
    if kind == "currency":
        raise _no_currency(word, known)
    raise UnitError(f"'{word}' is no {NOUNS[kind]}", _counts(kind, known))


def _named(kind: str, name: str) -> tuple[str, str] | None:
    return None if name in (kind, "unit") else (kind, name)


def _no_currency(word: str, known: Sequence[str]) -> UnitError:
    own = known[min(1, len(known) - 1)]
    remedy = (
        f"Write {own}, k{own}, M{own} or bn{own} (thousands, millions, billions); money of another currency needs its rates "
        "in rates, and its name in the column `currency`."
    )
    return UnitError(f"'{word}' is neither the model's currency, {own}, nor one with rates", remedy)


def _counts(kind: str, known: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(known))
    shown = [*distinct[:MOST_NAMES], *(["..."] if len(distinct) > MOST_NAMES else [])]
    given = f", or name it in the column `unit` of {OWNERS[kind]}" if kind in OWNERS else ""
    return f"Write {', '.join(shown)} (k, M, G, bn or a number may stand before it){given}."
