"""What projects could add to a capacity, how soon, and what stands against another module of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from reshore.analysis.words import said
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.solve import Optimum

LAWS: Final = ("modules", "growth", "floor_area", "rules")
"""Limits that another module can run into."""
LITTLE: Final = 1e-3
"""A little more of a project whose modules are not whole [module]."""
ROUNDING: Final = 1e-6


@dataclass(frozen=True)
class Projects:
    """The projects of an optimum, each decision to build as it stands there."""

    optimum: Optimum
    network: Network

    def adding(self, resource: int) -> str:
        """Return in words what could add to a resource: the project that is complete soonest, or what is in the way of all."""
        starts, expansions = self.network.starts, self.network.expansions
        adds, names = expansions.resource[starts.expansion] == resource, expansions.frame["expansion"]
        options = np.flatnonzero(adds & np.isnan(starts.fixed))
        if not len(options):
            committed = names.gather(np.unique(starts.expansion[adds])).to_list()
            return f"no project but {', '.join(committed)}, committed" if committed else "no project adds to it"
        stops = {
            int(start): self.stops(int(start)) for start in options[np.argsort(starts.ready[options], kind="stable")]
        }
        for start, found in stops.items():
            if not found:
                when = np.datetime64(int(starts.ready[start]), "D")
                return f"soonest project: {names[int(starts.expansion[start])]}, complete {when}"
        every = names.gather(np.unique(starts.expansion[options])).to_list()
        told = dict.fromkeys(words for found in stops.values() for words in found)
        return f"no more of {', '.join(every)}: {', '.join(told)}"

    def stops(self, start: int) -> list[str]:
        """Return the limits in the way of one more module (or a little more) that begins with a start, in words."""
        program, build = self.optimum.program, self.optimum.program.columns["build"]
        column = int(build.lookup[start])
        more = 1.0 if program.integer[column] else LITTLE
        entry = slice(program.matrix.indptr[column], program.matrix.indptr[column + 1])
        rows, change = program.matrix.indices[entry], more * program.matrix.data[entry]
        after = self._activities[rows] + change
        least, most = program.row_lower[rows], program.row_upper[rows]
        over = (change > 0.0) & (after > most + ROUNDING * np.maximum(1.0, np.abs(most)))
        under = (change < 0.0) & (after < least - ROUNDING * np.maximum(1.0, np.abs(least)))
        stopped = rows[over | under]
        found = []
        if self.optimum.solution.columns[column] + more > program.upper[column] + ROUNDING:
            found += said("modules", build.labels[[build.entity[column - build.first]]]).to_list()
        for law in LAWS:
            block = program.rows.get(law)
            if block is not None:
                place = stopped[(stopped >= block.first) & (stopped < block.first + block.size)] - block.first
                found += said(law, block.labels[block.entity[place]]).to_list()
        return list(dict.fromkeys(found))

    @cached_property
    def _activities(self) -> Floats:
        activities: Floats = self.optimum.program.matrix @ self.optimum.solution.columns
        return activities
