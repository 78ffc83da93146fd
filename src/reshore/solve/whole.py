"""Programs with whole numbers: the fractional program first where it is large, then a search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reshore.solve.existence import fractional
from reshore.solve.highs import Answer, Arrays, Session, SolverError, Watch
from reshore.solve.linear import SMALL, common, solve_linear
from reshore.solve.options import SolveOptions


def solve_whole(arrays: Arrays, options: SolveOptions, watch: Watch) -> Answer:
    """Return the best answer in whole numbers within the gap of the options, with the duals that hold while they are fixed.

    A large program is solved in fractions first, by the interior point method: the search of HiGHS begins with the simplex
    method, which is many times slower there. Where the fractions are whole, or rounding them costs no more than the gap,
    that is the answer. Otherwise the search begins with what rounding gave.
    """
    if arrays.width <= SMALL:
        return _searched(arrays, options, watch, None)
    session, relaxed = solve_linear(fractional(arrays), options, watch)
    if relaxed.status != "optimal":
        return relaxed if relaxed.status != "limit" else replace(relaxed, feasible=False)
    rounded = _rounded(arrays, options, watch, (session, relaxed))
    if rounded is not None and _gap(rounded) <= options.gap:
        return rounded
    return _searched(arrays, options, watch, rounded)


def _gap(answer: Answer) -> float:
    return abs(answer.bound - answer.objective) / max(1.0, abs(answer.objective))


def _rounded(arrays: Arrays, options: SolveOptions, watch: Watch, fractions: tuple[Session, Answer]) -> Answer | None:
    """Return the best answer with each whole number at the nearest to its fraction; None where that allows no plan."""
    session, relaxed = fractions
    places = np.flatnonzero(arrays.integer)
    values = np.round(relaxed.columns[places])
    if np.abs(values - relaxed.columns[places]).max() == 0.0:
        return relaxed
    session.fix(places, values)
    try:
        answer = session.solve({**common(options), "solver": "simplex"}, watch)
    except SolverError:
        return None
    if answer.status != "optimal":
        return None
    return replace(answer, bound=relaxed.objective, iterations=relaxed.iterations + answer.iterations)


def _searched(arrays: Arrays, options: SolveOptions, watch: Watch, start: Answer | None) -> Answer:
    """Search, then fix the whole numbers found and solve what is left as a linear program, for duals and exact values."""
    session = Session(arrays)
    if start is not None:
        session.start_from(start.columns)
    search = session.solve(common(options), watch)
    if not search.feasible:
        return search
    places = np.flatnonzero(arrays.integer)
    values = np.round(search.columns[places])
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    lower[places] = upper[places] = values
    linear = replace(fractional(arrays), lower=lower, upper=upper)
    _, answer = solve_linear(linear, options, Watch(None, watch.tell, watch.began))
    if answer.status != "optimal":
        return search
    iterations = search.iterations + answer.iterations
    return replace(answer, status=search.status, bound=search.bound, iterations=iterations)
