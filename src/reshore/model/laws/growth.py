"""A project grows only so fast."""

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network
from reshore.network.periods import later


def add_growth(program: ProgramBuilder, network: Network) -> None:
    """Limit the modules started within any twelve months (or within the unit of time that the column counts in).

    Law:  Σ_s build[e,s] ≤ max_per_year[e]                                                               [module]
    With: sum over s ≤ t with b(s) > b(t) − 1 year: b(t) is before the same day a year after b(s)
    For:  optional projects with a maximum per year (committed ones are as they are); the periods t in which they may start
          a module
    Dual: profit from one more module in that window                                                     [currency/module]
    Reads: expansions.max_per_year, expansions.status, expansions.earliest, expansions.latest, expansions.build_time
    """
    expansions, starts, periods = network.expansions, network.starts, network.periods
    options = np.isfinite(expansions.max_per_year) & ~expansions.committed
    limited = np.flatnonzero(options[starts.expansion])
    if not len(limited):
        return
    index = Index("growth", "module", expansions.frame, starts.expansion[limited], starts.period[limited])
    rows = program.add_rows(index, -np.inf, expansions.max_per_year[index.entity])
    begins = periods.starts
    forgotten = later(begins, 1.0, network.tables["expansions"].time("max_per_year"))
    within = (begins[:, None] <= begins) & (begins < forgotten[:, None])
    start, window = np.nonzero(within[starts.period[limited]])
    program.add_terms(rows.at(starts.expansion[limited][start], window), program["build"].lookup[limited[start]], 1.0)
