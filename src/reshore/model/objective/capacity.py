"""What having capacity costs, whether used or not."""

import numpy as np

from reshore.model.objective.earning import Entry, earn, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network
from reshore.network.series import Windows


def add_fixed(program: ProgramBuilder, network: Network) -> None:
    """Pay for each resource in each period: a constant of the plan.

    Term: − fixed_cost[r,t] · len(t)                                                                     [currency]
    For:  every resource and period, used or not
    Reads: resources.fixed_cost, resources.currency
    """
    cost = network.resources.fixed_cost
    row, period = np.nonzero(cost)
    labels = labelled(network.resources.frame, site="site", name="resource")
    earn(program, network, ("fixed", labels), Entry(row, np.full(len(row), -1), period), -cost[row, period])


def add_upkeep(program: ProgramBuilder, network: Network) -> None:
    """Pay for each module from its completion to its retirement, the rate of each day.

    Term: − fixed_cost[e,t] · lived[e,s,t] · build[e,s]                                                  [currency]
    For:  every start of a module
    Reads: expansions.fixed_cost, expansions.currency, expansions.status, expansions.earliest, expansions.build_time,
          expansions.life
    """
    starts, expansions = network.starts, network.expansions
    lives = Windows(network.tables, network.periods, "expansions", starts.ready, starts.retires, rows=starts.expansion)
    cost = lives.total("fixed_cost")
    start, period = np.nonzero(cost)
    labels = labelled(expansions.frame, site="site", name="expansion")
    entry = Entry(starts.expansion[start], program["build"].lookup[start], period)
    earn(program, network, ("upkeep", labels), entry, -cost[start, period])
