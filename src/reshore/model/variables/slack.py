"""slack[k]: by how much a rule with a penalty is missed in a window."""

import numpy as np
import polars as pl

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_slack(program: ProgramBuilder, network: Network) -> None:
    """Add what a soft rule is missed by: `under` what it asks for at least, `over` what it allows at most.

    A rule that asks for exactly so much has both. It counts in the period with the last day of the window.

    Law:  slack[k] ≥ 0                                                                                   [measure]
    For:  rules with a penalty, each of their windows; the sides that the rule has
    Dual: reduced cost: profit from missing the rule by one more unit than the plan does                 [currency/measure]
    Reads: rules.penalty, rules.sense, rules.window, rules.starts, rules.ends, rules.of_base
    """
    rules = network.rules
    row, sign = rules.slack
    side = pl.Series("side", np.where(sign > 0.0, "under", "over").tolist(), dtype=pl.String)
    labels = rules.frame[row].select("rule", side, "starts", "ends", "unit")
    index = Index("slack", "measure", labels, np.arange(len(row)), rules.period[row], single=True)
    program.add_columns(index, Bounds(worth=rules.penalty[row]))
