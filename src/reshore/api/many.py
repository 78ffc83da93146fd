"""Questions that take many cases: scenarios, events, chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from reshore.analysis.stress import Asked as AskedOfStress
from reshore.analysis.stress import Stress
from reshore.api.reading import RUNS, name_of, reading_of, settings_of
from reshore.api.runs import open_run
from reshore.cases import BASE, CaseOptions, Sweep
from reshore.cases import sweep as run_sweep
from reshore.cases.stress import stress_plan
from reshore.examples import locate
from reshore.pipeline import Request
from reshore.runs import (
    find_run,
    load_plan,
)
from reshore.simulation.study import simulate_plan
from reshore.simulation.summary import SimulateOptions, Simulation
from reshore.solution import Plan
from reshore.solve import SolveOptions
from reshore.tables import list_scenarios as scenarios_of
from reshore.tables.report import hint


def sweep(
    model: str | Path,
    scenarios: Sequence[str] | None = None,
    sets: Sequence[str] = (),
    workspace: str | Path = RUNS,
    how: CaseOptions | None = None,
) -> Sweep:
    """Plan a model without a scenario (`base`) and with each of some scenarios, or of all, and return them side by side.

    Settings are made after each scenario. Plans are stored as runs in `workspace`, and what is finished there is not repeated.
    A scenario without a plan, or with errors, is a row of its own. Raises FileNotFoundError where there is no such model,
    DataError where it has errors without a scenario, KeyError for an unknown scenario, and ValueError for less than one worker
    or a scenario that is named `base`.
    """
    home, how = locate(model), how or CaseOptions()
    known = scenarios_of(home)
    if BASE in known:
        raise ValueError(f"The scenario '{BASE}' has the name of the model without one. Give it another name.")
    chosen = list(known) if scenarios is None else [name for name in dict.fromkeys(scenarios) if name != BASE]
    there = f"The scenarios are {', '.join(known)}." if known else "The model has no scenarios."
    for name in chosen:
        if name not in known:
            raise KeyError(f"There is no scenario '{name}'. {hint(name, known, there)}")
    settings = settings_of(sets)
    readings = {name: reading_of(model, None if name == BASE else name, settings) for name in (BASE, *chosen)}
    readings[BASE].checked()
    request = Request(name_of(Path(model)), None, settings, how.solve or SolveOptions())
    return run_sweep(readings, request, Path(workspace), how)


def stress(
    run: str | Path | Plan,
    asked: AskedOfStress | None = None,
    workspace: str | Path = RUNS,
    how: CaseOptions | None = None,
) -> Stress:
    """Return what events cost a plan, stored or in memory, when the best is made of each, and how long it holds out.

    `asked` says which events: every site, out for 2 weeks and 1, 3 and 6 months from halfway on, where it is None. Raises
    RunError where there is no such run, StateError where it cannot be solved on from, KeyError for an unknown scope or name,
    ValueError for durations and starts that cannot be read, SolverError where the solver fails. What is finished is kept in
    `workspace` and not done again, for stored runs.
    """
    plan = run if isinstance(run, Plan) else open_run(run, workspace)
    stored = "run" in plan.about
    return stress_plan(plan, asked or AskedOfStress(), how, Path(workspace) if stored else None)


def simulate(
    run: str | Path | Plan,
    workspace: str | Path = RUNS,
    options: SimulateOptions | None = None,
    workers: int = 1,
    tell: Callable[[int, int, str], None] | None = None,
) -> Simulation:
    """Return what comes of a plan, stored or in memory, in many replications of its hazards and uncertain numbers.

    What comes of a stored run is kept in its folder, and not made again. Raises RunError where there is no such run, StateError
    where it was stored without its variables, KeyError for an unknown hazard, ValueError for no replications or workers,
    NotInstalled where numba is not there.
    """
    if workers < 1:
        raise ValueError(f"{workers} workers can do nothing. Give one or more.")
    if isinstance(run, Plan):
        with TemporaryDirectory() as folder:
            return simulate_plan(run, options or SimulateOptions(), Path(folder), workers, tell)
    stored = find_run(str(run), Path(workspace))
    try:
        return simulate_plan(load_plan(stored), options or SimulateOptions(), stored.folder, workers, tell)
    except KeyboardInterrupt:
        kept = f"The replications that are finished are kept with run {stored.name}: start again to go on."
        raise KeyboardInterrupt(f"Interrupted. {kept}") from None
