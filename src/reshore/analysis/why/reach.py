"""The first period in which anything newly made can be anywhere, whatever the capacity."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from reshore.model import Program


def first_made(program: Program) -> np.ndarray:
    """Return for each stock point the first period in which something made from the start on can be there, shape (point,).

    What was there or under way at the start does not count, capacities and quantities are left aside: the number of periods
    where it is never. By fixpoint over the balances: a column brings something to a row once every row that it takes
    from can have something.
    """
    block = program.rows["balance"]
    matrix = sparse.csr_array(program.matrix[block.slice])
    brings = sparse.csr_array((matrix > 0.0).astype(np.int8))
    takes = sparse.csr_array((matrix < 0.0).astype(np.int8)).T.tocsr()
    made = np.zeros(brings.shape[1], dtype=bool)
    made[program.columns["make"].slice] = True
    moves = np.asarray(takes.sum(axis=1)).ravel() > 0
    can = np.zeros(block.size, dtype=bool)
    while True:
        ready = (made | moves) & (takes @ (~can).astype(np.int32) == 0) & (program.upper > 0.0)
        now = can | (brings @ ready.astype(np.int32) > 0)
        if np.array_equal(now, can):
            break
        can = now
    periods = int(block.period.max(initial=-1)) + 1
    table = np.zeros((int(block.entity.max(initial=-1)) + 1, periods), dtype=bool)
    table[block.entity, block.period] = can
    return np.where(table.any(axis=1), table.argmax(axis=1), periods)
