"""How far a row is from its law, relative to a size that makes a tolerance meaningful.

The residual of a row is |difference| / scale with

    scale = max(largest magnitude among the terms of the row, floor · typical size),

where the typical size is the median of the magnitudes other than zero among the rows of the same law *and the same
natural group* (the product of a balance, the resource of a capacity, the term of a money row). So 1e-6 means the same
for a product counted in hundredths and one counted in billions, even within one plan. The floor is there for rows that
are zero but for rounding:

* `LAW_FLOOR` (0.1) for laws that the solver satisfies only to its tolerance (about 1e-7 of typical values);
* `CELL_FLOOR` (0.01) for cells that are computed from other cells, where only dropped values (about 1e-9) blur them.

A change of 1 % in one cell is therefore seen where the cell is above 1e-5 of the typical size in a law, and above 1e-6
in the recomputed tables (`capacity`, `money`). Whether rows are as they should be at all (names, dates, units) is no
matter of degree: a wrong row has residual 1. Whole numbers are compared with max(1, value), so that a tolerance of 1e-6
is the usual tolerance of a solver for whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from reshore.verify.arrays import Bools, Floats, Ints

LAW_FLOOR: Final = 0.1
CELL_FLOOR: Final = 0.01
WRONG: Final = 1.0


@dataclass(frozen=True)
class Check:
    """The result of one check: its largest relative residual over `rows` rows, and where that is."""

    law: str
    what: str
    rows: int
    residual: float
    where: str
    unit: str


@dataclass(frozen=True)
class Rows:
    """The rows of a check: words for row *i*, its unit, its natural group (all one where None), and the floor."""

    where: Callable[[int], str]
    unit: Callable[[int], str]
    group: Ints | None = None
    floor: float = LAW_FLOOR


def relative(difference: Floats, size: Floats, group: Ints | None, floor: float) -> Floats:
    """Return the residual of each row; `size` is the largest magnitude among the terms of each."""
    off = np.abs(difference)
    typical = _medians(np.abs(size), np.zeros(len(size), np.int64) if group is None else group)
    scale = np.maximum(np.maximum(np.abs(size), off), floor * typical)
    with np.errstate(invalid="ignore"):
        residual = np.where(off == 0, 0.0, off / np.where(scale > 0, scale, 1.0))
    return np.nan_to_num(residual, nan=WRONG, posinf=WRONG)


def _medians(size: Floats, group: Ints) -> Floats:
    """Return for each row the median of the sizes above zero in its group; 0 where there is none."""
    _, which = np.unique(group, return_inverse=True)
    above = np.flatnonzero(size > 0)
    order = above[np.lexsort((size[above], which[above]))]
    count = np.bincount(which[order], minlength=int(which.max(initial=-1)) + 1)
    last = np.append(size[order], 0.0)
    first = np.cumsum(count) - count
    middle = (last[np.maximum(first + (count - 1) // 2, 0)] + last[first + count // 2]) / 2
    return np.where(count > 0, middle, 0.0)[which]


def compare(law: str, what: str, difference: Floats, size: Floats, rows: Rows) -> Check:
    """Return the check that every `difference` is zero."""
    if not len(difference):
        return Check(law, what, 0, 0.0, "", "")
    residual = relative(difference, size, rows.group, rows.floor)
    worst = int(np.argmax(residual))
    if residual[worst] == 0.0:
        return Check(law, what, len(difference), 0.0, "", "")
    return Check(law, what, len(difference), float(residual[worst]), rows.where(worst), rows.unit(worst))


def at_most(law: str, what: str, sides: tuple[Floats, Floats], rows: Rows) -> Check:
    """Return the check that the first side is nowhere above the second."""
    left, right = sides
    return compare(law, what, np.maximum(left - right, 0.0), np.maximum(np.abs(left), np.abs(right)), rows)


def flag(law: str, what: str, wrong: Bools, where: Callable[[int], str]) -> Check:
    """Return the check that no row is wrong."""
    if not wrong.any():
        return Check(law, what, len(wrong), 0.0, "", "")
    return Check(law, what, len(wrong), WRONG, where(int(np.argmax(wrong))), "")
