"""What a workbook holds besides the cells of a model: it would be lost where the workbook is written anew."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from reshore.schema import schema
from reshore.tables.table import ROW
from reshore.tables.workbook.book import MOST_OF_HEAD, WORKBOOK, Book, SheetPart, tree
from reshore.tables.workbook.grid import Grid, grid_of
from reshore.tables.workbook.layout import READ_ME, SCENARIOS, SETTING, SETTING_COLUMNS, VALUE
from reshore.tables.workbook.tab import title_of

AUTHOR: Final = "reshore"
FORMULA: Final = re.compile(rb'<(?:\w+:)?c\s[^<>]*\br="([A-Z]+[0-9]+)"[^<>]*>\s*<(?:\w+:)?f[\s/>]')
ANY_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
HEADER_CELL: Final = re.compile(r"[A-Z]+1")
WORDS: Final = {
    "drawing": "drawings, charts or pictures",
    "picture": "drawings, charts or pictures",
    "threadedComment": "comments",
    "pivotTable": "pivot tables",
    "oleObject": "objects",
    "package": "objects",
    "control": "controls",
    "hyperlink": "links",
}
"""What sheets are related to that is no table, by the last word of the kind of relation."""


def own_of(book: Book) -> list[str]:
    """Return what people have in a workbook that is neither in its tables nor its scenarios, each with its place, in words.

    These are sheets, columns and cells of their own, hidden sheets, formulas, comments that are not the help on a header, links,
    drawings and other objects, names and macros. How cells look is none of it. Raises ArchiveError where a part cannot be read.
    """
    found: dict[str, list[str]] = {}
    for what, place in _found(book):
        places = found.setdefault(what, [])
        if place and place not in places:
            places.append(place)
    return [f"{what} ({_few(places)})" if places else what for what, places in found.items()]


def _found(book: Book) -> Iterator[tuple[str, str]]:
    parts = {part: part.name.strip().lower() for part in book.sheets}
    yield from (("sheets of its own", name) for name in sorted(parts.values()) if name not in _written())
    sheets = [part for part, name in parts.items() if name in _written() and name != READ_ME]
    yield from (("hidden sheets", part.name) for part in sheets if part.hidden)
    for part in sheets:
        if part.part in book.archive:
            yield from (("formulas", f"{part.name}!{cell}") for cell in _formulas(book.archive.read(part.part)))
        yield from _related(book, part)
    yield from _cells(book, sheets)
    for item in tree(book.archive.read(WORKBOOK, MOST_OF_HEAD)).iterfind(".//{*}definedNames/{*}definedName"):
        if not item.get("name", "").startswith(("_xlnm.", "list_")):
            yield "names of its own", item.get("name", "")
    if "xl/vbaProject.bin" in book.archive:
        yield "macros", ""


def _written() -> set[str]:
    return {*schema(), READ_ME, SCENARIOS}


def _formulas(xml: bytearray) -> Iterator[str]:
    cells = [match[1].decode() for match in FORMULA.finditer(xml)]
    yield from cells or (["..."] if ANY_FORMULA.search(xml) else [])


def _related(book: Book, part: SheetPart) -> Iterator[tuple[str, str]]:
    """Yield the comments of a sheet that are not the help on its header, and what else is beside its cells."""
    folder, name = posixpath.split(part.part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in book.archive:
        return
    for item in tree(book.archive.read(relations, MOST_OF_HEAD)):
        kind, target = item.get("Type", "").rpartition("/")[2], item.get("Target", "")
        if kind == "comments":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield from (("comments", f"{part.name}!{cell}") for cell in _comments(tree(book.archive.read(path))))
        elif kind in WORDS:
            yield WORDS[kind], part.name


def _comments(root: ElementTree.Element) -> Iterator[str]:
    authors = [item.text or "" for item in root.iterfind("{*}authors/{*}author")]
    for item in root.iterfind("{*}commentList/{*}comment"):
        number = item.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        cell = item.get("ref", "")
        if author != AUTHOR or not HEADER_CELL.fullmatch(cell):
            yield cell


def _cells(book: Book, sheets: list[SheetPart]) -> Iterator[tuple[str, str]]:
    """Yield columns and cells of one's own, in sheets whose errors are none."""
    workbook = CalamineWorkbook.from_path(book.archive.path)
    for part in sheets:
        grid = grid_of(workbook.get_sheet_by_name(part.name))
        if grid.frame.is_empty():
            continue
        header = [title_of(text)[0] for text in grid.frame.drop(ROW).row(0)]
        own = [name for name in header if name.startswith("_")]
        yield from (("columns of its own", f"{part.name}.{name}") for name in own)
        if part.name.strip().lower() == "model":
            yield from (("cells that are no settings", f"{part.name}!{place}") for place in _beside(grid, header))


def _beside(grid: Grid, header: list[str]) -> Iterator[str]:
    """Yield the rows and columns with text in the sheet of settings that is no setting, its value, unit or description."""
    at, value = (header.index(name) if name in header else 0 for name in (SETTING, VALUE))
    for *cells, row in grid.frame.rows():
        strange = any(text for name, text in zip(header, cells, strict=True) if name not in SETTING_COLUMNS)
        unnamed = not cells[at] and not cells[value] and any(cells)
        if strange or unnamed:
            yield f"row {row}"


def _few(places: list[str]) -> str:
    return ", ".join(places[:5]) + (", ..." if len(places) > 5 else "")
