"""Linear programs: which method is tried, and what is tried next where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reshore.solve.existence import at_box, boxed, gives, grows
from reshore.solve.highs import Answer, Arrays, Session, SolverError, Watch, no_answer
from reshore.solve.options import SolveOptions
from reshore.solve.possible import ENDLESS, quickly

SMALL: Final = 5_000
SETTLED: Final = 1e-6
QUICK: Final = 20.0
"""Seconds given to the quick question whether a program that the interior point method does not settle is infeasible."""
CLEAN_UP: Final = 5_000
"""Simplex iterations allowed after an interior point method: a good basis needs a few, a bad one more than all else took."""

Settings = Mapping[str, Any]
SIMPLEX: Final[Settings] = {"solver": "simplex", "presolve": "choose", "simplex_iteration_limit": ENDLESS}
INTERIOR: Final[Settings] = {
    "solver": "ipx",
    "run_crossover": "on",
    "presolve": "off",
    "simplex_iteration_limit": CLEAN_UP,
    "factor_pivot_threshold": 0.5,
}
"""HiGHS' presolve substitutes stocks and flows that lead times couple; the basis that it hands back is then often singular.
IPX has a presolve of its own. Chains of lead times that split a period make nearly singular bases: with the usual threshold of
pivots (0.1) the clean-up after IPX failed on about a third of them, with the largest on none."""
PRESOLVED: Final[Settings] = {**INTERIOR, "presolve": "on"}


def solve_linear(arrays: Arrays, options: SolveOptions, watch: Watch) -> tuple[Session, Answer]:
    """Return the session and the answer of the first method that settles the program, or the most accurate answer.

    A large program goes to the interior point method. Where that does not settle it, whether it is infeasible is asked
    the quick way; then it is solved with a limit far away on what has none (which says whether it is unbounded, and
    changes the course of the method where it failed), then presolved by HiGHS. Whether it is infeasible is asked again
    before the simplex method is, which may take very long to find out.
    Raises SolverError where every method fails, KeyboardInterrupt on interruption.
    """
    tries = _Tries(arrays, options, watch)
    if _small(arrays, options):
        return tries.first(SIMPLEX, INTERIOR, PRESOLVED) or tries.best()
    found = tries.first(INTERIOR)
    if found is None and gives(arrays, lambda other: quickly(other, options, _quick(watch))):
        return Session(arrays), no_answer("infeasible")
    found = found or _within_box(arrays, options, watch) or tries.first(PRESOLVED)
    if found is None and gives(arrays, lambda other: _large(other, options, watch)):
        found = Session(arrays), no_answer("infeasible")
    return found or tries.first(SIMPLEX) or tries.best()


def _quick(watch: Watch) -> float:
    left = watch.left()
    return QUICK if left is None else min(QUICK, left)


def solve_presolved(arrays: Arrays, options: SolveOptions, watch: Watch) -> tuple[Session, Answer]:
    """Return the session and the answer of a program whose objective counts little, so that presolve leaves little of it.

    On a planning model with 60,000 columns the interior point method takes a few seconds for what is left, and a tenth of
    what it takes for all. Raises as `solve_linear` does.
    """
    tries = _Tries(arrays, options, watch)
    methods = (SIMPLEX, INTERIOR, PRESOLVED) if _small(arrays, options) else (PRESOLVED, INTERIOR, SIMPLEX)
    return tries.first(*methods) or tries.best()


def _small(arrays: Arrays, options: SolveOptions) -> bool:
    return options.method == "simplex" or (options.method == "auto" and arrays.width <= SMALL)


def _within_box(arrays: Arrays, options: SolveOptions, watch: Watch) -> tuple[Session, Answer] | None:
    """Return what the program with a limit on everything says of the program itself; None where it says nothing."""
    found = _Tries(boxed(arrays), options, watch).first(INTERIOR)
    if found is None or found[1].status != "optimal":
        return None
    if grows(arrays, found[1], lambda other: _large(other, options, watch)):
        return Session(arrays), no_answer("unbounded")
    return None if at_box(arrays, found[1]).any() else found


def _large(arrays: Arrays, options: SolveOptions, watch: Watch) -> Answer:
    """Return the answer to a program that has an optimum."""
    tries = _Tries(arrays, options, watch)
    return (tries.first(INTERIOR, PRESOLVED, SIMPLEX) or tries.best())[1]


class _Tries:
    """The methods tried on a program: the most accurate answer so far, and the latest failure."""

    def __init__(self, arrays: Arrays, options: SolveOptions, watch: Watch) -> None:
        self._arrays, self._options, self._watch = arrays, options, watch
        self._best: tuple[Session, Answer] | None = None
        self._failure = SolverError("HiGHS gave no answer")

    def first(self, *methods: Settings) -> tuple[Session, Answer] | None:
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


def common(options: SolveOptions) -> dict[str, Any]:
    """Return the settings of every solve."""
    return {"random_seed": options.seed, "threads": options.threads, "mip_rel_gap": options.gap}


def _settles(answer: Answer, settings: Settings) -> bool:
    """Say whether no other method need be asked."""
    if answer.status == "limit":
        return not answer.out_of_iterations
    if answer.status == "optimal":
        return answer.error <= SETTLED
    return settings is SIMPLEX
