"""Linear programs: which method is tried, and what is tried next where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from reshore.solve.existence import why_none
from reshore.solve.highs import Answer, Arrays, Session, SolverError, Watch
from reshore.solve.options import SolveOptions

SMALL: Final = 20_000
ACCURATE: Final = 1e-6
ENDLESS: Final = 2**31 - 1
CLEAN_UP: Final = 5_000
"""Simplex iterations allowed after an interior point method: a good basis needs a few, a bad one more than all else took."""

Settings = Mapping[str, Any]
SIMPLEX: Final[Settings] = {"solver": "simplex", "presolve": "choose", "simplex_iteration_limit": ENDLESS}
INTERIOR: Final[Settings] = {
    "solver": "ipx",
    "run_crossover": "on",
    "presolve": "off",
    "simplex_iteration_limit": CLEAN_UP,
}
"""HiGHS' presolve substitutes stocks and flows that lead times couple; the basis that it hands back is then often singular.
IPX has a presolve of its own."""
PRESOLVED: Final[Settings] = {**INTERIOR, "presolve": "on"}


def solve_linear(arrays: Arrays, options: SolveOptions, watch: Watch) -> tuple[Session, Answer]:
    """Return the session and the answer of the first method that settles the program, or the most accurate answer.

    Where the interior point methods settle nothing, two programs that have an optimum tell whether this one has: the simplex
    method may take very long to find out. Raises SolverError where every method fails, KeyboardInterrupt on interruption.
    """
    tries = _Tries(arrays, options, watch)
    first, last = _methods(arrays, options)
    found = tries.first(first)
    if found is None and last:
        status = why_none(arrays, lambda other: _settled(other, options, watch))
        found = tries.first(last) if status is None else (Session(arrays), _no_answer(status))
    return tries.best() if found is None else found


def _settled(arrays: Arrays, options: SolveOptions, watch: Watch) -> Answer:
    """Return the answer to a program that has an optimum."""
    tries = _Tries(arrays, options, watch)
    first, last = _methods(arrays, options)
    return (tries.first(first + last) or tries.best())[1]


class _Tries:
    """The methods tried on a program: the most accurate answer so far, and the latest failure."""

    def __init__(self, arrays: Arrays, options: SolveOptions, watch: Watch) -> None:
        self._arrays, self._options, self._watch = arrays, options, watch
        self._best: tuple[Session, Answer] | None = None
        self._failure = SolverError("HiGHS gave no answer")

    def first(self, methods: tuple[Settings, ...]) -> tuple[Session, Answer] | None:
        """Return the first session and answer that settle the program; None where no method does."""
        for settings in methods:
            session = Session(self._arrays)
            try:
                answer = session.solve({**settings, **common(self._options)}, self._watch)
            except SolverError as error:
                self._failure = error
                continue
            if _settles(answer, settings):
                return session, answer
            if answer.feasible and (self._best is None or answer.error < self._best[1].error):
                self._best = session, answer
        return None

    def best(self) -> tuple[Session, Answer]:
        """Return the most accurate answer; raises SolverError where there is none."""
        if self._best is None:
            raise self._failure
        return self._best


def _no_answer(status: str) -> Answer:
    nan, none = float("nan"), np.zeros(0)
    return Answer(status, False, nan, nan, none, none, none, 0)


def common(options: SolveOptions) -> dict[str, Any]:
    """Return the settings of every solve."""
    return {"random_seed": options.seed, "threads": options.threads, "mip_rel_gap": options.gap}


def _methods(arrays: Arrays, options: SolveOptions) -> tuple[tuple[Settings, ...], tuple[Settings, ...]]:
    """Return the methods to try first, and those to try where there is an optimum that they did not find."""
    if options.method == "simplex" or (options.method == "auto" and arrays.width <= SMALL):
        return (SIMPLEX, INTERIOR, PRESOLVED), ()
    return (INTERIOR, PRESOLVED), (SIMPLEX,)


def _settles(answer: Answer, settings: Settings) -> bool:
    """Say whether no other method need be asked."""
    if answer.status == "limit":
        return not answer.out_of_iterations
    if answer.status == "optimal":
        return answer.error <= ACCURATE
    return settings is SIMPLEX
