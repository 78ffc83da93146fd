"""Stress a plan: the events of each place are a case of the pool."""

from __future__ import annotations

import time
from contextlib import closing

from reshore.analysis.stress import Asked, PlaceCase, Result, Stress, places_of, results_of
from reshore.cases.pool import CaseOptions, outcomes
from reshore.solution import Plan
from reshore.solve import SolveOptions, StateError


def stress_plan(plan: Plan, asked: Asked, how: CaseOptions | None = None) -> Stress:
    """Return what every event that is asked about costs a plan. Results do not depend on the number of workers.

    Raises KeyError for an unknown scope or name, ValueError for durations and starts that cannot be read, StateError where the
    plan was not solved to the end or was stored without its state, SolverError where the solver fails.
    """
    how, began = how or CaseOptions(), time.perf_counter()
    if plan.state is None or plan.status != "optimal":
        raise StateError(
            "The plan was not solved to the end, or does not keep its state: plan the model again, with more time."
        )
    options = how.solve or SolveOptions()
    places = places_of(plan.network, asked)
    cases = [
        PlaceCase(plan.inputs, plan.state.columns, place, options, asked.rebuild, asked.survive) for place in places
    ]
    results: dict[int, tuple[Result, ...]] = {}
    how.told(0, len(cases))
    with closing(outcomes(results_of, cases, how.workers)) as done:
        for count, outcome in enumerate(done, start=1):
            if outcome.value is None:
                raise outcome.error or RuntimeError("a case has no outcome")
            results[outcome.place] = outcome.value
            how.told(count, len(cases), places[outcome.place].name)
    found = tuple(result for place in range(len(cases)) for result in results[place])
    return Stress(plan, asked, found, time.perf_counter() - began)
