"""Periods: half-open calendar intervals, and time measured exactly in days or in calendar months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from reshore.schema import TimeUnit
from reshore.tables.buckets import parse_buckets

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

DAYS: Final[dict[TimeUnit, float]] = {"day": 1.0, "week": 7.0}
MONTHS: Final[dict[TimeUnit, float]] = {"month": 1.0, "quarter": 3.0, "year": 12.0}
DAYS_PER_YEAR: Final = 365.25
SNAP: Final = 1e-6
"""Moments closer than this [day] to midnight are midnight: months added to a day leave rounding of about 1e-11 days."""
SMALLEST_PART: Final = 1e-9
"""Parts of a period smaller than this share of it are nothing."""


def month_of(day: ArrayLike) -> Floats:
    """Return the calendar-month coordinate of days since 1970-01-01: whole on the first of a month, linear within it."""
    day = np.asarray(day, dtype=np.float64)
    month = np.floor(day).astype("datetime64[D]").astype("datetime64[M]")
    first, following = _first(month), _first(month + 1)
    coordinate: Floats = month.astype(np.int64) + (day - first) / (following - first)
    return coordinate


def day_of(month: ArrayLike) -> Floats:
    """Return the day since 1970-01-01 of a calendar-month coordinate: the inverse of `month_of`."""
    month = np.asarray(month, dtype=np.float64)
    whole = np.floor(month + SNAP / 31.0)
    stamp = whole.astype(np.int64).astype("datetime64[M]")
    first, following = _first(stamp), _first(stamp + 1)
    return snap(first + (month - whole) * (following - first))


def snap(day: Floats) -> Floats:
    """Return the same moments, exactly midnight where rounding moved them off it."""
    nearest = np.rint(day)
    with np.errstate(invalid="ignore"):
        snapped: Floats = np.where(np.abs(day - nearest) < SNAP, nearest, day)
    return snapped


def coordinate(day: ArrayLike, unit: TimeUnit) -> Floats:
    """Return days since 1970-01-01 as a number of `unit`, so that differences are lengths in that unit."""
    if unit in DAYS:
        return np.asarray(day, dtype=np.float64) / DAYS[unit]
    return month_of(day) / MONTHS[unit]


def shift(day: ArrayLike, amount: ArrayLike, unit: TimeUnit) -> Floats:
    """Return the days that lie `amount` [unit] after `day`: in days, or in calendar months for month, quarter and year."""
    amount = np.asarray(amount, dtype=np.float64)
    if unit in DAYS:
        return snap(np.asarray(day, dtype=np.float64) + amount * DAYS[unit])
    return day_of(month_of(day) + amount * MONTHS[unit])


def years(amount: ArrayLike, unit: TimeUnit) -> Floats:
    """Return a duration in years of 365.25 days or 12 months."""
    scale = DAYS[unit] / DAYS_PER_YEAR if unit in DAYS else MONTHS[unit] / 12.0
    return np.asarray(amount, dtype=np.float64) * scale


@dataclass(frozen=True)
class Periods:
    """The buckets of the horizon: `bounds` are T + 1 days since 1970-01-01, increasing."""

    bounds: Floats

    @property
    def count(self) -> int:
        """Number of periods."""
        return len(self.bounds) - 1

    @property
    def starts(self) -> Floats:
        """First day of each period, shape (period,)."""
        return self.bounds[:-1]

    @property
    def ends(self) -> Floats:
        """First day after each period, shape (period,)."""
        return self.bounds[1:]

    @property
    def start(self) -> float:
        """First day of the horizon."""
        return float(self.bounds[0])

    @property
    def end(self) -> float:
        """First day after the horizon."""
        return float(self.bounds[-1])

    def length(self, unit: TimeUnit) -> Floats:
        """Return the length of each period [unit], shape (period,)."""
        length: Floats = np.diff(coordinate(self.bounds, unit))
        return length

    def overlap(self, opens: ArrayLike, closes: ArrayLike, unit: TimeUnit) -> Floats:
        """Return how much of each period lies in each half-open interval of days [unit], shape (interval, period).

        What is smaller than a part of the period that rounding may leave is nothing.
        """
        marks = coordinate(self.bounds, unit)
        low, high = (
            coordinate(np.clip(np.atleast_1d(np.asarray(day, dtype=np.float64)), self.start, self.end), unit)[:, None]
            for day in (opens, closes)
        )
        inside: Floats = np.minimum(high, marks[1:]) - np.maximum(low, marks[:-1])
        inside[inside <= SMALLEST_PART * np.diff(marks)] = 0.0
        return inside

    def containing(self, day: ArrayLike) -> NDArray[np.int64]:
        """Return the period that contains each day; −1 before the horizon, T after it."""
        index: NDArray[np.int64] = np.searchsorted(self.bounds, np.asarray(day), side="right") - 1
        return np.minimum(index, self.count)

    @cached_property
    def middle_years(self) -> Floats:
        """Years from the start of the horizon to the middle of each period, in calendar months / 12, shape (period,)."""
        month = month_of(self.bounds)
        middle: Floats = ((month[:-1] + month[1:]) / 2.0 - month[0]) / 12.0
        return middle

    @cached_property
    def horizon_years(self) -> float:
        """Years from the start to the end of the horizon."""
        month = month_of(self.bounds[[0, -1]])
        return float(month[1] - month[0]) / 12.0

    @cached_property
    def dates(self) -> pl.Series:
        """First day of each period as a date, shape (period,)."""
        return pl.Series("period", self.starts.astype(np.int32)).cast(pl.Date)


def make_periods(start: date, buckets: str) -> Periods:
    """Return the periods of `buckets`, such as `26 weeks, 36 months`, from `start` on; raises ValueError for bad text."""
    origin = (start - date(1970, 1, 1)).days
    bounds = [np.array([float(origin)])]
    for count, unit in parse_buckets(buckets):
        last = bounds[-1][-1]
        steps = np.arange(1, count + 1, dtype=np.float64)
        bounds.append(later(last, steps, unit))
    return Periods(np.concatenate(bounds))


def calendar_years(periods: Periods) -> Periods:
    """Return the calendar years of the horizon as periods; the first and the last are what the horizon has of them."""
    marks = new_years(periods.start, periods.end)
    return Periods(np.concatenate([[periods.start], marks, [periods.end]]))


def new_years(first: float, end: float) -> Floats:
    """Return the first days of the calendar years that begin after the day `first` and before the day `end`."""
    stamps = np.array([first, max(first, end)]).astype(np.int64).astype("datetime64[D]").astype("datetime64[Y]")
    years = np.arange(stamps[0] + 1, stamps[1] + 1)
    days: Floats = years.astype("datetime64[D]").astype(np.float64)
    return days[days < end]


def later(day: ArrayLike, count: ArrayLike, unit: TimeUnit) -> Floats:
    """Return the first day of the bucket that is `count` (whole) units after one that begins on `day`.

    For month, quarter and year that is the same day of a later month, the last where that month is shorter.
    """
    first: Floats = np.asarray(day, dtype=np.float64)
    number: Floats = np.asarray(count, dtype=np.float64)
    return _same_day(first, number * MONTHS[unit]) if unit in MONTHS else first + number * DAYS[unit]


def _same_day(day: Floats, months: Floats) -> Floats:
    stamp = day.astype("datetime64[D]")
    month = stamp.astype("datetime64[M]")
    within = (stamp - month.astype("datetime64[D]")).astype(np.float64)
    target = month + months.astype(np.int64)
    last: Floats = _first(target + 1) - 1.0
    same: Floats = np.minimum(_first(target) + within, last)
    return same


def _first(month: NDArray[np.datetime64]) -> Floats:
    first: Floats = month.astype("datetime64[D]").astype(np.float64)
    return first
