"""The program of a plan under an event: the same columns and rows with less on the right-hand side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reshore.model import Block, Program
from reshore.network import Network
from reshore.network.events import Event, Members, members, remaining, whole_lanes
from reshore.network.periods import Floats

Mask = NDArray[np.bool_]
LIMITS: Final = ("capacity", "vintage_capacity", "lane_capacity", "runs")
"""The laws that limit what is run and shipped in a period."""
DAYLESS: Final = 1e-9
"""Share of a period below which no day of it is left."""
CLOSE: Final = 1e-7
"""By how much, relative to what a limit sums, a plan may pass it and still keep it: what the solver allows."""


@dataclass(frozen=True)
class Standing:
    """A plan as it stands when an event strikes: its network, program and the values of its columns in natural units."""

    network: Network
    program: Program
    columns: Floats

    @cached_property
    def objective(self) -> float:
        """What the plan earns [currency, discounted]."""
        return float(self.program.cost @ self.columns) + self.program.constant

    @cached_property
    def alone(self) -> Floats:
        """The most of each column that its own limits allow if nothing else uses them, builds as planned, shape (column,)."""
        program, build = self.program, self.program.columns["build"].slice
        limits = np.zeros(program.shape[0], dtype=bool)
        for name in LIMITS:
            if name in program.rows:
                limits[program.rows[name].slice] = True
        rows = np.flatnonzero(limits)
        matrix = program.matrix.tocsr()[rows]
        there = program.row_upper[rows] - matrix[:, build] @ self.columns[build]
        uses = matrix.tocoo()
        own = uses.data > 0.0
        most = np.full(program.shape[1], np.inf)
        np.minimum.at(most, uses.col[own], there[uses.row[own]] / uses.data[own])
        return most

    @cached_property
    def runs(self) -> Floats:
        """What the plan runs of each column of `make`, shape (column,)."""
        return self.columns[self.program.columns["make"].slice]

    def hit(self, event: Event) -> Members:
        """Return what an event hits; raises KeyError for a name that there is not."""
        return members(self.network, event.scope, event.name, event.affects)


@dataclass(frozen=True)
class Disturbed:
    """A program under an event. `rows` and `columns` are those whose limits changed; `left` is what is left, (period,)."""

    program: Program
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    left: Floats

    @property
    def first(self) -> int:
        """The first period of which the event takes anything; the number of periods where it takes nothing."""
        hit = np.flatnonzero(self.left < 1.0)
        return int(hit[0]) if len(hit) else len(self.left)

    def holds(self, values: Floats) -> bool:
        """Say whether values of columns that kept all limits before the event keep them under it."""
        program = self.program
        if (values[self.columns] > program.upper[self.columns] * (1.0 + CLOSE) + CLOSE * CLOSE).any():
            return False
        if not len(self.rows):
            return True
        matrix, limit = program.matrix.tocsr()[self.rows], program.row_upper[self.rows]
        size = abs(matrix) @ np.abs(values) + np.where(np.isfinite(limit), np.abs(limit), 0.0)
        return bool((matrix @ values <= limit + CLOSE * size).all())


def disturbed(standing: Standing, event: Event, again: Floats | None = None) -> Disturbed:
    """Return the program under an event; `again` is what is left in each period where it is not to be found from the event.

    Capacity of resources, existing and new, falls to what is left of it, and so do the limits of runs (most and least) and
    of lanes. What has no such limit may do what is left of what the plan does in the period, each column by itself: runs of
    operations that use no resource (of all that make the product, where the supply of a product is hit), departures on lanes
    without capacity. On days that are free of the event it may do more than the plan: as much as its other limits allow on those
    days, and any amount where it has none.
    """
    network, program = standing.network, standing.program
    hit = standing.hit(event)
    left = (
        remaining(network.periods, event.start, event.duration, event.loss, event.recovery)[0]
        if again is None
        else again
    )
    factor = np.ones(program.shape[0])
    _weaken(factor, program, "capacity", _of_resources(network, hit), left)
    _weaken(factor, program, "vintage_capacity", _of_vintages(network, hit), left)
    operations, bare = _operations(network, hit, event.affects)
    _weaken(factor, program, "runs", operations, left)
    whole, alone = _flows(network, hit)
    _weaken(factor, program, "lane_capacity", whole, left)
    upper = program.upper.copy()
    make, ship = program.columns["make"], program.columns["ship"]
    free = _free(network, event, left, again is not None)
    of_make = bare[network.activities.operation[make.entity], make.period]
    of_ship = alone[ship.entity, ship.period]
    capped = np.concatenate([_cap(upper, standing, own, left, free) for own in ((make, of_make), (ship, of_ship))])
    rows = np.flatnonzero(factor != 1.0)
    changed = replace(
        program,
        matrix=_builds(program, factor),
        row_lower=_times(program.row_lower, factor),
        row_upper=_times(program.row_upper, factor),
        upper=upper,
    )
    return Disturbed(changed, rows, capped, left)


def _free(network: Network, event: Event, left: Floats, at_once: bool) -> Floats:
    """Return the share of days of each period on which nothing of an event is felt, shape (period,).

    Where it ends `at_once`, what is left of a period says how much of it was hit.
    """
    if event.loss <= 0.0:
        return np.ones_like(left)
    if at_once:
        return np.asarray(1.0 - (1.0 - left) / event.loss)
    (free,) = remaining(network.periods, event.start, event.duration + event.recovery, 1.0, 0.0)
    return np.asarray(free)


def _weaken(factor: Floats, program: Program, name: str, chosen: Mask, left: Floats) -> None:
    """Multiply the rows of a block of chosen entities by what is left in their periods."""
    block = program.rows.get(name)
    if block is not None:
        factor[block.slice] = np.where(chosen[block.entity], left[block.period], 1.0)


def _of_resources(network: Network, hit: Members) -> Mask:
    """Return which levels of capacity are hit, shape (level,)."""
    found: Mask = np.isin(network.levels.resource, hit.resources)
    return found


def _of_vintages(network: Network, hit: Members) -> Mask:
    """Return which rows' entities of vintage capacity are hit, shape (pair,)."""
    learns = network.expansions.learns[network.starts.expansion[network.offered.start]]
    found: Mask = np.isin(network.levels.resource[network.offered.level[learns]], hit.resources)
    return found


