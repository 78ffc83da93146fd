"""The program with each of its limits stated as one side of a row, so that any of them can be left out or give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve.highs import Arrays
from reshore.solve.scaling import Scaling, make_scaling
from reshore.solve.solve import scaled

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Stated:
    """A program whose objective is nothing and whose limits are rows: first its own rows, then those in `added`.

    `added` gives for each kind of limit the first of its rows and the columns (for minimum runs: the rows) that they are
    of. What is left of the limits of columns is background: nothing is negative, a committed project builds no more than
    its modules. `scaling` measures rows and columns as that of the program does.
    """

    program: Program
    added: Mapping[str, tuple[int, Codes]]
    scaling: Scaling

    def arrays(self) -> Arrays:
        """Return the scaled arrays."""
        return scaled(self.program, self.scaling)


def make_stated(program: Program) -> Stated:
    """Return the stated program: a row that has both a least and a most becomes two."""
    scaling = make_scaling(program)
    height, width = program.shape
    columns = _limited(program)
    twice = _minimum_runs(program)
    chosen = np.concatenate([*columns.values(), np.zeros(0, dtype=np.int64)])
    picked = sparse.csr_array((np.ones(len(chosen)), (np.arange(len(chosen)), chosen)), shape=(len(chosen), width))
    matrix = sparse.vstack([program.matrix, picked, program.matrix.tocsr()[twice]], format="csc")
    sides = {kind: _sides(kind, program, of) for kind, of in columns.items()}
    row_lower = np.concatenate([program.row_lower, *(side[0] for side in sides.values()), program.row_lower[twice]])
    row_upper = np.concatenate([program.row_upper, *(side[1] for side in sides.values()), np.full(len(twice), np.inf)])
    row_lower[twice] = -np.inf
    freed = np.concatenate([of for kind, of in columns.items() if kind != "committed project"])
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[chosen], upper[freed] = 0.0, np.inf
    stated = replace(
        program,
        matrix=matrix,
        lower=lower,
        upper=upper,
        cost=np.zeros(width),
        constant=0.0,
        row_lower=row_lower,
        row_upper=row_upper,
    )
    row = np.concatenate([scaling.row, 1.0 / scaling.column[chosen], scaling.row[twice]])
    added, first = {}, height
    for kind, of in {**columns, "minimum runs": twice}.items():
        added[kind] = (first, of)
        first += len(of)
    return Stated(stated, MappingProxyType(added), replace(scaling, row=row))


def _limited(program: Program) -> dict[str, Codes]:
    """Return the columns whose limits are to be rows, for each kind of limit."""
    lower, upper = program.lower, program.upper
    bounded = np.isfinite(upper)
    fixed = lower == upper
    masks = {
        "required demand": ("lost", bounded),
        "minimum stock": ("stock", lower > 0.0),
        "storage": ("stock", bounded),
        "modules": ("build", bounded & ~fixed),
        "committed project": ("build", fixed & (upper > 0.0)),
        "ban": ("ship", bounded),
    }
    return {kind: _inside(program, block, mask) for kind, (block, mask) in masks.items()}


def _inside(program: Program, name: str, mask: np.ndarray) -> Codes:
    block = program.columns[name]
    return block.first + np.flatnonzero(mask[block.slice])


def _minimum_runs(program: Program) -> Codes:
    block = program.rows.get("runs")
    return (
        np.zeros(0, dtype=np.int64)
        if block is None
        else block.first + np.flatnonzero(program.row_lower[block.slice] > 0.0)
    )


def _sides(kind: str, program: Program, of: Codes) -> tuple[Floats, Floats]:
    lower, upper = program.lower[of], program.upper[of]
    if kind == "committed project":
        return lower, upper
    free = np.full(len(of), np.inf)
    return (lower, free) if kind == "minimum stock" else (-free, upper)
