"""Duals as a table: what one more unit on the right-hand side of each row, or of each bound, is worth."""

from __future__ import annotations

import numpy as np
import polars as pl

from reshore.model import Program
from reshore.network import Network
from reshore.solution.decisions import named
from reshore.solve import Solution


def dual_tables(program: Program, network: Network, solution: Solution) -> dict[str, pl.DataFrame]:
    """Return for each law the non-zero duals of its rows [currency per unit of the row], with names and period.

    The reduced costs of each block of variables are under `bound:NAME` [currency per unit of the variable].
    """
    tables = {}
    for prefix, blocks, values in (
        ("", program.rows, solution.row_duals),
        ("bound:", program.columns, solution.column_duals),
    ):
        for name, block in blocks.items():
            own = values[block.slice]
            chosen = np.flatnonzero(own)
            tables[prefix + name] = named(block, network, chosen).with_columns(pl.Series("dual", own[chosen]))
    return tables