def _operations(network: Network, hit: Members, affects: str) -> tuple[Mask, Mask]:
    """Return which operations are hit, (operation,), and when nothing but the plan says how much, (operation, period)."""
    operations = network.operations
    chosen = np.zeros(operations.count, dtype=bool)
    chosen[hit.operations] = True
    free = chosen if affects == "supply" else chosen & ~np.isin(np.arange(operations.count), network.uses.operation)
    bare: Mask = free[:, None] & ~np.isfinite(operations.maximum)
    return chosen, bare


def _flows(network: Network, hit: Members) -> tuple[Mask, Mask]:
    """Return which lanes are hit as a whole, (lane,), and which flows alone, (flow, period): where the lane has no limit."""
    flows, lanes = network.flows, network.lanes
    chosen = np.zeros(flows.count, dtype=bool)
    chosen[hit.flows] = True
    whole = whole_lanes(network, hit.flows)
    alone: Mask = chosen[:, None] & ~(whole[:, None] & np.isfinite(lanes.capacity))[flows.lane]
    return whole, alone


def _cap(upper: Floats, standing: Standing, hit: tuple[Block, Mask], left: Floats, free: Floats) -> NDArray[np.int64]:
    """Limit chosen columns of a block to what is left of the plan's values and what else free days allow; return which."""
    block, chosen = hit
    own = np.flatnonzero(chosen & (left[block.period] < 1.0))
    columns, time = block.first + own, block.period[own]
    plan = standing.columns[columns]
    more = np.where(free[time] > DAYLESS, np.maximum(standing.alone[columns] - plan, 0.0), 0.0)
    upper[columns] = np.minimum(upper[columns], plan * left[time] + np.where(more > 0.0, more * free[time], 0.0))
    return columns


def _builds(program: Program, factor: Floats) -> sparse.csc_array:
    """Return the matrix in which what modules offer is what is left of it."""
    matrix, block = program.matrix, program.columns["build"]
    first, last = matrix.indptr[block.first], matrix.indptr[block.first + block.size]
    if first == last or (factor[matrix.indices[first:last]] == 1.0).all():
        return matrix
    data = matrix.data.copy()
    data[first:last] *= factor[matrix.indices[first:last]]
    return sparse.csc_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _times(limits: Floats, factor: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(limits), limits * factor, limits)
