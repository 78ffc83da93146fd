"""A project has only so many modules."""

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network


def add_modules(program: ProgramBuilder, network: Network) -> None:
    """Limit the modules that are ever started of each optional project.

    Law:  Σ_s build[e,s] ≤ max_modules[e]                                                                [module]
    For:  optional projects with a maximum and more than one possible start
    Dual: profit from one more module, of which the same number also bounds each start by itself (see build)   [currency/module]
    Reads: expansions.max_modules, expansions.status, expansions.earliest, expansions.latest, expansions.build_time
    """
    expansions, starts = network.expansions, network.starts
    choices = np.bincount(starts.expansion, minlength=len(expansions.max_modules))
    limited = np.flatnonzero(np.isfinite(expansions.max_modules) & ~expansions.committed & (choices > 1))
    if not len(limited):
        return
    index = Index("modules", "module", expansions.frame, limited, np.zeros_like(limited), single=True)
    rows = program.add_rows(index, -np.inf, expansions.max_modules[limited])
    program.add_terms(rows.lookup[starts.expansion], program["build"].lookup, 1.0)
