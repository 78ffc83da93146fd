"""Write a scenario: edits as a file in the folder of scenarios of a model."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from reshore.schema import table_schema
from reshore.tables.keys import key_of
from reshore.tables.scenarios import FOLDER
from reshore.tables.table import Tables

Edit = Mapping[str, Any]


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
        content = tomllib.loads(scenario_file(model, scenario).read_text(encoding="utf-8-sig"))
        edits += content.get("edits", [])
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
        aside.write_text(_text(description, edits), encoding="utf-8", newline="\n")
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


def _text(description: str, edits: Sequence[Edit]) -> str:
    lines = [f"description = {_value(description)}\n"]
    for edit in edits:
        lines += ["\n[[edits]]\n", *(f"{name} = {_value(value)}\n" for name, value in edit.items())]
    return "".join(lines)


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(name)} = {_value(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else _value(name)
