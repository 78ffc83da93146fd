"""Capacity whose yield learns is used by the runs of its own vintage alone."""

from __future__ import annotations

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network
from reshore.network.codes import pairs


def add_vintage_capacity(program: ProgramBuilder, network: Network) -> None:
    """Limit the runs on each vintage by what its modules offer.

    Capacity with a yield ramp is no part of the pool: the runs on it are counted by vintage, so that each has the yield
    of its age. Rows of different qualification times of a vintage are told apart by the label `qualification_time`, as
    those of capacity are.

    Law:  Σ_o per_run[o,r,t] · make[o,v,t] ≤ offered[e,s,t,q] · build[e,s]                               [capacity]
    With: sum over operations with qualification_time[o] ≥ q; v is the vintage of the modules of e started in s,
          r the resource of e
    For:  every start s of a project e with a yield ramp, each qualification time q of the operations that use r, every period
    Dual: profit from one more unit of that vintage's capacity in that period                            [currency/capacity]
    Reads: uses.per_run, operations.starts, operations.ends, sites.opens, sites.closes, operations.qualification_time,
          expansions.site, expansions.resource, expansions.module, expansions.ramp, expansions.yield_ramp, ramps.age,
          ramps.fraction, expansions.status, expansions.earliest, expansions.latest, expansions.build_time, expansions.life
    """
    offered, starts, expansions = network.offered, network.starts, network.expansions
    learning = np.flatnonzero(expansions.learns[starts.expansion[offered.start]])
    if not len(learning):
        return
    start, level = offered.start[learning], offered.level[learning]
    labels = expansions.frame[starts.expansion[start]].with_columns(
        network.periods.dates[starts.period[start]].alias("vintage"), network.levels.label[level]
    )
    rows = program.add_rows(Index.dense("vintage_capacity", "capacity", labels, network.periods.count), -np.inf, 0.0)
    column = np.repeat(program["build"].lookup[start], network.periods.count)
    program.add_terms(rows.lookup.ravel(), column, -offered.amount[learning].ravel())

    uses, activities = network.uses, network.activities
    vintage = np.flatnonzero(activities.start >= 0)
    entry, at = pairs(activities.operation[vintage], uses.operation)
    activity = vintage[entry]
    same = uses.resource[at] == expansions.resource[starts.expansion[activities.start[activity]]]
    activity, at = activity[same], at[same]
    entry, pair = pairs(activities.start[activity], start)
    wait = network.operations.qualification_time[uses.operation[at[entry]]]
    bound = wait >= network.levels.qualification_time[level[pair]]
    entry, pair = entry[bound], pair[bound]
    program.add_terms(
        rows.lookup[pair].ravel(), program["make"].lookup[activity[entry]].ravel(), uses.per_run[at[entry]].ravel()
    )
