"""Ranging: how far limits can move before what another unit of them is worth changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import SuperLU, splu

from reshore.network.periods import Floats
from reshore.solve.highs import BASIC
from reshore.solve.optimum import Optimum

CHUNK: Final = 8
"""Directions that are answered together: so few that their answers stay in the cache, which is four times as fast as many."""
TOLERANCE: Final = 1e-7
"""By how much a basic value may pass its limit, relative to the larger of the limit and 1: what the solver allows."""
STUCK: Final = 1.1
"""A value whose room is mostly tolerance (that with it is so many times that without) is at its limit."""
LEAST: Final = 1e-4
"""A span in which no scaled value moves by more than this is none: less could be rounding."""


@dataclass(frozen=True)
class Span:
    """Steps along directions, shape (direction,): `low` ≤ 0 ≤ `high`, infinite where nothing ends them.

    `speed` is by how much a step moves the scaled value that moves most.
    """

    low: Floats
    high: Floats
    speed: Floats


Room = tuple[Floats, Floats]
"""How far values can move to their limits, without and with the tolerance beyond, shapes (basic,)."""


class Ranging:
    """The factors of a basis, which say how basic values answer to a change of limits.

    With columns x and activities s = A x, those not in the basis stay at their limits. A change of the limits by a step
    along a direction moves the basic ones in proportion, and the duals stay as long as those stay within their own limits
    (Chvátal, Linear Programming, 1983, chapter 10).
    """

    def __init__(self, optimum: Optimum) -> None:
        self._optimum = optimum
        self._basis = optimum.basis
        self._columns = optimum.solution.columns / optimum.scaling.column

    def spans(self, directions: sparse.csc_array) -> Span:
        """Return how far the right-hand sides of rows can move along directions, shape (row, direction), natural units."""
        count = directions.shape[1]
        low, high, speed = np.full(count, -np.inf), np.full(count, np.inf), np.zeros(count)
        scaled = sparse.csc_array(directions.multiply(self._optimum.scaling.row[:, None]))
        for first in range(0, count, CHUNK):
            part = slice(first, min(first + CHUNK, count))
            moves = self._factors.solve(scaled[:, part].toarray())
            speed[part] = np.abs(moves).max(axis=0, initial=0.0)
            low[part], high[part] = self._ratio(moves, speed[part])
        return Span(low, high, speed)

    @cached_property
    def _factors(self) -> SuperLU:
        arrays, basis = self._optimum.arrays, self._basis
        height = len(arrays.row_lower)
        matrix = sparse.csc_array((arrays.data, arrays.indices, arrays.indptr), shape=(height, arrays.width))
        columns, rows = np.flatnonzero(basis.columns == BASIC), np.flatnonzero(basis.rows == BASIC)
        slack = sparse.csc_array((-np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(height, len(rows)))
        return splu(sparse.csc_matrix(sparse.hstack([matrix[:, columns], slack], format="csc")))

    @cached_property
    def _rooms(self) -> tuple[Room, Room]:
        """How far each basic value can fall, and rise."""
        arrays, basis = self._optimum.arrays, self._basis
        matrix = sparse.csc_array((arrays.data, arrays.indices, arrays.indptr), shape=(len(basis.rows), arrays.width))
        columns, rows = basis.columns == BASIC, basis.rows == BASIC
        values = np.concatenate([self._columns[columns], (matrix @ self._columns)[rows]])
        lower = np.concatenate([arrays.lower[columns], arrays.row_lower[rows]])
        upper = np.concatenate([arrays.upper[columns], arrays.row_upper[rows]])
        return _room(values - lower, lower), _room(upper - values, upper)

    def _ratio(self, moves: Floats, speed: Floats) -> tuple[Floats, Floats]:
        """Return the steps at which the first basic value passes its limit, downwards and upwards, shape (direction,)."""
        falls, rises = self._rooms
        return -self._first(-moves, (falls, rises), speed), self._first(moves, (falls, rises), speed)

    def _first(self, moves: Floats, rooms: tuple[Room, Room], speed: Floats) -> Floats:
        """Return the step at which the first value that moves passes its limit; 0 where it is at it already."""
        falls, rises = rooms
        if not len(moves):
            return np.full(moves.shape[1], np.inf)
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(moves > 0.0, rises[1][:, None], falls[1][:, None])
            steps = np.where(moves == 0.0, np.inf, room / np.abs(moves))
        first, every = steps.argmin(axis=0), np.arange(moves.shape[1])
        step, up = steps[first, every], moves[first, every] > 0.0
        bare, whole = (np.where(up, rises[part][first], falls[part][first]) for part in (0, 1))
        stuck = np.isfinite(step) & ((step * speed < LEAST) | (whole > STUCK * bare))
        found: Floats = np.where(stuck, 0.0, step)
        return found


def _room(room: Floats, limit: Floats) -> Room:
    """Return the room up to a limit, never on the wrong side, and with the tolerance beyond it."""
    beyond = TOLERANCE * np.maximum(1.0, np.where(np.isfinite(limit), np.abs(limit), 0.0))
    bare = np.maximum(room, 0.0)
    return bare, bare + beyond
