"""What is asked of a stress test: which scopes, for how long, from when, and how much is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from reshore.network import Network
from reshore.network.events import PLACES, Event, default_affects, members, scopes
from reshore.network.periods import shift

WORST: Final = "worst"
RECOVER: Final = "recover"
DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([dwmqy])")
UNITS: Final = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
USUAL: Final = ("2w", "1m", "3m", "6m")
DAYS_1970: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class Asked:
    """A stress test: every combination of a name in `scope` (those in `names`, else all), a duration and a start.

    Durations are written `2w`, `1m` (d, w, m, q, y; months of the calendar), or `recover`: the time to recover of the place,
    the longest of its sites. Starts are dates; none is the first day of the middle period, `("worst",)` the first day of any
    period, of which the worst is kept. `loss` is the fraction lost, `recovery` the days over which it comes back, `affects` as
    in `Event`. With `rebuild` modules may be started otherwise from the event on. `survive` asks for the time to survive too.
    """

    scope: str = "site"
    names: tuple[str, ...] = ()
    durations: tuple[str, ...] = USUAL
    starts: tuple[str, ...] = ()
    loss: float = 1.0
    recovery: float = 0.0
    affects: str = ""
    rebuild: bool = False
    survive: bool = True


@dataclass(frozen=True)
class Place:
    """All that is asked of one name: its events by duration and start, and its time to recover [day], None without one."""

    scope: str
    name: str
    events: tuple[Event, ...]
    time_to_recover: float | None
    worst: bool


def places_of(network: Network, asked: Asked) -> tuple[Place, ...]:
    """Return what is asked of each name. Raises KeyError for an unknown scope or name, ValueError for what cannot be read."""
    affects = asked.affects or default_affects(asked.scope)
    Event(asked.scope, "", affects, 0.0, 0.0, asked.loss, asked.recovery)
    known = scopes(network, asked.scope)
    if not asked.durations:
        raise ValueError("No duration is given. Write such as 2w,1m,3m,6m.")
    for name in asked.names:
        members(network, asked.scope, name, affects)
    starts = _starts(network, asked.starts)
    places = []
    for name in asked.names or known:
        recover = _recover(network, asked.scope, name)
        events = [
            Event(asked.scope, name, affects, start, days, asked.loss, asked.recovery)
            for text in asked.durations
            for start in starts
            for days in [_days(network, text, start, recover)]
            if days is not None
        ]
        places.append(Place(asked.scope, name, tuple(events), recover, asked.starts == (WORST,)))
    if places and not any(place.events for place in places):
        raise ValueError(
            f"No site of what is asked for has a time to recover. Give time_to_recover in sites, or a duration beside {RECOVER}."
        )
    return tuple(places)


def day_of(network: Network, start: float) -> date:
    """Return the date of a start."""
    return DAYS_1970 + timedelta(days=network.periods.start + start)


def _starts(network: Network, texts: Sequence[str]) -> list[float]:
    """Return starts as days since the model's."""
    periods = network.periods
    if not texts:
        return [float(periods.starts[periods.count // 2] - periods.start)]
    if tuple(texts) == (WORST,):
        return [float(day) for day in periods.starts - periods.start]
    return [_start(network, text) for text in texts]


def read_start(text: str) -> date:
    """Return the date of a start; raises ValueError where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is no start. Give dates such as 2027-07-01, or {WORST} alone.") from None


def read_duration(text: str) -> tuple[float, str]:
    """Return a duration as a number and its unit; raises ValueError where it is none."""
    found = DURATION.fullmatch(text.strip())
    if found is None or float(found[1]) == 0.0:
        raise ValueError(f"'{text}' is no duration. Write such as 10d, 2w, 1m, 1q or 1y, or {RECOVER}.")
    return float(found[1]), UNITS[found[2]]


def _start(network: Network, text: str) -> float:
    periods = network.periods
    day = float((read_start(text) - DAYS_1970).days)
    if not periods.start <= day < periods.end:
        first, last = (DAYS_1970 + timedelta(days=float(bound)) for bound in (periods.start, periods.end - 1.0))
        raise ValueError(f"{text} is outside the horizon, from {first} to {last}.")
    return day - periods.start


def _days(network: Network, text: str, start: float, recover: float | None) -> float | None:
    """Return a duration in days; None for that of a place whose time to recover is not known."""
    if text == RECOVER:
        return recover
    number, unit = read_duration(text)
    begin = network.periods.start + start
    return float(shift(np.array([begin]), number, unit)[0] - begin)  # type: ignore[arg-type]


def _recover(network: Network, scope: str, name: str) -> float | None:
    """Return the longest time to recover of the sites of a place [day]."""
    if scope not in PLACES:
        return None
    sites = network.tables["sites"]
    rows = sites.frame.filter(pl.col(scope) == name)["time_to_recover"].drop_nulls()
    if rows.is_empty():
        return None
    start = np.array([network.periods.start])
    return float(shift(start, float(rows.max()), sites.time("time_to_recover"))[0] - start[0])  # type: ignore[arg-type]
