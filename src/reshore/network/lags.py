"""Lag matrices: what leaves evenly during a period arrives spread over the periods that its shifted interval overlaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reshore.network.periods import Floats, Periods, shift
from reshore.schema import TimeUnit

Indices = NDArray[np.int64]
SMALLEST_SHARE = 1e-9


@dataclass(frozen=True)
class Shares:
    """Sparse shares: interval `index` falls into `period` with `share`; rows sum to 1 less what falls outside the horizon."""

    index: Indices
    period: Indices
    share: Floats


def spread(periods: Periods, opens: Floats, closes: Floats) -> Shares:
    """Return the share (by days) of each interval [opens, closes) in each period; an empty interval is a point in time."""
    first = np.maximum(periods.containing(opens), 0)
    last = np.minimum(np.searchsorted(periods.bounds, closes, side="left") - 1, periods.count - 1)
    last = np.maximum(last, periods.containing(opens))
    counts = np.where((closes > periods.start) | (opens >= periods.start), np.maximum(last - first + 1, 0), 0)
    counts = np.where(opens >= periods.end, 0, counts)
    index = np.repeat(np.arange(len(opens)), counts)
    period = first[index] + _ranks(counts)
    length = (closes - opens)[index]
    inside = np.minimum(closes[index], periods.ends[period]) - np.maximum(opens[index], periods.starts[period])
    share = np.where(length > 0.0, inside / np.where(length > 0.0, length, 1.0), 1.0)
    kept = share > SMALLEST_SHARE
    return Shares(index[kept], period[kept], share[kept])


@dataclass(frozen=True)
class Lags:
    """The lag matrices of many durations at once: entity i leaves in `source` and arrives in `target` with `share`.

    Shape: parallel arrays (entry,). `beyond` is the share that arrives after the horizon, shape (entity, period).
    """

    entity: Indices
    source: Indices
    target: Indices
    share: Floats
    beyond: Floats


def make_lags(periods: Periods, durations: Floats, unit: TimeUnit) -> Lags:
    """Return the lag matrices of `durations` [unit], shape (entity,)."""
    distinct, which = np.unique(durations, return_inverse=True)
    count = periods.count
    moved = shift(periods.bounds[None, :], distinct[:, None], unit)
    shares = spread(periods, moved[:, :-1].ravel(), moved[:, 1:].ravel())
    per_row = np.bincount(shares.index, minlength=len(distinct) * count)
    begins = np.concatenate([[0], np.cumsum(per_row)])
    rows = (which[:, None] * count + np.arange(count)).ravel()
    counts = per_row[rows]
    cell = np.repeat(np.arange(len(rows)), counts)
    entry = begins[rows][cell] + _ranks(counts)
    arriving = np.bincount(shares.index, weights=shares.share, minlength=len(distinct) * count)
    beyond = np.clip(1.0 - arriving.reshape(-1, count), 0.0, 1.0)
    beyond[beyond < SMALLEST_SHARE] = 0.0
    return Lags(cell // count, cell % count, shares.period[entry], shares.share[entry], beyond[which])


def _ranks(counts: NDArray[np.int64]) -> Indices:
    """Return 0, 1, ..., count − 1 for each count, concatenated."""
    total = int(counts.sum())
    return np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
