"""Ramps: step functions of age, averaged or integrated over periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network.periods import Floats, Periods, shift
from reshore.schema import TimeUnit
from reshore.tables import Tables


@dataclass(frozen=True)
class Steps:
    """Ramps as matrices (ramp, step): age from which a fraction holds [unit]; unused steps begin at infinity."""

    age: Floats
    fraction: Floats
    unit: TimeUnit

    def begins(self, origin: Floats) -> Floats:
        """Return the day on which each step begins for an origin day of each ramp row, shape (row, step + 1)."""
        never = np.isinf(self.age)
        moved = np.where(never, np.inf, shift(origin[:, None], np.where(never, 0.0, self.age), self.unit))
        return np.concatenate([moved, np.full((len(origin), 1), np.inf)], axis=1)

    def take(self, rows: np.ndarray) -> Steps:
        """Return the ramps of `rows`, in that order."""
        return Steps(self.age[rows], self.fraction[rows], self.unit)


def make_steps(tables: Tables, names: pl.Series) -> Steps:
    """Return the ramp of each name as a row; an empty name is 1 from age 0 on."""
    table = tables["ramps"]
    known = table.frame.select("ramp", "age", "fraction").sort("ramp", "age")
    depth = max(1, int(known.group_by("ramp").len()["len"].max() or 0))  # type: ignore[arg-type]
    age = np.full((len(names), depth), np.inf)
    fraction = np.zeros((len(names), depth))
    age[:, 0], fraction[:, 0] = 0.0, 1.0
    for name in names.filter(names != "").unique():
        steps = known.filter(pl.col("ramp") == name)
        rows = (names == name).to_numpy()
        age[rows] = np.inf
        fraction[rows] = 0.0
        age[rows, : len(steps)] = steps["age"].to_numpy()
        fraction[rows, : len(steps)] = steps["fraction"].to_numpy()
    return Steps(age, fraction, table.time("age"))


@dataclass(frozen=True)
class Course:
    """Step functions of time: `value` (row, step) holds from its day in `begins` (row, step + 1) to the next, 0 before."""

    begins: Floats
    value: Floats

    def on(self, day: Floats) -> Floats:
        """Return the values on days, shape (row, day)."""
        step = (self.begins[:, None, :-1] <= day[:, :, None]).sum(axis=2)
        values = np.concatenate([np.zeros((len(day), 1)), self.value], axis=1)
        found: Floats = np.take_along_axis(values, step, axis=1)
        return found


def course(steps: Steps, origin: Floats) -> Course:
    """Return ramps over time, where each row's age counts from its day of origin."""
    return Course(steps.begins(origin), steps.fraction)


def times(left: Course, right: Course) -> Course:
    """Return the product of two courses, row by row: it changes where one of them does."""
    days = np.sort(np.concatenate([left.begins[:, :-1], right.begins], axis=1), axis=1)
    return Course(days, left.on(days[:, :-1]) * right.on(days[:, :-1]))


def integrate(steps: Course, window: tuple[Floats, Floats], periods: Periods, unit: TimeUnit) -> Floats:
    """Return the integral over each period within the window of days, in `unit`, shape (row, period)."""
    opens, closes = window
    total = np.zeros((len(steps.value), periods.count))
    for step in range(steps.value.shape[1]):
        low, high = np.maximum(steps.begins[:, step], opens), np.minimum(steps.begins[:, step + 1], closes)
        if (low < high).any():
            total += steps.value[:, step, None] * periods.overlap(low, np.maximum(low, high), unit)
    return total


def increments(steps: Steps) -> Floats:
    """Return the rise of the fraction at each step, shape (row, step)."""
    fraction = np.where(np.isinf(steps.age), 0.0, steps.fraction)
    rise = np.diff(fraction, axis=1, prepend=0.0)
    return np.where(np.isinf(steps.age), 0.0, rise)
