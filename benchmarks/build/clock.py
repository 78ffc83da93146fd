"""Seconds of a call: processor time of this process, and time on the wall."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Seconds:
    """Processor time (all threads of the process) and wall time."""

    cpu: float
    wall: float

    def __add__(self, other: Seconds) -> Seconds:
        return Seconds(self.cpu + other.cpu, self.wall + other.wall)

    def least(self, other: Seconds) -> Seconds:
        """Return the better of two times, each by itself."""
        return Seconds(min(self.cpu, other.cpu), min(self.wall, other.wall))


@dataclass(frozen=True)
class Timed(Generic[T]):
    """The result of a call, and its best time."""

    value: T
    seconds: Seconds


def once(call: Callable[[], T]) -> Timed[T]:
    """Call and time; garbage of others is collected before."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    value = call()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Timed(value, Seconds(cpu, wall))


def best(call: Callable[[], T], times: int) -> Timed[T]:
    """Call so many times, at least once; return the last result and the best times."""
    timed = once(call)
    for _ in range(times - 1):
        again = once(call)
        timed = Timed(again.value, timed.seconds.least(again.seconds))
    return timed
