"""What modules offer and how well they run, by age: capacity ramps and yield ramps."""

from __future__ import annotations

import numpy as np

from reshore.verify.arrays import Floats, Ints
from reshore.verify.calendar import SMALL, shift
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
    """Return what one module of each start offers to operations with qualification time `q`, shape (start, period).

    Less than a thousand-millionth of its nameplate capacity in the period is nothing.
    """
    starts = world.starts
    expansion = starts.expansion[start]
    site = world.linked("expansions", "site")[expansion]
    opens, closes = world.site_windows
    ready = shift(starts.rho[start], q, world.time("operations", "qualification_time"))
    stop = np.minimum(starts.retire[start], closes[site])
    spans = (expansion, ready, np.maximum(ready, opens[site]), stop)
    unit = world.time("expansions", "module")
    share = ramped_lengths(world, "ramp", unit, spans)
    module = world.number("expansions", "module")[expansion]
    return module[:, None] * np.where(share < SMALL * world.calendar.lengths(unit), 0.0, share)


def workdays(world: World, start: Ints, operation: Ints) -> tuple[Floats, Floats]:
    """Return first day and end of the time in which each operation can run on the vintage of each start."""
    opens, closes = world.operation_windows
    begin = np.maximum(_qualified(world, start, operation), opens[operation])
    return begin, np.minimum(world.starts.retire[start], closes[operation])


def _qualified(world: World, start: Ints, operation: Ints) -> Floats:
    q = world.number("operations", "qualification_time")[operation]
    return shift(world.starts.rho[start], q, world.time("operations", "qualification_time"))


def yield_factor(world: World, start: Ints, operation: Ints, t: Ints) -> Floats:
    """Return factor(v, o, t) of runs of an operation on the vintage `start` in `t`; 1 for the pool (`start` −1).

    The average of the yield ramp, with ages from ρ, over the workdays in t, weighted by what the vintage offers then.
    """
    result = np.ones(len(start))
    vintage = start >= 0
    width = world.inputs["operations"].height
    distinct, which = np.unique(start[vintage] * width + operation[vintage], return_inverse=True)
    result[vintage] = _factors(world, distinct // width, distinct % width)[which, t[vintage]]
    return result


def _factors(world: World, start: Ints, operation: Ints) -> Floats:
    """Return the factor of each pair of start and operation in each period, 0 where the vintage offers nothing."""
    starts, unit, age = world.starts, world.time("expansions", "module"), world.time("ramps", "age")
    offers, learns = world.ramps("ramp"), world.ramps("yield_ramp")
    expansion, ready = starts.expansion[start], _qualified(world, start, operation)
    begin, stop = workdays(world, start, operation)
    pair, first = offers.steps(expansion)
    low = np.maximum(shift(ready[pair], offers.age[first], age), begin[pair])
    high = np.minimum(shift(ready[pair], offers.until[first], age), stop[pair])
    step, second = learns.steps(expansion[pair])
    rho = starts.rho[start][pair][step]
    inner_low = np.maximum(shift(rho, learns.age[second], age), low[step])
    inner_high = np.minimum(shift(rho, learns.until[second], age), high[step])
    weight, good = np.zeros((2, len(start), world.periods))
    np.add.at(weight, pair, offers.fraction[first, None] * world.calendar.within(low, high, unit))
    share = (offers.fraction[first][step] * learns.fraction[second])[:, None]
    np.add.at(good, pair[step], share * world.calendar.within(inner_low, inner_high, unit))
    return np.where(weight > 0, good / np.where(weight > 0, weight, 1.0), 0.0)
