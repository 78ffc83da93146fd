"""build[start]: modules started."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_build(program: ProgramBuilder, network: Network) -> None:
    """Add the modules of each possible start, fixed where the project is committed [module]."""
    starts, expansions = network.starts, network.expansions
    index = Index(
        "build", "module", expansions.frame[starts.expansion], np.arange(len(starts.period)), starts.period, single=True
    )
    decided = np.isnan(starts.fixed)
    most = np.where(decided, expansions.max_modules[starts.expansion], starts.fixed)
    program.add_columns(
        index,
        Bounds(
            lower=np.where(decided, 0.0, starts.fixed),
            upper=most,
            integer=expansions.whole[starts.expansion] & decided,
            worth=expansions.capex[starts.expansion],
        ),
    )
