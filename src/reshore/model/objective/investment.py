"""Investment: capex as it is spent, and what is left of it at the end."""

from __future__ import annotations

import numpy as np

from reshore.model.objective.earning import Entry, earn, earn_at_end, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.network.ramps import make_steps
from reshore.network.series import over_time
from reshore.network.spending import Spending, spending, worth_left


def add_capex(program: ProgramBuilder, network: Network) -> None:
    """Pay for each module as its spending profile says, at the price of the period in which it starts.

    Term: − capex[e,s] · spent[e,s,t] · build[e,s]                                                       [currency]
    For:  every start of a module, the periods in which something of it is paid; what a committed project paid before the horizon
          is sunk and left out
    Reads: expansions.capex, expansions.currency, expansions.spend_profile, ramps.age, ramps.fraction, expansions.status,
          expansions.earliest, expansions.build_time
    """
    paid, price = _spending(network).paid, _price(network)
    start = paid.index
    labels = labelled(network.expansions.frame, site="site", name="expansion")
    entry = Entry(network.starts.expansion[start], program["build"].lookup[start], paid.period)
    earn(program, network, ("capex", labels), entry, -price[start] * paid.share)


def add_residual(program: ProgramBuilder, network: Network) -> None:
    """Credit the unused share of life of each module at the end of the horizon, and charge the bills that are still open.

    Term: + capex[e,s] · (owed[e,s] · max(0, 1 − age[e,s] / life[e]) − unpaid[e,s]) · build[e,s]          [currency]
    With: owed[e,s] = Σ_t spent[e,s,t] + unpaid[e,s]
    For:  every start of a module, discounted from the end of the horizon; a project without a life has no share of it left;
          negative where more is unpaid than is left; what a committed project paid before the horizon is sunk and left out
    Reads: expansions.capex, expansions.currency, expansions.spend_profile, ramps.age, ramps.fraction, expansions.life,
          expansions.status, expansions.earliest, expansions.build_time
    """
    starts, periods = network.starts, network.periods
    bills = _spending(network)
    left = worth_left(periods, network.expansions, starts, network.tables["expansions"].time("life"))
    labels = labelled(network.expansions.frame, site="site", name="expansion")
    last = np.full(len(starts.period), periods.count - 1)
    earn_at_end(
        program,
        network,
        ("residual", labels),
        Entry(starts.expansion, program["build"].lookup, last),
        _price(network) * (bills.owed * left - bills.unpaid),
    )


def _spending(network: Network) -> Spending:
    profiles = make_steps(network.tables, network.expansions.spend_profile)
    return spending(network.periods, network.expansions, network.starts, profiles)


def _price(network: Network) -> Floats:
    """Return the capex of a module of each start [currency/module]."""
    price = over_time(network.tables, network.periods, "expansions", "capex")
    return price[network.starts.expansion, network.starts.period]
