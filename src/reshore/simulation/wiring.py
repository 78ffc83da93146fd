"""From a plan to the wires of its simulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from reshore.model import Program
from reshore.model.laws.balance import first_supply
from reshore.network import Network
from reshore.network.codes import Codes
from reshore.network.lags import Lags
from reshore.network.periods import Floats
from reshore.simulation.counts import Count
from reshore.simulation.instead import Instead, make_instead
from reshore.simulation.order import Within, brought_within, order_of, stage_of, stages
from reshore.simulation.streams import (
    KINDS,
    Limits,
    Links,
    Streams,
    given_amounts,
    gives_of,
    make_limits,
    make_streams,
    taken_amounts,
    takes_of,
)
from reshore.simulation.wires import Ints, Wires

SMALL: Final = 1e-9
"""What is less behind than this share of the most that a stream does in a period is rounding."""


@dataclass(frozen=True)
class Model:
    """A plan as streams: what they take and bring (links, and amounts), what limits them, and their ways round."""

    network: Network
    program: Program
    columns: Floats
    streams: Streams
    takes: Links
    taken: Floats
    gives: Links
    given: Floats
    limits: Limits
    instead: Instead


@dataclass(frozen=True)
class Chance:
    """Where chance enters: the factor of each take, give, stream (demand) and count entry's stream; groups of events.

    −1 where there is none. `rows` are groups of events on limits, `varied` the places of sampled capacities. Shapes: those of
    what they belong to.
    """

    take: Codes
    give: Codes
    asked: Codes
    output: Codes
    streams: Codes
    rows: Codes
    varied: Codes

    @staticmethod
    def none(model: Model) -> Chance:
        """Return no chance at all."""
        streams = np.full(model.streams.count, -1)
        rows = np.full(len(model.limits.entity), -1)
        return Chance(
            np.full(len(model.takes.stream), -1), np.full(len(model.gives.stream), -1), *[streams] * 3, *[rows] * 2
        )


def make_model(network: Network, program: Program, columns: Floats) -> Model:
    """Return a plan as streams: those that it uses, and their ways round; `columns` are the values of its columns."""
    every = make_streams(program, columns)
    gives = gives_of(network, every)
    around = make_instead(program, network, every, gives, given_amounts(network, every, gives))
    used = (every.plan > 0.0).any(axis=1)
    used |= every.kind == KINDS.index("serve")
    used[around.other[used[around.stream]]] = True
    chosen = np.flatnonzero(used)
    number = np.full(every.count, -1)
    number[chosen] = np.arange(len(chosen))
    streams = every.only(chosen)
    takes, gives = takes_of(network, streams), gives_of(network, streams)
    return Model(
        network=network,
        program=program,
        columns=columns,
        streams=streams,
        takes=takes,
        taken=taken_amounts(network, takes),
        gives=gives,
        given=given_amounts(network, streams, gives),
        limits=make_limits(program, streams, columns),
        instead=around.only(number),
    )


def make_wires(model: Model, counts: Sequence[Count], paths: int, chance: Chance | None = None) -> Wires:
    """Return the wires of a plan for the compiled simulation, with what it counts: the first `paths` by period too."""
    chance = chance or Chance.none(model)
    network, streams, takes, gives = model.network, model.streams, model.takes, model.gives
    count, periods = streams.plan.shape
    lags, lag = _lags(network, streams, gives)
    first, end = _marks(lags, periods)
    nominal = _nominal(model, lags, lag)
    use = np.lexsort((model.limits.row, model.limits.stream))
    last, kept, whole = _kinds(network, streams)
    counted, held = _counted(counts, chance.output)
    return Wires(
        plan=np.ascontiguousarray(streams.plan),
        may=np.ascontiguousarray(streams.may),
        last=last,
        kept=kept,
        whole=whole,
        small=SMALL * np.maximum(streams.plan.max(axis=1, initial=0.0), 1e-300),
        **_live(streams, last),
        asked=chance.asked,
        left=chance.streams,
        take=_ptr(takes.stream, count),
        take_point=takes.point,
        take_amount=model.taken,
        take_factor=chance.take,
        give=_ptr(gives.stream, count),
        give_point=gives.point,
        give_amount=np.ascontiguousarray(model.given),
        give_factor=chance.give,
        give_lag=lag,
        lag_first=first,
        lag_end=end,
        lag_target=np.asarray(lags.target, dtype=np.int64),
        lag_share=lags.share,
        use=_ptr(model.limits.stream[use], count),
        use_row=model.limits.row[use],
        use_amount=np.ascontiguousarray(model.limits.per[use]),
        limit=model.limits.amount,
        budget=model.limits.budget,
        row_left=chance.rows,
        row_varied=chance.varied,
        supply=first_supply(network),
        floor=np.minimum(nominal, 0.0),
        reserve=nominal,
        **_ordered(model, first, end, (lags, lag)),
        **_stages(model, first, end, (lags, lag)),
        instead=_ptr(model.instead.stream, count),
        instead_stream=model.instead.other,
        instead_ratio=np.ascontiguousarray(model.instead.ratio),
        **counted,
        **held,
        counts=len(counts),
        paths=paths,
        depth=int((lags.target - lags.source).max(initial=0)) + 1,
    )


def _ptr(owner: Codes, count: int) -> Ints:
    """Return where the entries of each owner begin and end; they are in order of owner."""
    return np.searchsorted(owner, np.arange(count + 1)).astype(np.int64)


def _lags(network: Network, streams: Streams, gives: Links) -> tuple[Lags, Codes]:
    """Return all lag matrices, and the row of each give: those of operations, of flows, and one of no time at all."""
    cycle, transit, periods = network.operations.cycle, network.flows.transit, network.periods.count
    now, runs = np.arange(periods), network.operations.count
    none = np.full(periods, runs + network.flows.count)
    joined = Lags(
        np.concatenate([cycle.entity, transit.entity + runs, none]),
        np.concatenate([cycle.source, transit.source, now]),
        np.concatenate([cycle.target, transit.target, now]),
        np.concatenate([cycle.share, transit.share, np.ones(periods)]),
        np.concatenate([cycle.beyond, transit.beyond, np.zeros((1, periods))]),
    )
    kind, entity = streams.kind[gives.stream], streams.entity[gives.stream]
    row = np.full(len(kind), runs + network.flows.count)
    made, shipped = kind == KINDS.index("make"), kind == KINDS.index("ship")
    row[made] = network.activities.operation[entity[made]]
    row[shipped] = entity[shipped] + runs
    return joined, row


def _marks(lags: Lags, periods: int) -> tuple[Ints, Ints]:
    """Return where the arrivals of each lag row and period of departure begin and end."""
    cell = lags.entity * periods + lags.source
    rows = lags.beyond.shape[0]
    every = np.arange(rows * periods)
    first, end = (np.searchsorted(cell, every, side) for side in ("left", "right"))
    return first.reshape(rows, periods).astype(np.int64), end.reshape(rows, periods).astype(np.int64)


def _nominal(model: Model, lags: Lags, lag: Codes) -> Floats:
    """Return the stock that the plan leaves at each point by its own streams, shape (point, period)."""
    flow = first_supply(model.network)
    plan, takes, gives = model.streams.plan, model.takes, model.gives
    np.subtract.at(flow, takes.point, model.taken[:, None] * plan[takes.stream])
    order = np.argsort(lags.entity, kind="stable")
    begins, ends = (np.searchsorted(lags.entity[order], lag, side) for side in ("left", "right"))
    link = np.repeat(np.arange(len(lag)), ends - begins)
    entry = order[
        np.arange(len(link)) - np.repeat(np.cumsum(ends - begins) - (ends - begins), ends - begins) + begins[link]
    ]
    source = lags.source[entry]
    amount = model.given[link, source] * lags.share[entry] * plan[gives.stream[link], source]
    np.add.at(flow, (gives.point[link], lags.target[entry]), amount)
    stock: Floats = np.cumsum(flow, axis=1)
    return stock


def _kinds(network: Network, streams: Streams) -> tuple[Ints, np.ndarray, np.ndarray]:
    """Return until when streams catch up, whether they do, and whether they are whole."""
    last = np.full(streams.count, network.periods.count - 1)
    served, offer = streams.of("serve")
    last[served] = np.asarray(network.pieces.latest)[np.asarray(network.offers.piece)[offer]]
    whole = np.zeros(streams.count, dtype=bool)
    made, activity = streams.of("make")
    whole[made] = network.operations.whole[network.activities.operation[activity]]
    return last.astype(np.int64), streams.kind != KINDS.index("scrap"), whole


def _live(streams: Streams, last: Ints) -> dict[str, Any]:
    """Return the streams that do something, or may have something to catch up, in each period."""
    planned = streams.plan > 0.0
    begun = np.logical_or.accumulate(planned, axis=1)
    time, stream = np.nonzero(begun.T & (np.arange(planned.shape[1])[:, None] <= last))
    return {"live": _ptr(time, planned.shape[1]), "live_stream": stream.astype(np.int64)}


def _within(model: Model, time: int | None, parts: tuple[Ints, Ints, Lags, Codes], chosen: np.ndarray) -> Within:
    """Return what the chosen streams bring within a period, or within any."""
    first, _, lags, lag = parts
    start = lags.target[np.minimum(first, max(len(lags.target) - 1, 0))]
    now = (start == np.arange(start.shape[1])) & (parts[1] > first)
    same = (now if time is None else now[:, time, None])[lag].any(axis=1)
    takes, gives = model.takes, model.gives
    return brought_within((takes.stream, takes.point), (gives.stream, gives.point), same & chosen[gives.stream])


def _ordered(model: Model, first: Ints, end: Ints, lags: tuple[Lags, Codes]) -> dict[str, Any]:
    """Return the steps of each period."""
    takes, points = model.takes, model.network.points.count
    orders, loops, before = [], [], 0
    for time in range(model.streams.plan.shape[1]):
        active = model.streams.plan[:, time] > 0.0
        own = active[takes.stream]
        order = order_of(
            points,
            np.flatnonzero(active),
            (takes.stream[own], takes.point[own]),
            _within(model, time, (first, end, *lags), active),
        )
        orders.append((order.kind, np.where(order.kind == 2, order.number + before, order.number)))
        loops += order.loops
        before += len(order.loops)
    none = np.zeros(0, dtype=np.int64)
    return {
        "step": np.cumsum([0, *(len(kind) for kind, _ in orders)]).astype(np.int64),
        "step_kind": np.concatenate([kind for kind, _ in orders]).astype(np.int64),
        "step_of": np.concatenate([number for _, number in orders]).astype(np.int64),
        "loop_point": np.cumsum([0, *(len(own) for own, _ in loops)]).astype(np.int64),
        "loop_points": np.concatenate([none, *(own for own, _ in loops)]).astype(np.int64),
        "loop_stream": np.cumsum([0, *(len(own) for _, own in loops)]).astype(np.int64),
        "loop_streams": np.concatenate([none, *(own for _, own in loops)]).astype(np.int64),
    }


def _stages(model: Model, first: Ints, end: Ints, lags: tuple[Lags, Codes]) -> dict[str, Any]:
    """Return the streams by stage, whatever the period."""
    everything = np.ones(model.streams.count, dtype=bool)
    _, stage = stages(model.network.points.count, _within(model, None, (first, end, *lags), everything))
    own = stage_of(model.streams.count, stage, (model.takes.stream, model.takes.point))
    order = np.argsort(own, kind="stable")
    marks = np.concatenate([np.flatnonzero(np.diff(own[order], prepend=-2)), [len(order)]])
    return {"level": marks.astype(np.int64), "level_stream": order.astype(np.int64)}


def _counted(counts: Sequence[Count], factor: Codes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what streams, and stock at points, add to each count."""
    parts = []
    for sort in ("streams", "stock"):
        table = np.stack([getattr(count, sort) for count in counts])
        what, owner = np.nonzero((table != 0.0).any(axis=2))
        order = np.lexsort((what, owner))
        parts.append((what[order].astype(np.int64), owner[order], table[what[order], owner[order]], table.shape[1]))
    (what, owner, amount, streams), (kept, point, worth, points) = parts
    output = np.array([count.output for count in counts])
    return (
        {
            "counted": _ptr(owner, streams),
            "count_of": what,
            "count_amount": np.ascontiguousarray(amount),
            "count_factor": np.where(output[what], factor[owner], -1).astype(np.int64),
        },
        {"held": _ptr(point, points), "held_of": kept, "held_amount": np.ascontiguousarray(worth)},
    )
