"""Time to survive: the longest that an outage can last while no demand is served less in total than in the plan."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import sparse

from reshore.analysis.stress.disturbed import Disturbed, Standing, disturbed
from reshore.analysis.stress.reduced import Reduced, decided, lengthened, reduced, widened
from reshore.analysis.stress.solving import BETWEEN, fractional
from reshore.network.events import Event, remaining
from reshore.network.periods import Floats
from reshore.solve import SolveOptions, SolverError
from reshore.solve.highs import Answer, Arrays, Session, Watch
from reshore.solve.linear import SMALL, common, solve_linear
from reshore.solve.possible import quickly
from reshore.solve.scaling import Scaling

ENDLESS: Final = float("inf")
SECONDS: Final = 60.0
"""Given to the quick way of asking, before the others."""
JUST: Final = 1e-9
"""The part of a period that is lost where an event has only just begun in it."""
ROUNDING: Final = 1e-7


@dataclass(frozen=True)
class Survival:
    """How long outages of one scope can last, and how often that was asked of a solver."""

    days: float
    solves: int


@dataclass(frozen=True)
class Known:
    """How many days are known to be survived, and whether it may well be `far` more: then the end of the horizon is tried
    first."""

    days: float = 0.0
    far: bool = False


@dataclass
class _Asking:
    """Whether all is served that the plan serves, by how many periods have ended when the outage does."""

    standing: Standing
    event: Event
    scaling: Scaling
    options: SolveOptions
    solves: int = 0

    def lasting(self, days: float) -> Disturbed:
        """Return the program under the outage of so many days."""
        return disturbed(self.standing, replace(self.event, duration=days, recovery=0.0))

    def served(self, days: float) -> bool:
        """Say whether all can be served through so many days."""
        under = self.lasting(days)
        if under.holds(self.standing.columns):
            return True
        answer = self._quick(self._kept(self._left(under)))
        return answer.status == "optimal"

    def beyond(self, least: float, most: float) -> float:
        """Return the most days between two that end in the same period: there limits fall evenly with the days."""
        event, periods = replace(self.event, recovery=0.0), self.standing.network.periods
        (end,) = remaining(periods, event.start, most, event.loss, 0.0)
        (begin,) = remaining(periods, event.start, least, event.loss, 0.0)
        begin = np.where((begin >= 1.0) & (end < 1.0), 1.0 - JUST * (1.0 - end), begin)
        full, bare = (self._left(disturbed(self.standing, event, part)) for part in (end, begin))
        answer = self._quick(_spared(self._kept(full), full.arrays, bare.arrays))
        if answer.status != "optimal":
            return least
        return least + (most - least) * float(np.clip(1.0 - answer.columns[-1], 0.0, 1.0))

    def _left(self, under: Disturbed) -> Reduced:
        first = decided(self.standing, under.first, rebuild=False)
        return reduced(under.program, first, self.standing.columns, self.scaling)

    def _kept(self, left: Reduced) -> Arrays:
        """Return the program without an objective in which of no demand more is lost than in the plan."""
        block, pieces = self.standing.program.columns["lost"], self.standing.network.pieces
        own = np.flatnonzero((left.columns >= block.first) & (left.columns < block.first + block.size))
        entry = left.columns[own] - block.first
        demand, row = np.unique(pieces.demand[block.entity[entry]], return_inverse=True)
        scale = left.scaling.column[left.columns[own]]
        lost = np.bincount(row, self.standing.columns[left.columns[own]], len(demand))
        asked = np.bincount(row, pieces.quantity[block.entity[entry]], len(demand))
        unit = np.maximum(asked, 1e-12)
        rows = sparse.csr_array((scale / unit[row], (row, own)), shape=(len(demand), left.arrays.width))
        arrays = replace(left.arrays, cost=np.zeros(left.arrays.width), constant=0.0)
        return lengthened(arrays, rows, np.full(len(demand), -np.inf), lost / unit + ROUNDING)

    def _quick(self, arrays: Arrays) -> Answer:
        """Return whether a program has a solution, by the method that is fastest for its size, then by the others."""
        self.solves += 1
        arrays = fractional(arrays)
        ways = [self._between, self._simplex]
        for way in ways if arrays.width > SMALL else reversed(ways):
            with suppress(SolverError):
                answer = way(arrays)
                if answer.status in ("optimal", "infeasible"):
                    return answer
        raise SolverError("No method says whether all demand can be served.")

    def _between(self, arrays: Arrays) -> Answer:
        settings = {**BETWEEN, **common(self.options)}
        with suppress(SolverError):
            answer = Session(arrays).solve(settings, Watch(), read_basis=False)
            if answer.status in ("optimal", "infeasible"):
                return answer
        return Session(arrays).solve({**settings, "presolve": "off"}, Watch(), read_basis=False)

    def _simplex(self, arrays: Arrays) -> Answer:
        answer = quickly(arrays, self.options, SECONDS)
        return answer if answer.status != "limit" else solve_linear(arrays, self.options, Watch())[1]


def serves_all(standing: Standing, columns: Floats) -> bool:
    """Say whether values of all columns lose no more of any demand than the plan does."""
    block, pieces = standing.program.columns["lost"], standing.network.pieces
    demand = pieces.demand[block.entity]
    asked = np.bincount(demand, pieces.quantity[block.entity])
    more = np.bincount(demand, columns[block.slice] - standing.columns[block.slice])
    return bool((more <= ROUNDING * np.maximum(asked, 1e-12)).all())


def survival(
    standing: Standing, event: Event, scaling: Scaling, options: SolveOptions, known: Known | None = None
) -> Survival:
    """Return the longest duration [day] of an event, back at once, without a loss of units of any demand.

    It is infinite where the outage may last to the end of the horizon. Decisions before the event and starts of modules are
    the plan's; profit does not count. A longer outage leaves less, so that the period of its end is found by trying ends of
    periods, and the day within it by a program in which the days are a column. Whole runs count in fractions. What is `known`
    is not tried again. Raises SolverError where the solver fails.
    """
    known = known or Known()
    asking = _Asking(standing, event, scaling, options)
    periods = standing.network.periods
    ends = periods.ends - periods.start - event.start
    ends = np.concatenate([[0.0], ends[ends > 0.0]])
    last = len(ends) - 1
    if asking.lasting(float(ends[last])).holds(standing.columns):
        return Survival(ENDLESS, 0)
    low = _highest(0, last, lambda at: asking.lasting(float(ends[at])).holds(standing.columns))
    low, high = max(low, int(np.flatnonzero(ends <= known.days).max())), last + 1
    if known.far and not asking.served(float(ends[last])):
        high = last
    elif known.far:
        low = last
    step = 1
    while high > last and low < last:
        at = min(low + step, last)
        if asking.served(float(ends[at])):
            low, step = at, 2 * step
        else:
            high = at
    if low == last:
        return Survival(ENDLESS, asking.solves)
    low = _highest(low, high, lambda at: asking.served(float(ends[at])))
    days = asking.beyond(float(ends[low]), float(ends[low + 1]))
    return Survival(days, asking.solves)


def _highest(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the highest place for which something holds that holds up to it and never after: at `low`, but not at `high`."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _spared(arrays: Arrays, full: Arrays, bare: Arrays) -> Arrays:
    """Return the program with one more column, the part of the span that the outage spares, of which the least is wanted.

    Limits are those of the whole span (`full`), and what they have more without it (`bare`) in proportion to the column. Limits
    of columns that move become rows; those that hold only where no day is spared at all are left out.
    """
    arrays = replace(arrays, upper=np.where(np.isinf(bare.upper), bare.upper, arrays.upper))
    moving = np.flatnonzero(np.isfinite(bare.upper) & (bare.upper != full.upper))
    count, width = len(moving), arrays.width
    place = np.ones(count), (np.arange(count), moving)
    with_rows = lengthened(
        arrays,
        sparse.csr_array(place, shape=(count, width)),
        np.full(count, -np.inf),
        full.upper[moving],
    )
    upper = with_rows.upper.copy()
    upper[moving] = np.maximum(bare.upper[moving], full.upper[moving])
    more = np.zeros(len(with_rows.row_lower))
    more[: len(full.row_upper)] = _rise(full.row_upper, bare.row_upper)
    lower = np.zeros(len(more))
    lower[: len(full.row_lower)] = _rise(full.row_lower, bare.row_lower)
    more[len(arrays.row_lower) :] = bare.upper[moving] - full.upper[moving]
    column = sparse.csc_array(np.where(more != 0.0, -more, -lower)[:, None])
    return _with_both(replace(with_rows, upper=upper), column, more, lower)


def _rise(full: Floats, bare: Floats) -> Floats:
    return np.where(np.isfinite(full) & np.isfinite(bare), bare - np.where(np.isfinite(full), full, 0.0), 0.0)


def _with_both(arrays: Arrays, column: sparse.csc_array, more: Floats, lower: Floats) -> Arrays:
    """Return the program with the column; sides of a row that do not move alike are left as loose as either end has them."""
    unlike = (more != 0.0) & np.isfinite(arrays.row_lower) & (np.abs(lower - more) > 1e-12 * np.abs(more))
    row_lower = np.where(unlike, arrays.row_lower - np.maximum(more, 0.0), arrays.row_lower)
    spared = widened(replace(arrays, row_lower=row_lower), column, np.array([-1.0]), np.array([1.0]))
    return replace(spared, cost=np.concatenate([np.zeros(arrays.width), [-1.0]]))
