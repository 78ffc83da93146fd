"""The ways in which goods come about: steps that need all of their inputs, and points that one of several steps supplies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from reshore.network import Network
from reshore.network.codes import Codes
from reshore.network.periods import DAYS_PER_YEAR, Floats, years

Mask = NDArray[np.bool_]
Bits = NDArray[np.uint64]
SHORTEST: Final = 1e-6
"""What every step takes at least [day] when ways are ordered by time, so that steps without lead time have an order too."""


@dataclass(frozen=True)
class Groups:
    """Members by owner: entry *i* says that `member[i]` belongs to `owner[i]`; in order of owner. Arrays (entry,)."""

    owner: Codes
    member: Codes
    count: int

    @staticmethod
    def of(owner: Codes, member: Codes, count: int) -> Groups:
        """Return the groups of `count` owners."""
        order = np.argsort(owner, kind="stable")
        return Groups(owner[order], member[order], count)

    def reduce(self, how: np.ufunc, values: NDArray[Any], empty: float) -> NDArray[Any]:
        """Return one value for each owner from those of its entries; `empty` for owners without members."""
        result = np.full((self.count, *values.shape[1:]), empty, dtype=values.dtype)
        if len(self.owner):
            first = np.flatnonzero(np.diff(self.owner, prepend=-1))
            result[self.owner[first]] = how.reduceat(values, first, axis=0)
        return result

    def turned(self, count: int) -> Groups:
        """Return the owners by member, of whom there are `count`."""
        return Groups.of(self.member, self.owner, count)


@dataclass(frozen=True)
class Ways:
    """An AND/OR network: a step needs every point of `inputs`; a point can be had from any step of `makers`.

    `inputs` has steps as owners and points as members, `makers` the reverse. `lead` is the time that a step takes [day],
    shape (step,); `possible` whether it can be taken, shape (step, period).
    """

    inputs: Groups
    makers: Groups
    lead: Floats
    possible: Mask

    @property
    def ever(self) -> Mask:
        """Whether each step is possible in some period, shape (step,)."""
        return np.asarray(self.possible.any(axis=1))

    @property
    def points(self) -> int:
        """Number of points."""
        return self.makers.count

    @property
    def steps(self) -> int:
        """Number of steps."""
        return self.inputs.count


def make_ways(network: Network) -> Ways:
    """Return the ways of a network: its operations, then its flows. Stock at the start is no source.

    A step is possible in a period in which it is allowed, may have runs (or departures), and every resource that it uses
    has capacity or could have some by a project that is complete then.
    """
    flows, operations, lanes = network.flows, network.operations, network.lanes
    count = operations.count + flows.count
    flow = operations.count + np.arange(flows.count)
    needed, made = _ends(network)
    inputs = Groups.of(np.concatenate([network.inputs.operation, flow]), needed, count)
    makers = Groups.of(made, np.concatenate([network.outputs.operation, flow]), network.points.count)
    moving = network.leaving & (lanes.capacity > 0.0)[flows.lane]
    return Ways(inputs, makers, lead_days(network), np.concatenate([_performed(network), moving]))


def _ends(network: Network) -> tuple[Codes, Codes]:
    """Return the points that inputs of operations and then flows need, and those that outputs and then flows supply."""
    points, flows, lanes = network.points, network.flows, network.lanes
    needed, made = (points.find(part.site, part.product) for part in (network.inputs, network.outputs))
    origin, destination = (points.find(site[flows.lane], flows.product) for site in (lanes.origin, lanes.destination))
    return np.concatenate([needed, origin]), np.concatenate([made, destination])


def at_inputs(network: Network, consumed: Floats, moved: Floats) -> Floats:
    """Return values of inputs (input,) and of flows (flow,) in the order of the entries of `Ways.inputs`, shape (entry,)."""
    step = np.concatenate([network.inputs.operation, network.operations.count + np.arange(network.flows.count)])
    ordered: Floats = np.concatenate([consumed, moved])[np.argsort(step, kind="stable")]
    return ordered


def at_makers(network: Network, made: Floats, moved: Floats) -> Floats:
    """Return values of outputs (output,) and of flows (flow,) in the order of the entries of `Ways.makers`, shape (entry,)."""
    ordered: Floats = np.concatenate([made, moved])[np.argsort(_ends(network)[1], kind="stable")]
    return ordered


def lead_days(network: Network) -> Floats:
    """Return cycle times of operations, then transit times of flows [day]: a year has 365.25 days, a month a twelfth of it."""
    table = network.tables["operations"]
    cycle = years(table.frame["cycle_time"].to_numpy(), table.time("cycle_time"))
    transit = network.lanes.transit_years[network.flows.lane]
    return np.concatenate([cycle, transit]) * DAYS_PER_YEAR


def _performed(network: Network) -> Mask:
    """Return whether each operation can run, shape (operation, period)."""
    operations, uses, levels = network.operations, network.uses, network.levels
    possible: Mask = operations.allowed & (operations.maximum > 0.0)
    there = network.resources.existing[levels.resource] > 0.0
    offered, starts, projects = network.offered, network.starts, network.expansions
    able = (projects.max_modules > 0.0) & (projects.max_per_year > 0.0)
    counted = able[starts.expansion[offered.start]]
    np.logical_or.at(there, offered.level[counted], offered.amount[counted] > 0.0)
    lacking = (uses.per_run > 0.0) & ~there[use_level(network)]
    np.logical_and.at(possible, uses.operation, ~lacking)
    return possible


def use_level(network: Network) -> Codes:
    """Return for each use the qualification level of its resource that counts for its operation, shape (use,)."""
    uses, levels = network.uses, network.levels
    wanted = np.column_stack([uses.resource, network.operations.qualification_time[uses.operation]])
    known = np.column_stack([levels.resource, levels.qualification_time])
    _, code = np.unique(np.concatenate([known, wanted]), axis=0, return_inverse=True)
    code = code.ravel()
    place = np.zeros(len(code), dtype=np.int64)
    place[code[: len(known)]] = np.arange(len(known))
    return place[code[len(known) :]]


def reached(ways: Ways, blocked: Mask) -> Mask:
    """Return which points can be had when some steps are out, shape (point, case) for `blocked` (step, case).

    It is the least fixpoint: nothing is there until a step with all inputs makes it, so that loops make nothing alone.
    Cases are bits of whole numbers, 64 at a time.
    """
    open_steps = _packed(~blocked)
    there = np.zeros((ways.points, open_steps.shape[1]), dtype=np.uint64)
    full = np.iinfo(np.uint64).max
    while True:
        ready = ways.inputs.reduce(np.bitwise_and, there[ways.inputs.member], full) & open_steps
        found = there | ways.makers.reduce(np.bitwise_or, ready[ways.makers.member], 0)
        if np.array_equal(found, there):
            return unpacked(there, blocked.shape[1])
        there = found


@dataclass(frozen=True)
class Soonest:
    """The fastest way to each point: `time` [day, with `SHORTEST` for each step], infinite where there is none.

    `step` is the last step of that way, −1 where there is none; the inputs of that step are sooner than the point.
    """

    time: Floats
    step: Codes


def soonest(ways: Ways, taken: Mask) -> Soonest:
    """Return the fastest way to each point by steps that are `taken`, shape (step,)."""
    lead = np.where(taken, ways.lead + SHORTEST, np.inf)
    time = np.full(ways.points, np.inf)
    while True:
        ready = ways.inputs.reduce(np.maximum, time[ways.inputs.member], 0.0) + lead
        found = ways.makers.reduce(np.minimum, ready[ways.makers.member], np.inf)
        if np.array_equal(found, time):
            return Soonest(time, last_steps(ways, ready[ways.makers.member], time))
        time = found


def last_steps(ways: Ways, values: Floats, wanted: Floats) -> Codes:
    """Return for each point the first of its makers whose value (entry,) is the wanted one (point,), −1 where none is."""
    entries = np.flatnonzero((values == wanted[ways.makers.owner]) & np.isfinite(values))
    step = np.full(ways.points, -1)
    step[ways.makers.owner[entries[::-1]]] = ways.makers.member[entries[::-1]]
    return step


def derivation(ways: Ways, step: Codes, points: Codes) -> Codes:
    """Return the steps of the ways to `points` that take `step` (point,) to each point on them."""
    used = np.zeros(ways.points, dtype=bool)
    frontier = points[step[points] >= 0]
    while len(frontier):
        used[frontier] = True
        taken = np.zeros(ways.steps, dtype=bool)
        taken[step[frontier]] = True
        needed = np.unique(ways.inputs.member[taken[ways.inputs.owner]])
        frontier = needed[~used[needed]]
    return np.unique(step[used])


def _packed(cases: Mask) -> Bits:
    """Return booleans (row, case) as bits, shape (row, word)."""
    width = -(-cases.shape[1] // 64) * 64
    padded = np.zeros((len(cases), width), dtype=bool)
    padded[:, : cases.shape[1]] = cases
    return np.packbits(padded, axis=1).view(np.uint64)


def unpacked(bits: Bits, count: int) -> Mask:
    """Return bits (row, word) as booleans (row, case)."""
    return np.unpackbits(bits.view(np.uint8), axis=1)[:, :count].astype(bool)
