"""Take away what cannot matter for whether a program is possible: columns that help nothing, and rows that always hold.

A solver's presolve does more, but does it again in each solve, and what it leaves cannot be asked with other limits of rows.
What is taken away here stays away whatever further sides of rows are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reshore.solve.highs import Arrays

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Rest:
    """What is left of a program; `row` and `column` give the place of each row and column there, −1 where it is gone."""

    arrays: Arrays
    row: NDArray[np.int64]
    column: NDArray[np.int64]


def peeled(arrays: Arrays) -> Rest:
    """Return what is left of a program.

    Claim: if no column may be negative, the program is possible exactly where the rest is, and it stays so when sides of
    rows are loosened or left out. Raises ValueError where a column may be negative.
    """
    if (arrays.lower < 0.0).any():
        raise ValueError("a column may be negative")
    left = _Left(arrays)
    while left.idle() | left.harmless() | left.alone() | left.sure():
        pass
    rows, columns = np.flatnonzero(left.below | left.above), np.flatnonzero(left.there)
    matrix = sparse.csc_array((arrays.data, arrays.indices, arrays.indptr), shape=(len(arrays.row_lower), arrays.width))
    matrix = matrix[:, columns].tocsr()[rows].tocsc()
    rest = replace(
        arrays,
        cost=arrays.cost[columns],
        lower=arrays.lower[columns],
        upper=arrays.upper[columns],
        row_lower=np.where(left.below, arrays.row_lower, -np.inf)[rows],
        row_upper=np.where(left.above, arrays.row_upper, np.inf)[rows],
        indptr=matrix.indptr,
        indices=matrix.indices,
        data=matrix.data,
        integer=arrays.integer[columns],
    )
    return Rest(rest, _places(rows, len(arrays.row_lower)), _places(columns, arrays.width))


def _places(kept: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    place = np.full(count, -1)
    place[kept] = np.arange(len(kept))
    return place


class _Left:
    """What is left: columns `there`, and the sides of rows that can still be broken: `below` and `above`."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        width = arrays.width
        self.there: Mask = np.ones(width, dtype=bool)
        self.below: Mask = np.isfinite(arrays.row_lower)
        self.above: Mask = np.isfinite(arrays.row_upper)
        self._fixed: Mask = arrays.lower > 0.0
        self._row = arrays.indices.astype(np.int64)
        self._column = np.repeat(np.arange(width), np.diff(arrays.indptr))
        self._value = arrays.data

    def idle(self) -> bool:
        """Leave out columns of which more helps no side of a row: they are best at 0."""
        self._compress()
        helped = np.zeros(len(self.there), dtype=bool)
        helped[self._column[self._helps_below() | self._helps_above()]] = True
        return self._without(self.there & ~helped & ~self._fixed)

    def harmless(self) -> bool:
        """Leave out columns without limit that harm nothing, and the sides that they help."""
        harmed = np.zeros(len(self.there), dtype=bool)
        up = self._value > 0.0
        harmed[self._column[(up & self.above[self._row]) | (~up & self.below[self._row])]] = True
        return self._satisfying(self.there & ~harmed & np.isinf(self._arrays.upper))

    def alone(self) -> bool:
        """Leave out columns without limit that are in one row only, and the side that they help."""
        self._compress()
        count = np.bincount(self._column, minlength=len(self.there))
        both = np.zeros(len(self.there), dtype=bool)
        both[self._column[self.below[self._row] & self.above[self._row]]] = True
        single = (count == 1) & np.isinf(self._arrays.upper) & ~(self._arrays.integer & both)
        return self._satisfying(self.there & single)

    def sure(self) -> bool:
        """Leave out sides of rows that hold whatever the columns are."""
        self._compress()
        height = len(self.below)
        with np.errstate(invalid="ignore"):
            most = self._value * self._arrays.upper[self._column]
        up = self._value > 0.0
        least = np.bincount(self._row, weights=np.where(up, 0.0, most), minlength=height)
        greatest = np.bincount(self._row, weights=np.where(up, most, 0.0), minlength=height)
        below = self.below & (least < self._arrays.row_lower)
        above = self.above & (greatest > self._arrays.row_upper)
        changed = bool((below != self.below).any() or (above != self.above).any())
        self.below, self.above = below, above
        return changed

    def _satisfying(self, columns: Mask) -> bool:
        """Leave out columns, and the sides that they help."""
        entry = columns[self._column]
        self.below[self._row[entry & self._helps_below()]] = False
        self.above[self._row[entry & self._helps_above()]] = False
        return self._without(columns)

    def _helps_below(self) -> Mask:
        return (self._value > 0.0) & self.below[self._row]

    def _helps_above(self) -> Mask:
        return (self._value < 0.0) & self.above[self._row]

    def _without(self, columns: Mask) -> bool:
        self.there &= ~columns
        return bool(columns.any())

    def _compress(self) -> None:
        """Forget entries of columns and rows that are gone."""
        kept = self.there[self._column] & (self.below | self.above)[self._row]
        self._row, self._column, self._value = self._row[kept], self._column[kept], self._value[kept]
