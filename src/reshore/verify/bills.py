"""Bills: when the capex of a module is paid."""

from __future__ import annotations

import numpy as np

from reshore.verify.arrays import Floats, Ints, grid_sum
from reshore.verify.calendar import shift
from reshore.verify.lags import spread
from reshore.verify.world import World


def paid_shares(world: World, start: Ints) -> Floats:
    """Return the share of the capex of each start that is paid in each period and, last, after H: shape (start, period + 1).

    What was paid before the horizon is sunk, and left out.
    """
    starts = world.starts
    expansion, sigma = starts.expansion[start], starts.sigma[start]
    profiled = world.inputs["expansions"]["spend_profile"].is_not_null().to_numpy().astype(np.bool_)[expansion]
    even = spread(world.calendar, sigma, starts.rho[start])
    ramps = world.ramps("spend_profile")
    row, step = ramps.steps(expansion)
    rise = np.diff(ramps.fraction[step], prepend=0.0)
    rise[np.flatnonzero(np.diff(row, prepend=-1))] = ramps.fraction[ramps.first[expansion]]
    day = shift(sigma[row], ramps.age[step], world.time("ramps", "age"))
    jumps = spread(world.calendar, day, day)
    shape = (len(start), world.periods + 1)
    evenly = grid_sum(even.row, even.t, even.share, shape)
    stepwise = grid_sum(row[jumps.row], jumps.t, rise[jumps.row], shape)
    return np.where(profiled[:, None], stepwise, evenly)
