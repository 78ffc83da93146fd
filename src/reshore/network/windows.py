"""Windows: the spans of time over which a measure is added up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reshore.network.codes import Codes
from reshore.network.periods import Floats, Periods, coordinate, new_years
from reshore.schema import TimeUnit
from reshore.schema.rules import EACH_PERIOD, EACH_YEAR, Window


@dataclass(frozen=True)
class Windows:
    """Spans of days [opens, closes) within the horizon, shape (window,), none of them empty, in order.

    Period `period[i]` counts in `window[i]` with its share by days; of a level the period that has the last day counts
    alone, since that is the level then. `last` is the period with the last day of each window, shape (window,).
    """

    opens: Floats
    closes: Floats
    window: Codes
    period: Codes
    share: Floats
    last: Codes

    @property
    def count(self) -> int:
        """Number of windows."""
        return len(self.opens)

    def length(self, unit: TimeUnit) -> Floats:
        """Return the length of each window [unit], shape (window,)."""
        length: Floats = coordinate(self.closes, unit) - coordinate(self.opens, unit)
        return length


def windows(periods: Periods, each: Window, span: tuple[float, float], level: bool = False) -> Windows:
    """Return the parts of `span` (days [opens, closes), infinite where open) in the horizon: by period, by year or all of it."""
    first, end = max(span[0], periods.start), min(span[1], periods.end)
    marks = new_years(first, end) if each == EACH_YEAR else periods.bounds if each == EACH_PERIOD else np.zeros(0)
    bounds = np.concatenate([[first], marks[(first < marks) & (marks < end)], [end]])
    opens, closes = (bounds[:-1], bounds[1:]) if first < end else (bounds[:0], bounds[:0])
    return within(periods, (opens, closes), level)


def within(periods: Periods, spans: tuple[Floats, Floats], level: bool = False) -> Windows:
    """Return windows of any days: of those outside the horizon nothing counts."""
    opens, closes = spans
    last = np.clip(periods.containing(np.minimum(closes, periods.end) - 0.5), 0, periods.count - 1)
    if level:
        window = np.flatnonzero((opens < periods.end) & (closes > periods.start))
        return Windows(opens, closes, window, last[window], np.ones(len(window)), last)
    share = periods.overlap(opens, closes, "day") / periods.length("day")
    window, period = np.nonzero(share)
    return Windows(opens, closes, window, period, share[window, period], last)
