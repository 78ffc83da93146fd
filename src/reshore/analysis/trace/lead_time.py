"""Lead time: how long it takes from the first start of a chain to a product at its market, and which path takes so long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from reshore.analysis.trace.goals import Goals
from reshore.analysis.trace.ways import Mask, Soonest, Ways, last_steps, soonest
from reshore.network import Network
from reshore.network.codes import Codes, pairs
from reshore.network.periods import Floats

PATH: Final = pl.List(pl.Struct({"product": pl.String, "site": pl.String, "by": pl.String, "days": pl.Float64}))
CHOICES: Final = ("fastest", "slowest")


@dataclass(frozen=True)
class Chosen:
    """A way to each point: the time at which it can be had [day], and the last step, −1 where there is none."""

    time: Floats
    step: Codes


def lead_times(network: Network, ways: Ways, goals: Goals) -> pl.DataFrame:
    """Return product, market, choice, days, path: the critical path of each product to each market.

    A step (a run or a shipment) begins when its last input is there and ends after its cycle or transit time; stocks, waiting
    for capacity and building are not counted. `fastest` takes of alternative sources the fastest each time, `slowest` the
    slowest that is in no loop. Every step that is possible at some time of the horizon counts. `path` has product, site, by
    (the process, or the mode of transport to that site) and days for each step; they sum to `days`. Both are null and empty
    where the product cannot be had without stock.
    """
    taken = ways.ever
    fastest = soonest(ways, taken)
    chosen = zip(CHOICES, (Chosen(fastest.time, fastest.step), slowest(ways, taken, fastest)), strict=True)
    entries = _names(network, ways).with_columns(pl.Series("days", ways.lead[ways.makers.member]))
    rows: list[dict[str, Any]] = []
    for choice, way in chosen:
        for goal, point in enumerate(goals.point):
            path = entries[critical_path(ways, way, int(point))]
            days = path["days"].sum() if len(path) else None
            rows.append(goals.frame.row(goal, named=True) | {"choice": choice, "days": days, "path": path.to_dicts()})
    text = dict.fromkeys(("product", "market", "choice"), pl.String)
    table = pl.DataFrame(rows, schema={**text, "days": pl.Float64, "path": PATH})
    return table.sort("product", "market", "choice", maintain_order=True)


def slowest(ways: Ways, taken: Mask, fastest: Soonest) -> Chosen:
    """Return the slowest way to each point that is in no loop.

    Where steps lead in a loop, one within it counts only if its inputs can be had sooner (by the fastest ways) than what it
    makes; a network without loops is not restricted by that.
    """
    makers, inputs = ways.makers, ways.inputs
    lead = np.where(taken, ways.lead, np.inf)
    allowed = _forward(ways, fastest)
    time = np.where(np.isfinite(fastest.time), 0.0, np.inf)
    while True:
        ready = inputs.reduce(np.maximum, time[inputs.member], 0.0) + lead
        ended = np.where(allowed & np.isfinite(ready[makers.member]), ready[makers.member], -np.inf)
        found = np.where(np.isfinite(time), makers.reduce(np.maximum, ended, -np.inf), time)
        if np.array_equal(found, time):
            return Chosen(time, last_steps(ways, ended, time))
        time = found


def critical_path(ways: Ways, way: Chosen, point: int) -> Codes:
    """Return the path that decides the time of a point: entries of `ways.makers`, first step first; empty without a way."""
    found: list[int] = []
    while way.step[point] >= 0:
        step = int(way.step[point])
        begin = np.searchsorted(ways.makers.owner, point)
        found.append(int(begin + np.flatnonzero(ways.makers.member[begin:] == step)[0]))
        low, high = np.searchsorted(ways.inputs.owner, [step, step + 1])
        if low == high:
            break
        needed = ways.inputs.member[low:high]
        point = int(needed[np.argmax(way.time[needed])])
    return np.array(found[::-1], dtype=np.int64)


def _forward(ways: Ways, fastest: Soonest) -> Mask:
    """Return which entries of makers lead out of loops, or within one from points that are sooner to one that is later."""
    makers, inputs = ways.makers, ways.inputs
    entry, need = pairs(makers.member, inputs.owner)
    start, end = inputs.member[need], makers.owner[entry]
    graph = csr_array((np.ones(len(start)), (start, end)), shape=(ways.points, ways.points))
    component = connected_components(graph, directed=True, connection="strong")[1]
    with np.errstate(invalid="ignore"):
        backward = (component[start] == component[end]) & ~(fastest.time[start] < fastest.time[end])
    allowed = np.ones(len(makers.owner), dtype=bool)
    allowed[entry[backward]] = False
    return allowed


def _names(network: Network, ways: Ways) -> pl.DataFrame:
    """Return product, site and by of each entry of makers: what is there, where, by which process or mode."""
    by = pl.concat([network.operations.frame["process"].alias("by"), network.flows.frame["mode"].alias("by")])
    place = network.points.frame[ways.makers.owner].select("product", "site")
    return place.with_columns(by.gather(ways.makers.member))
