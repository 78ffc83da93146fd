"""The coefficients of a program law by law, as each of the contenders gets them: not timed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reshore.model import Block, Program


@dataclass(frozen=True)
class Part:
    """The terms of one law in one block of variables: positions within the blocks, and coefficients."""

    block: str
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    value: NDArray[np.float64]


@dataclass(frozen=True)
class Law:
    """The rows of one law: their block, right-hand side, whether they are equations, and their terms: by row, by block.

    Rows without any term are left out, since linopy and Pyomo do not keep them.
    """

    name: str
    block: Block
    kept: NDArray[np.int64]
    right: NDArray[np.float64]
    equal: bool
    rows: sparse.csr_array
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Terms:
    """Everything that a contender builds from: the program's blocks, bounds and costs, and the terms of its laws."""

    program: Program
    laws: tuple[Law, ...]

    @property
    def kept(self) -> NDArray[np.int64]:
        """Rows of the program that are not empty."""
        return np.concatenate([law.block.first + law.kept for law in self.laws])


def make_terms(program: Program) -> Terms:
    """Return the terms of a program; raises ValueError for rows between two different finite limits."""
    return Terms(program, tuple(_law(program, name, block) for name, block in program.rows.items()))


def _law(program: Program, name: str, block: Block) -> Law:
    lower, upper = program.row_lower[block.slice], program.row_upper[block.slice]
    every = sparse.csr_array(program.matrix)[block.slice]
    kept = np.flatnonzero(np.diff(every.indptr))
    lower, upper, rows = lower[kept], upper[kept], sparse.csr_array(every[kept])
    entries = rows.tocoo()
    equal = bool((lower == upper).all())
    if not equal and np.isfinite(lower).any():
        raise ValueError(f"the rows of {name} have limits on both sides")
    parts = []
    for variable, columns in program.columns.items():
        own = (entries.col >= columns.first) & (entries.col < columns.first + columns.size)
        if own.any():
            column = entries.col[own].astype(np.int64) - columns.first
            parts.append(Part(variable, entries.row[own].astype(np.int64), column, entries.data[own]))
    return Law(name, block, kept, upper, equal, rows, tuple(parts))
