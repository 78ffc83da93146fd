"""The order of a period: what is brought within it before what takes it, loops together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from reshore.network.codes import Codes, pairs
from reshore.simulation.wires import Mask

POINT, STREAM, LOOP = 0, 1, 2


@dataclass(frozen=True)
class Within:
    """What is brought within its own period: arrays (bring,) of the stream, the point it takes from, and that it brings to."""

    stream: Codes
    tail: Codes
    head: Codes


@dataclass(frozen=True)
class Order:
    """The steps of a period, as kinds and numbers; the points and streams of each loop."""

    kind: Codes
    number: Codes
    loops: list[tuple[Codes, Codes]]


def stages(points: int, within: Within) -> tuple[Codes, Codes]:
    """Return the loop that each point is in (its own where it is in none), and its stage: after all that it depends on."""
    graph = sparse.coo_array((np.ones(len(within.tail)), (within.tail, within.head)), shape=(points, points))
    count, loop = csgraph.connected_components(graph, connection="strong")
    tail, head = loop[within.tail], loop[within.head]
    apart = tail != head
    tail, head = tail[apart], head[apart]
    stage = np.zeros(count, dtype=np.int64)
    while True:
        before = stage.copy()
        np.maximum.at(stage, head, stage[tail] + 1)
        if np.array_equal(before, stage):
            return loop.astype(np.int64), stage[loop]


def stage_of(count: int, stage: Codes, taking: tuple[Codes, Codes]) -> Codes:
    """Return the stage of each stream, that of the last point that it takes from; −1 where it takes from none."""
    stream, point = taking
    found = np.full(count, -1, dtype=np.int64)
    np.maximum.at(found, stream, stage[point])
    return found


def order_of(points: int, streams: Codes, taking: tuple[Codes, Codes], within: Within) -> Order:
    """Return the order of a period in which `streams` start; `taking` and `within` are theirs alone."""
    loop, stage = stages(points, within)
    size = np.bincount(loop, minlength=points)
    itself = np.zeros(points, dtype=bool)
    same = loop[within.tail] == loop[within.head]
    itself[loop[within.tail[same]]] = True
    taken = np.unique(taking[1])
    looped = (size[loop[taken]] > 1) & itself[loop[taken]] | itself[loop[taken]]
    single, round_ = taken[~looped], np.unique(loop[taken[looped]])
    loops = [(taken[loop[taken] == one], np.unique(within.stream[same & (loop[within.tail] == one)])) for one in round_]
    last = stage_of(int(streams.max(initial=-1)) + 1, stage, taking)[streams]
    at = np.array([stage[own[0]] for own, _ in loops], dtype=np.int64)
    kind = np.repeat([POINT, LOOP, STREAM], [len(single), len(loops), len(streams)])
    number = np.concatenate([single, np.arange(len(loops)), streams])
    moment = np.concatenate([stage[single], at, last])
    order = np.lexsort((number, kind == STREAM, moment))
    return Order(kind[order], number[order], loops)


def brought_within(takes: tuple[Codes, Codes], gives: tuple[Codes, Codes], chosen: Mask) -> Within:
    """Return which streams bring something within the period: those of the gives chosen, from each point that they take from."""
    give = np.flatnonzero(chosen)
    entry, take = pairs(gives[0][give], takes[0])
    return Within(gives[0][give[entry]], takes[1][take], gives[1][give[entry]])
