"""Scenarios in a sheet: a line for each edit, and for each row that an edit adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reshore.tables.findings import Finding
from reshore.tables.raw import Raw
from reshore.tables.report import hint
from reshore.tables.script import Script
from reshore.tables.workbook.layout import SCENARIO_COLUMNS
from reshore.tables.workbook.tab import title_of
from reshore.tables.workbook.values import cell_of, pairs_of, text_of_pairs, value_of

PLAIN: Final = ("table", "column", "op")
VALUES: Final = ("value", "note", "source")
Line = dict[str, str]


def scripts_of(raw: Raw) -> tuple[dict[str, Script], list[Finding]]:
    """Return the scenarios in a sheet by name, and what is wrong with its columns and lines."""
    found: list[Finding] = []
    names = [title_of(title)[0] for title in raw.header]
    for name in names:
        if name and name not in SCENARIO_COLUMNS and not name.startswith("_"):
            otherwise = (
                f"The columns of scenarios are {', '.join(SCENARIO_COLUMNS)}; put _ before it to have it ignored."
            )
            message = f"'{name}' is not a column of scenarios."
            found.append(raw.place.finding("E112", message, hint(name, SCENARIO_COLUMNS, otherwise), column=name))
    if raw.header and "scenario" not in names:
        message, remedy = "The column 'scenario' is missing.", "Add it: the name of the scenario of each line."
        return {}, [*found, raw.place.finding("E111", message, remedy, column="scenario")]
    scripts: dict[str, Script] = {}
    for *cells, row in raw.frame.iter_rows():
        line = {name: cell for name, cell in zip(names, cells, strict=True) if name in SCENARIO_COLUMNS}
        name = line["scenario"]
        if not name:
            found.append(raw.place.finding("E402", "The line has no scenario.", "Name it.", row, "scenario"))
            continue
        script = scripts.setdefault(name, Script(raw.place, {"edits": []}, []))
        found += _take(script, line, row)
    return scripts, found


def _take(script: Script, line: Line, row: int) -> Iterator[Finding]:
    """Add a line to its scenario, and yield what is wrong with it."""
    given = {name: text for name, text in line.items() if text}
    if given.get("description"):
        script.content.setdefault("description", _plain(given["description"]))
    if not given.keys() & {"table", "where", "column", "op", "value", "row", "edit"}:
        if "source" in given:
            script.content.setdefault("source", _plain(given["source"]))
        return
    edit: dict[str, Any] = {name: given[name] for name in PLAIN if name in given}
    for name in ("where", *VALUES, "row"):
        if name in given:
            try:
                edit[name] = pairs_of(given[name]) if name in ("where", "row") else value_of(given[name])
            except ValueError as error:
                yield script.place.finding("E402", f"{error}.", SCENARIO_COLUMNS[name], row, name)
    added = edit.pop("row", None)
    if edit.get("op") == "add":
        edit["rows"] = [] if added is None else [added]
    elif added is not None:
        message = "Only an edit with op 'add' has a row."
        yield script.place.finding("E402", message, "Write `add` as its op, or empty the cell.", row, "row")
    yield from _put(script, edit, given.get("edit", ""), row)


def _put(script: Script, edit: dict[str, Any], number: str, row: int) -> Iterator[Finding]:
    """Add an edit, or a row to the edit with its number."""
    edits = script.content["edits"]
    known = script.numbers.get(number) if number else None
    if known is None:
        if number:
            script.numbers[number] = len(edits)
        edits.append(edit)
        script.lines.append(row)
    elif edit.get("op") == "add" and edits[known].get("op") == "add" and edits[known].get("table") == edit.get("table"):
        edits[known]["rows"] += edit["rows"]
    else:
        message = f"Edit {number} is given already, in row {script.lines[known]}."
        yield script.place.finding(
            "E402", message, "Give it another number; only rows that are added share one.", row, "edit"
        )


def _plain(text: str) -> Any:
    try:
        return value_of(text)
    except ValueError:
        return text


def lines_of(name: str, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the lines of a scenario, as cells by column. Claim: `scripts_of` reads the same content from them."""
    edits = content.get("edits", [])
    head = {name: cell_of(content[name]) for name in ("description", "source") if name in content}
    if head or not edits:
        yield {"scenario": name, **head}
    for number, edit in enumerate(edits, start=1):
        line = {"scenario": name, "edit": number, **{name: edit[name] for name in PLAIN if name in edit}}
        if "where" in edit:
            line["where"] = text_of_pairs(edit["where"])
        line |= {name: cell_of(edit[name]) for name in VALUES if name in edit}
        rows = edit.get("rows") or [None]
        yield line if rows[0] is None else {**line, "row": text_of_pairs(rows[0])}
        for row in rows[1:]:
            again = {key: line[key] for key in ("scenario", "edit", "table", "op")}
            yield {**again, "row": text_of_pairs(row)}
