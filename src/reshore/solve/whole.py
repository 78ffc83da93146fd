"""Programs with whole numbers: the fractional program first where it is large, then a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from reshore.solve.branch import Search
from reshore.solve.existence import fixed, fractional
from reshore.solve.highs import Answer, Arrays, Session, SolverError, Watch
from reshore.solve.linear import INTERIOR, SMALL, common, solve_linear
from reshore.solve.options import SolveOptions
from reshore.solve.possible import ENDLESS

NODES: Final = 400
EXACT: Final = 1e-9
FROM_BASIS: Final[Mapping[str, Any]] = {**INTERIOR, "solver": "simplex", "simplex_iteration_limit": ENDLESS}


def solve_whole(arrays: Arrays, options: SolveOptions, watch: Watch) -> Answer:
    """Return the best answer in whole numbers within the gap of the options, with the duals that hold while they are fixed.

    A large program is solved in fractions first, by the interior point method, and searched from there: the search of HiGHS
    begins with the simplex method, which is many times slower. What our search does not end goes to that of HiGHS, with
    the best answer so far to begin with.
    """
    if arrays.width <= SMALL:
        return _searched(arrays, options, watch, None)
    session, relaxed = solve_linear(fractional(arrays), options, watch)
    if relaxed.status != "optimal":
        return relaxed if relaxed.status != "limit" else replace(relaxed, feasible=False)
    places = np.flatnonzero(arrays.integer)
    search = Search(session, places, {**common(options), **FROM_BASIS}, watch, options.gap, NODES)
    found = search.run(relaxed, arrays.lower[places], arrays.upper[places])
    if found.best is not None and found.stopped in ("end", "time"):
        status = "optimal" if found.stopped == "end" else "limit"
        exact = _fixed(arrays, options, watch, (session, found.best))
        return replace(exact, status=status, bound=found.bound, iterations=found.iterations)
    if found.stopped == "end":
        return replace(relaxed, status="infeasible", feasible=False)
    return _searched(arrays, options, watch, found.best)


def _fixed(arrays: Arrays, options: SolveOptions, watch: Watch, found: tuple[Session, Answer]) -> Answer:
    """Return the answer with its whole numbers exactly whole, and the duals that hold while they are."""
    session, answer = found
    places = np.flatnonzero(arrays.integer)
    values = np.round(answer.columns[places])
    if np.abs(values - answer.columns[places]).max() <= EXACT:
        return answer
    session.limit(places, values, values)
    try:
        exact = session.solve({**common(options), **FROM_BASIS}, Watch(None, watch.tell, watch.began))
    except SolverError:
        return answer
    return exact if exact.status == "optimal" else answer


def _searched(arrays: Arrays, options: SolveOptions, watch: Watch, start: Answer | None) -> Answer:
    """Search, then fix the whole numbers found and solve what is left as a linear program, for duals and exact values."""
    session = Session(arrays)
    if start is not None:
        session.start_from(start.columns)
    search = session.solve(common(options), watch)
    if not search.feasible:
        return search
    try:
        _, answer = solve_linear(fixed(arrays, search.columns), options, Watch(None, watch.tell, watch.began))
    except SolverError:
        return search
    if answer.status != "optimal":
        return search
    iterations = search.iterations + answer.iterations
    return replace(answer, status=search.status, bound=search.bound, iterations=iterations)
