"""When the capex of a module is paid, and what it is still worth at the end of the horizon."""

from __future__ import annotations

import numpy as np

from reshore.network.lags import Shares, spread
from reshore.network.periods import Floats, Periods, coordinate
from reshore.network.ramps import Steps, increments
from reshore.network.resources import Expansions, Starts
from reshore.schema import TimeUnit


def spending(periods: Periods, expansions: Expansions, starts: Starts, profiles: Steps) -> Shares:
    """Return the share of each start's capex that is paid in each period of the horizon.

    Even over the build time, or at the ages of `spend_profile`; what was paid before the horizon is sunk and left out.
    """
    named = (expansions.spend_profile != "").to_numpy()[starts.expansion]
    even = np.flatnonzero(~named)
    by_time = spread(periods, starts.begins[even], starts.ready[even])
    steps = np.flatnonzero(named)
    ramp = profiles.take(starts.expansion[steps])
    begins = ramp.begins(starts.begins[steps])[:, :-1]
    rise = increments(ramp)
    row, step = np.nonzero((rise > 0.0) & (begins >= periods.start) & (begins < periods.end))
    paid = periods.containing(begins[row, step])
    return Shares(
        np.concatenate([even[by_time.index], steps[row]]),
        np.concatenate([by_time.period, paid]),
        np.concatenate([by_time.share, rise[row, step]]),
    )


def worth_left(periods: Periods, expansions: Expansions, starts: Starts, life_time: TimeUnit) -> Floats:
    """Return the unused share of life of each start at the end of the horizon, 0 where life is unlimited, shape (start,)."""
    life = expansions.life[starts.expansion]
    age = coordinate(periods.end, life_time) - coordinate(np.minimum(starts.ready, periods.end), life_time)
    left = 1.0 - np.maximum(age, 0.0) / life
    return np.where(np.isinf(life), 0.0, np.maximum(left, 0.0))
