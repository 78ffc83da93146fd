"""The calendar: periods, days and calendar months, durations, lengths.

Days are counted from 1970-01-01 as floats. Calendar months are counted from January 1970: the first of each month is
a whole number and a day within a month is an equal part of it.
"""

from __future__ import annotations

import calendar as gregorian
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from reshore.verify.arrays import Floats

EPOCH: Final = date(1970, 1, 1)
SNAP: Final = 1e-6
"""Moments closer than this [day] to midnight are midnight: adding months leaves rounding of about 1e-11 days."""
SMALL: Final = 1e-9
"""Shares of this size or less are nothing."""
DAYS: Final = {"day": 1.0, "week": 7.0}
MONTHS: Final = {"month": 1.0, "quarter": 3.0, "year": 12.0}
BUCKET: Final = re.compile(r"\s*(\d+)\s*(day|week|month|quarter|year)s?\s*")


def to_months(days: Floats) -> Floats:
    """Return days as calendar months; infinite ones stay infinite."""
    whole = np.floor(np.where(np.isfinite(days), days, 0.0))
    month = whole.astype(np.int64).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first, following = _first_day(month), _first_day(month + 1)
    return np.where(np.isfinite(days), month + (days - first) / (following - first), days)


def to_days(months: Floats) -> Floats:
    """Return calendar months as days; infinite ones stay infinite."""
    finite = np.where(np.isfinite(months), months, 0.0)
    month = np.floor(finite + SNAP / 31).astype(np.int64)
    first, following = _first_day(month), _first_day(month + 1)
    return np.where(np.isfinite(months), snap(first + (finite - month) * (following - first)), months)


def snap(days: Floats) -> Floats:
    """Return the same moments, exactly midnight where rounding moved them off it."""
    nearest = np.rint(days)
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(days - nearest) < SNAP, nearest, days)


def shift(days: Floats, amount: Floats | float, unit: str) -> Floats:
    """Return the moments that lie `amount` units of time after `days`: days and weeks in days, the rest in months."""
    if unit in DAYS:
        return snap(days + np.asarray(amount) * DAYS[unit])
    return to_days(to_months(np.asarray(days)) + np.asarray(amount) * MONTHS[unit])


def measure(days: Floats, unit: str) -> Floats:
    """Return the moments in a coordinate whose differences are lengths in `unit`."""
    return days / DAYS[unit] if unit in DAYS else to_months(days) / MONTHS[unit]


def day_number(day: date) -> float:
    """Return a date as days since 1970-01-01."""
    return float((day - EPOCH).days)


@dataclass(frozen=True)
class Calendar:
    """The periods of a plan: period *t* is the days `[bounds[t], bounds[t + 1])`."""

    bounds: Floats

    @staticmethod
    def of(start: date, buckets: str) -> Calendar:
        """Return the periods from `start` that `buckets` lists, such as `26 weeks, 36 months`.

        The months of one entry of the list are counted from the day on which that entry begins, so that three months
        from 31 January end on 28 February, 31 March and 30 April. Raises ValueError where `buckets` cannot be read.
        """
        ends = [start]
        for entry in buckets.split(","):
            match = BUCKET.fullmatch(entry)
            if match is None:
                raise ValueError(f"buckets '{buckets}' cannot be read at '{entry.strip()}'")
            first, unit = ends[-1], match[2]
            ends += [_later(first, number, unit) for number in range(1, int(match[1]) + 1)]
        return Calendar(np.array([day_number(day) for day in ends]))

    def one_later(self, unit: str) -> Floats:
        """Return for each period the first day of the one that would begin one unit of time later in the same buckets."""
        return np.array([day_number(_later(day, 1, unit)) for day in self.first_days])

    @property
    def periods(self) -> int:
        """Number of periods."""
        return len(self.bounds) - 1

    @property
    def end(self) -> float:
        """The end of the horizon, H."""
        return float(self.bounds[-1])

    @property
    def first_days(self) -> list[date]:
        """First day of each period."""
        return [EPOCH + timedelta(days=float(day)) for day in self.bounds[:-1]]

    def lengths(self, unit: str) -> Floats:
        """Return the length of each period, shape (period)."""
        return np.diff(measure(self.bounds, unit))

    def within(self, start: Floats, stop: Floats, unit: str) -> Floats:
        """Return the length of each period that lies in each interval `[start, stop)`, shape (interval, period).

        A part of a period that is a thousand-millionth of it or less is rounding, and counts as none.
        """
        edges = measure(self.bounds, unit)
        low = np.clip(measure(start, unit)[:, None], edges[:-1], edges[1:])
        high = np.clip(measure(stop, unit)[:, None], edges[:-1], edges[1:])
        part = np.maximum(high - low, 0.0)
        return np.where(part > SMALL * np.diff(edges), part, 0.0)

    def years(self, days: Floats) -> Floats:
        """Return the years from the start of the horizon to the given moments, in calendar months."""
        return (to_months(days) - to_months(self.bounds[:1])) / 12.0

    def middle_years(self) -> Floats:
        """Return the years from the start to the middle (in calendar months) of each period."""
        edges = self.years(self.bounds)
        return (edges[:-1] + edges[1:]) / 2.0


def _first_day(month: object) -> Floats:
    return np.asarray(month, np.int64).astype("datetime64[M]").astype("datetime64[D]").astype(np.float64)


def _later(day: date, number: int, unit: str) -> date:
    if unit in DAYS:
        return day + timedelta(days=number * DAYS[unit])
    month = day.year * 12 + day.month - 1 + number * int(MONTHS[unit])
    year, number_in_year = divmod(month, 12)
    last = gregorian.monthrange(year, number_in_year + 1)[1]
    return date(year, number_in_year + 1, min(day.day, last))
