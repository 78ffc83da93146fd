"""The streams of a plan: everything that takes from a stock point, with what it takes, brings and uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from reshore.model import Block, Program
from reshore.network import Network
from reshore.network.codes import Codes, pairs
from reshore.network.periods import Floats
from reshore.simulation.wires import Mask

KINDS: Final = ("make", "ship", "take", "scrap", "serve")
"""The variables of the program that are streams, in order."""
LIMITS: Final = ("capacity", "vintage_capacity", "lane_capacity", "runs", "quota")
"""The laws that limit streams in the simulation, each in its period, `quota` over a year."""


@dataclass(frozen=True)
class Streams:
    """Every stream that the plan may have: arrays (stream,) of its kind, entity and column block, and what the plan does.

    `plan` is what it does, `may` whether it may do anything, `columns` the column of the program, −1 where there is none: shape
    (stream, period).
    """

    kind: Codes
    entity: Codes
    plan: Floats
    may: Mask
    columns: Codes

    @property
    def count(self) -> int:
        """Number of streams."""
        return len(self.kind)

    def only(self, chosen: Codes) -> Streams:
        """Return some of the streams."""
        return Streams(
            self.kind[chosen], self.entity[chosen], self.plan[chosen], self.may[chosen], self.columns[chosen]
        )

    def of(self, kind: str) -> tuple[Codes, Codes]:
        """Return the streams of a kind, and the entity of each."""
        streams = np.flatnonzero(self.kind == KINDS.index(kind))
        return streams, self.entity[streams]


def make_streams(program: Program, columns: Floats) -> Streams:
    """Return the streams of a program, with what some values of its columns do; what is below nothing is nothing."""
    parts = []
    for kind, name in enumerate(KINDS):
        block = program.columns[name]
        entity = np.flatnonzero((block.lookup >= 0).any(axis=1))
        own = block.lookup[entity].astype(np.int64)
        there = own >= 0
        plan = np.where(there, np.maximum(columns[np.maximum(own, 0)], 0.0), 0.0)
        may = there & (program.upper[np.maximum(own, 0)] > 0.0)
        parts.append(Streams(np.full(len(entity), kind), entity, plan, may, own))
    names = ("kind", "entity", "plan", "may", "columns")
    return Streams(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(frozen=True)
class Links:
    """What streams take from points, or bring to them: arrays (link,). `line` is that of the recipe, −1 where there is none."""

    stream: Codes
    point: Codes
    line: Codes

    def sorted(self) -> Links:
        """Return the links in order of stream."""
        order = np.argsort(self.stream, kind="stable")
        return Links(self.stream[order], self.point[order], self.line[order])


def takes_of(network: Network, streams: Streams) -> Links:
    """Return what a unit of each stream takes."""
    made, activity = streams.of("make")
    run, line = pairs(activity, network.taken.activity)
    point = _points(network)
    parts = [(made[run], network.taken.point[line], network.taken.line[line])]
    for kind in ("ship", "take", "scrap", "serve"):
        own, entity = streams.of(kind)
        parts.append((own, point[kind][entity], np.full(len(own), -1)))
    return Links(*(np.concatenate(part) for part in zip(*parts, strict=True))).sorted()


def gives_of(network: Network, streams: Streams) -> Links:
    """Return what a unit of each stream brings."""
    made, activity = streams.of("make")
    run, line = pairs(activity, network.made.activity)
    shipped, flow = streams.of("ship")
    taken, point = streams.of("take")
    parts = [
        (made[run], network.made.point[line], network.made.line[line]),
        (shipped, network.heads[flow], np.full(len(flow), -1)),
        (taken, network.points.feeds[point], np.full(len(point), -1)),
    ]
    return Links(*(np.concatenate(part) for part in zip(*parts, strict=True))).sorted()


def taken_amounts(network: Network, links: Links) -> Floats:
    """Return how much of its point a unit of each stream takes, shape (link,)."""
    amount = np.ones(len(links.line))
    runs = links.line >= 0
    amount[runs] = network.inputs.quantity[links.line[runs]]
    return amount


def given_amounts(network: Network, streams: Streams, links: Links) -> Floats:
    """Return how much a unit of each stream brings in all, by the period of its start, shape (link, period)."""
    amount = np.ones((len(links.stream), network.periods.count))
    runs = np.flatnonzero(links.line >= 0)
    activity = streams.entity[links.stream[runs]]
    operation = network.activities.operation[activity]
    good = network.operations.yields[operation] * network.activities.factor[activity]
    amount[runs] = network.outputs.quantity[links.line[runs]][:, None] * good
    return amount


@dataclass(frozen=True)
class Limits:
    """What limits streams: rows of `name` and entity, with what there is when what is built is built as planned.

    `amount` has shape (row, period), that of a budget for all periods together in its first; uses are arrays (use,), `per`
    (use, period). What the plan uses is there, also where rounding puts it above the limit.
    """

    name: tuple[str, ...]
    entity: Codes
    amount: Floats
    budget: Mask
    stream: Codes
    row: Codes
    per: Floats


def make_limits(program: Program, streams: Streams, columns: Floats) -> Limits:
    """Return the limits of streams, read from the rows of the program."""
    periods = streams.plan.shape[1]
    owner = np.full(program.shape[1], -1)
    stream, time = np.nonzero(streams.columns >= 0)
    owner[streams.columns[stream, time]] = stream * periods + time
    names: list[str] = []
    parts: list[tuple[Codes, Floats, Mask, Codes, Codes, Floats]] = []
    rows = 0
    matrix = program.matrix.tocsr()
    for name in LIMITS:
        if name not in program.rows:
            continue
        block = program.rows[name]
        one = _limits_of(program, (block, matrix[block.slice].tocoo()), (owner, periods), columns)
        names += [name] * len(one[0])
        parts.append((*one[:4], one[4] + rows, one[5]))
        rows += len(one[0])
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Limits((), none, np.zeros((0, periods)), none.astype(bool), none, none, np.zeros((0, periods)))
    joined = [np.concatenate(part) for part in zip(*parts, strict=True)]
    return Limits(tuple(names), *joined)


def _limits_of(
    program: Program, rows: tuple[Block, sparse.coo_array], owners: tuple[Codes, int], columns: Floats
) -> tuple[Codes, Floats, Mask, Codes, Codes, Floats]:
    owner, periods = owners
    block, matrix = rows
    budget = block.lookup.ndim == 1
    own = owner[matrix.col] >= 0
    others = np.bincount(matrix.row[~own], weights=matrix.data[~own] * columns[matrix.col[~own]], minlength=block.size)
    used = np.bincount(matrix.row[own], weights=matrix.data[own] * columns[matrix.col[own]], minlength=block.size)
    there = np.maximum(program.row_upper[block.slice] - others, used)
    entity, row = np.unique(block.entity, return_inverse=True)
    amount = np.full((len(entity), periods), np.inf)
    amount[row, 0 if budget else block.period] = there
    stream, time = np.divmod(owner[matrix.col[own]], periods)
    cell, use = np.unique(row[matrix.row[own]] * (int(owner.max()) + 1) + stream, return_inverse=True)
    per = np.zeros((len(cell), periods))
    per[use, time] = matrix.data[own]
    width = int(owner.max()) + 1
    return entity.astype(np.int64), amount, np.full(len(entity), budget), cell % width, cell // width, per


def _points(network: Network) -> dict[str, Codes]:
    """Return the point from which each entity of a kind takes."""
    offers, count = network.offers, np.arange(network.points.count)
    market = np.asarray(network.pieces.market)[offers.piece]
    return {
        "ship": network.tails,
        "take": count,
        "scrap": count,
        "serve": network.points.find(market, offers.product),
    }
