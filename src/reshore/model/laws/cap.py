"""An incentive pays no more than its cap."""

import numpy as np
import polars as pl

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network


def add_cap(program: ProgramBuilder, network: Network) -> None:
    """Limit what is claimed of each incentive within the horizon, all its projects, sites and products together.

    Each row of `incentives` has a cap of its own, also where it names groups.

    Law:  Σ_t claim[i,t] ≤ cap[i]                                                                        [currency]
    For:  incentives with a cap
    Dual: profit from one more unit of money that the incentive may pay                                  [currency/currency]
    Reads: incentives.cap, incentives.starts
    """
    claim, incentives = program["claim"], network.incentives
    owner = claim.entity // 2
    capped = np.unique(owner)
    if not len(capped):
        return
    labels = incentives.frame.with_columns(pl.lit(str(network.tables.setting["currency"])).alias("unit"))
    index = Index("cap", "currency", labels, capped, np.zeros_like(capped), single=True)
    rows = program.add_rows(index, -np.inf, incentives.cap[capped])
    columns = np.arange(claim.first, claim.first + claim.size, dtype=np.int32)
    program.add_terms(rows.lookup[owner], columns, 1.0)
