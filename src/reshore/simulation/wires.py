"""What the compiled simulation reads: the plan's streams and what connects them, as plain arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reshore.network.periods import Floats

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Wires(NamedTuple):
    """Streams (runs, departures, servings, what is taken into a mix, disposal) between stock points, shape (stream, period).

    A list of each stream (or point) lies between two marks in an array: that of stream *j* is `x[mark[j]:mark[j + 1]]`.
    """

    plan: Floats
    """What the plan does, shape (stream, period)."""
    may: Mask
    """Whether a stream may do anything in a period, shape (stream, period)."""
    last: Ints
    """The last period in which what is behind is still caught up: beyond it, demand is lost; shape (stream,)."""
    kept: Mask
    """Whether what falls behind is kept to be caught up, shape (stream,)."""
    whole: Mask
    """Whether a stream is a whole number in each period, shape (stream,)."""
    small: Floats
    """What is less than this behind is rounding, shape (stream,)."""
    live: Ints
    live_stream: Ints
    """The streams that the plan has begun with by each period, and that are not over, by period."""
    asked: Ints
    """The factor by which more of a stream is asked for than planned: demand, or runs that bring less; −1: none, (stream,)."""
    left: Ints
    """The group of events that a stream suffers from directly; −1: none, shape (stream,)."""

    take: Ints
    take_point: Ints
    take_amount: Floats
    take_factor: Ints
    """What a unit of each stream takes from stock points when it starts."""

    give: Ints
    give_point: Ints
    give_amount: Floats
    """What a unit of each stream brings, shape (give, period of the start)."""
    give_factor: Ints
    give_lag: Ints
    """Row of the lags by which it arrives."""

    lag_first: Ints
    lag_end: Ints
    """Where the arrivals of a row of lags lie that leave in a period, shape (lag, period)."""
    lag_target: Ints
    lag_share: Floats

    use: Ints
    use_row: Ints
    use_amount: Floats
    """What a unit of each stream uses of a limit, shape (use, period)."""
    limit: Floats
    """What there is of each limit in each period, of a budget in its first, shape (row, period)."""
    budget: Mask
    """Whether a limit is for all periods together, shape (row,)."""
    row_left: Ints
    """The group of events that a limit suffers from; −1: none, shape (row,)."""
    row_varied: Ints
    """Where a limit's sampled capacity lies; −1: it is as planned, shape (row,)."""

    supply: Floats
    """What was there at the start or arrives from before it, shape (point, period)."""
    floor: Floats
    """How far below nothing rounding leaves the plan's own stock, shape (point, period)."""
    reserve: Floats
    """The plan's stock at the end of each period, which ways round leave alone, shape (point, period)."""

    step: Ints
    step_kind: Ints
    step_of: Ints
    """The order of a period: a point is shared out (0), a stream starts (1), a loop of points is shared out (2)."""
    loop_point: Ints
    loop_points: Ints
    loop_stream: Ints
    loop_streams: Ints
    level: Ints
    level_stream: Ints
    """Streams by stage, in which order they catch up."""
    instead: Ints
    instead_stream: Ints
    instead_ratio: Floats
    """Streams that may do in place of one, the cheapest first, and how many units of them stand for one of its own."""

    counted: Ints
    count_of: Ints
    count_amount: Floats
    count_factor: Ints
    """What a unit of each stream adds to counts, shape (entry, period)."""
    held: Ints
    held_of: Ints
    held_amount: Floats
    """What a unit of stock at each point adds to counts at the end of each period, shape (entry, period)."""
    counts: int
    """Number of counts."""
    paths: int
    """How many of the counts, the first ones, are kept for each period."""
    depth: int
    """Periods from a departure to its last arrival, and one more."""


class Draws(NamedTuple):
    """What chance does in each replication, of some replications in a row.

    `left` is the fraction that a group of events leaves, shape (group, period, replication); `free` the share of days on which
    none of them is felt, of the first groups: those from which streams suffer directly. `factor` multiplies yields, recipes and
    demands, shape (factor, replication); `capacity` is what there is of limits that vary, shape (limit, period, replication).
    """

    left: Floats
    free: Floats
    factor: Floats
    capacity: Floats


class Traces(NamedTuple):
    """What the compiled simulation writes, of the same replications.

    `totals` over the horizon, shape (count, replication); `paths` by period, shape (path, period, replication); `streams` and
    `stocks` summed over the replications of each batch, shapes (batch, stream or point, period).
    """

    totals: Floats
    paths: Floats
    streams: Floats
    stocks: Floats
