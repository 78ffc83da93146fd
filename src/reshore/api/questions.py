"""Questions about one plan, or two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import polars as pl

from reshore.analysis.bottlenecks import MORE, Bottlenecks
from reshore.analysis.bottlenecks import bottlenecks as find_bottlenecks
from reshore.analysis.compare import Comparison, compare_plans
from reshore.analysis.matters import EVERYTHING, PROFIT, Asked, Matters
from reshore.analysis.matters import matters as find_matters
from reshore.analysis.targets import Targets
from reshore.analysis.targets import targets as find_targets
from reshore.analysis.trace import Trace, trace_network, trace_plan
from reshore.analysis.why import Why
from reshore.analysis.why import why as find_why
from reshore.api.reading import RUNS, reading_of
from reshore.api.runs import open_run, unchanged, with_origin
from reshore.cases import CaseOptions
from reshore.cases import attribute as attributed
from reshore.network import build_network
from reshore.runs import (
    RunError,
    find_run,
    list_runs,
)
from reshore.simulation.study import probabilities
from reshore.solution import Plan
from reshore.tables import (
    Tables,
    resolve,
)


def bottlenecks(
    run: str | Path | Plan,
    workspace: str | Path = RUNS,
    top: int = 8,
    more: float = MORE,
    tell: Callable[[str], None] | None = None,
) -> Bottlenecks:
    """Return what limits a plan, stored or in memory: what one more unit of each limit is worth, when, and how far.

    Raises RunError where there is no such run, StateError where it cannot be solved on from, SolverError where the solver fails.
    """
    return find_bottlenecks(run if isinstance(run, Plan) else open_run(run, workspace), tell, top, more)


def why(
    run: str | Path | Plan,
    subject: str | None = None,
    workspace: str | Path = RUNS,
    tell: Callable[[str], None] | None = None,
) -> Why:
    """Return why demand of a plan, stored or in memory, is late or lost: of PRODUCT@SITE, of a demand by its key, or the worst.

    Raises RunError where there is no such run, StateError where it cannot be solved on from, KeyError where nothing is asked
    for under the subject, SolverError where the solver fails.
    """
    return find_why(run if isinstance(run, Plan) else open_run(run, workspace), subject, tell)


def targets(
    run: str | Path | Plan,
    names: Sequence[str] = (),
    workspace: str | Path = RUNS,
    tell: Callable[[str], None] | None = None,
) -> Targets:
    """Return what can be said of the targets of a plan's model, stored or in memory: of those named, or of all.

    Where the run has been simulated, or another of the same inputs that has the same objective, the probability of each is that
    of the largest simulation. Raises RunError where there is no such run, StateError where it cannot be solved on from, KeyError
    for an unknown target, SolverError where the solver fails.
    """
    plan = with_origin(run, Path(workspace))
    found = find_targets(plan, names, tell)
    folder = Path(workspace) / found.run if isinstance(run, Plan) else find_run(str(run), Path(workspace)).folder
    same = chain([folder], _of_same_plan(plan, Path(workspace))) if found.run else ()
    known = next(filter(None, map(probabilities, same)), {})
    chance = found.targets["target"].replace_strict(known, default=None, return_dtype=pl.Float64).alias("probability")
    return replace(found, targets=found.targets.with_columns(chance))


def _of_same_plan(plan: Plan, workspace: Path) -> Iterator[Path]:
    """Yield the folders of the runs that have the plan too, by inputs and objective, the last first."""
    for run in reversed(list_runs(workspace)):
        record = run.record
        if (record.get("inputs_hash"), record.get("objective")) == (plan.about.get("inputs_hash"), plan.objective):
            yield run.folder


def matters(
    run: str | Path | Plan,
    of: str = PROFIT,
    workspace: str | Path = RUNS,
    asked: Asked = EVERYTHING,
    tell: Callable[[str], None] | None = None,
) -> Matters:
    """Return what one more unit of every input number of a plan, stored or in memory, earns, and what its range does.

    `asked` says which numbers, and for how many the program is solved again on either side. Raises RunError where there is no
    such run, StateError where it cannot be solved on from, KeyError for an unknown `of` or table, SolverError where the solver
    fails.
    """
    return find_matters(run if isinstance(run, Plan) else open_run(run, workspace), of, tell, asked)


def trace(
    model: str | Path | Tables | Plan,
    product: str | None = None,
    site: str | None = None,
    scenario: str | None = None,
    sets: Sequence[str] = (),
) -> Trace:
    """Return where products come from, what everything hangs on, and where what a site makes ends up, as tables.

    The model is an example's name, a folder, or tables, traced by capacities; or a plan, traced by what it does. `product` and
    `site` narrow it. Raises DataError for errors in the data, KeyError, with the nearest name, for an unknown product or site.
    """
    if isinstance(model, Plan):
        return trace_plan(model, product, site)
    tables = model if isinstance(model, Tables) else reading_of(model, scenario, sets).checked()
    return trace_network(build_network(resolve(tables)), product, site)


def compare(
    run_a: str | Path | Plan,
    run_b: str | Path | Plan,
    workspace: str | Path = RUNS,
    attribute: bool = True,
    how: CaseOptions | None = None,
) -> Comparison:
    """Return the differences of plan B from plan A, stored or in memory, and what each edit contributes to them.

    What lies between the two is planned to attribute the difference, from what the runs keep. Raises RunError where there is no
    such run, where its files are not what they were when it was stored, or where the two count in different currencies or
    have different objectives.
    """
    a, b = (unchanged(run, Path(workspace)) for run in (run_a, run_b))
    try:
        found = compare_plans(a, b)
    except ValueError as error:
        raise RunError(str(error)) from None
    return replace(found, attribution=attributed(a, b, Path(workspace), how)) if attribute else found
