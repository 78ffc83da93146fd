"""Scenarios: files of ordered edits; and settings given one by one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from reshore.schema import table_schema
from reshore.tables.edits import Change, Draft, Editor
from reshore.tables.files import inside
from reshore.tables.keys import key_of
from reshore.tables.raw import toml
from reshore.tables.report import Place, hint, nearest

FOLDER: Final = "scenarios"
TOP: Final = ("description", "source", "edits")
FIELDS: Final = {
    "=": {"table", "where", "column", "op", "value"},
    "*": {"table", "where", "column", "op", "value"},
    "+": {"table", "where", "column", "op", "value"},
    "add": {"table", "op", "rows"},
    "remove": {"table", "op", "where"},
}
EXTRA: Final = {"note", "source"}
SETTINGS: Final = "--set"
EDITS: Final = "edits"


def list_scenarios(folder: Path) -> dict[str, str]:
    """Return the scenarios of a model by name, with their descriptions (empty where a file has none or is no TOML)."""
    paths = sorted((folder / FOLDER).glob("*.toml"))
    return {path.stem: _description(path) for path in paths if path.is_file() and inside(folder, path)}


def apply_scenario(draft: Draft, folder: Path, name: str) -> str:
    """Apply the edits of a scenario in order and return its file; what is wrong is added to the draft's findings."""
    file = f"{FOLDER}/{name}.toml"
    place = Place(file, "")
    path = folder / FOLDER / f"{name}.toml"
    if not name or any(mark in name for mark in "/\\\0") or name.startswith("."):
        draft.findings.append(
            place.finding("E401", f"'{name}' is no name of a scenario.", "Give the name alone, without a folder.")
        )
        return file
    if not path.is_file():
        names = list_scenarios(folder)
        remedy = hint(name, names, f"The scenarios are {', '.join(names)}." if names else "The model has no scenarios.")
        draft.findings.append(place.finding("E401", f"There is no scenario '{name}'.", remedy))
        return file
    if not inside(folder, path):
        message = "The file is a link out of the folder of the model."
        draft.findings.append(place.finding("E106", message, "Copy the file into the folder."))
        return file
    content = toml(path, draft.findings, place)
    for number, edit in enumerate(_edits(draft, place, content or {}), start=1):
        _apply(Editor(draft, file, number), edit)
    return file


def apply_edits(draft: Draft, edits: Sequence[Mapping[str, object]]) -> None:
    """Apply edits as a scenario has them, in order; what is wrong is added to the draft's findings."""
    for number, edit in enumerate(edits, start=1):
        _apply(Editor(draft, EDITS, number), edit)


def apply_settings(draft: Draft, sets: Sequence[str]) -> None:
    """Apply settings `TABLE:KEY:COLUMN=VALUE` in order; what is wrong is added to the draft's findings."""
    for number, text in enumerate(sets, start=1):
        _set(Editor(draft, SETTINGS, number), text)


def _edits(draft: Draft, place: Place, content: Mapping[str, Any]) -> list[Any]:
    for name in content:
        if name not in TOP:
            remedy = hint(name, TOP, "A scenario has a description, a source and edits.")
            draft.findings.append(place.finding("E402", f"'{name}' is no part of a scenario.", remedy))
    edits = content.get("edits", [])
    if isinstance(edits, list):
        return edits
    draft.findings.append(place.finding("E402", "`edits` is not a list.", "Begin each edit with `[[edits]]`."))
    return []


def _apply(editor: Editor, edit: object) -> None:
    if not isinstance(edit, dict):
        editor.report("E402", "The edit is not a table.", "Begin each edit with `[[edits]]`.")
        return
    if not _well_formed(editor, edit):
        return
    typed = editor.table(edit["table"])
    if typed is None:
        return
    op = edit.get("op", "=")
    name = typed.table.name
    if name == "model" and op in ("add", "remove"):
        editor.report("E402", f"'{op}' cannot be done to model, which has one row.", "Change its columns by `=`.", name)
    elif op == "add":
        editor.add(typed, edit["rows"])
    else:
        mask = editor.mask(typed, edit.get("where", {}))
        if mask is not None and op == "remove":
            editor.draft.replace(typed.table.with_frame(typed.table.frame.filter(~mask)))
        elif mask is not None:
            editor.change(name, mask, Change(str(edit["column"]), str(op), edit["value"]))


def _well_formed(editor: Editor, edit: Mapping[str, Any]) -> bool:
    """Whether the edit has what its `op` needs and nothing else."""
    op = edit.get("op", "=")
    table = str(edit.get("table", ""))
    if not isinstance(op, str) or op not in FIELDS:
        editor.report("E402", f"'{op}' is no op.", "Write '=', '*', '+', 'add' or 'remove'.", table)
        return False
    optional = {"op", "where"} if op != "remove" and table == "model" else {"op"}
    missing = sorted(FIELDS[op] - optional - set(edit))
    strange = [name for name in edit if name not in FIELDS[op] | EXTRA]
    for name in missing:
        editor.report("E402", f"The edit has no `{name}`.", f"An edit with op '{op}' needs it.", table)
    for name in strange:
        near = nearest(name, FIELDS[op])
        remedy = f"Did you mean `{near}`?" if near else "Remove it."
        editor.report("E402", f"`{name}` is no part of an edit with op '{op}'.", remedy, table)
    rows = edit.get("rows", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        editor.report("E402", "`rows` is not a list of rows.", 'Write `rows = [{site = "..."}]`.', table)
        return False
    return not missing and not strange


def _set(editor: Editor, text: str) -> None:
    left, equals, value = text.partition("=")
    table, _, rest = left.partition(":")
    key, colon, column = rest.rpartition(":")
    if not equals or not colon:
        editor.report(
            "E407", f"'{text}' is no setting.", "Write TABLE:KEY:COLUMN=VALUE, as `model::discount_rate=0.1`."
        )
        return
    typed = editor.table(table.strip())
    if typed is None:
        return
    name = typed.table.name
    keys = key_of(typed.table.frame, table_schema(name))
    mask = keys == key.strip()
    if not mask.any():
        remedy = hint(key.strip(), set(keys), f"Look at {typed.table.file}.")
        editor.report("E405", f"{name} has no row '{key.strip()}'.", remedy, name)
        return
    editor.change(name, mask, Change(column.strip(), "=", value))


def _description(path: Path) -> str:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return ""
    return str(content.get("description", ""))
