"""Units of columns: which unit of time a column counts in, and conversion of units given in a header.

Time units stay with the column (`capacity [unit/week]` is kept per week), because a month or a year has no fixed
number of days: amounts are taken over the true calendar later. Everything else is converted to the declared unit.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

if TYPE_CHECKING:
    from pint import UnitRegistry

TimeUnit = Literal["day", "week", "month", "quarter", "year"]
TIME_UNITS: Final[tuple[TimeUnit, ...]] = get_args(TimeUnit)
COUNTED: Final = ("unit", "run", "module", "capacity", "currency")
SCALES: Final = {"k": "1000", "thousand": "1000", "million": "1000000", "billion": "1000000000", "%": "0.01"}


def time_unit(unit: str) -> TimeUnit | None:
    """Return the unit of time in a declared unit (`month` in `unit/month`), None where it has none."""
    parts = unit.replace("*", "/").split("/")
    return next((part for part in TIME_UNITS if part in parts), None)


def parse_unit(given: str, declared: str) -> tuple[float, TimeUnit | None]:
    """Return the factor from `given` to `declared` and the unit of time that `given` counts in.

    Claim: value [given] = factor · value [declared with its unit of time replaced by that of `given`].
    An unknown word, such as wafer or USD, stands for the declared counted unit (`unit`, `capacity`, `currency`, ...) in
    the same place. Raises ValueError where the dimensions differ or `given` is no unit.
    """
    declared_time = time_unit(declared)
    words = [word.strip() for word in given.split("/")]
    found = next((unit for unit in TIME_UNITS if unit in words or f"{unit}s" in words), None)
    if declared_time is not None and found is None:
        raise ValueError(f"'{given}' has no unit of time, but the column counts in {declared}")
    target = declared if found is None or declared_time is None else declared.replace(declared_time, found)
    return _factor(given, target), found if declared_time is not None else None


def _factor(given: str, target: str) -> float:
    import pint

    registry = _registry()
    try:
        quantity = registry.parse_expression(_counted(given, target))
        wanted = registry.parse_units(target)
        return float((1.0 * quantity).to(wanted).magnitude) if target != "1" else float(quantity)
    except (pint.PintError, AttributeError, TypeError, ValueError, SyntaxError) as error:
        raise ValueError(f"'{given}' does not convert to {target}") from error


def _counted(given: str, target: str) -> str:
    """Replace words that stand for a counted unit (wafer, USD, machine hour) by the unit in the same place of `target`."""
    wanted = target.split("/")
    parts = []
    for position, part in enumerate(given.split("/")):
        stand_in = wanted[position].strip() if position < len(wanted) else ""
        tokens = part.replace("*", " ").split()
        parts.append(" * ".join(_token(token, stand_in) for token in tokens) or "1")
    return " / ".join(parts)


def _token(token: str, stand_in: str) -> str:
    if token in SCALES or token.replace(".", "", 1).isdigit():
        return SCALES.get(token, token)
    physical = token in _registry()
    counts = stand_in in COUNTED and not (physical and stand_in == "currency")
    return stand_in if counts else token


@cache
def _registry() -> UnitRegistry[Any]:
    from pint import UnitRegistry

    registry: UnitRegistry[Any] = UnitRegistry(None)
    for line in (
        "kilogram = [mass] = kg",
        "tonne = 1000 * kilogram = t",
        "gram = 0.001 * kilogram = g",
        "metre = [length]",
        "m2 = metre ** 2",
        "sqft = 0.09290304 * m2 = ft2",
        "degree = [angle]",
        "day = [time] = days",
        "week = 7 * day = weeks",
        "hour = day / 24 = hours",
        "month = [months] = months",
        "quarter = 3 * month = quarters",
        "year = 12 * month = years",
        "percent = 0.01",
        *(f"{name} = [{name}s]" for name in COUNTED),
    ):
        registry.define(line)
    return registry
