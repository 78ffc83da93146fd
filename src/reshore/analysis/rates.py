"""Limits that are rates: how much of each period they count, so that one more per unit of time can be told."""

from __future__ import annotations

from typing import Literal

import numpy as np

from reshore.analysis.words import limits
from reshore.model import Block
from reshore.network import Network
from reshore.network.codes import days, encode
from reshore.network.periods import Floats
from reshore.schema import TimeUnit


def unit_of_time(network: Network, limit: str) -> TimeUnit | Literal[""]:
    """Return the unit of time of a limit that is a rate, empty for any other."""
    kind = limits()[limit]
    table, column = kind.place
    return network.tables[table].time(column) if kind.counts == "rate" else ""


def lengths(network: Network, limit: str, block: Block, chosen: np.ndarray) -> Floats:
    """Return for the chosen rows of a block how long the rate counts in their period, in its unit of time; 1 for what is none.

    That is the part of the period in which the site works, the operation may run or the lane is open; of a quota the part of
    the year in which it holds.
    """
    unit = unit_of_time(network, limit)
    if not unit or not len(chosen):
        return np.ones(len(chosen))
    if limit == "quota":
        lasting: Floats = network.controls.quotas.length[block.entity[chosen]]
        return lasting
    opens, closes = _windows(network, limit, block)
    entity, whole = np.unique(block.entity[chosen], return_inverse=True)
    overlap = network.periods.overlap(opens[entity], closes[entity], unit)
    found: Floats = overlap[whole, block.period[chosen]]
    return found


def _windows(network: Network, limit: str, block: Block) -> tuple[Floats, Floats]:
    """Return the first and the last day of each entity of a block, shape (entity,)."""
    if limit in ("runs", "minimum runs"):
        return network.operations.opens, network.operations.closes
    if limit == "lane_capacity":
        frame, names = network.tables.frame("lanes"), ("starts", "ends")
        return days(frame[names[0]], -np.inf), days(frame[names[1]], np.inf)
    sites = network.tables.frame("sites")
    site = encode(block.labels["site"], sites["site"])
    return days(sites["opens"], -np.inf)[site], days(sites["closes"], np.inf)[site]
