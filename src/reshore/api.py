"""The functions of the library: what the command line does, for Python. Results are polars tables."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from reshore.analysis.bottlenecks import MORE, Bottlenecks
from reshore.analysis.bottlenecks import bottlenecks as find_bottlenecks
from reshore.analysis.compare import Comparison, compare_plans
from reshore.analysis.conflict import Repair
from reshore.analysis.matters import EVERYTHING, PROFIT, Asked, Matters
from reshore.analysis.matters import matters as find_matters
from reshore.analysis.targets import Targets
from reshore.analysis.targets import targets as find_targets
from reshore.analysis.trace import Trace, trace_network, trace_plan
from reshore.analysis.why import Why
from reshore.analysis.why import why as find_why
from reshore.cases import BASE, CaseOptions, Sweep
from reshore.cases import attribute as attributed
from reshore.cases import sweep as run_sweep
from reshore.cases.settled import case_key, finished_runs
from reshore.examples import TEMPLATE, example_folder, example_lines, example_names, locate, packaged
from reshore.examples.blank import write_blank
from reshore.model import build_program
from reshore.network import build_network
from reshore.pipeline import Request, plan_tables
from reshore.pipeline import verify as verify_tables
from reshore.pipeline.goals import in_order
from reshore.pipeline.plan import Clock, record
from reshore.report.figures import Subject
from reshore.report.written import PDF, find_browser, write_files
from reshore.runs import (
    RunError,
    StoredRun,
    changed_files,
    find_run,
    load_origin,
    load_plan,
    save_plan,
    sweep_leftovers,
)
from reshore.runs import list_runs as stored_runs
from reshore.schema.goals import MONEY, goals
from reshore.solution import Plan
from reshore.solution.base import with_base
from reshore.solve import SolveOptions
from reshore.solve import write_mps as write_program
from reshore.tables import (
    BOOK,
    FORMATS,
    Finding,
    Format,
    Reading,
    Tables,
    check_model,
    convert,
    given_edits,
    read_model,
    refuse_existing,
    resolve,
    scenario_file,
    unfilled,
    write_scenario,
    write_template,
)
from reshore.tables import list_scenarios as scenarios_of
from reshore.tables.check.rules import unreadable_base
from reshore.tables.report import hint
from reshore.verify import Verification

RUNS = Path("runs")
ASKED: Final = ("bottlenecks", "targets", "matters", "edits")
"""Analyses that a report can have besides what the plan says by itself."""
BASES: Final = ("E351", "E376")
"""Codes of what can be wrong with the base plan of a model."""


def list_examples() -> pl.DataFrame:
    """Return the packaged examples: example, description."""
    lines = example_lines()
    return pl.DataFrame({"example": list(lines), "description": list(lines.values())})


def new(folder: str | Path, example: str | Path | None = None, format: Format = "csv") -> Path:  # noqa: A002
    """Write a model to edit, as csv, parquet or xlsx, and return its folder.

    It has the tables and scenarios of `example`: an example's name, a folder or a workbook. Without one it is blank, with
    every table; as xlsx it is a workbook to fill in, with a small model to replace. Raises FileExistsError where the folder
    exists and is not empty, FileNotFoundError where there is no such model, DataError where it has errors, WorkbookLimit where
    it is too large for a workbook, ValueError for another format.
    """
    if format not in FORMATS:
        raise ValueError(f"'{format}' is no format. Choose {', '.join(FORMATS)}.")
    target = Path(folder)
    source = locate(example) if example else None
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FileExistsError(f"{target} is not empty. Give a new folder, so that nothing is overwritten.")
    if source is None and format == "xlsx":
        write_template(TEMPLATE, target)
    elif source is None:
        target.mkdir(parents=True, exist_ok=True)
        write_blank(target, format)
    elif format == "csv" and str(example) in example_names() and source == example_folder(str(example)):
        _copy(source, target)
    else:
        convert(source, target, format)
    return target


def _copy(source: Path, target: Path) -> None:
    """Copy the files of an example, with what it says about itself."""
    for path in sorted(source.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def check(model: str | Path, scenario: str | None = None, sets: Sequence[str] = ()) -> list[Finding]:
    """Return every finding about a model: an example's name, a folder or a workbook; with one scenario, or with each of its own.

    Raises FileNotFoundError where there is none.
    """
    if scenario is None:
        found = list(check_model(locate(model), _settings(sets)))
        return found + [one for one in _base_findings(model, sets) if one not in found]
    return list(_read(model, scenario, sets).findings)


def load(model: str | Path, scenario: str | None = None, sets: Sequence[str] = ()) -> Tables:
    """Return the tables of a model with a scenario's edits and settings (`TABLE:KEY:COLUMN=VALUE`) made.

    Raises DataError with all findings where there are errors, FileNotFoundError where there is no such model.
    """
    return _read(model, scenario, sets).checked()


def list_scenarios(model: str | Path) -> pl.DataFrame:
    """Return the scenarios of a model: scenario, description."""
    found = scenarios_of(locate(model))
    return pl.DataFrame(
        {"scenario": list(found), "description": list(found.values())},
        schema={"scenario": pl.String, "description": pl.String},
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
            reading = _read(model, scenario, sets)
            tables, origin = reading.checked(), reading.origin
        name = _name(Path(model))
    return plan_tables(tables, Request(name, scenario, _settings(sets), options, origin), clock)


def save(plan: Plan, workspace: str | Path = RUNS) -> StoredRun:
    """Store a plan as a run in a folder of runs and return it."""
    sweep_leftovers(Path(workspace))
    stem = str(plan.about.get("model") or "model")
    scenario = plan.about.get("scenario")
    return save_plan(plan, Path(workspace), f"{stem}-{scenario}" if scenario else stem, record(plan))


def repair_file(model: str | Path, name: str = "repair") -> Path:
    """Return where `write_repair` would write a scenario of that name.

    Raises PermissionError for a packaged example, FileExistsError where there is such a scenario, ValueError where the name is
    no plain name, FileNotFoundError where there is no such model.
    """
    home = locate(model)
    if packaged(home):
        raise PermissionError(
            f"{model} is a packaged example, which stays as it is. Copy it (`reshore new FOLDER --from {home.name}`) and plan"
            " the copy."
        )
    file = scenario_file(home, name)
    refuse_existing(file)
    if name in scenarios_of(home):
        raise FileExistsError(f"{model} has a scenario '{name}' already. Give the scenario another name.")
    return file


def write_repair(
    model: str | Path, repair: Repair, name: str = "repair", scenario: str | None = None, sets: Sequence[str] = ()
) -> Path:
    """Write a repair as a scenario of the model and return the file: what was applied before it, then the repair.

    Raises as `repair_file` does, before anything is written.
    """
    file = repair_file(model, name)
    before = given_edits(locate(model), scenario, _settings(sets), load(model, scenario, sets))
    what = {"asked": "what was asked for", "world": "what there is"}[repair.gives]
    return write_scenario(file, f"The least change of {what} that allows a plan", [*before, *repair.edits])


def list_runs(workspace: str | Path = RUNS) -> pl.DataFrame:
    """Return the stored runs, oldest first: run, created, model, scenario, status, objective, currency, gap, residual."""
    columns = {
        "run": pl.String,
        "created": pl.String,
        "model": pl.String,
        "scenario": pl.String,
        "status": pl.String,
        "objective": pl.Float64,
        "currency": pl.String,
        "gap": pl.Float64,
        "residual": pl.Float64,
    }
    rows = [{name: run.record.get(name) for name in columns} for run in stored_runs(Path(workspace))]
    return pl.DataFrame(rows, schema=columns)


def open_run(run: str | Path, workspace: str | Path = RUNS) -> Plan:
    """Return the plan of a stored run by name, path or `latest`; raises RunError where there is none."""
    return load_plan(find_run(str(run), Path(workspace)))


def verify_plan(run: str | Path | Plan, workspace: str | Path = RUNS) -> Verification:
    """Recompute a plan, stored or in memory, from its tables without the model.

    Raises RunError where a stored run's files are not what they were when it was stored.
    """
    if isinstance(run, Plan):
        return verify_tables(run)
    stored = find_run(str(run), Path(workspace))
    _refuse_changed(stored)
    return verify_tables(load_plan(stored))


def _refuse_changed(run: StoredRun) -> None:
    changed = changed_files(run)
    if changed:
        raise RunError(f"Run {run.name} was changed after it was stored: {', '.join(changed)}. Plan the model again.")


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

    Raises RunError where there is no such run, StateError where it cannot be solved on from, KeyError for an unknown target,
    SolverError where the solver fails.
    """
    return find_targets(_with_origin(run, Path(workspace)), names, tell)


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
    tables = model if isinstance(model, Tables) else _read(model, scenario, sets).checked()
    options = SolveOptions(tell=tell)
    stored = finished_runs(Path(workspace)).get(case_key(tables, options))
    if stored is None:
        stored = save(plan(model, scenario, sets, options, Clock(tell)), workspace)
    return load_plan(stored)


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
    a, b = (_unchanged(run, Path(workspace)) for run in (run_a, run_b))
    try:
        found = compare_plans(a, b)
    except ValueError as error:
        raise RunError(str(error)) from None
    return replace(found, attribution=attributed(a, b, Path(workspace), how)) if attribute else found


