"""claim[i,t]: money claimed of an incentive that has a cap."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network
from reshore.network.codes import Codes

PAID = ("in its period", "at the end")
"""When a claim is paid: in its period, or for what is finished or paid later, at the end of the horizon."""


def add_claim(program: ProgramBuilder, network: Network) -> None:
    """Add what is claimed of each incentive with a cap in each period, and at the end of the horizon.

    An incentive without a cap needs no such decision: what entitles to it is paid in full.

    Law:  claim[i,t] ≥ 0                                                                                 [currency]
    For:  incentives with a cap, every period, and the end of the horizon for what comes after it
    Dual: reduced cost: profit from one more unit of money claimed than the plan claims                  [currency/currency]
    Reads: incentives.cap, incentives.starts
    """
    incentives = network.incentives
    capped = np.flatnonzero(np.isfinite(incentives.cap))
    mask = np.zeros((2 * len(incentives.cap), network.periods.count), dtype=bool)
    mask[2 * capped] = True
    mask[2 * capped + 1, -1] = True
    twice = np.repeat(np.arange(len(incentives.cap)), 2)
    paid = pl.Series("paid", [PAID[late] for late in range(2)] * len(incentives.cap), dtype=pl.String)
    currency = pl.lit(str(network.tables.setting["currency"])).alias("unit")
    labels = incentives.frame[twice].with_columns(paid, currency)
    program.add_columns(Index.where("claim", "currency", labels, mask), Bounds())


def claimed(incentive: Codes, late: NDArray[np.bool_]) -> Codes:
    """Return the entity of the claim of each (incentive, whether it is paid at the end)."""
    entity: np.ndarray = 2 * incentive + late
    return entity
