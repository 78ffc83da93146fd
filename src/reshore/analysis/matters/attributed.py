"""What each number of a column is worth, from a handful of programs in which all of them are moved at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from reshore.analysis.matters.lagrangian import NOT_TOLD, Change, Lagrangian
from reshore.analysis.matters.numbers import Numbers
from reshore.model import Program
from reshore.network.drift import Torn
from reshore.network.periods import Floats
from reshore.tables import Tables

ALIKE: Final = 1e-5
"""How close (relatively) the ratio of two changes of a place must be to that of a number's moves to be due to it alone."""
FORESEEN: Final = 1e-6
"""Share of the worth of all changes by which what the numbers foresee of another move may differ from it."""
FEW: Final = 3
"""So few numbers are moved one by one."""
PATIENCE: Final = 16
"""Programs of a column from which nothing can be told, after which no more is asked of its numbers."""

Build = Callable[[Tables], Program]


@dataclass(frozen=True)
class Attribution:
    """Moves the numbers of tables and says what each is worth at an optimum; `build` makes the program of tables.

    Up to `few` numbers are moved one by one.
    """

    tables: Tables
    build: Build
    lagrangian: Lagrangian
    few: int = FEW

    def derivatives(self, numbers: Numbers, sign: float = 1.0) -> Floats:
        """Return what one more unit of each number earns, shape (number,): to the right, or to the left where `sign` is −1.

        NaN where the optimum of that side cannot be told from the one that there is (see `Change`).

        All numbers are moved at once, each by a step of its own length, once in rising and once in falling order of lengths.
        A place of the program that answers to one number only changes in the ratio of the two lengths of it, which no other
        number has. Where a place answers to several, or a third move is not what the numbers foresee, the numbers are
        split into those in odd and in even places and asked again, in the end one by one. Numbers that change nothing
        together change nothing alone, and are asked once.
        """
        found = np.full(len(numbers.rows), np.nan)
        for zero in (False, True):
            waiting, failed = deque([np.flatnonzero((numbers.values == 0.0) == zero)]), 0
            while waiting and failed < PATIENCE:
                part = waiting.popleft()
                worth, told = self._asked(numbers.only(part), sign)
                failed += not told
                found[part] = worth
                if np.isnan(worth).any() and len(part) > self.few:
                    waiting += [part[::2], part[1::2]]
        return found / (sign * numbers.steps)

    def _asked(self, numbers: Numbers, sign: float) -> tuple[Floats, bool]:
        """Return what a step of each number is worth, NaN where that is not known, and whether the programs told anything."""
        count = len(numbers.rows)
        if count <= self.few:
            alone = [self._change(numbers.only(np.array([at])), np.array([sign])) for at in range(count)]
            return np.array([each.worth.sum() if each.holds else np.nan for each in alone]), True
        unknown, lengths = np.full(count, np.nan), _lengths(count)
        first = self._change(numbers, sign * lengths[0])
        if not first.holds:
            return unknown, False
        if not len(first.places):
            return np.zeros(count), True
        second, third = (self._change(numbers, sign * each) for each in lengths[1:])
        if not (second.holds and third.holds):
            return unknown, False
        found = _shared(first, second, lengths)
        return (found if found is not None and _foreseen(found, third, lengths[2]) else unknown), True

    def _change(self, numbers: Numbers, lengths: Floats) -> Change:
        try:
            return self.lagrangian.change(self.build(numbers.moved(self.tables, numbers.steps * lengths)))
        except Torn:
            return NOT_TOLD


def _lengths(count: int) -> tuple[Floats, Floats, Floats]:
    """Return three lengths of steps for each number: rising, falling, and in an order of their own."""
    rising = 0.5 + (np.arange(count) + 0.5) / count
    golden = np.mod(np.arange(count) * (np.sqrt(5.0) - 1.0) / 2.0, 1.0)
    return rising, 2.0 - rising, 0.5 + golden


def _shared(first: Change, second: Change, lengths: tuple[Floats, Floats, Floats]) -> Floats | None:
    """Return the worth of a step of each number, None where a place that counts answers to none alone."""
    places = np.union1d(first.places, second.places)
    one, two = (_at(places, change) for change in (first, second))
    ratios = lengths[1] / lengths[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.nan_to_num(two / one, nan=-1.0, posinf=-1.0, neginf=-1.0)
    falling = ratios[::-1]
    after = np.clip(np.searchsorted(falling, ratio), 1, len(falling) - 1)
    nearest = np.where(ratio - falling[after - 1] < falling[after] - ratio, after - 1, after)
    number = len(ratios) - 1 - nearest
    alone = np.abs(ratio - ratios[number]) <= ALIKE * ratios[number]
    size = np.abs(one) + np.abs(two)
    if size[~alone].sum() > FORESEEN * size.sum():
        return None
    steps = one[alone] / lengths[0][number[alone]]
    return np.bincount(number[alone], weights=steps, minlength=len(ratios)).astype(np.float64)


def _foreseen(worth: Floats, third: Change, lengths: Floats) -> bool:
    """Say whether a move of all numbers is worth what they foresee of it."""
    size = float(np.abs(third.worth).sum())
    return abs(float(worth @ lengths) - float(third.worth.sum())) <= FORESEEN * size


def _at(places: np.ndarray, change: Change) -> Floats:
    worth = np.zeros(len(places))
    worth[np.searchsorted(places, change.places)] = change.worth
    return worth
