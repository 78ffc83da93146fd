"""When anything of a product can be at a place at all: lead times and windows, whatever the capacities are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reshore.model import Block, Program
from reshore.network import Network

NEVER = np.iinfo(np.int64).max


def first_periods(program: Program, network: Network, from_stock: bool) -> NDArray[np.int64]:
    """Return the first period in which anything can be at each stock point, shape (point,); `NEVER` where in none.

    It can be there where it was at the start or under way (counted where `from_stock`), where it was before, and where it
    is made of, or shipped from, what can be there. Capacities count only where there is none at all and no project.
    """
    block = program.rows["balance"]
    rows = program.matrix.tocsr()[block.slice].tocsc()
    moving = np.concatenate([np.arange(part.first, part.first + part.size) for part in _moving(program)])
    flows = rows[:, moving]
    takes, gives = sparse.csr_array((flows < 0.0).astype(np.int32).T), sparse.csr_array((flows > 0.0).astype(np.int32))
    shut = _shut(program)[moving]
    supply = -program.row_lower[block.slice] if from_stock else np.zeros(block.size)
    there = (supply > 0.0).reshape(-1, network.periods.count)
    while True:
        there = np.logical_or.accumulate(there, axis=1)
        lacking = takes @ (~there.ravel()).astype(np.int32)
        arrived = gives @ ((lacking == 0) & ~shut).astype(np.int32) > 0
        more = there | arrived.reshape(there.shape)
        if (more == there).all():
            return np.where(there.any(axis=1), there.argmax(axis=1), NEVER)
        there = more


def _moving(program: Program) -> list[Block]:
    return [program.columns[name] for name in ("make", "ship", "take") if name in program.columns]


def _shut(program: Program) -> NDArray[np.bool_]:
    """Return the columns that some row keeps at 0: of a capacity that is 0 and that nothing adds to."""
    height, width = program.shape
    entries = program.matrix.tocoo()
    adds = np.zeros(height, dtype=bool)
    adds[entries.row[entries.data < 0.0]] = True
    closed = np.zeros(height, dtype=bool)
    for name in ("capacity", "vintage_capacity", "lane_capacity", "runs"):
        if name in program.rows:
            closed[program.rows[name].slice] = True
    closed &= (program.row_upper <= 0.0) & ~adds
    shut = np.zeros(width, dtype=bool)
    shut[entries.col[closed[entries.row]]] = True
    return shut
