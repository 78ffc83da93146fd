"""What incentives pay."""

import numpy as np

from reshore.model.entitled import entitling
from reshore.model.objective.earning import Entry, earn, earn_at_end, entries, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network


def add_incentive(program: ProgramBuilder, network: Network) -> None:
    """Receive what incentives pay: all that is entitled to it, or, of those with a cap, what is claimed.

    Term: + claim[i,t] + Σ_e Σ_s granted[i,e,s,t] · build[e,s] + Σ_o Σ_v Σ_s credited[i,o,s,t] · make[o,v,s]     [currency]
    With: claim for incentives with a cap, granted and credited for the others
    For:  every incentive, in the period in which it is paid; what is paid at the end of the horizon is discounted from there
    Reads: incentives.kind, incentives.starts, incentives.ends, incentives.construction_deadline, incentives.rate,
          incentives.amount, incentives.per_unit, incentives.cap, sites.country, sites.opens, sites.closes, expansions.capex,
          expansions.currency, expansions.max_modules, expansions.spend_profile, expansions.ramp, expansions.yield_ramp,
          expansions.status, expansions.earliest, expansions.build_time, expansions.life, ramps.age, ramps.fraction,
          recipes.quantity, operations.yield, operations.cycle_time, operations.starts, operations.ends,
          operations.qualification_time, products.value, products.currency
    """
    _claimed(program, network)
    _in_full(program, network)


def _claimed(program: ProgramBuilder, network: Network) -> None:
    claim = program["claim"]
    labels = labelled(claim.labels, program="incentive")
    late = claim.entity % 2 == 1
    earn(program, network, ("incentive", labels), entries(claim, ~late), 1.0)
    earn_at_end(program, network, ("incentive", labels), entries(claim, late), 1.0)


def _in_full(program: ProgramBuilder, network: Network) -> None:
    """Enter what entitles to incentives without a cap, by project or by process and product."""
    incentives, entitled = network.incentives, network.incentives.entitled
    free = np.isinf(incentives.cap)[entitled.incentive]
    columns = entitling(program, network)
    projects, processes = network.expansions.frame, network.operations.frame
    modules = entitled.start >= 0
    for mine, late in ((mine, late) for mine in (modules, ~modules) for late in (False, True)):
        at = np.flatnonzero(free & mine & (entitled.late == late))
        program_of = incentives.frame["incentive"][entitled.incentive[at]]
        if mine is modules:
            names = projects[network.starts.expansion[entitled.start[at]]].with_columns(program_of)
            labels = labelled(names, site="site", name="expansion", program="incentive")
        else:
            output = entitled.output[at]
            product = network.products.names[network.outputs.product[output]]
            names = processes[network.outputs.operation[output]].with_columns(program_of, product.alias("product"))
            labels = labelled(names, site="site", name="process", product="product", program="incentive")
        entry = Entry(np.arange(len(at)), columns[at], entitled.period[at])
        (earn_at_end if late else earn)(program, network, ("incentive", labels), entry, entitled.amount[at])
