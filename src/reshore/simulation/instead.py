"""Ways round: which streams may do in place of another one, the cheapest first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reshore.model import Program
from reshore.network import Network
from reshore.network.codes import Codes, pairs
from reshore.network.periods import Floats
from reshore.simulation.streams import KINDS, Links, Streams


@dataclass(frozen=True)
class Instead:
    """Ways round: arrays (way,) in order of stream and of what a unit costs; `ratio` units of `other` stand for one of `stream`.

    `ratio` has shape (way, period) and is 0 where the other stream brings nothing.
    """

    stream: Codes
    other: Codes
    ratio: Floats

    def only(self, number: Codes) -> Instead:
        """Return the ways with the streams numbered anew; those of streams without a number are left out."""
        kept = (number[self.stream] >= 0) & (number[self.other] >= 0)
        return Instead(number[self.stream[kept]], number[self.other[kept]], self.ratio[kept])


def make_instead(program: Program, network: Network, streams: Streams, gives: Links, amounts: Floats) -> Instead:
    """Return the ways round for every stream of the plan.

    In place of a departure may go any other that brings the same product to the same site; in place of a run any other that
    makes the same product there, or at a site from which lanes lead to where the plan ships it; in place of what is taken of one
    origin, another origin; in place of a product served, one that the customer takes for it. What a unit costs is what it takes
    from the objective: transport and duty of a departure, and the cost of a run.
    """
    used = np.asarray((streams.plan > 0.0).any(axis=1))
    output = np.full(streams.count, -1)
    output[gives.stream[::-1]] = np.arange(len(gives.stream))[::-1]
    parts = [_like(used, key) for key in _keys(network, streams, gives)]
    parts.append(_elsewhere(network, streams, used, gives))
    stream, other = (np.concatenate(part) for part in zip(*parts, strict=True))
    served = streams.kind == KINDS.index("serve")
    per = np.ones(streams.plan.shape)
    per[served] = 1.0 / network.offers.ratio[streams.entity[served]][:, None]
    has = output >= 0
    per[has] = amounts[output[has]]
    per = np.where(streams.may, per, 0.0)
    mean = _mean(per)
    ratio = np.where(
        per[other] > 0.0,
        np.where(per[stream] > 0.0, per[stream], mean[stream, None]) / np.maximum(per[other], 1e-300),
        0.0,
    )
    earns = np.where(streams.columns >= 0, program.cost[np.maximum(streams.columns, 0)], 0.0)
    cost = -_mean(np.where(streams.may, earns, np.nan)) / np.maximum(mean, 1e-300)
    order = np.lexsort((other, cost[other], stream))
    return Instead(stream[order], other[order], ratio[order])


def _mean(values: Floats) -> Floats:
    """Return the mean over the periods of what is there, 0 where nothing is, shape (stream,)."""
    there = np.isfinite(values) & (values != 0.0)
    total = np.where(there, values, 0.0).sum(axis=1)
    mean: Floats = total / np.maximum(there.sum(axis=1), 1)
    return mean


def _keys(network: Network, streams: Streams, gives: Links) -> list[tuple[Codes, Codes]]:
    """Return (streams, key) for each kind: streams with the same key bring the same to the same place."""
    points = network.points
    place = np.full(streams.count, -1)
    place[gives.stream] = points.site[gives.point] * len(network.products.names) + points.product[gives.point]
    found = [(streams.of(kind)[0], place[streams.of(kind)[0]]) for kind in ("make", "ship", "take")]
    served, offer = streams.of("serve")
    return [*found, (served, np.asarray(network.offers.piece)[offer])]


def _like(used: np.ndarray, key: tuple[Codes, Codes]) -> tuple[Codes, Codes]:
    """Return the pairs of streams with the same key, of which the plan uses the first."""
    own, keys = key
    mine = own[used[own]]
    entry, at = pairs(keys[used[own]], keys)
    stream, other = mine[entry], own[at]
    apart = stream != other
    return stream[apart], other[apart]


def _elsewhere(network: Network, streams: Streams, used: np.ndarray, gives: Links) -> tuple[Codes, Codes]:
    """Return runs at other sites that make what a run does, from where lanes lead to where the plan ships it."""
    points, products = network.points, len(network.products.names)
    shipped, flow = streams.of("ship")
    tail = points.site[network.tails[flow]] * products + points.product[network.tails[flow]]
    head = points.site[network.heads[flow]] * products + points.product[network.heads[flow]]
    mine = used[shipped]
    entry, at = pairs(head[mine], head)
    ways = np.unique(np.column_stack([tail[mine][entry], tail[at]]), axis=0)
    ways = ways[ways[:, 0] != ways[:, 1]] if len(ways) else np.zeros((0, 2), dtype=np.int64)
    run = np.flatnonzero(streams.kind[gives.stream] == KINDS.index("make"))
    place = points.site[gives.point[run]] * products + points.product[gives.point[run]]
    stream = gives.stream[run]
    first, way = pairs(place[used[stream]], ways[:, 0])
    second, other = pairs(ways[way, 1], place)
    return stream[used[stream]][first[second]], stream[other]
