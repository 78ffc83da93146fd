"""make[o,v,t]: runs of an operation started in a period, on a vintage of capacity or on the pool of everything else."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_make(program: ProgramBuilder, network: Network) -> None:
    """Add the runs of each operation in the periods in which it may start any.

    A run performs the recipe of its process once. Where a project's yield learns, the runs on its modules are counted
    apart, by the period in which the modules were started (their vintage), because each vintage yields something else.

    Law:  make[o,v,t] ≥ 0, a whole number where whole_runs[o]                                            [run]
    For:  periods that overlap the windows of the operation and of its site; on a vintage, of a project for a resource that
          the operation uses, those that overlap the part of these windows between its completion (and qualification) and its
          retirement
    Dual: reduced cost: profit from one run more than the plan makes                                    [currency/run]
    Reads: operations.starts, operations.ends, operations.whole_runs, operations.qualification_time, sites.opens,
          sites.closes, uses.per_run, expansions.site, expansions.resource, expansions.yield_ramp, expansions.status,
          expansions.earliest, expansions.latest, expansions.build_time, expansions.life, products.track_origin,
          recipes.origin_rule, stocks.origin, sites.country, tariffs.basis, recipes.quantity,
          stocks.initial, stocks.in_transit
    """
    activities, outputs = network.activities, network.outputs
    index = Index.where("make", "run", activities.frame, activities.allowed)
    value = outputs.quantity * network.products.value[outputs.product, 0]
    worth = np.bincount(outputs.operation, weights=value, minlength=network.operations.count)
    operation = activities.operation[index.entity]
    program.add_columns(index, Bounds(integer=network.operations.whole[operation], worth=worth[operation]))
