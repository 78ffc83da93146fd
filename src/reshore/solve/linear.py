"""Linear programs: which method is tried, and what is tried next where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

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
JUDGING: Final[Settings] = {**INTERIOR, "run_crossover": "off"}
"""Says whether there is an optimum at all, and gives none: values between vertices."""
PRESOLVED: Final[Settings] = {**INTERIOR, "presolve": "on"}


def solve_linear(arrays: Arrays, options: SolveOptions, watch: Watch) -> tuple[Session, Answer]:
    """Return the session and the answer of the first method that settles the program, or the most accurate answer.

    Raises SolverError where every method fails, KeyboardInterrupt where the user interrupts.
    """
    best: tuple[Session, Answer] | None = None
    failure = SolverError("HiGHS gave no answer")
    for settings in _methods(arrays, options):
        session = Session(arrays)
        try:
            answer = session.solve({**settings, **common(options)}, watch)
        except SolverError as error:
            failure = error
            continue
        if _settles(answer, settings):
            return session, answer
        if settings is not JUDGING and answer.feasible and (best is None or answer.error < best[1].error):
            best = session, answer
    if best is None:
        raise failure
    return best


def common(options: SolveOptions) -> dict[str, Any]:
    """Return the settings of every solve."""
    return {"random_seed": options.seed, "threads": options.threads, "mip_rel_gap": options.gap}


def _methods(arrays: Arrays, options: SolveOptions) -> tuple[Settings, ...]:
    simplex_first = options.method == "simplex" or (options.method == "auto" and arrays.width <= SMALL)
    return (SIMPLEX, INTERIOR, PRESOLVED) if simplex_first else (INTERIOR, JUDGING, PRESOLVED, SIMPLEX)


def _settles(answer: Answer, settings: Settings) -> bool:
    """Say whether no other method need be asked."""
    if answer.status == "limit":
        return not answer.out_of_iterations
    if answer.status == "optimal":
        return settings is not JUDGING and answer.error <= ACCURATE
    return settings in (JUDGING, SIMPLEX)
