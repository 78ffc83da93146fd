"""Linear programs: which method is tried, and what is tried next where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reshore.solve.highs import Answer, Arrays, Session, SolverError, Watch
from reshore.solve.options import SolveOptions

SMALL: Final = 20_000
ACCURATE: Final = 1e-6
SIMPLEX: Final = {"solver": "simplex", "presolve": "choose"}
INTERIOR: Final = {"solver": "ipx", "run_crossover": "on", "presolve": "off"}
PRESOLVED: Final = {"solver": "ipx", "run_crossover": "on", "presolve": "on"}
"""HiGHS' presolve substitutes stocks and flows that lead times couple; the basis that it hands back is then often singular,
and cleaning it up takes longer than all else or fails. IPX has a presolve of its own, so it comes first without HiGHS'."""


def solve_linear(arrays: Arrays, options: SolveOptions, watch: Watch) -> tuple[Session, Answer]:
    """Return the session and the answer of the first method that gives an accurate one, or of the most accurate.

    What an interior point method says of a program without a solution is checked by the simplex method.
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
        if _settled(answer, settings):
            return session, answer
        if best is None or (answer.feasible and answer.error < best[1].error):
            best = session, answer
    if best is None:
        raise failure
    return best


def common(options: SolveOptions) -> dict[str, Any]:
    """Return the settings of every solve."""
    return {"random_seed": options.seed, "threads": options.threads, "mip_rel_gap": options.gap}


def _methods(arrays: Arrays, options: SolveOptions) -> tuple[Mapping[str, Any], ...]:
    simplex_first = options.method == "simplex" or (options.method == "auto" and arrays.width <= SMALL)
    return (SIMPLEX, INTERIOR, PRESOLVED) if simplex_first else (INTERIOR, PRESOLVED, SIMPLEX)


def _settled(answer: Answer, settings: Mapping[str, Any]) -> bool:
    """Say whether no other method need be asked."""
    if answer.status == "limit":
        return True
    if answer.status == "optimal":
        return answer.error <= ACCURATE
    return settings is SIMPLEX
