"""Capacity whose yield learns is used by the runs of its own vintage alone."""

from __future__ import annotations

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network
from reshore.network.codes import pairs


def add_vintage_capacity(program: ProgramBuilder, network: Network) -> None:
    """Limit the runs on each vintage by what its modules offer.

    Law:  Σ_{o: q(o) ≥ q} per_run[o,r,t] · make[o,e,s,t]  ≤  offered[e,s,t,q] · build[e,s]              [capacity]
    For:  starts s of expansions e with a yield ramp, each qualification time q, periods in which something is offered
    Dual: profit from one more unit of that vintage's capacity in that period                     [currency/capacity]
    """
    offered, starts, expansions = network.offered, network.starts, network.expansions
    learning = np.flatnonzero(expansions.learns[starts.expansion[offered.start]])
    if not len(learning):
        return
    start, level = offered.start[learning], offered.level[learning]
    labels = expansions.frame[starts.expansion[start]].with_columns(
        network.periods.dates[starts.period[start]].alias("vintage")
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
