"""What running costs."""

from reshore.model.objective.earning import earn, entries, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network


def add_operation(program: ProgramBuilder, network: Network) -> None:
    """Pay for each run when it starts.

    Term: − unit_cost[o,t] · make[o,v,t]                                                                 [currency]
    With: unit_cost[o,t] = its average over the part of t in the windows of the operation and of its site
    For:  every run, good or not
    Reads: operations.unit_cost, operations.currency, operations.starts, operations.ends, sites.opens, sites.closes
    """
    entry = entries(program["make"])
    labels = labelled(network.activities.frame, site="site", name="process")
    operation = network.activities.operation[entry.label]
    earn(program, network, ("operation", labels), entry, -network.operations.unit_cost[operation, entry.period])
