"""Plans: made, kept, and repaired where there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reshore.analysis.conflict import Repair
from reshore.api.models import load
from reshore.api.reading import RUNS, name_of, reading_of, settings_of
from reshore.api.scenarios import scenario_path
from reshore.cases.settled import case_key, finished_runs
from reshore.examples import locate
from reshore.pipeline import Request, plan_tables
from reshore.pipeline.plan import Clock, record
from reshore.runs import (
    StoredRun,
    load_plan,
    save_plan,
    sweep_leftovers,
)
from reshore.solution import Plan
from reshore.solve import SolveOptions
from reshore.tables import (
    Tables,
    given_edits,
    write_scenario,
)


def plan(
    model: str | Path | Tables,
    scenario: str | None = None,
    sets: Sequence[str] = (),
    options: SolveOptions | None = None,
    clock: Clock | None = None,
) -> Plan:
    """Return the optimal, verified plan of a model: an example's name, a folder, a workbook, or tables.

    Raises DataError for errors in the data, NoPlan where no plan is possible, VerificationFailed where the plan does not
    hold when recomputed, SolverError where the solver fails.
    """
    clock = clock or Clock()
    options = options or SolveOptions()
    if isinstance(model, Tables):
        tables, name, origin = model, str(model.setting["name"]) or "model", None
    else:
        with clock.stage("read", "reading and checking the model"):
            reading = reading_of(model, scenario, sets)
            tables, origin = reading.checked(), reading.origin
        name = name_of(Path(model))
    return plan_tables(tables, Request(name, scenario, settings_of(sets), options, origin), clock)


def save(plan: Plan, workspace: str | Path = RUNS) -> StoredRun:
    """Store a plan as a run in a folder of runs and return it."""
    sweep_leftovers(Path(workspace))
    stem = str(plan.about.get("model") or "model")
    scenario = plan.about.get("scenario")
    return save_plan(plan, Path(workspace), f"{stem}-{scenario}" if scenario else stem, record(plan))


def planned(
    model: str | Path | Tables,
    scenario: str | None = None,
    sets: Sequence[str] = (),
    workspace: str | Path = RUNS,
    tell: Callable[[str], None] | None = None,
) -> Plan:
    """Return the plan of a model: that of the last stored run that was made of the same tables by this version, else a new one.

    A new one is stored. Raises as `plan` does.
    """
    tables = model if isinstance(model, Tables) else reading_of(model, scenario, sets).checked()
    options = SolveOptions(tell=tell)
    stored = finished_runs(Path(workspace)).get(case_key(tables, options))
    if stored is None:
        stored = save(plan(model, scenario, sets, options, Clock(tell)), workspace)
    return load_plan(stored)


def repair_file(model: str | Path, name: str = "repair") -> Path:
    """Return where `write_repair` would write a scenario of that name; raises as `scenario_path` does."""
    return scenario_path(model, name)


def write_repair(
    model: str | Path, repair: Repair, name: str = "repair", scenario: str | None = None, sets: Sequence[str] = ()
) -> Path:
    """Write a repair as a scenario of the model and return the file: what was applied before it, then the repair.

    Raises as `repair_file` does, before anything is written.
    """
    file = repair_file(model, name)
    before = given_edits(locate(model), scenario, settings_of(sets), load(model, scenario, sets))
    what = {"asked": "what was asked for", "world": "what there is"}[repair.gives]
    return write_scenario(file, f"The least change of {what} that allows a plan", [*before, *repair.edits])
