"""When the capex of a module is paid, and what it is still worth at the end of the horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reshore.network.lags import SMALLEST_SHARE, Shares, spread
from reshore.network.periods import Floats, Periods, coordinate
from reshore.network.ramps import Steps, increments
from reshore.network.resources import Expansions, Starts
from reshore.schema import TimeUnit


@dataclass(frozen=True)
class Spending:
    """Shares of each start's capex: `paid` in each period of the horizon, and `unpaid` at its end, shape (start,).

    What was paid before the horizon is sunk, and in neither.
    """

    paid: Shares
    unpaid: Floats

    @property
    def owed(self) -> Floats:
        """Share of capex that is not sunk, shape (start,)."""
        within = np.bincount(self.paid.index, weights=self.paid.share, minlength=len(self.unpaid))
        total: Floats = within + self.unpaid
        return total


def spending(periods: Periods, expansions: Expansions, starts: Starts, profiles: Steps) -> Spending:
    """Return when the capex of each start is paid: evenly over the build time, or at the ages of `spend_profile`."""
    named = (expansions.spend_profile != "").to_numpy()[starts.expansion]
    even = np.flatnonzero(~named)
    by_time = spread(periods, starts.begins[even], starts.ready[even])
    steps = np.flatnonzero(named)
    ramp = profiles.take(starts.expansion[steps])
    begins = ramp.begins(starts.begins[steps])[:, :-1]
    rise = increments(ramp)
    row, step = np.nonzero((rise > 0.0) & (begins >= periods.start) & (begins < periods.end))
    period = periods.containing(begins[row, step])
    unpaid = np.zeros(len(named))
    unpaid[even] = _after(periods, starts.begins[even], starts.ready[even])
    unpaid[steps] = np.where(begins >= periods.end, rise, 0.0).sum(axis=1)
    paid = Shares(
        np.concatenate([even[by_time.index], steps[row]]),
        np.concatenate([by_time.period, period]),
        np.concatenate([by_time.share, rise[row, step]]),
    )
    return Spending(paid, unpaid)


def _after(periods: Periods, opens: Floats, closes: Floats) -> Floats:
    """Return the share (by days) of each interval that lies after the horizon, shape (interval,)."""
    length = closes - opens
    late = np.clip(closes - np.maximum(opens, periods.end), 0.0, None)
    share = np.divide(late, length, out=np.zeros_like(late), where=length > 0.0)
    return np.where(share > SMALLEST_SHARE, share, 0.0)


def worth_left(periods: Periods, expansions: Expansions, starts: Starts, life_time: TimeUnit) -> Floats:
    """Return the unused share of life of each start at the end of the horizon, 0 where life is unlimited, shape (start,)."""
    life = expansions.life[starts.expansion]
    age = coordinate(periods.end, life_time) - coordinate(np.minimum(starts.ready, periods.end), life_time)
    left = 1.0 - np.maximum(age, 0.0) / life
    return np.where(np.isinf(life), 0.0, np.maximum(left, 0.0))
