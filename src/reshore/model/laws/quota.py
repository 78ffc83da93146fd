"""A quota lets only so much through in a calendar year."""

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network
from reshore.network.codes import pairs


def add_quota(program: ProgramBuilder, network: Network) -> None:
    """Limit what leaves under each quota in each calendar year, all its lanes and products together.

    Each row of `controls` is one limit, also where it names groups. It counts flows of its products from a site in
    `from_country` (in any other country than theirs where empty) to sites in `destination`. A year in which the quota, or
    the horizon, holds in part only has that part of the limit. What leaves in a period that two years share counts in each by
    days. The row is labelled with the last period that it counts.

    Law:  Σ_l Σ_p Σ_t part[k,y,t] · ship[l,p,t] ≤ quota[k] · held[k,y]                                   [unit]
    For:  each quota and calendar year of the horizon in which it holds
    Dual: profit from one more unit let through in that year                                             [currency/unit]
    Reads: controls.kind, controls.limit, controls.starts, controls.ends, products.control_class, sites.country
    """
    quotas = network.controls.quotas
    if not len(quotas.limit):
        return
    index = Index("quota", "unit", quotas.frame, np.arange(len(quotas.limit)), quotas.period, single=True)
    rows = program.add_rows(index, -np.inf, quotas.limit)
    quota, period = np.nonzero(quotas.share)
    entry, pair = pairs(quotas.control[quota], quotas.owner)
    quota, period = quota[entry], period[entry]
    program.add_terms(rows.lookup[quota], program["ship"].at(quotas.flow[pair], period), quotas.share[quota, period])
