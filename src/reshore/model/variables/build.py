"""build[e,s]: modules of a project started in a period."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_build(program: ProgramBuilder, network: Network) -> None:
    """Add the modules of each possible start, fixed where the project is committed.

    A module starts on day σ: the first day of the period, or `earliest` where that is later. It is complete on ρ, the
    build time later, and retires a life after that. A start that would not be complete before the end of the horizon
    does not exist. A committed project has one start, on `earliest` (or on the first day of the horizon), which may lie
    before the horizon: then s is period 0.

    Law:  0 ≤ build[e,s] ≤ max_modules[e], a whole number where whole_modules[e]                       [module]
    With: build[e,s] = max_modules[e] for a committed project (1 where max_modules is empty)
    For:  options: periods s with σ before the end of s, σ < latest and ρ < H; committed projects: the period of their start
    Dual: reduced cost: profit from one more module that must or may start then                         [currency/module]
    Reads: expansions.max_modules, expansions.whole_modules, expansions.status, expansions.earliest, expansions.latest,
          expansions.build_time
    """
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
