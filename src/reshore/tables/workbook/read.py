"""Read the sheets of a workbook as the text of tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from python_calamine import CalamineError, CalamineWorkbook

from reshore.schema import schema
from reshore.tables.content import content_of, remedy_for
from reshore.tables.findings import Finding
from reshore.tables.raw import Raw
from reshore.tables.report import Place, hint
from reshore.tables.table import Sheet
from reshore.tables.workbook.archive import ArchiveError
from reshore.tables.workbook.book import Book, SheetPart, open_book
from reshore.tables.workbook.canonical import canonical
from reshore.tables.workbook.grid import grid_of
from reshore.tables.workbook.layout import SCENARIOS
from reshore.tables.workbook.marks import Marks, marks_of, numbers_of
from reshore.tables.workbook.tab import Tab, columns_of, settings_of

Result = TypeVar("Result")
CONTENT: Final = re.compile(rb"<(?:\w+:)?(?:v|is)\b")


@dataclass
class Contents:
    """What a workbook holds: the text of its tables and of the sheet of scenarios, and what is wrong with it."""

    raws: dict[str, Raw] = field(default_factory=dict)
    scenarios: Raw | None = None
    findings: list[Finding] = field(default_factory=list)


def read_book(path: Path, name: str, only: str | None = None) -> Contents:
    """Return what a workbook (called `name` in findings) holds, or one sheet of it. Claim: nothing in the file raises."""
    contents = Contents()
    place = Place(name, "")
    try:
        content = content_of(path)
        if not content.startswith("a workbook"):
            words = f"it is {content}" if content else "its content is none that is known"
            remedy = remedy_for(content, "Save it in Excel as 'Excel Workbook (.xlsx)'.")
            raise ArchiveError("E110", f"The file is no workbook: {words}.", remedy)
        _read(open_book(path), contents, name, only)
    except ArchiveError as error:
        contents.findings.append(place.finding(error.code, error.message, error.remedy))
    except OSError as error:
        remedy = "Close it in other programs and check its rights."
        contents.findings.append(place.finding("E103", f"The file cannot be read: {error.strerror}.", remedy))
    return contents


def _read(book: Book, contents: Contents, name: str, only: str | None) -> None:
    parts: dict[str, SheetPart] = {}
    for part in book.sheets:
        if (table := _table(part)) and only in (None, table):
            if table in parts:
                message = f"The sheet '{parts[table].name}' holds the same."
                contents.findings.append(_place(name, part).finding("E102", message, "Keep one of the two sheets."))
            parts[table] = part
    marks: dict[str, Marks] = {}
    for table, part in parts.items():
        xml = book.archive.read(part.part) if part.part in book.archive else bytearray(b"<sheetData/>")
        try:
            marks[table] = marks_of(canonical(xml), book)
        except ArchiveError as error:
            contents.findings.append(_place(name, part).finding(error.code, error.message, error.remedy))
    book.archive.count()
    workbook = _guarded(lambda: CalamineWorkbook.from_path(book.archive.path))
    for table, found in marks.items():
        tab = _tab((book, workbook), parts[table], found, name)
        raw = settings_of(tab) if table == "model" else columns_of(tab)
        contents.findings += raw.findings
        if table == SCENARIOS:
            contents.scenarios = raw
        else:
            contents.raws[table] = raw
    if only is None:
        contents.findings += [*_missing(parts, name), *_unknown(book, name)]


def _table(part: SheetPart) -> str:
    """Return the table (or scenarios) that a sheet holds by its name, empty where it is none."""
    name = part.name.strip().lower()
    return name if name in schema() or name == SCENARIOS else ""


def _place(name: str, part: SheetPart) -> Place:
    table = _table(part)
    return Place(name, "" if table == SCENARIOS else table, Sheet(part.name))


def _tab(opened: tuple[Book, CalamineWorkbook], part: SheetPart, marks: Marks, name: str) -> Tab:
    book, workbook = opened
    sheet = _guarded(lambda: workbook.get_sheet_by_name(part.name))
    return Tab(
        _place(name, part),
        _guarded(lambda: grid_of(sheet)),
        marks,
        part.hidden,
        tuple(sheet.merged_cell_ranges or ()),
        lambda: numbers_of(canonical(book.archive.read(part.part)), book),
    )


def _missing(parts: dict[str, SheetPart], name: str) -> Iterator[Finding]:
    for declared in schema().values():
        if declared.required and declared.name not in parts:
            place = Place(name, declared.name, Sheet(declared.name))
            yield place.finding("E101", "The sheet is missing.", f"Add it: {declared.description}")


def _unknown(book: Book, name: str) -> Iterator[Finding]:
    for part in book.sheets:
        if _table(part) or part.name.startswith("_") or "worksheets/" not in part.part:
            continue
        if part.part not in book.archive or not CONTENT.search(book.archive.read(part.part)):
            continue
        remedy = hint(part.name, [*schema(), SCENARIOS], "Put _ before its name to say so.")
        place = Place(name, part.name, Sheet(part.name))
        yield place.finding("W301", "The sheet is not a table of a model and is ignored.", remedy)


def _guarded(read: Callable[[], Result]) -> Result:
    """Return what the reader of workbooks gives; raises ArchiveError where it fails, even by a panic of its Rust code."""
    try:
        return read()
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        reason = str(error)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        reason = "its cells cannot be read"
    raise ArchiveError("E103", f"The file is no workbook that can be read: {reason}.", "Save it again in Excel.")
