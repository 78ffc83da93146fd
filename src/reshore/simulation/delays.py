"""Projects that the plan builds: which events happen while they are being built, and by how much these delay them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from reshore.network.codes import Codes
from reshore.network.periods import Floats
from reshore.simulation.hazards import Happened, Hazard
from reshore.simulation.wiring import Model


@dataclass(frozen=True)
class Builds:
    """What the plan builds, by start: arrays (build,). `start` is the number of the start, `project` the name of what is built.

    `begins` and `ready` are days since the start of the horizon, as planned: it is being built from the one until the other.
    """

    start: Codes
    project: Codes
    begins: Floats
    ready: Floats

    def during(self, hazard: Hazard, happened: Happened) -> Iterator[tuple[int, np.ndarray]]:
        """Yield each start that a hazard may delay, and the events that begin while it is being built, shape (event,)."""
        for start, project, begins, ready in zip(self.start, self.project, self.begins, self.ready, strict=True):
            if project in hazard.names:
                now = (happened.start >= begins) & (happened.start < ready)
                if hazard.apart:
                    now &= happened.part == hazard.names.index(project)
                yield int(start), now

    def hit(self, hazard: Hazard, happened: Happened) -> Happened:
        """Return the events that delay something; the others come while nothing that they could delay is being built."""
        found = np.zeros(len(happened.start), dtype=bool)
        for _, now in self.during(hazard, happened):
            found |= now
        return happened.only(found)


def make_builds(model: Model) -> Builds:
    """Return what the plan of a model builds."""
    network = model.network
    start = np.flatnonzero(model.columns[model.program.columns["build"].slice] > 0.0)
    names = network.expansions.frame["expansion"].to_numpy()
    begins, ready = network.starts.begins[start], network.starts.ready[start]
    first = network.periods.start
    return Builds(start, names[network.starts.expansion[start]], begins - first, ready - first)


@dataclass(frozen=True)
class Delays:
    """By how many days the completion of what starts together is later, by the number of the start, shape (replication,)."""

    days: dict[int, Floats]
    count: int

    @staticmethod
    def none(count: int) -> Delays:
        """Return no delays in so many replications."""
        return Delays({}, count)

    def of(self, start: int) -> Floats:
        """Return the delays of a start."""
        return self.days.get(start, np.zeros(self.count))

    def more(self, builds: Builds, hazard: Hazard, happened: Happened) -> Delays:
        """Return the delays with those of events added: each delays the modules that are being built when it happens."""
        found = dict(self.days)
        for start, now in builds.during(hazard, happened):
            found[start] = self.of(start) + np.bincount(happened.replication[now], happened.duration[now], self.count)
        return replace(self, days=found)
