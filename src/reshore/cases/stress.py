"""Stress a plan: the events of each place are a case of the pool."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reshore.analysis.stress import Asked, Place, PlaceCase, Result, Stress, places_of, results_of
from reshore.cases.kept import keep_results, kept_results, place_key, subject_of
from reshore.cases.pool import CaseOptions, finishing, outcomes
from reshore.solution import Plan
from reshore.solve import SolveOptions, StateError

MANY: Final = 12
"""Events of one start for which it pays to seek a basis for what is left to decide."""


@dataclass(frozen=True)
class KeptCase:
    """A case, its key, and where its results are kept; None where they are not."""

    case: PlaceCase
    key: str
    workspace: Path | None
    fresh: bool


def stress_plan(plan: Plan, asked: Asked, how: CaseOptions | None = None, workspace: Path | None = None) -> Stress:
    """Return what every event that is asked about costs a plan. Results do not depend on the number of workers.

    What is finished is kept in `workspace` place by place, so that a test that was killed goes on where it was. Raises KeyError
    for an unknown scope or name, ValueError for durations and starts that cannot be read, StateError where the plan was not
    solved to the end or was stored without its state, SolverError where the solver fails.
    """
    how, began = how or CaseOptions(), time.perf_counter()
    if plan.state is None or plan.status != "optimal":
        raise StateError(
            "The plan was not solved to the end, or does not keep its state: plan the model again, with more time."
        )
    options = how.solve or SolveOptions()
    places = places_of(plan.network, asked)
    subject, chained = subject_of(plan.inputs, plan.state.columns), _chained(places)
    cases = [PlaceCase(subject, place, options, asked.rebuild, asked.survive, chained) for place in places]
    listed = [KeptCase(case, place_key(case) if workspace else "", workspace, how.fresh) for case in cases]
    results: dict[int, tuple[Result, ...]] = {}
    how.told(0, len(listed))
    try:
        with closing(outcomes(_results, listed, how.workers)) as done:
            for count, outcome in enumerate(done, start=1):
                if outcome.value is None:
                    raise outcome.error or RuntimeError("a case has no outcome")
                results[outcome.place] = outcome.value
                how.told(count, len(listed), places[outcome.place].name)
    except KeyboardInterrupt:
        kept = f"{len(results)} of {len(listed)} are finished{f' and kept in {workspace}' if workspace else ''}"
        raise KeyboardInterrupt(f"Interrupted. {kept}: start again to go on.") from None
    found = tuple(result for place in range(len(listed)) for result in results[place])
    return Stress(plan, asked, found, time.perf_counter() - began)


def _chained(places: Sequence[Place]) -> bool:
    """Say whether every start has many events."""
    counts = Counter(event.start for place in places for event in place.events)
    return min(counts.values(), default=0) >= MANY


def _results(one: KeptCase) -> tuple[Result, ...]:
    """Return the results of a case, those kept or new ones. Runs in a worker."""
    known = None if one.workspace is None or one.fresh else kept_results(one.workspace, one.key)
    if known is not None:
        return known
    found = results_of(one.case)
    if one.workspace is not None:
        with finishing():
            keep_results(one.workspace, one.key, found)
    return found
