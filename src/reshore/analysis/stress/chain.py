"""Responses to events that strike at one time, one after the other: each is sought from where the one before was found.

Events that strike in one period leave the same columns and rows to decide; only limits differ. So the basis of the plan, as it
stands in what is left to decide, is a start for all of them, and that of a short outage for a longer one. The dual simplex method
needs a few hundred iterations for a mild event and many thousands for a severe one. Where it needs more than `PIVOTS` for each
row it is given up, and where it needed more than `EASY` it is not asked again: worse events are left to the interior point
method.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from reshore.analysis.stress.disturbed import Standing
from reshore.analysis.stress.reduced import Reduced, decided, reduced
from reshore.analysis.stress.solving import Found, accepted, fractional, solved
from reshore.solve import SolveOptions, SolverError
from reshore.solve.highs import Basis, Session, Watch
from reshore.solve.linear import INTERIOR, PRESOLVED, SMALL, common
from reshore.solve.scaling import Scaling

PIVOTS: Final = 0.35
"""Iterations for each row that are allowed: with the same number the interior point method has ended too."""
EASY: Final = 0.12
"""On `us-buildout` 14 of 18 events after one that needed more were given up, and 3 of all after one that needed less."""
AGAIN: Final[Mapping[str, Any]] = {
    "solver": "simplex",
    "presolve": "off",
    "simplex_dual_edge_weight_strategy": 1,
    "factor_pivot_threshold": INTERIOR["factor_pivot_threshold"],
}
"""Devex weights: those of the steepest edge have to be computed for a basis that is given, which takes longer than all else."""


@dataclass
class Starts:
    """The bases that responses to a plan can start from, by the first period that is decided again."""

    standing: Standing
    scaling: Scaling
    options: SolveOptions
    known: dict[int, Basis | None] = field(default_factory=dict)

    def at(self, first: int) -> Basis | None:
        """Return the basis of the plan in what is left to decide from a period on; None where none is worth it or found."""
        if first not in self.known:
            self.known[first] = self._found(first)
        return self.known[first]

    def _found(self, first: int) -> Basis | None:
        standing = self.standing
        left = reduced(standing.program, decided(standing, first, False), standing.columns, self.scaling)
        if left.arrays.width <= SMALL:
            return None
        for settings in (PRESOLVED, INTERIOR):
            with suppress(SolverError):
                answer = Session(fractional(left.arrays)).solve({**settings, **common(self.options)}, Watch())
                if answer.status == "optimal":
                    return answer.basis
        return None


@dataclass
class Chain:
    """The events of one place in order: `starts` is None where each is solved by itself."""

    options: SolveOptions
    starts: Starts | None = None
    _latest: dict[int, Basis | None] = field(default_factory=dict)

    def solve(self, left: Reduced, first: int) -> Found:
        """Return the answer to what is left to decide from a period on; raises SolverError where the solver fails."""
        arrays = left.arrays
        if self.starts is None or arrays.integer.any() or self.options.method != "auto":
            return solved(arrays, self.options)
        if first not in self._latest:
            self._latest[first] = self.starts.at(first)
        found = self._again(left, self._latest[first])
        easy = found is not None and found.answer.iterations <= EASY * len(left.rows)
        self._latest[first] = found.answer.basis if found is not None and easy else None
        return found or solved(arrays, self.options)

    def _again(self, left: Reduced, basis: Basis | None) -> Found | None:
        """Return the proven answer of the dual simplex method from a basis; None without one, or where it takes too long."""
        if basis is None:
            return None
        settings = {**AGAIN, **common(self.options), "simplex_iteration_limit": int(PIVOTS * len(left.rows))}
        session = Session(left.arrays)
        with suppress(SolverError):
            session.start_at(basis)
            return accepted(left.arrays, session.solve(settings, Watch(self.options.time_limit)))
        return None
