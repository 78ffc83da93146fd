"""Shapes of uncertain numbers: quantiles of the distributions that the tables declare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reshore.network.periods import Floats

TENTH: Final = 0.1
"""The chance of less than the low value of a range, and of more than its high one."""
Z: Final = float(special.ndtri(1.0 - TENTH))
ROUNDS: Final = 400
WIDE: Final = 4.0
"""Weight of the most likely value in a PERT distribution."""


def triangular(chance: ArrayLike, low: ArrayLike, mode: ArrayLike, high: ArrayLike) -> Floats:
    """Return the quantiles of triangular distributions on [low, high]; the mode where they have no width."""
    chance, low, mode, high = (np.asarray(part, dtype=np.float64) for part in (chance, low, mode, high))
    width = high - low
    rises = np.divide(mode - low, width, out=np.zeros_like(width + chance), where=width > 0.0)
    up = low + np.sqrt(np.maximum(chance * width * (mode - low), 0.0))
    down = high - np.sqrt(np.maximum((1.0 - chance) * width * (high - mode), 0.0))
    found: Floats = np.where(chance < rises, up, down)
    return found


def lognormal(chance: ArrayLike, low: ArrayLike, high: ArrayLike) -> Floats:
    """Return the quantiles of lognormal distributions above 0 of which one tenth is less than low, and one more than high."""
    low, high = (np.log(np.asarray(part, dtype=np.float64)) for part in (low, high))
    found: Floats = np.exp((low + high) / 2.0 + special.ndtri(chance) * (high - low) / (2.0 * Z))
    return found


@dataclass(frozen=True)
class Range:
    """A number that is not known exactly: with one chance in ten it is less than `low`, with one in ten more than `high`.

    `mid` is the most likely value of a triangular or PERT distribution; the others go by `low` and `high` alone. Values outside
    `least` and `most` are moved there.
    """

    shape: str
    low: float
    mid: float
    high: float
    least: float = -np.inf
    most: float = np.inf

    def quantile(self, chance: Floats) -> Floats:
        """Return the values below which the number is with some chances. Raises ValueError where there is no such shape."""
        return np.clip(self._quantile(chance), self.least, self.most)

    def _quantile(self, chance: Floats) -> Floats:
        low, high = self.low, self.high
        if low == high:
            return np.full_like(chance, low)
        if self.shape == "uniform":
            width = (high - low) / (1.0 - 2.0 * TENTH)
            return np.asarray(low + (chance - TENTH) * width)
        if self.shape == "normal":
            return np.asarray((low + high) / 2.0 + special.ndtri(chance) * (high - low) / (2.0 * Z))
        if self.shape == "lognormal":
            if low * high <= 0.0:
                raise ValueError("a lognormal range lies on one side of 0")
            return lognormal(chance, low, high) if low > 0.0 else -lognormal(1.0 - chance, -high, -low)
        first, last = self._ends
        if self.shape == "triangular":
            return triangular(chance, first, self.mid, last)
        alpha, beta = _pert(first, self.mid, last)
        return np.asarray(first + (last - first) * special.betaincinv(alpha, beta, chance))

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """Return the least and the most value of a triangular or PERT distribution with this mode and these tenths.

        Of a triangular one with the mode p above its least and q below its most value, (p − L)² = 0.1 (p + q) p and
        (q − H)² = 0.1 (p + q) q, where L and H are the distances of the mode from low and high.
        """
        left, right = self.mid - self.low, self.high - self.mid
        p, q = left + (left + right) / 2.0, right + (left + right) / 2.0
        for _ in range(ROUNDS):
            if self.shape == "triangular":
                p, q = left + np.sqrt(TENTH * (p + q) * p), right + np.sqrt(TENTH * (p + q) * q)
                continue
            alpha, beta = _pert(-p, 0.0, q)
            below, above = (-p + (p + q) * special.betaincinv(alpha, beta, part) for part in (TENTH, 1.0 - TENTH))
            p, q = max(p + (below + left), left), max(q - (above - right), right)
        return self.mid - float(p), self.mid + float(q)


def _pert(low: float, mode: float, high: float) -> tuple[float, float]:
    return 1.0 + WIDE * (mode - low) / (high - low), 1.0 + WIDE * (high - mode) / (high - low)
