"""How the functions of this package find and read a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from reshore.examples import locate
from reshore.runs import (
    RunError,
    find_run,
    load_plan,
)
from reshore.solution.base import with_base
from reshore.tables import (
    BOOK,
    Finding,
    Reading,
    read_model,
    unfilled,
)
from reshore.tables.check.rules import unreadable_base

RUNS = Path("runs")
BASES: Final = ("E351", "E376")
"""Codes of what can be wrong with the base plan of a model."""


def reading_of(model: str | Path, scenario: str | None, sets: Sequence[str]) -> Reading:
    """Return a model as it is read, with a scenario, settings, and what its base plan has."""
    path = locate(model)
    return _based(read_model(path, scenario, settings_of(sets)), path if path.is_dir() else path.parent)


def base_findings(model: str | Path, sets: Sequence[str]) -> list[Finding]:
    """Return what is wrong with the base plan of a model; a folder whose settings name none is not read again."""
    settings = locate(model) / "model.toml"
    if (
        settings.is_file()
        and b"base" not in settings.read_bytes()
        and not any("base" in text for text in settings_of(sets))
    ):
        return []
    return [finding for finding in reading_of(model, None, sets).findings if finding.code in BASES]


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


def name_of(path: Path) -> str:
    """Return how a plan names its model: by its folder, by its workbook where that has a name of its own, by its example."""
    if path.is_dir():
        return path.resolve().name
    if path.name == BOOK:
        return path.resolve().parent.name
    return path.stem if path.is_file() else str(path)


def settings_of(sets: Sequence[str]) -> tuple[str, ...]:
    """Return settings as a tuple; a text is one setting."""
    return (sets,) if isinstance(sets, str) else tuple(sets)
