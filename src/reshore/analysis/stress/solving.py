"""How a response is solved: what is left to decide, by the method that was the fastest when measured.

Measured on `us-buildout` (62,000 columns, 31,000 of them free from halfway on), in seconds of one processor: the whole program
from the beginning 11.7; what is left to decide by IPX with crossover 5 to 7; presolved, by IPX without crossover, 2.1 to 2.9;
by the dual simplex method from the basis of a milder event 0.2 to 4, by the size of the event (`chain`). HiPO is as fast as
IPX. A shorter horizon (late columns as planned, priced out afterwards) loses too much: what is short is caught up until the
end. The duals prove each result; what they do not prove is solved again by the methods that plans are solved by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from scipy import sparse

from reshore.network.periods import Floats
from reshore.solve import SolveOptions, SolverError
from reshore.solve.highs import Answer, Arrays, Session, Watch
from reshore.solve.linear import INTERIOR, SMALL, common, solve_linear
from reshore.solve.solve import solve_arrays

BETWEEN: Final[Mapping[str, Any]] = {**INTERIOR, "presolve": "on", "run_crossover": "off"}
PROVEN: Final = 1e-7
"""By how much of the money that moves the bound of the duals may lie above a result."""


@dataclass(frozen=True)
class Found:
    """An answer to a scaled program, and what nothing exceeds."""

    answer: Answer
    bound: float

    @property
    def feasible(self) -> bool:
        """Whether there are values that keep all limits."""
        return self.answer.status == "optimal"


def solved(arrays: Arrays, options: SolveOptions) -> Found:
    """Return the answer to a program; raises SolverError where the solver fails."""
    if arrays.width == 0:
        return _nothing(arrays)
    if arrays.integer.any():
        answer = solve_arrays(arrays, options)
        return Found(answer, answer.bound)
    if arrays.width > SMALL and options.method == "auto":
        found = _between(arrays, options)
        if found is not None:
            return found
    answer = solve_linear(arrays, options, Watch(options.time_limit))[1]
    return Found(answer, proven(arrays, answer)[0] if answer.status == "optimal" else np.inf)


def _between(arrays: Arrays, options: SolveOptions) -> Found | None:
    """Return the proven answer of the interior point method, which may lie between vertices; None where nothing is proven."""
    try:
        answer = Session(arrays).solve({**BETWEEN, **common(options)}, Watch(options.time_limit), read_basis=False)
    except SolverError:
        return None
    return Found(answer, -np.inf) if answer.status == "infeasible" else accepted(arrays, answer)


def accepted(arrays: Arrays, answer: Answer) -> Found | None:
    """Return an answer that its duals prove; None where they do not."""
    if answer.status != "optimal":
        return None
    bound, moved = proven(arrays, answer)
    return Found(answer, bound) if abs(bound - answer.objective) <= PROVEN * moved else None


def fractional(arrays: Arrays) -> Arrays:
    """Return a program in which nothing need be whole."""
    return replace(arrays, integer=np.zeros_like(arrays.integer))


def proven(arrays: Arrays, answer: Answer) -> tuple[float, float]:
    """Return the objective that nothing exceeds by the duals of an answer, and the money that moves, both scaled.

    By weak duality: Σ dual · limit over rows and columns. A dual of no limit, which should be 0, counts twice its value.
    """
    matrix = sparse.csc_array((arrays.data, arrays.indices, arrays.indptr), shape=(len(arrays.row_lower), arrays.width))
    reduced = arrays.cost - matrix.T @ answer.row_duals
    bound = arrays.constant + _worth(reduced, arrays.lower, arrays.upper, answer.columns)
    bound += _worth(answer.row_duals, arrays.row_lower, arrays.row_upper, matrix @ answer.columns)
    moved = max(abs(answer.objective), float(np.abs(arrays.cost) @ np.abs(answer.columns)), 1e-9)
    return bound, moved


def _worth(duals: Floats, lower: Floats, upper: Floats, values: Floats) -> float:
    limits = np.where(duals > 0.0, upper, lower)
    known = np.isfinite(limits)
    missing = duals * values + np.abs(duals * values)
    return float(np.where(known, duals * np.where(known, limits, 0.0), missing).sum())


def _nothing(arrays: Arrays) -> Found:
    """Return the answer to a program without columns."""
    none = np.zeros(0)
    kept = bool((arrays.row_lower <= PROVEN).all() and (arrays.row_upper >= -PROVEN).all())
    status = "optimal" if kept else "infeasible"
    answer = Answer(status, kept, arrays.constant, arrays.constant, none, np.zeros(len(arrays.row_lower)), none, 0)
    return Found(answer, arrays.constant)
