"""Results of stress tests that are kept: a place that is finished is not stressed again, by whichever test asks for it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import polars as pl

from reshore.analysis.stress import PlaceCase, Result, Subject
from reshore.analysis.stress.aside import BROKEN
from reshore.analysis.stress.figures import DELIVERED, PATH, REACHED
from reshore.network.events import Event
from reshore.network.periods import Floats
from reshore.pipeline.plan import options_record
from reshore.tables import Tables, inputs_hash

FOLDER: Final = "stress"
FRAMES: Final[Mapping[str, Mapping[str, Any]]] = {
    "units": DELIVERED,
    "targets": REACHED,
    "path": PATH,
    "broken": BROKEN,
}


def subject_of(tables: Tables, columns: Floats) -> Subject:
    """Return what is stressed, with its key."""
    hashes = inputs_hash(tables), hashlib.sha256(columns.tobytes()).hexdigest()
    return Subject(tables, columns, " ".join(hashes))


def place_key(case: PlaceCase) -> str:
    """Return the key of a case: a hash of the plan, of what is asked of the place, of how it is solved, and of this version."""
    asked = [asdict(case.place), case.rebuild, case.survive, options_record(case.options)]
    text = json.dumps([case.subject.key, asked, version("reshore")], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def kept_results(workspace: Path, key: str) -> tuple[Result, ...] | None:
    """Return what is kept of a case; None where nothing is that can be read."""
    try:
        rows = json.loads(_file(workspace, key).read_text(encoding="utf-8"))
        return tuple(_read(row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
        return None


def keep_results(workspace: Path, key: str, results: tuple[Result, ...]) -> None:
    """Keep what came of a case; written aside and put in its place at once."""
    file = _file(workspace, key)
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    aside.write_text(json.dumps([_row(result) for result in results], default=str) + "\n", encoding="utf-8")
    aside.replace(file)


def _file(workspace: Path, key: str) -> Path:
    return workspace / FOLDER / f"{key}.json"


def _row(result: Result) -> dict[str, Any]:
    plain = {name: value for name, value in vars(result).items() if name not in (*FRAMES, "event")}
    frames = {name: getattr(result, name).to_dict(as_series=False) for name in FRAMES}
    return {**plain, **frames, "event": asdict(result.event)}


def _read(row: dict[str, Any]) -> Result:
    frames = {name: _frame(row[name], schema) for name, schema in FRAMES.items()}
    return Result(**{**row, **frames, "event": Event(**row["event"]), "start": date.fromisoformat(row["start"])})


def _frame(columns: Mapping[str, Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Return a frame of columns in which dates are text."""
    dates = [name for name, dtype in schema.items() if dtype == pl.Date]
    plain = {name: pl.String if name in dates else dtype for name, dtype in schema.items()}
    return pl.DataFrame({name: columns[name] for name in schema}, schema=plain).with_columns(
        pl.col(dates).str.to_date()
    )
