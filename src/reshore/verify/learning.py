"""What modules offer and how well they run, by age: capacity ramps and yield ramps."""

from __future__ import annotations

import numpy as np

from reshore.verify.arrays import Floats, Ints
from reshore.verify.calendar import shift
from reshore.verify.world import World


def ramped_lengths(world: World, column: str, unit: str, spans: tuple[Ints, Floats, Floats, Floats]) -> Floats:
    """Return Σ_k fraction(k) · len(t ∩ [origin+age(k), origin+age(k+1)) ∩ [start, stop)), shape (span, period).

    `spans` holds for each span the expansion whose ramp (in `column`) counts, the origin of its ages, start and stop.
    """
    expansion, origin, start, stop = spans
    if not len(expansion):
        return np.zeros((0, world.periods))
    ramps = world.ramps(column)
    row, step = ramps.steps(expansion)
    age_unit = world.time("ramps", "age")
    low = np.maximum(shift(origin[row], ramps.age[step], age_unit), start[row])
    high = np.minimum(shift(origin[row], ramps.until[step], age_unit), stop[row])
    lengths = ramps.fraction[step, None] * world.calendar.within(low, high, unit)
    first = np.flatnonzero(np.diff(row, prepend=-1))
    return np.asarray(np.add.reduceat(lengths, first, axis=0), dtype=np.float64)


def offered(world: World, start: Ints, q: Floats) -> Floats:
    """Return what one module of each start offers to operations with qualification time `q`, shape (start, period)."""
    starts = world.starts
    expansion = starts.expansion[start]
    site = world.linked("expansions", "site")[expansion]
    opens, closes = world.site_windows
    ready = shift(starts.rho[start], q, world.time("operations", "qualification_time"))
    stop = np.minimum(starts.retire[start], closes[site])
    spans = (expansion, ready, np.maximum(ready, opens[site]), stop)
    module = world.number("expansions", "module")[expansion]
    return module[:, None] * ramped_lengths(world, "ramp", world.time("expansions", "module"), spans)


def yield_factor(world: World, start: Ints, t: Ints) -> Floats:
    """Return factor(v, t) of runs on the vintage `start` in `t`; 1 for the pool (`start` −1).

    The average by days of the yield ramp, with ages from ρ, over t ∩ [ρ, ρ+life).
    """
    result = np.ones(len(start))
    vintage = start >= 0
    distinct, which = np.unique(start[vintage], return_inverse=True)
    starts = world.starts
    rho, retire = starts.rho[distinct], starts.retire[distinct]
    good = ramped_lengths(world, "yield_ramp", "day", (starts.expansion[distinct], rho, rho, retire))
    length = world.calendar.within(rho, retire, "day")
    factor = np.where(length > 0, good / np.where(length > 0, length, 1.0), 0.0)
    result[vintage] = factor[which, t[vintage]]
    return result


def lived(world: World, start: Ints, unit: str) -> Floats:
    """Return len(t ∩ [ρ, ρ+life)) for each start, shape (start, period)."""
    return world.calendar.within(world.starts.rho[start], world.starts.retire[start], unit)
