"""Runs: plans stored as folders of Parquet, written aside and renamed when complete.

RUN/run.json            what was run, how it ended, versions, hashes of every other file
RUN/inputs/             the model as planned: model.toml and a Parquet file for each table (itself a model folder)
RUN/base/               of an edited model: its files before any edit (itself a model folder); the edits are in run.json
RUN/given.parquet       which rows of the inputs came from a row with a group, and the key of that
RUN/plan/TABLE.parquet  the tables of the plan
RUN/duals/LAW.parquet   the duals of each law
RUN/simulated/          its simulations, made later: the only files that are not in run.json
RUN/state/              values of the variables, and the basis, from which the program can be solved again
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import secrets
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from reshore.simulation import SIMULATED
from reshore.solution import Plan
from reshore.solution.decisions import ALWAYS, completed
from reshore.solution.plan import GIVEN
from reshore.solve import Basis, State
from reshore.tables import Origin, origin_of, read_model, read_source, write_source, write_tables

LOG = logging.getLogger(__name__)
RECORD = "run.json"
LATEST = re.compile(r"latest(?:~(\d{1,9}))?")
ROWS_GIVEN = "given.parquet"
_WITHIN: ContextVar[Path | None] = ContextVar("within", default=None)


class RunError(Exception):
    """There is no such run, or it cannot be read; the message says which and what to do."""


@dataclass(frozen=True)
class StoredRun:
    """A run on disk: its folder and what `run.json` says."""

    folder: Path
    record: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Name of the run, that of its folder."""
        return self.folder.name


def save_plan(plan: Plan, workspace: Path, stem: str, record: Mapping[str, Any]) -> StoredRun:
    """Store a plan as a new folder in `workspace` and return it.

    Everything is written to a hidden folder first, which is renamed at the end and removed on any failure, so that a folder
    with the name of a run is always complete. An interrupt (Ctrl-C) waits until it is stored: that takes moments.
    """
    workspace.mkdir(parents=True, exist_ok=True)
    created = datetime.now().astimezone()
    name = f"{_plain(stem)}-{created:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    aside = workspace / f".{name}.{_group()}.part"
    with _undisturbed(workspace / name):
        try:
            aside.mkdir()
            _write(plan, aside)
            full = {
                "run": name,
                "created": created.isoformat(timespec="milliseconds"),
                **record,
                "files": _hashes(aside),
            }
            (aside / RECORD).write_text(json.dumps(full, indent=2, default=str) + "\n", encoding="utf-8")
            aside.rename(workspace / name)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    return StoredRun(workspace / name, MappingProxyType(full))


