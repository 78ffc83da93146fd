"""Lags: what leaves evenly during a period arrives evenly a duration later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reshore.verify.arrays import Floats, Ints, ragged
from reshore.verify.calendar import SMALL, Calendar, shift


@dataclass(frozen=True)
class Shares:
    """Shares of the rows that fall in periods; period number T (one past the last) stands for after the horizon."""

    row: Ints
    t: Ints
    share: Floats


def spread(calendar: Calendar, start: Floats, stop: Floats) -> Shares:
    """Return the shares (by days) of the intervals `[start, stop)` in each period and after the horizon.

    An empty interval falls wholly in the period of its start. What lies before the horizon is left out, and so are shares
    of a thousand-millionth or less.
    """
    edges = np.append(calendar.bounds, np.inf)
    first = np.searchsorted(edges, start, side="right") - 1
    last = np.where(stop > start, np.searchsorted(edges, stop, side="left") - 1, first)
    begin = np.maximum(first, 0)
    row, step = ragged(np.maximum(last - begin + 1, 0))
    t = begin[row] + step
    length = (stop - start)[row]
    overlap = np.minimum(stop[row], edges[t + 1]) - np.maximum(start[row], edges[t])
    share = np.where(length > 0, overlap / np.where(length > 0, length, 1.0), 1.0)
    kept = share > SMALL
    return Shares(row[kept], t[kept], share[kept])


@dataclass(frozen=True)
class Lags:
    """The lag of each of several things, held once for each distinct duration."""

    periods: int
    which: Ints
    count: Ints
    first: Ints
    shares: Shares

    @staticmethod
    def of(calendar: Calendar, durations: Floats, unit: str) -> Lags:
        """Return the lags of things with these durations."""
        distinct, which = np.unique(durations, return_inverse=True)
        start = shift(calendar.bounds[None, :-1], distinct[:, None], unit).ravel()
        stop = shift(calendar.bounds[None, 1:], distinct[:, None], unit).ravel()
        shares = spread(calendar, start, stop)
        count = np.bincount(shares.row, minlength=len(start))
        return Lags(calendar.periods, which, count, np.cumsum(count) - count, shares)

    def arrivals(self, thing: Ints, s: Ints) -> Shares:
        """Return the shares of what each `thing` lets leave in period `s`; rows are positions in `thing`."""
        place = self.which[thing] * self.periods + s
        row, step = ragged(self.count[place])
        entry = self.first[place][row] + step
        return Shares(row, self.shares.t[entry], self.shares.share[entry])
