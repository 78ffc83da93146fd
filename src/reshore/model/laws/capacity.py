"""Capacity bounds what operations use, and grows with what is built."""

from __future__ import annotations

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network
from reshore.network.codes import pairs


def add_capacity(program: ProgramBuilder, network: Network) -> None:
    """Limit the use of each resource in each period, at each qualification level.

    All operations that use a resource share it. What a module offers grows along its ramp from completion on, and
    counts for an operation only once that is qualified on it. So there is a row for each qualification time q of those
    operations: those that need at least q may use existing capacity and modules that have been complete for q.

    Where a resource has more than one such row, the label `qualification_time` tells them apart, in the unit of time of
    that column (days, unless its header says another). Existing capacity is in all of them: one more unit of it is worth
    the sum of their duals.

    Law:  Σ_o Σ_v per_run[o,r,t] · make[o,v,t] ≤ capacity[r,t] · open[r,t] + Σ_e Σ_s offered[e,s,t,q] · build[e,s]  [capacity]
    With: sum over operations with qualification_time[o] ≥ q; over the pool and vintages v of other resources than r;
          over projects e of r without a yield ramp (those with one have vintage capacity);
          capacity counts over the days of t on which the site works, per_run is the average over those of the operation
    For:  resources that some operation uses, each qualification time q of those operations, every period
    Dual: profit from one more unit of capacity in that period, for operations that need at least q      [currency/capacity]
    Reads: uses.per_run, operations.starts, operations.ends, resources.capacity, sites.opens, sites.closes,
          operations.qualification_time, expansions.site, expansions.resource, expansions.module, expansions.ramp,
          expansions.yield_ramp, ramps.age, ramps.fraction, expansions.status, expansions.earliest, expansions.build_time,
          expansions.life
    """
    levels, resources = network.levels, network.resources
    used = np.isin(levels.resource, network.uses.resource)
    mask = np.broadcast_to(used[:, None], (len(used), network.periods.count))
    labels = resources.frame[levels.resource].with_columns(levels.label)
    index = Index.where("capacity", "capacity", labels, mask)
    rows = program.add_rows(index, -np.inf, resources.existing[levels.resource[index.entity], index.period])
    _use(program, network)
    offered, starts = network.offered, network.starts
    pool = ~network.expansions.learns[starts.expansion[offered.start]]
    row = rows.lookup[offered.level[pool]]
    column = np.repeat(program["build"].lookup[offered.start[pool]], row.shape[1])
    program.add_terms(row.ravel(), column, -offered.amount[pool].ravel())


def _use(program: ProgramBuilder, network: Network) -> None:
    """Add what every activity uses of the pool: all but vintage runs of the resource that their vintage is of."""
    uses, activities, levels = network.uses, network.activities, network.levels
    use, activity = pairs(uses.operation, activities.operation)
    start = activities.start[activity]
    own = (
        network.expansions.resource[network.starts.expansion[np.maximum(start, 0)]] if len(network.starts.period) else 0
    )
    pooled = (start < 0) | (own != uses.resource[use])
    use, activity = use[pooled], activity[pooled]
    entry, level = pairs(uses.resource[use], levels.resource)
    wait = network.operations.qualification_time[uses.operation[use[entry]]]
    bound = wait >= levels.qualification_time[level]
    entry, level = entry[bound], level[bound]
    rows = program.row_block("capacity").lookup[level]
    program.add_terms(rows.ravel(), program["make"].lookup[activity[entry]].ravel(), uses.per_run[use[entry]].ravel())
