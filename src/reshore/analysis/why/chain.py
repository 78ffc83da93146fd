"""The way from a demand back to a limit: over lanes and processes whose goods have worth at an optimum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from reshore.model import Block
from reshore.network import Network
from reshore.network.codes import Codes, pairs
from reshore.network.periods import Floats
from reshore.solve import Optimum

ROUNDING: Final = 1e-7
"""A dual or a reduced cost that is a smaller share of the largest is none."""


@dataclass(frozen=True)
class Links:
    """Ways in which one stock point feeds another: arrays (link,). `flow` and `activity` say by what, −1 for the other.

    Both are −1 where goods of one origin feed the mix of all. `ratio` is how much of the source one good unit of the target
    takes: 1 along a flow, by recipe and average yield else.
    """

    source: Codes
    target: Codes
    flow: Codes
    activity: Codes
    ratio: Floats


def links(network: Network) -> Links:
    """Return every link of a network: along its flows, and from inputs to outputs of its activities."""
    flows, taken, made = network.flows, network.taken, network.made
    entry, output = pairs(taken.activity, made.activity)
    activity = taken.activity[entry]
    mixed = np.flatnonzero(network.points.feeds >= 0)
    none = np.full(flows.count, -1), np.full(len(activity), -1), np.full(len(mixed), -1)
    return Links(
        np.concatenate([network.tails, taken.point[entry], mixed]),
        np.concatenate([network.heads, made.point[output], network.points.feeds[mixed]]),
        np.concatenate([np.arange(flows.count), none[1], none[2]]),
        np.concatenate([none[0], activity, none[2]]),
        np.concatenate(
            [
                np.ones(flows.count),
                _ratio(network, taken.line[entry], made.line[output], activity),
                np.ones(len(mixed)),
            ]
        ),
    )


def _ratio(network: Network, used: Codes, made: Codes, activity: Codes) -> Floats:
    """Return the amount of an input in one good unit of an output, with the yield of the periods in which runs may start."""
    inputs, outputs, activities, operations = network.inputs, network.outputs, network.activities, network.operations
    allowed = activities.allowed[activity]
    yields = (operations.yields[activities.operation[activity]] * allowed).sum(axis=1) / np.maximum(
        allowed.sum(axis=1), 1
    )
    ratio: Floats = inputs.quantity[used] / (outputs.quantity[made] * np.where(yields > 0.0, yields, 1.0))
    return ratio


class Chains:
    """Shortest ways back from the places of a demand, over what is worth something at an optimum and in use there."""

    def __init__(self, optimum: Optimum, network: Network, starts: np.ndarray) -> None:
        self._optimum, self._network = optimum, network
        self._links = links(network)
        self._starts = np.unique(starts)

    def to(self, row: int, column: int) -> list[str]:
        """Return the steps from the demand back to what a row limits (or a column, where row is −1); empty without a way."""
        reached, before = self._tree
        for point in self._points(row, column):
            if reached[point]:
                return list(self._steps(int(point), before))
        return []

    @cached_property
    def _tree(self) -> tuple[np.ndarray, np.ndarray]:
        """Which points are reached, and the link by which each is, going back."""
        count, open_links = self._network.points.count, self._open
        source, target = self._links.source[open_links], self._links.target[open_links]
        root = np.full(len(self._starts), count)
        graph = sparse.csr_array(
            (np.ones(len(source) + len(root)), (np.append(target, root), np.append(source, self._starts))),
            shape=(count + 1, count + 1),
        )
        order, parent = breadth_first_order(graph, count, directed=True)
        reached = np.zeros(count + 1, dtype=bool)
        reached[order] = True
        link = np.full(count, -1)
        ways = {(int(t), int(s)): int(i) for t, s, i in zip(target, source, open_links, strict=True)}
        for point in order[1:]:
            link[point] = ways.get((int(parent[point]), int(point)), -1)
        return reached[:-1], link

    @cached_property
    def _open(self) -> np.ndarray:
        """The links between points that are worth something, which are used or could be at no loss."""
        program, solution = self._optimum.program, self._optimum.solution
        balance = program.rows["balance"]
        worth = np.abs(solution.row_duals[balance.slice])
        worthy = np.zeros(self._network.points.count, dtype=bool)
        worthy[balance.entity[worth > ROUNDING * max(worth.max(initial=0.0), 1e-300)]] = True
        ship, make, take = (self._tight(program.columns[name]) for name in ("ship", "make", "take"))
        own = self._links
        tight = np.where(
            own.flow >= 0, ship[own.flow], np.where(own.activity >= 0, make[own.activity], take[own.source])
        )
        return np.flatnonzero(tight & worthy[own.source] & worthy[own.target])

    def _tight(self, block: Block) -> np.ndarray:
        reduced = np.abs(self._optimum.solution.column_duals[block.slice])
        size = np.abs(self._optimum.solution.row_duals).max(initial=0.0)
        tight = np.zeros(max(len(block.labels), 1), dtype=bool)
        tight[block.entity[reduced <= ROUNDING * max(size, 1e-300)]] = True
        return tight

    def _points(self, row: int, column: int) -> np.ndarray:
        """Return the stock points that a row limits: of a balance its own, else where its goods are made or arrive."""
        program, network = self._optimum.program, self._network
        columns = np.array([column]) if row < 0 else self._columns(row)
        found = [np.zeros(0, dtype=np.int64)]
        balance = program.rows["balance"]
        if balance.first <= row < balance.first + balance.size:
            return balance.entity[[row - balance.first]]
        for name, block in program.columns.items():
            entity = block.entity[
                columns[(columns >= block.first) & (columns < block.first + block.size)] - block.first
            ]
            if name == "ship":
                found.append(network.heads[entity])
            elif name == "stock":
                found.append(entity)
            elif name == "make":
                _, made = pairs(entity, network.made.activity)
                found.append(network.made.point[made])
        return np.unique(np.concatenate(found))

    def _columns(self, row: int) -> np.ndarray:
        """Return the columns that a row limits: those with terms above zero."""
        rows = self._by_row
        part = slice(rows.indptr[row], rows.indptr[row + 1])
        own: np.ndarray = rows.indices[part][rows.data[part] > 0.0]
        return own

    @cached_property
    def _by_row(self) -> sparse.csr_array:
        return sparse.csr_array(self._optimum.program.matrix)

    def _steps(self, point: int, before: np.ndarray) -> Iterator[str]:
        """Yield the steps from the demand back to a point, with how much of each good one unit of the demand takes."""
        names, way, here = self._network.points.frame, [], point
        while before[here] >= 0:
            way.append(int(before[here]))
            here = int(self._links.target[way[-1]])
        amount = 1.0
        yield f"{names['product'][here]} at {names['site'][here]}"
        for link in reversed(way):
            amount *= float(self._links.ratio[link])
            if max(self._links.flow[link], self._links.activity[link]) >= 0:
                yield self._step(link, amount)

    def _step(self, link: int, amount: float) -> str:
        """Return one step back: along a lane, or from an output to an input."""
        network, source = self._network, int(self._links.source[link])
        product, site, unit = (network.points.frame[name][source] for name in ("product", "site", "unit"))
        flow = int(self._links.flow[link])
        if flow >= 0:
            mode = network.lanes.frame["mode"][int(network.flows.lane[flow])]
            return f"{f'by {mode} ' if mode else ''}from {site}"
        operation = int(network.activities.operation[int(self._links.activity[link])])
        goods = product if unit == product else f"{unit} {product}"
        return f"made by {network.operations.frame['process'][operation]} of {amount:.3g} {goods}"
