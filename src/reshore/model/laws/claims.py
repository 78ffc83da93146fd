"""No more is claimed of an incentive than what was done entitles to."""

import numpy as np

from reshore.model.entitled import entitling
from reshore.model.program import Index, ProgramBuilder
from reshore.model.variables.claim import claimed
from reshore.network import Network


def add_claims(program: ProgramBuilder, network: Network) -> None:
    """Bound each claim by what entitles to it in its period.

    A grant pays its amount in proportion to the capex of its projects, when capex is paid, for modules that start in its
    window; what is unpaid at the end of the horizon is granted there. An investment credit pays its share of capex at
    completion, for modules that start before the deadline and are complete in its window. A production credit pays for each
    good unit that is finished in its window, and for what is finished after the horizon at its end.

    Law:  claim[i,t] − Σ_e Σ_s granted[i,e,s,t] · build[e,s] − Σ_o Σ_v Σ_s credited[i,o,s,t] · make[o,v,s] ≤ 0   [currency]
    For:  incentives with a cap, every period, and the end of the horizon for what comes after it
    Dual: profit from one more unit of money that may be claimed then                                    [currency/currency]
    Reads: incentives.kind, incentives.starts, incentives.ends, incentives.construction_deadline, incentives.rate,
          incentives.amount, incentives.per_unit, incentives.cap, sites.country, sites.opens, sites.closes, expansions.capex,
          expansions.currency, expansions.max_modules, expansions.spend_profile, expansions.ramp, expansions.yield_ramp,
          expansions.status, expansions.earliest, expansions.build_time, expansions.life, ramps.age, ramps.fraction,
          recipes.quantity, operations.yield, operations.cycle_time, operations.starts, operations.ends,
          operations.qualification_time, products.value, products.currency
    """
    claim = program["claim"]
    if not claim.size:
        return
    index = Index("claims", "currency", claim.labels, claim.entity, claim.period)
    rows = program.add_rows(index, -np.inf, 0.0)
    program.add_terms(rows.lookup.ravel(), claim.lookup.ravel(), 1.0)
    entitled = network.incentives.entitled
    at = rows.at(claimed(entitled.incentive, entitled.late), entitled.period)
    program.add_terms(at, entitling(program, network), -entitled.amount)
