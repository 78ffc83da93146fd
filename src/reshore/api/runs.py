"""Stored runs: found, opened with what they were made of, and not changed since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from reshore.api.reading import RUNS
from reshore.pipeline import verify as verify_tables
from reshore.runs import (
    RunError,
    StoredRun,
    changed_files,
    find_run,
    load_origin,
    load_plan,
)
from reshore.runs import list_runs as stored_runs
from reshore.solution import Plan
from reshore.verify import Verification


def list_runs(workspace: str | Path = RUNS) -> pl.DataFrame:
    """Return the stored runs, oldest first: run, created, model, scenario, edits, status, objective, currency, gap, residual.

    `edits` is the list of those beside the model and its scenario, as they were given.
    """
    columns: dict[str, pl.DataType | type[pl.DataType]] = {
        "run": pl.String,
        "created": pl.String,
        "model": pl.String,
        "scenario": pl.String,
        "edits": pl.List(pl.String),
        "status": pl.String,
        "objective": pl.Float64,
        "currency": pl.String,
        "gap": pl.Float64,
        "residual": pl.Float64,
    }
    rows = [
        {name: run.record.get(name) for name in columns}
        | {"run": run.name, "edits": [str(text) for text in run.record.get("sets") or ()]}
        for run in stored_runs(Path(workspace))
    ]
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
    refuse_changed(stored)
    return verify_tables(load_plan(stored))


def refuse_changed(run: StoredRun) -> None:
    """Raise RunError where the files of a run are not what they were when it was stored."""
    changed = changed_files(run)
    if changed:
        raise RunError(f"Run {run.name} was changed after it was stored: {', '.join(changed)}. Plan the model again.")


def unchanged(run: str | Path | Plan, workspace: Path) -> Plan:
    """Return a plan with what it was made of; raises RunError where a stored run was changed."""
    if isinstance(run, Plan):
        return run
    stored = find_run(str(run), workspace)
    refuse_changed(stored)
    return _opened(stored)


def with_origin(run: str | Path | Plan, workspace: Path) -> Plan:
    """Return a plan with what it was made of."""
    return run if isinstance(run, Plan) else _opened(find_run(str(run), workspace))


def _opened(stored: StoredRun) -> Plan:
    return replace(load_plan(stored), origin=load_origin(stored))
