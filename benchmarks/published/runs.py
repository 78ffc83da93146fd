"""Plan an instance and compare with its published optimum."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.published.instances import Instance

import reshore

GAP: Final = 1e-6


@dataclass(frozen=True)
class Outcome:
    """What planning an instance gave: the best cost or profit found, and the seconds from tables to a verified plan."""

    instance: Instance
    ours: float
    seconds: float

    @property
    def gap(self) -> float:
        """Distance from the published optimum, as a share of it."""
        return abs(self.ours - self.instance.published) / abs(self.instance.published)

    @property
    def agrees(self) -> bool:
        """Whether the plan reaches the published optimum and does not beat it, to one in a million."""
        return self.gap <= GAP


def run_instance(instance: Instance, folder: Path | None = None) -> Outcome:
    """Write the tables of an instance to `folder` (one for the time being where None), plan them, return the outcome.

    Raises KeyError where tables cannot say the instance yet.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as name:
            return run_instance(instance, Path(name))
    model = instance.model()
    model.write(folder)
    started = time.perf_counter()
    plan = reshore.plan(folder, options=reshore.SolveOptions(gap=GAP / 1000))
    seconds = time.perf_counter() - started
    sign = -1.0 if model.settings["objective"] == "cost" else 1.0
    return Outcome(instance, sign * plan.objective, seconds)
