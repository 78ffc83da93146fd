"""Plan every scenario of a model, and put the plans side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import polars as pl

from reshore.cases.figures import UNITS, Figure, figures, title
from reshore.cases.pool import CaseOptions, Outcome, finishing, outcomes
from reshore.cases.settled import case_key, finished_runs, keep_failure, kept_failure, settle
from reshore.pipeline import Request
from reshore.pipeline.plan import record
from reshore.runs import RunError, StoredRun, changed_files, load_plan, save_plan, sweep_leftovers
from reshore.solution import Plan
from reshore.tables import Reading, Tables

BASE: Final = "base"


@dataclass(frozen=True)
class Row:
    """What came of one scenario: of `base`, the model without any.

    `status` is optimal or limit where there is a plan, else why there is none, which `text` explains. `run` is the stored run,
    `seconds` how long planning it took, `planned` whether it was planned now rather than found. `same_as` is the scenario listed
    before that has the same tables, and so the same plan.
    """

    scenario: str
    status: str
    text: str = ""
    run: str = ""
    currency: str = ""
    objective: float | None = None
    seconds: float | None = None
    planned: bool = False
    same_as: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Sweep:
    """The scenarios of a model side by side, the model itself first; `rows` has one for each."""

    model: str
    workspace: Path
    rows: tuple[Row, ...]

    @cached_property
    def table(self) -> pl.DataFrame:
        """The rows as a table: scenario, status, objective, difference to base, currency, figures, seconds, run.

        A figure is a column, such as `made:rack:US [rack]`, as `figures` lists them: 0 where a plan has none of it, null where
        there is no plan.
        """
        titles = dict.fromkeys(title(figure) for row in self.rows for figure in row.figures)
        base = self.rows[0]
        lines = [
            {
                "scenario": row.scenario,
                "status": row.status,
                "objective": row.objective,
                "difference": _less(row, base),
                "currency": row.currency,
                **_cells(row, list(titles)),
                "seconds": row.seconds,
                "run": str(self.workspace / row.run) if row.run else "",
            }
            for row in self.rows
        ]
        text = {"scenario", "status", "currency", "run"}
        names = ["scenario", "status", "objective", "difference", "currency", *titles, "seconds", "run"]
        return pl.DataFrame(lines, schema={name: pl.String if name in text else pl.Float64 for name in names})

    @cached_property
    def remarks(self) -> dict[str, str]:
        """What is to be said of some scenarios: that one has the tables of another, or why it has no plan."""
        told = {row.scenario: _same(row) or row.text for row in self.rows}
        return {scenario: text for scenario, text in told.items() if text}

    @cached_property
    def units(self) -> pl.DataFrame:
        """What each plan makes and delivers of what is sold: scenario, measure, product, country (empty: all), value, unit."""
        lines = [
            {
                "scenario": row.scenario,
                "measure": figure["measure"],
                "country": "",
                **figure["filters"],
                "value": figure["value"],
                "unit": figure["unit"],
            }
            for row in self.rows
            for figure in row.figures
            if figure["measure"] in UNITS
        ]
        names = ("scenario", "measure", "product", "country", "value", "unit")
        return pl.DataFrame(lines, schema={name: pl.Float64 if name == "value" else pl.String for name in names})


@dataclass(frozen=True)
class Case:
    """A scenario to be settled: its tables, what is asked for, and what is known of it already."""

    name: str
    key: str
    tables: Tables
    request: Request
    workspace: Path
    run: StoredRun | None = field(default=None)
    fresh: bool = False


def sweep(readings: Mapping[str, Reading], request: Request, workspace: Path, how: CaseOptions) -> Sweep:
    """Settle the readings of a model by name of the scenario, the base first, and return them side by side.

    What is finished is found in `workspace`, by the hash of its inputs, options and version, and each case is stored there as
    soon as it is done, so that a sweep that was killed goes on where it was.
    """
    sweep_leftovers(workspace)
    finished = {} if how.fresh else finished_runs(workspace)
    cases: dict[str, Case] = {}
    key_of: dict[str, str] = {}
    for name, reading in readings.items():
        if reading.tables is None or reading.errors:
            continue
        key = key_of[name] = case_key(reading.tables, request.options)
        own = replace(request, scenario=None if name == BASE else name, origin=reading.origin)
        cases.setdefault(key, Case(name, key, reading.tables, own, workspace, finished.get(key), how.fresh))
    rows: dict[str, Row] = {}
    listed = list(cases.values())
    how.told(0, len(listed))
    try:
        with closing(outcomes(_row, listed, how.workers)) as done:
            for count, outcome in enumerate(done, start=1):
                case = listed[outcome.place]
                rows[case.key] = _kept(outcome, case)
                how.told(count, len(listed), case.name)
    except KeyboardInterrupt:
        kept = f"{len(rows)} of {len(listed)} cases are finished and kept in {workspace}"
        raise KeyboardInterrupt(f"Interrupted. {kept}: start again to go on.") from None
    found = tuple(
        _named(rows[key_of[name]], name, cases[key_of[name]].name) if name in key_of else _unread(name, reading)
        for name, reading in readings.items()
    )
    return Sweep(request.model, workspace, found)


def _row(case: Case) -> Row:
    """Return the row of a case: from its run, its kept failure, or planned now. Runs in a worker."""
    if not case.fresh:
        plan = _stored(case.run)
        if plan is not None and case.run is not None:
            return _of_plan(case, plan, case.run)
        failure = kept_failure(case.workspace, case.key)
        if failure is not None:
            return Row(case.name, failure.status, failure.text)
    settled = settle(case.tables, case.request)
    with finishing():
        if settled.plan is None:
            keep_failure(case.workspace, case.key, settled, case.request)
            return Row(case.name, settled.status, settled.text, planned=True)
        stem = "-".join(filter(None, (case.request.model, case.request.scenario)))
        run = save_plan(settled.plan, case.workspace, stem, record(settled.plan))
    return replace(_of_plan(case, settled.plan, run), planned=True)


def _stored(run: StoredRun | None) -> Plan | None:
    """Return the plan of a run; None where there is none, or it is not what was stored."""
    try:
        return None if run is None or changed_files(run) else load_plan(run)
    except RunError:
        return None


def _of_plan(case: Case, plan: Plan, run: StoredRun) -> Row:
    return Row(
        scenario=case.name,
        status=plan.status,
        run=run.name,
        currency=plan.currency,
        objective=plan.objective,
        seconds=float(sum(dict(run.record["seconds"]).values())),
        figures=tuple(figures(plan)),
    )


def _kept(outcome: Outcome[Row], case: Case) -> Row:
    if outcome.value is not None:
        return outcome.value
    error = outcome.error
    return Row(case.name, "failed", str(error) or type(error).__name__, planned=True)


def _named(row: Row, name: str, first: str) -> Row:
    return replace(row, scenario=name, same_as="" if name == first else first)


def _same(row: Row) -> str:
    return f"its tables are those of {row.same_as}, so what comes of them is the same." if row.same_as else ""


def _unread(name: str, reading: Reading) -> Row:
    return Row(name, "data errors", "\n".join(map(str, reading.errors)))


def _less(row: Row, base: Row) -> float | None:
    if row.objective is None or base.objective is None or row.currency != base.currency:
        return None
    return row.objective - base.objective


def _cells(row: Row, titles: Sequence[str]) -> dict[str, float | None]:
    mine = {title(figure): figure["value"] for figure in row.figures}
    return {name: mine.get(name, 0.0) if row.objective is not None else None for name in titles}
