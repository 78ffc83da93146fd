"""Turn the cells of one sheet into the text of a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from reshore.schema import Column, schema
from reshore.tables.raw import Raw
from reshore.tables.report import Place
from reshore.tables.table import ROW, Sheet
from reshore.tables.typed import HEADER
from reshore.tables.workbook.canonical import letters
from reshore.tables.workbook.grid import Grid
from reshore.tables.workbook.judged import Spot, filled_with_zeros, hidden, judged
from reshore.tables.workbook.layout import SCENARIO_COLUMNS, SETTING, SETTING_COLUMNS, UNIT, VALUE
from reshore.tables.workbook.marks import Cell, Marks

Merged = tuple[tuple[int, int], tuple[int, int]]
Owner = Callable[[Cell], tuple[int, int | None] | None]
"""From a cell of the sheet to its position in the header of the table and its line in the frame, None where it has no line."""

DEEPEST_HEADER: Final = 50


@dataclass(frozen=True)
class Tab:
    """One sheet as it was read: its cells, what needs a closer look, merged ranges, and the numbers that are shown as dates."""

    place: Place
    grid: Grid
    marks: Marks
    hidden: bool
    merged: Sequence[Merged]
    numbers: Callable[[], dict[Cell, str]]

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.place.sheet.name if self.place.sheet else ""

    @property
    def columns(self) -> Mapping[str, Column]:
        """The declared columns of the table by name, those of scenarios where it is none."""
        if self.place.table:
            return {column.name: column for column in schema()[self.place.table].columns}
        return {name: scenario_column(name) for name in SCENARIO_COLUMNS}


def scenario_column(name: str) -> Column:
    """Return the declaration of a column of the sheet of scenarios; dates and numbers may stand in it as they are."""
    dtype = "any" if name == VALUE else "str"
    return Column(name, dtype, "", False, "", None, False, None, False, False, (), (), "", SCENARIO_COLUMNS[name])


def title_of(text: str) -> tuple[str, str]:
    """Return the name and the unit (empty where there is none) of a title such as `capacity [unit/week]`."""
    match = HEADER.fullmatch(text)
    return (match[1].strip(), (match[2] or "").strip()) if match else (text, "")


def columns_of(tab: Tab) -> Raw:
    """Return the text of a table whose header is row 1 of its sheet."""
    raw = Raw(tab.place)
    if not _has_header(tab, raw, tab.columns):
        return raw
    raw.header = list(tab.grid.frame.drop(ROW).row(0))
    raw.frame = tab.grid.frame.filter(pl.col(ROW) > 1)
    raw.letters = [letters(tab.grid.column(at)) for at in range(len(raw.header))]
    names = [title_of(title)[0] for title in raw.header]
    raw.place = replace(tab.place, sheet=Sheet(tab.name, dict(zip(names[::-1], raw.letters[::-1], strict=True))))
    at_of = {tab.grid.column(at): at for at, name in enumerate(names) if name in tab.columns}
    for position in [at for at, name in enumerate(names) if name in tab.columns and tab.columns[name].dtype == "date"]:
        tab.grid.dated.pop(position, None)
    marked = tab.marks.errors or tab.marks.uncalculated or tab.marks.zeros or tab.marks.percents or tab.grid.dated
    lines = {row: line for line, row in enumerate(raw.frame[ROW])} if marked else {}

    def owner(cell: Cell) -> tuple[int, int | None] | None:
        return (at_of[cell[1]], lines.get(cell[0])) if cell[0] > 1 and cell[1] in at_of else None

    _judge(tab, raw, owner)
    _merged(tab, raw, [at + tab.grid.offset for at, name in enumerate(names) if name])
    some = [
        column for column in tab.marks.hidden_columns if column in at_of and raw.frame[str(at_of[column])].ne("").any()
    ]
    _hidden(tab, raw, raw.frame[ROW].to_list(), sorted(some))
    return raw


def settings_of(tab: Tab) -> Raw:
    """Return the settings of a model, one in each row of its sheet, as one row of text."""
    raw = Raw(tab.place, frame=pl.DataFrame({ROW: [0]}))
    if not _has_header(tab, raw, SETTING_COLUMNS):
        return raw
    header, *rows = tab.grid.frame.rows()
    missing = [name for name in (SETTING, VALUE) if name not in header]
    if missing:
        remedy = f"Head two columns `{SETTING}` and `{VALUE}`, and give each setting a row."
        words = [("E111", f"The column '{name}' is missing.", remedy, None, name) for name in missing]
        raw.findings += [tab.place.finding(*one) for one in words]
        return raw
    at, value = header.index(SETTING), header.index(VALUE)
    unit = header.index(UNIT) if UNIT in header else None
    kept = [cells for cells in rows if cells[at] or cells[value]]
    raw.header = [_setting(tab, cells[at], "" if unit is None else cells[unit]) for cells in kept]
    raw.frame = pl.DataFrame({**{str(position): [cells[value]] for position, cells in enumerate(kept)}, ROW: [0]})
    _place_settings(raw, tab, [cells[-1] for cells in kept], tab.grid.column(value))
    _merged(tab, raw, [at + tab.grid.offset, value + tab.grid.offset])
    return raw


def _place_settings(raw: Raw, tab: Tab, rows: list[int], value: int) -> None:
    """Note where each setting is, and judge the cells of their values."""
    names = [title_of(title)[0] for title in raw.header]
    letter = letters(value)
    raw.letters = [f"{letter}{row}" for row in rows]
    rows_of = dict(zip(names[::-1], rows[::-1], strict=True))
    raw.place = replace(tab.place, sheet=Sheet(tab.name, dict.fromkeys(names, letter), rows_of))
    at_of = {row: at for at, row in enumerate(rows) if names[at] in tab.columns}
    _judge(tab, raw, lambda cell: (at_of[cell[0]], 0) if cell[1] == value and cell[0] in at_of else None)
    _hidden(tab, raw, list(at_of), [value])


def _setting(tab: Tab, name: str, unit: str) -> str:
    """Return the title of a setting, with the unit beside it where that is not the declared one."""
    usual = name in tab.columns and unit == tab.columns[name].unit
    return name if usual or not unit or "[" in name else f"{name} [{unit}]"


def _has_header(tab: Tab, raw: Raw, names: Collection[str]) -> bool:
    """Whether row 1 is the header; a finding says where it is otherwise. A sheet without cells has none, and no finding."""
    frame = tab.grid.frame.head(DEEPEST_HEADER)
    rows = [(row, cells) for *cells, row in frame.iter_rows() if row <= DEEPEST_HEADER]
    known = {row: sum(title_of(text)[0] in names for text in cells) for row, cells in rows}
    if not known or known.get(1):
        return bool(known)
    best = max(known, key=lambda row: known[row])
    if known[best]:
        message = f"The header is in row {best}, not in row 1."
        remedy = f"Delete the row{'s' if best > 2 else ''} above it, or put what they say on a sheet whose name begins with _."
    elif 1 in known:
        return True
    else:
        message, remedy = "Row 1 is blank.", f"Put the names of the columns there: {', '.join(names)}."
    raw.findings.append(tab.place.finding("E116", message, remedy, best if known[best] else None))
    return False


def _judge(tab: Tab, raw: Raw, owner: Owner) -> None:
    """Add findings about cells, and write numbers in columns of text with the zeros that Excel shows."""
    titles = [title_of(title) for title in raw.header]

    def spot(cell: Cell) -> Spot | None:
        found = owner(cell)
        if found is None:
            return None
        name, unit = titles[found[0]]
        return Spot(tab.columns[name], unit, "" if found[1] is None else raw.frame[str(found[0])][found[1]])

    for cell, words in judged(tab.marks, tab.grid, spot, tab.numbers):
        found = spot(cell)
        name = found.column.name if found else None
        raw.findings.append(raw.place.finding(*words, cell[0], name))
        raw.told.add((cell[0], name))
    padded: dict[int, dict[int, str]] = {}
    for cell, text in filled_with_zeros(tab.marks, spot):
        at, line = owner(cell) or (0, None)
        if line is not None:
            padded.setdefault(at, {})[line] = text
    for at, texts in padded.items():
        raw.frame = raw.frame.with_columns(raw.frame[str(at)].scatter(list(texts), list(texts.values())))


def _merged(tab: Tab, raw: Raw, columns: Collection[int]) -> None:
    """Add a finding for each merged range in the columns (counted from 0) of the table."""
    last = tab.grid.frame[ROW].max()
    for (top, left), (bottom, right) in tab.merged:
        if any(left <= column <= right for column in columns) and isinstance(last, int) and top < last:
            cells = f"{letters(left + 1)}{top + 1}:{letters(right + 1)}{bottom + 1}"
            message = f"The cells {cells} are merged: only the first of them has a value."
            raw.report("E117", message, "Unmerge them, and write its value into each cell.", top + 1)
            raw.broken.update(range(top + 1, min(bottom + 1, last) + 1))


def _hidden(tab: Tab, raw: Raw, rows: list[int], columns: list[int]) -> None:
    """Warn of what the reader of the workbook does not see and the model has all the same."""
    remedy = "Delete what is no part of the model, or unhide it."
    if tab.hidden:
        raw.report(
            "W308",
            "The sheet is hidden, but is read.",
            "Put _ before its name if it is no part of the model, or unhide it.",
        )
    for message in hidden(tab.marks, rows, columns):
        raw.report("W308", message, remedy)
