"""Write a scenario: edits as a file in the folder of scenarios of a model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from reshore.schema import table_schema
from reshore.tables.files import FOLDER
from reshore.tables.keys import key_of
from reshore.tables.scenarios import find_script
from reshore.tables.source import read_source
from reshore.tables.table import Tables
from reshore.tables.toml import scenario_text

Edit = Mapping[str, Any]
EXACT: Final = 2**53


def scenario_file(model: Path, name: str) -> Path:
    """Return where a scenario of a model lies: in `scenarios` in its folder, or beside its workbook.

    Raises ValueError where the name is no plain name.
    """
    if not name or any(mark in name for mark in "/\\\0") or name.startswith("."):
        raise ValueError(f"'{name}' is no name of a scenario. Give a name alone, without a folder.")
    home = model.parent if model.is_file() else model
    return home / FOLDER / f"{name}.toml"


def given_edits(model: Path, scenario: str | None, sets: Sequence[str], tables: Tables) -> list[Edit]:
    """Return what was applied to a model, as edits: those of the scenario, then the settings.

    `tables` are those with both applied. What could not be applied is left out: the findings told it.
    """
    edits: list[Edit] = []
    if scenario is not None:
        edits += find_script(read_source(model), scenario, []).content.get("edits", [])
    return edits + list(_settings(sets, tables))


def _settings(sets: Sequence[str], tables: Tables) -> Iterator[Edit]:
    for text in sets:
        left, _, value = text.partition("=")
        name, _, rest = left.partition(":")
        key, _, column = rest.rpartition(":")
        table = name.strip()
        edit = {"table": table, "column": column.strip(), "op": "=", "value": value.strip()}
        frame, declared = tables.frame(table), table_schema(table)
        if not declared.key:
            yield edit
        for row in frame.filter(key_of(frame, declared) == key.strip()).select(declared.key).iter_rows(named=True):
            where = {part: "" if value is None else value for part, value in row.items()}
            yield {"table": table, "where": where, **{part: edit[part] for part in ("column", "op", "value")}}


def write_scenario(file: Path, description: str, edits: Sequence[Edit]) -> Path:
    """Write a scenario aside and put it in its place at once. Raises FileExistsError where there is one of that name."""
    refuse_existing(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        text = scenario_text({"description": description, "edits": [plain_edit(edit) for edit in edits]})
        aside.write_text(text, encoding="utf-8", newline="\n")
        refuse_existing(file)
        aside.replace(file)
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()
    return file


def refuse_existing(file: Path) -> None:
    """Raise FileExistsError where there is a file already."""
    if file.exists() or file.is_symlink():
        raise FileExistsError(f"{file} exists already. Give the scenario another name, so that nothing is overwritten.")


def plain_edit(edit: Edit) -> dict[str, Any]:
    """Return an edit whose whole numbers are written without a point."""
    whole = {name: int(value) for name, value in edit.items() if isinstance(value, float) and value == int(value)}
    return {**edit, **{name: value for name, value in whole.items() if abs(value) < EXACT}}
