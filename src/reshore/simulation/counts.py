"""Counts: linear forms over the columns of the program, as what streams and stock add to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reshore.model import Program
from reshore.network import Network
from reshore.network.codes import Codes, pairs
from reshore.network.periods import Floats
from reshore.simulation.streams import KINDS, Streams

SIMULATED = (*KINDS, "stock", "lost")
"""The variables that the simulation moves; all others stay as planned."""


@dataclass(frozen=True)
class Count:
    """One linear form: what a unit of each stream adds in its period, shape (stream, period), and of stock (point, period).

    `constant` is what the rest of the plan adds; `lost` what a unit asked for and never served adds, by due piece: it is part of
    `streams` already, as what serving saves. `output` says that streams add in proportion to what they bring.
    """

    name: str
    streams: Floats
    stock: Floats
    constant: float
    lost: Floats
    output: bool = False


def make_count(
    name: str,
    form: tuple[Floats, float],
    parts: tuple[Program, Network, Streams],
    columns: Floats,
    output: bool = False,
) -> Count:
    """Return Σ amounts · x + constant as a count; `form` is (amounts of columns, constant)."""
    amounts, constant = form
    program, network, streams = parts
    own = np.where(streams.columns >= 0, amounts[np.maximum(streams.columns, 0)], 0.0)
    lost = np.zeros(network.pieces.count)
    block = program.columns["lost"]
    lost[block.entity] = amounts[block.slice]
    served, offer = streams.of("serve")
    piece = np.asarray(network.offers.piece)[offer]
    own[served] -= (lost[piece] / network.offers.ratio[offer])[:, None] * (streams.columns[served] >= 0)
    others = np.ones(len(amounts), dtype=bool)
    for kind in SIMULATED:
        others[program.columns[kind].slice] = False
    rest = constant + float(amounts[others] @ columns[others])
    return Count(name, own, _stock(program, network, amounts), rest, lost, output)


def _stock(program: Program, network: Network, amounts: Floats) -> Floats:
    """Return what a unit of stock adds; of a mix, in which the plan leaves nothing, what the least of those that feed it does."""
    block, points = program.columns["stock"], network.points
    held = np.zeros((points.count, network.periods.count))
    held[block.entity, block.period] = amounts[block.slice]
    own = np.flatnonzero(points.feeds >= 0)
    held[points.mix] = np.inf
    np.minimum.at(held, points.feeds[own], held[own])
    held[np.isinf(held)] = 0.0
    return held


def served_amounts(program: Program, network: Network, streams: Streams, per: Floats, in_time: bool) -> Floats:
    """Return amounts of the columns: `per` of each piece for a unit of demand served, of all or of what is in time."""
    amounts = np.zeros(program.shape[1])
    served, offer = streams.of("serve")
    piece = np.asarray(network.offers.piece)[offer]
    weight = (per[piece] / network.offers.ratio[offer])[:, None] * np.ones(network.periods.count)
    if in_time:
        weight = weight * (np.arange(network.periods.count) <= np.asarray(network.pieces.due)[piece][:, None])
    columns = streams.columns[served]
    amounts[columns[columns >= 0]] = weight[columns >= 0]
    return amounts


def weights(network: Network) -> Floats:
    """Return what a unit of each due piece counts in the level of service: its price; its value, or 1, where none has a price."""
    pieces = network.pieces
    value = network.products.value[pieces.product, 0]
    for own in (np.maximum(pieces.price, 0.0), np.maximum(value, 0.0)):
        if own.any():
            return np.asarray(own, dtype=np.float64)
    return np.ones(pieces.count)


def delivered_amounts(program: Program, streams: Streams, offers: Codes) -> Floats:
    """Return amounts of the columns: 1 for each unit served of some offers, in units of what is given."""
    amounts = np.zeros(program.shape[1])
    served, offer = streams.of("serve")
    columns = streams.columns[served[np.isin(offer, offers)]]
    amounts[columns[columns >= 0]] = 1.0
    return amounts


def used_amounts(program: Program, network: Network, resources: Codes) -> Floats:
    """Return amounts of the columns: what a run of each operation uses of some resources together."""
    amounts = np.zeros(program.shape[1])
    own = np.flatnonzero(np.isin(network.uses.resource, resources))
    use, activity = pairs(network.uses.operation[own], network.activities.operation)
    columns = program.columns["make"].lookup[activity]
    there = columns >= 0
    np.add.at(amounts, columns[there], network.uses.per_run[own[use]][there])
    return amounts
