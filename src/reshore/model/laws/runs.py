"""Operations run at least, and at most, so often."""

import numpy as np

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network


def add_runs(program: ProgramBuilder, network: Network) -> None:
    """Limit the runs of each operation in each period, its vintages together.

    The limits are rates, and count each day on which the operation is open with the rate of that day: a period of which it
    is open for half has half of them where they do not change.

    Law:  minimum[o,t] · open[o,t] ≤ Σ_v make[o,v,t] ≤ maximum[o,t] · open[o,t]                          [run]
    For:  operations with a minimum or a maximum, in the periods that overlap their window
    Dual: profit from one more run that must or may be started in that period                            [currency/run]
    Reads: operations.minimum, operations.maximum, operations.starts, operations.ends, sites.opens, sites.closes
    """
    operations, activities = network.operations, network.activities
    limited = ((operations.minimum > 0.0) | np.isfinite(operations.maximum)) & operations.allowed
    index = Index.where("runs", "run", operations.frame, limited)
    if not len(index.entity):
        return
    at = (index.entity, index.period)
    rows = program.add_rows(index, operations.minimum[at], operations.maximum[at])
    program.add_terms(rows.lookup[activities.operation].ravel(), program["make"].lookup.ravel(), 1.0)
