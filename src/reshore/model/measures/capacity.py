"""Measures of capacity: what there is, what is used, and what is built."""

from __future__ import annotations

import numpy as np
import polars as pl

from reshore.model.measures.form import Form, Stated, joined
from reshore.network import Network
from reshore.network.codes import pairs


def capacity(program: Stated, network: Network) -> Form:
    """Return the capacity available in each period [capacity], counted at the shortest qualification time.

    Form: capacity[r,t] · open[r,t] + Σ_e Σ_s offered[e,s,t,q] · build[e,s]   with the shortest q of the operations that use r
    """
    resources, levels, offered = network.resources, network.levels, network.offered
    count, periods = len(resources.site), network.periods.count
    row, period = np.repeat(np.arange(count), periods), np.tile(np.arange(periods), count)
    labels = resources.frame.select("site", "resource", "unit")
    existing = np.asarray(resources.existing).ravel()
    own = Form.of(labels, (row, np.full(len(row), -1), period), existing)
    _, first = np.unique(levels.resource, return_index=True)
    pair, time = np.nonzero(np.isin(offered.level, first)[:, None] & (offered.amount > 0.0))
    build = program.columns["build"].lookup[offered.start[pair]]
    entry = (levels.resource[offered.level[pair]], build, time)
    return joined(own, Form.of(labels, entry, offered.amount[pair, time]))


def used(program: Stated, network: Network) -> Form:
    """Return the capacity used in each period [capacity].

    Form: Σ_o Σ_v per_run[o,r,t] · make[o,v,t]
    """
    block, activities, uses = program.columns["make"], network.activities, network.uses
    line, activity = pairs(uses.operation, activities.operation)
    at, entry = pairs(activity, block.entity)
    period = block.period[entry]
    runs = activities.frame[activity].select("site", "process", "expansion")
    resource = network.resources.frame[uses.resource[line]].select("resource", "unit")
    labels = pl.concat([runs, resource], how="horizontal")
    return Form.of(labels, (at, block.first + entry, period), uses.per_run[line[at], period])


def built(program: Stated, network: Network) -> Form:
    """Return the modules completed in each period [module].

    Form: Σ_s build[e,s]   over starts s that are complete in t
    For:  completion within the horizon: what a committed project completes before or after it is left out
    """
    block, starts, periods = program.columns["build"], network.starts, network.periods
    within = np.flatnonzero((starts.ready >= periods.start) & (starts.ready < periods.end))
    labels = network.expansions.frame.select("site", "resource", "expansion", pl.lit("module").alias("unit"))
    entry = (starts.expansion[within], block.lookup[within], periods.containing(starts.ready[within]))
    return Form.of(labels, entry, 1.0)
