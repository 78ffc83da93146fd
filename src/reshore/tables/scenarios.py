"""Scenarios: files of ordered edits; and settings given one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from reshore.schema import table_schema
from reshore.tables.edits import Change, Draft, Editor
from reshore.tables.files import FOLDER, inside
from reshore.tables.findings import Finding
from reshore.tables.keys import key_of
from reshore.tables.origin import SET
from reshore.tables.report import Place, hint, nearest
from reshore.tables.script import Script
from reshore.tables.source import Source, file_script, scenario_files
from reshore.tables.table import ROW
from reshore.tables.workbook.layout import SCENARIOS

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


def apply_scenario(draft: Draft, source: Source, name: str) -> Script:
    """Apply the edits of a scenario in order and return it; what is wrong is added to the draft's findings."""
    script = find_script(source, name, draft.findings)
    for number, edit in enumerate(_edits(draft, script), start=1):
        _apply(Editor(draft, script, number), edit)
    return script


def sound(script: Script) -> list[Finding]:
    """Return what is wrong with how a scenario is written, whatever the tables hold."""
    draft = Draft({})
    for number, edit in enumerate(_edits(draft, script), start=1):
        editor = Editor(draft, script, number)
        if not isinstance(edit, dict):
            _apply(editor, edit)
        elif _well_formed(editor, edit):
            texts = [edit.get(name, "") for name in ("table", "column", "op")]
            if not all(isinstance(text, str) for text in texts) or not isinstance(edit.get("where", {}), dict):
                editor.report(
                    "E402",
                    "The edit is not written as one.",
                    "Give table, column and op as text, and columns in `where`.",
                )
    return draft.findings


def find_script(source: Source, name: str, findings: list[Finding]) -> Script:
    """Return a scenario from the workbook or its file, one without edits (and a finding) where there is none."""
    place = Place(f"{FOLDER}/{name}.toml", "")
    path = source.home / FOLDER / f"{name}.toml"
    if not name or any(mark in name for mark in "/\\\0") or name.startswith("."):
        message = f"'{name}' is no name of a scenario."
        findings.append(place.finding("E401", message, "Give the name alone, without a folder."))
    elif name in source.scripts:
        script = source.scripts[name]
        if path.exists():
            message = f"The sheet {SCENARIOS} of {source.book} has the scenario '{name}' too."
            findings.append(place.finding("E102", message, "Keep one of the two."))
        return script
    elif not path.is_file():
        names = sorted({*source.scripts, *(file.stem for file in scenario_files(source.home))})
        remedy = hint(name, names, f"The scenarios are {', '.join(names)}." if names else "The model has no scenarios.")
        place = source.place("") or place
        findings.append(replace(place, sheet=None).finding("E401", f"There is no scenario '{name}'.", remedy))
    elif not inside(source.home, path):
        message = "The file is a link out of the folder of the model."
        findings.append(place.finding("E106", message, "Copy the file into the folder."))
    else:
        return file_script(source.home, name, findings)
    return Script(place, {})


def apply_edits(draft: Draft, edits: Sequence[Mapping[str, object]]) -> None:
    """Apply edits as a scenario has them, in order; what is wrong is added to the draft's findings."""
    for number, edit in enumerate(edits, start=1):
        _apply(Editor(draft, Script(Place(EDITS, ""), {}), number), edit)


def apply_kept(draft: Draft, edits: Sequence[Mapping[str, Any]]) -> None:
    """Apply edits as an origin keeps them, settings among them; what is wrong is added to the draft's findings."""
    for number, edit in enumerate(edits, start=1):
        if SET in edit:
            _set(Editor(draft, Script(Place(SETTINGS, ""), {}), number), str(edit[SET]))
        else:
            _apply(Editor(draft, Script(Place(EDITS, ""), {}), number), edit)


def scenario_names(source: Source) -> list[str]:
    """Return the names of all scenarios of a model, in order, also of those that cannot be read."""
    files = (path.stem for path in (source.home / FOLDER).glob("[!._]*.toml"))
    return sorted({*source.scripts, *files})


def with_scenario(finding: Finding, script: Script, name: str) -> Finding:
    """Give a finding that comes with a scenario the place of that; its message says where the model shows it."""
    place = script.place_of(finding.table)
    sheet = place.sheet.name if place.sheet else None
    if (finding.file, finding.sheet) == (place.file, sheet):
        return finding
    message = f"With the scenario '{name}', {finding.place}: {finding.message}"
    row = script.line(1) if script.lines else None
    return replace(finding, file=place.file, sheet=sheet, row=row, cell=None, message=message)


def apply_settings(draft: Draft, sets: Sequence[str]) -> None:
    """Apply settings `TABLE:KEY:COLUMN=VALUE` in order; what is wrong is added to the draft's findings."""
    for number, text in enumerate(sets, start=1):
        _set(Editor(draft, Script(Place(SETTINGS, ""), {}), number), text)


def _edits(draft: Draft, script: Script) -> list[Any]:
    place = script.place
    for name in script.content:
        if name not in TOP:
            remedy = hint(name, TOP, "A scenario has a description, a source and edits.")
            draft.findings.append(place.finding("E402", f"'{name}' is no part of a scenario.", remedy))
    edits = script.content.get("edits", [])
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
        remedy = hint(key.strip(), set(keys), f"Look at {typed.table.where}.")
        editor.report("E405", f"{name} has no row '{key.strip()}'.", remedy, name)
        return
    before = editor.draft.typed["profiles"].table.frame.height
    editor.change(name, mask, Change(column.strip(), "=", value))
    gone = before - editor.draft.typed["profiles"].table.frame.height
    if gone:
        message = f"{gone:,} row{'s of profiles give' if gone > 1 else ' of profiles gives'} way to this number."
        remedy = "It holds at all times then: edit the rows of profiles instead where it is to change over time."
        editor.report("I401", message, remedy, name, column.strip())
    rows = typed.table.frame.filter(mask)[ROW]
    editor.draft.settings |= {(name, column.strip(), row): editor.number for row in rows}
