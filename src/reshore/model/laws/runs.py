"""Operations run at least, and at most, so often."""

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network


def add_runs(program: ProgramBuilder, network: Network) -> None:
    """Limit the runs of each operation in each period, its vintages together.

    Law:  minimum[o,t] ≤ Σ_v make[o,v,t] ≤ maximum[o,t]                                      [run]
    For:  operations with a minimum or a maximum, in the periods that overlap their window
    Dual: profit from allowing (or being spared) one more run in that period                   [currency/run]
    """
    operations, activities = network.operations, network.activities
    limited = ((operations.minimum > 0.0) | np.isfinite(operations.maximum)) & operations.allowed
    index = Index.where("runs", "run", operations.frame, limited)
    if not len(index.entity):
        return
    at = (index.entity, index.period)
    rows = program.add_rows(index, operations.minimum[at], operations.maximum[at])
    program.add_terms(rows.lookup[activities.operation].ravel(), program["make"].lookup.ravel(), 1.0)
