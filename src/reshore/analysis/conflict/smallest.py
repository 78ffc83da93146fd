"""The smallest conflict: limits of which none can be left out, found by leaving out one after the other."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reshore.analysis.conflict.limits import Limits
from reshore.analysis.conflict.stated import Codes, Stated
from reshore.network.periods import Floats
from reshore.solve.highs import Arrays
from reshore.solve.options import SolveOptions
from reshore.solve.peel import Rest, peeled
from reshore.solve.possible import possible

MOST: Final = 3
"""So many conflicts that share no limit are looked for."""
PROVES: Final = 1e-9
FIRST: Final = 60.0
"""Seconds for the question whether limits contradict each other at all."""


@dataclass(frozen=True)
class Smallest:
    """Conflicts that share no limit, in whatever period: positions of limits, in order.

    `irreducible` says that each limit of each was seen to be needed: without it there is a plan. `more` says that there
    are conflicts beyond these.
    """

    conflicts: tuple[Codes, ...]
    irreducible: bool
    more: bool


class _Questions:
    """Asks whether limits contradict each other, given everything that is no limit, until time is over."""

    def __init__(self, stated: Stated, limits: Limits, options: SolveOptions, seconds: float) -> None:
        self.limits = limits
        self.unanswered = False
        self._options, self._seconds, self._began = options, seconds, time.perf_counter()
        self._scale = stated.scaling.row
        height, width = stated.program.shape
        self._rest = Rest(stated.arrays(), np.arange(height), np.arange(width))

    def left(self) -> float:
        """Return the seconds that are left."""
        return self._seconds - (time.perf_counter() - self._began)

    def contradict(self, kept: np.ndarray, at_least: float = 0.0) -> bool:
        """Say whether the limits `kept`, shape (limit,), contradict each other; False where that is not found in time."""
        seconds = max(self.left(), at_least)
        found = possible(self._with(kept), self._options, seconds) if seconds > 0.0 else None
        self.unanswered |= found is None
        return found is False

    def reduce(self, kept: np.ndarray) -> None:
        """Forget what cannot matter as long as no other limits than `kept` are asked about."""
        self._rest = peeled(self._with(kept))

    def _with(self, kept: np.ndarray) -> Arrays:
        """Return the program without the limits that are not kept."""
        limits, arrays = self.limits, self._rest.arrays
        gone = ~kept[limits.owner] & (self._rest.row[limits.row] >= 0)
        otherwise = limits.otherwise[gone] * self._scale[limits.row[gone]]
        row, of_upper = self._rest.row[limits.row[gone]], limits.upper[gone]
        lower, upper = arrays.row_lower.copy(), arrays.row_upper.copy()
        upper[row[of_upper]] = np.maximum(otherwise, upper[row])[of_upper]
        lower[row[~of_upper]] = np.minimum(otherwise, lower[row])[~of_upper]
        whole = np.zeros(arrays.width, dtype=bool)
        here = self._rest.column >= 0
        whole[self._rest.column[here]] = np.append(kept, False)[limits.whole[here]]
        return replace(arrays, row_lower=lower, row_upper=upper, integer=arrays.integer & whole)


def smallest(
    stated: Stated, limits: Limits, proof: Floats | None, options: SolveOptions, seconds: float
) -> Smallest | None:
    """Return the smallest conflicts among the limits that a proof names (among all without one); None where none is found.

    Limits of the world are left out before what is asked for, all periods of a limit before single ones, so that what is
    left is told in few words and has what was asked for in it wherever it can. After `seconds` the rest is kept as it is.
    """
    ask = _Questions(stated, limits, options, seconds)
    left = _named(limits, proof)
    if not ask.contradict(left, FIRST):
        left = np.ones(limits.count, dtype=bool)
        if not ask.contradict(left, FIRST):
            return None
    ask.unanswered = False
    ask.reduce(left)
    found: list[Codes] = []
    more, cell = True, _cells(limits)
    while more and len(found) < MOST:
        kept = _filtered(ask, left)
        found.append(np.flatnonzero(kept))
        left = left & ~np.isin(cell, cell[kept])
        more = ask.left() > 0.0 and ask.contradict(left)
    return Smallest(tuple(found), not ask.unanswered, more)


def _named(limits: Limits, proof: Floats | None) -> np.ndarray:
    """Return which limits have a side with a dual of its sign: more room for it would let something else give less."""
    if proof is None:
        return np.ones(limits.count, dtype=bool)
    named = np.zeros(limits.count, dtype=bool)
    dual = proof[limits.row]
    named[limits.owner[np.where(limits.upper, dual > PROVES, dual < -PROVES)]] = True
    return named


def _filtered(ask: _Questions, kept: np.ndarray) -> np.ndarray:
    """Return limits of which none can be left out, from limits that contradict each other."""
    kept = kept.copy()
    limits, cell = ask.limits, _cells(ask.limits)
    places = np.flatnonzero(kept)
    places = places[np.lexsort((limits.period[places], cell[places], limits.asked[places]))]
    cells = cell[places]
    groups = np.split(places, np.flatnonzero(np.diff(cells)) + 1)
    _leave_out(ask, kept, groups)
    _leave_out(ask, kept, [places[at : at + 1] for at in range(len(places)) if (cells == cells[at]).sum() > 1])
    return kept


def _cells(limits: Limits) -> Codes:
    """Return a number for each limit that is the same in all of its periods."""
    cells: Codes = limits.kind * (int(limits.entity.max(initial=0)) + 1) + limits.entity
    return cells


def _leave_out(ask: _Questions, kept: np.ndarray, groups: list[Codes]) -> None:
    """Leave out each group of limits without which the rest still contradict each other."""
    for group in (group[kept[group]] for group in groups):
        if len(group) and ask.left() > 0.0:
            kept[group] = False
            kept[group] = not ask.contradict(kept)
        elif len(group):
            ask.unanswered = True