@contextmanager
def _undisturbed(folder: Path) -> Iterator[None]:
    """Hold back an interrupt from the keyboard, and let it through at the end; other threads never get one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
    if heard:
        raise KeyboardInterrupt(f"Interrupted. The run is stored in {folder}.")


def list_runs(workspace: Path) -> list[StoredRun]:
    """Return the complete runs in a folder, oldest first; one whose record cannot be read is left out, and the log says so."""
    if not workspace.is_dir():
        return []
    folders = (folder for folder in workspace.iterdir() if (folder / RECORD).is_file() and folder.name[0] != ".")
    found = [run for run in map(_readable, folders) if run is not None]
    return sorted(found, key=lambda run: (str(run.record.get("created", "")), run.name))


def _readable(folder: Path) -> StoredRun | None:
    try:
        return _stored(folder)
    except RunError as error:
        LOG.warning("%s It is left out.", error)
        return None


@contextmanager
def within(folder: Path) -> Iterator[None]:
    """Let `find_run` find runs in a folder alone, whatever path a name or a model gives: for what others may have written."""
    token = _WITHIN.set(folder.resolve())
    try:
        yield
    finally:
        _WITHIN.reset(token)


def confined() -> Path | None:
    """Return the folder that `within` holds to, None where it does not."""
    return _WITHIN.get()


def find_run(run: str, workspace: Path) -> StoredRun:
    """Return the run of that name, or path, or `latest`, or `latest~1` for the one before it, and so on.

    Raises RunError where there is none.
    """
    back = LATEST.fullmatch(run)
    if back is not None:
        runs = list_runs(workspace)
        if not runs:
            raise RunError(f"There is no run in {workspace}. Make one with `reshore plan`.")
        if int(back[1] or 0) >= len(runs):
            raise RunError(f"There is no run '{run}': {workspace} has {len(runs)}. `reshore runs` lists them.")
        return runs[-1 - int(back[1] or 0)]
    for folder in (workspace / run, Path(run)):
        if _allowed(folder) and (folder / RECORD).is_file():
            return _stored(folder)
    raise RunError(f"There is no run '{run}' in {workspace}. `reshore runs` lists those there are.")


def _allowed(folder: Path) -> bool:
    limit = confined()
    try:
        return limit is None or folder.resolve().is_relative_to(limit)
    except (OSError, RuntimeError, ValueError):
        return False


def load_plan(run: StoredRun) -> Plan:
    """Return the plan of a stored run; raises RunError where a file is missing or damaged."""
    reading = read_model(run.folder / "inputs")
    if reading.tables is None or reading.errors:
        raise RunError(f"The inputs of run {run.name} cannot be read: {'; '.join(map(str, reading.errors[:3]))}")
    try:
        tables, duals = (_read(run.folder / part) for part in ("plan", "duals"))
        missing = [name for name in ALWAYS if name not in tables]
        if missing:
            raise FileNotFoundError(f"plan/{missing[0]}.parquet is missing")
        residual = run.record["residual"]
        return Plan(
            inputs=reading.tables,
            tables=completed(tables),
            duals=duals,
            status=str(run.record["status"]),
            objective=float(run.record["objective"]),
            gap=float(run.record["gap"]),
            residual=None if residual is None else float(residual),
            state=_read_state(run.folder / "state"),
            about=run.record,
            given=_read_given(run.folder),
        )
    except (KeyError, TypeError, ValueError, OSError, pl.exceptions.PolarsError) as error:
        raise RunError(f"Run {run.name} is damaged: {error}. Make it again with `reshore plan`.") from error


def load_origin(run: StoredRun) -> Origin | None:
    """Return what the inputs of a stored run were made of; None where the run does not keep it."""
    folder, edits = run.folder / "base", run.record.get("edits")
    return origin_of(read_source(folder), edits or ()) if folder.is_dir() else None


def changed_files(run: StoredRun) -> list[str]:
    """Return the files of a run that are not what they were when it was stored: changed, missing or added."""
    known, found = dict(run.record.get("files", {})), _hashes(run.folder)
    return sorted(name for name in known.keys() | found.keys() if known.get(name) != found.get(name))


def _write(plan: Plan, folder: Path) -> None:
    write_tables(plan.inputs, folder / "inputs", "parquet")
    if plan.origin is not None:
        write_source(plan.origin.source, {}, folder / "base", "parquet")
    plan.given.write_parquet(folder / ROWS_GIVEN)
    for part, tables in (("plan", plan.tables), ("duals", plan.duals)):
        (folder / part).mkdir()
        for name, table in tables.items():
            table.write_parquet(folder / part / f"{name.replace(':', '.')}.parquet")
    if plan.state is not None:
        _write_state(plan.state, folder / "state")


def _write_state(state: State, folder: Path) -> None:
    folder.mkdir()
    columns = pl.DataFrame({"value": state.columns})
    if state.basis is not None:
        columns = columns.with_columns(pl.Series("status", state.basis.columns))
        pl.DataFrame({"status": state.basis.rows}).write_parquet(folder / "rows.parquet")
    columns.write_parquet(folder / "columns.parquet")


def _read_state(folder: Path) -> State | None:
    """Return where the program stood; None in runs of versions that did not keep it."""
    if not folder.is_dir():
        return None
    columns = pl.read_parquet(folder / "columns.parquet")
    basis = None
    if "status" in columns.columns:
        rows = pl.read_parquet(folder / "rows.parquet")
        basis = Basis(columns["status"].to_numpy(), rows["status"].to_numpy())
    return State(columns["value"].to_numpy(), basis)


def _read_given(folder: Path) -> pl.DataFrame:
    """Return which rows of the inputs came from rows with groups; none in runs of versions that did not keep it."""
    file = folder / ROWS_GIVEN
    return pl.read_parquet(file) if file.is_file() else pl.DataFrame(schema=GIVEN)


def _read(folder: Path) -> Mapping[str, pl.DataFrame]:
    files = sorted(folder.glob("*.parquet"))
    if not files:
        raise OSError(f"no tables in {folder.name}")
    return MappingProxyType({file.stem.replace(".", ":"): pl.read_parquet(file) for file in files})


def _hashes(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / RECORD]
    files = [path for path in files if path.relative_to(folder).parts[0] != SIMULATED]
    return {path.relative_to(folder).as_posix(): _hash(path) for path in files}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stored(folder: Path) -> StoredRun:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"{folder / RECORD} cannot be read: {error}. Remove the folder or restore the file.") from error
    if not isinstance(record, dict):
        raise RunError(f"{folder / RECORD} is not the record of a run. Remove the folder or restore the file.")
    return StoredRun(folder, MappingProxyType(record))


def _plain(stem: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.") or "run"


def sweep_leftovers(workspace: Path, group: int | None = None) -> None:
    """Remove what killed processes left of runs that they were writing: what is an hour old, and all of an ended group."""
    with suppress(OSError):
        for folder in workspace.glob(".*.part"):
            old = datetime.now().timestamp() - os.stat(folder).st_mtime > 3600  # noqa: PTH116
            if old or (group is not None and folder.name.endswith(f".{group}.part")):
                shutil.rmtree(folder, ignore_errors=True)


def _group() -> int:
    """Return the number of the group of processes that a process and those that it starts belong to."""
    return os.getpgrp() if hasattr(os, "getpgrp") else os.getpid()
