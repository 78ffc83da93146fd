"""What is left to decide when an event strikes: the program without what is decided already."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reshore.analysis.stress.disturbed import Standing
from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve.highs import Arrays
from reshore.solve.scaling import Scaling
from reshore.solve.solve import scaled

Mask = NDArray[np.bool_]
ACCOUNTS = ("lost", "slack")
"""Columns that follow from others: what is lost of a piece is known only when its customer waits no more."""


def decided(standing: Standing, first: int, rebuild: bool) -> Mask:
    """Return which columns are decided when an event strikes in period `first`, shape (column,).

    All of the periods before it, and every start of a module; with `rebuild` only those of periods before it.
    """
    found = np.zeros(standing.program.shape[1], dtype=bool)
    for name, block in standing.program.columns.items():
        if name == "build" and not rebuild:
            found[block.slice] = True
        elif name not in ACCOUNTS:
            found[block.slice] = block.period < first
    return found


@dataclass(frozen=True)
class Reduced:
    """The scaled program of the free columns: `columns` and `rows` are their places in the whole; the constant has the rest."""

    arrays: Arrays
    columns: NDArray[np.int64]
    rows: NDArray[np.int64]
    scaling: Scaling

    def natural(self, values: Floats, all_columns: Floats, program: Program) -> Floats:
        """Return all columns in natural units, the free ones within their limits."""
        found = all_columns.copy()
        own = values[: len(self.columns)] * self.scaling.column[self.columns]
        found[self.columns] = np.clip(own, program.lower[self.columns], program.upper[self.columns])
        return found


def reduced(program: Program, fixed: Mask, columns: Floats, scaling: Scaling) -> Reduced:
    """Return the program of the columns that are not `fixed`, those being at `columns` (natural units).

    Rows of fixed columns alone are left out: nothing can change them.
    """
    free, gone = np.flatnonzero(~fixed), np.flatnonzero(fixed)
    whole = scaled(program, scaling)
    matrix = sparse.csc_array((whole.data, whole.indices, whole.indptr), shape=program.shape)
    own = matrix[:, free]
    rows = np.flatnonzero(np.bincount(own.indices, minlength=program.shape[0]))
    at = columns[gone] / scaling.column[gone]
    done = (matrix[:, gone] @ at)[rows]
    own = own.tocsr()[rows].tocsc()
    arrays = Arrays(
        cost=whole.cost[free],
        constant=float(whole.cost[gone] @ at) + whole.constant,
        lower=whole.lower[free],
        upper=whole.upper[free],
        row_lower=_less(whole.row_lower[rows], done),
        row_upper=_less(whole.row_upper[rows], done),
        indptr=own.indptr,
        indices=own.indices,
        data=own.data,
        integer=program.integer[free],
    )
    return Reduced(arrays, free, rows, scaling)


def _less(limit: Floats, done: Floats) -> Floats:
    """Return what is left of limits after what is done, without what is rounding of it."""
    left = limit - done
    size = np.abs(done) + np.where(np.isfinite(limit), np.abs(limit), 0.0)
    return np.where(np.abs(left) <= 1e-13 * size, 0.0, left)


def widened(arrays: Arrays, more: sparse.csc_array, cost: Floats, upper: Floats) -> Arrays:
    """Return a program with more columns, from 0 to `upper`, at the end."""
    count = more.shape[1]
    return replace(
        arrays,
        cost=np.concatenate([arrays.cost, cost]),
        lower=np.concatenate([arrays.lower, np.zeros(count)]),
        upper=np.concatenate([arrays.upper, upper]),
        indptr=np.concatenate([arrays.indptr, arrays.indptr[-1] + more.indptr[1:]]),
        indices=np.concatenate([arrays.indices, more.indices]),
        data=np.concatenate([arrays.data, more.data]),
        integer=np.concatenate([arrays.integer, np.zeros(count, dtype=bool)]),
    )


def lengthened(arrays: Arrays, more: sparse.csr_array, lower: Floats, upper: Floats) -> Arrays:
    """Return a program with more rows at the end."""
    matrix = sparse.csc_array((arrays.data, arrays.indices, arrays.indptr), shape=(len(arrays.row_lower), arrays.width))
    both = sparse.csc_array(sparse.vstack([matrix, more], format="csc"))
    return replace(
        arrays,
        row_lower=np.concatenate([arrays.row_lower, lower]),
        row_upper=np.concatenate([arrays.row_upper, upper]),
        indptr=both.indptr,
        indices=both.indices,
        data=both.data,
    )