def _unchanged(run: str | Path | Plan, workspace: Path) -> Plan:
    """Return a plan with what it was made of; raises RunError where a stored run was changed."""
    if not isinstance(run, Plan):
        _refuse_changed(find_run(str(run), workspace))
    return _with_origin(run, workspace)


def _with_origin(run: str | Path | Plan, workspace: Path) -> Plan:
    """Return a plan with what it was made of."""
    if isinstance(run, Plan):
        return run
    stored = find_run(str(run), workspace)
    return replace(load_plan(stored), origin=load_origin(stored))


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
    settings = _settings(sets)
    readings = {name: _read(model, None if name == BASE else name, settings) for name in (BASE, *chosen)}
    readings[BASE].checked()
    request = Request(_name(Path(model)), None, settings, how.solve or SolveOptions())
    return run_sweep(readings, request, Path(workspace), how)


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
    tables = model if isinstance(model, Tables) else _read(model, scenario, sets).checked()
    return trace_network(build_network(resolve(tables)), product, site)


def write_report(
    runs: Sequence[str | Path | Plan] | str | Path | Plan,
    files: Sequence[str | Path] | str | Path = "report.html",
    workspace: str | Path = RUNS,
    analyses: Sequence[str] = (),
    tell: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write the report of a plan, or of the second of two plans against the first, as one HTML file, and return what was written.

    The file needs nothing else: it opens without a network. One whose name ends in .pdf is printed by a Chromium. `analyses`
    are questions that are asked for it and take their time: bottlenecks, targets, matters, and edits (what each edit contributes
    to the difference of two plans); or all. Raises RunError where there is no such
    run, where two cannot be compared, or where one was changed after it was stored; KeyError for an unknown analysis; ValueError
    for another number of plans; BrowserError where there is no Chromium to print with.
    """
    chosen = [runs] if isinstance(runs, str | Path | Plan) else list(runs)
    if len(chosen) not in (1, 2):
        raise ValueError(f"A report is of one run, or of two that are compared, not of {len(chosen)}.")
    asked = ASKED if "all" in analyses else tuple(dict.fromkeys(analyses))
    known = f"Ask for {', '.join(ASKED)}, or all."
    for name in asked:
        if name not in ASKED:
            raise KeyError(f"There is no analysis '{name}'. {hint(name, ASKED, known)}")
    written = [Path(file) for file in ([files] if isinstance(files, str | Path) else files)]
    if any(file.suffix.lower() == PDF for file in written):
        find_browser()
    plans = [_unchanged(run, Path(workspace)) for run in chosen]
    subject = Subject(
        plans[-1],
        bottlenecks=bottlenecks(plans[-1], tell=tell) if "bottlenecks" in asked else None,
        targets=targets(plans[-1], tell=tell) if "targets" in asked else None,
        matters=matters(plans[-1], tell=tell) if "matters" in asked else None,
        comparison=compare(plans[0], plans[1], workspace, "edits" in asked) if len(plans) == 2 else None,
    )
    return write_files(subject, written)


def write_mps(model: str | Path, file: str | Path, scenario: str | None = None, sets: Sequence[str] = ()) -> Path:
    """Write the program of a model as MPS for any other solver and return the file; it minimises the negative objective.

    Goals before money are reached first, and are rules of the program, as in a plan. Raises SolverError where that fails.
    """
    tables = resolve(_read(model, scenario, sets).checked())
    if goals(str(tables.setting["objective"])) not in [(goal,) for goal in MONEY]:
        tables = in_order(tables, SolveOptions(), lambda _: None).tables
    network = build_network(tables)
    write_program(build_program(network), network, Path(file))
    return Path(file)


def _read(model: str | Path, scenario: str | None, sets: Sequence[str]) -> Reading:
    path = locate(model)
    return _based(read_model(path, scenario, _settings(sets)), path if path.is_dir() else path.parent)


def _base_findings(model: str | Path, sets: Sequence[str]) -> list[Finding]:
    """Return what is wrong with the base plan of a model; a folder whose settings name none is not read again."""
    settings = locate(model) / "model.toml"
    if (
        settings.is_file()
        and b"base" not in settings.read_bytes()
        and not any("base" in text for text in _settings(sets))
    ):
        return []
    return [finding for finding in _read(model, None, sets).findings if finding.code in BASES]


def _based(reading: Reading, folder: Path) -> Reading:
    """Return a reading with what the base plan has, where rules ask for it; a base that cannot be read is a finding."""
    tables = reading.tables
    if tables is None or reading.errors or not tables.setting["base"] or not tables.frame("rules")["of_base"].any():
        return reading
    name = str(tables.setting["base"])
    try:
        beside = (folder / name / "run.json").is_file()
        filled = with_base(tables, load_plan(find_run(str(folder / name) if beside else name, RUNS)))
        return replace(reading, tables=filled, findings=(*reading.findings, *unfilled(filled)))
    except (RunError, ValueError) as error:
        return replace(reading, findings=(*reading.findings, unreadable_base(tables, name, str(error))))


def _name(path: Path) -> str:
    """Return how a plan names its model: by its folder, by its workbook where that has a name of its own, by its example."""
    if path.is_dir():
        return path.resolve().name
    if path.name == BOOK:
        return path.resolve().parent.name
    return path.stem if path.is_file() else str(path)


def _settings(sets: Sequence[str]) -> tuple[str, ...]:
    """Return settings as a tuple; a text is one setting."""
    return (sets,) if isinstance(sets, str) else tuple(sets)
