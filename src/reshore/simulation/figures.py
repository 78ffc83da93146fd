"""Figures of a sample: quantiles, chances with their intervals, tails, and shares of the variance."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import special

from reshore.network.periods import Floats

TENTHS: Final = (0.1, 0.5, 0.9)
TAIL: Final = 0.05
"""The share of replications that are the tail."""
CLASSES: Final = 16
"""Classes of equal size by which a cause is cut to see how much of the spread it explains."""


def wilson(hits: int, count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval of a chance that happened `hits` of `count` times (Wilson, JASA 22, 1927)."""
    if not count:
        return 0.0, 1.0
    z = float(special.ndtri(0.5 + confidence / 2.0))
    share = hits / count
    middle = (share + z**2 / (2.0 * count)) / (1.0 + z**2 / count)
    half = z / (1.0 + z**2 / count) * float(np.sqrt(share * (1.0 - share) / count + z**2 / (4.0 * count**2)))
    return max(0.0, middle - half), min(1.0, middle + half)


def quantiles(sample: Floats, chances: tuple[float, ...] = TENTHS) -> Floats:
    """Return the values that so much of a sample is below, along its last axis: between two of them it goes straight."""
    found: Floats = np.quantile(sample, chances, axis=-1)
    return found


def tail(sample: Floats, share: float = TAIL) -> tuple[float, float]:
    """Return the value at risk and the tail mean: the best of the worst `share` of a sample, and their mean.

    The mean is that of the sample's distribution (Rockafellar and Uryasev, 2002): where `share` cuts through a value, that counts
    in part.
    """
    worst = np.sort(sample)
    exact = share * len(worst)
    whole = int(np.floor(exact + 1e-9))
    edge = worst[min(max(int(np.ceil(exact - 1e-9)) - 1, 0), len(worst) - 1)]
    mean = (worst[:whole].sum() + (exact - whole) * edge) / exact
    return float(edge), float(mean)


def variance_share(cause: Floats, effect: Floats, classes: int = CLASSES) -> float:
    """Return how much of the variance of an effect a cause explains alone: that of its mean given the cause, over its own.

    The cause is cut into classes of equal size (what is 0 for many replications is a class of its own), and the variance
    between classes is corrected for what chance leaves of it: the adjusted correlation ratio, an estimate of Sobol's first index
    from a given sample (Pearson 1905; Plischke and others, 2013). 0 where there is no spread.
    """
    count = len(effect)
    total = float(((effect - effect.mean()) ** 2).sum())
    _, place, size = np.unique(_classes(cause, classes), return_inverse=True, return_counts=True)
    if total <= 0.0 or len(size) < 2 or count <= len(size):
        return 0.0
    means = np.bincount(place, weights=effect) / size
    within = float(((effect - means[place]) ** 2).sum())
    share = 1.0 - (within / (count - len(size))) / (total / (count - 1))
    return float(np.clip(share, 0.0, 1.0))


def _classes(cause: Floats, classes: int) -> np.ndarray:
    """Return the class of each value: 0 is one where many are 0, the others are cut by rank; equal values stay together."""
    distinct, place = np.unique(cause, return_inverse=True)
    if len(distinct) <= classes:
        return place
    zero = cause == 0.0
    if zero.mean() < 1.0 / classes:
        zero = np.zeros(len(cause), dtype=bool)
    others = np.flatnonzero(~zero)
    found = np.zeros(len(cause), dtype=np.int64)
    edges = np.quantile(cause[others], np.arange(1, classes) / classes)
    found[others] = 1 + np.searchsorted(edges, cause[others], side="left")
    return found
