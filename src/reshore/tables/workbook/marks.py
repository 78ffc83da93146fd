"""What the text of a sheet's XML says about cells that their values do not: errors, formulas, formats, hidden rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from reshore.tables.workbook.book import Book
from reshore.tables.workbook.canonical import column_of

Cell = tuple[int, int]
"""The row and the column of a cell, both counted from 1."""

ROW_HIDDEN: Final = re.compile(rb'<row (?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="([0-9]{1,7})"')
COLUMNS: Final = re.compile(rb'<col (?=[^<>]*\bhidden="(?:1|true)")[^<>]*>')
BOUNDS: Final = re.compile(rb'\b(min|max)="([0-9]{1,7})"')
PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
STYLE: Final = re.compile(rb'\bs="([0-9]{1,6})"')
VALUE: Final = re.compile(rb"<v\b[^<>]*>([^<]*)</v>")


@dataclass(frozen=True)
class Marks:
    """Cells that need a closer look."""

    errors: Mapping[Cell, str] = field(default_factory=dict)
    uncalculated: Collection[Cell] = ()
    zeros: Mapping[Cell, int] = field(default_factory=dict)
    percents: Collection[Cell] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def marks_of(xml: bytearray, book: Book) -> Marks:
    """Return what needs a closer look in a sheet's canonical XML."""
    errors = {cell: _text(body) for cell, _, body in _cells(xml, b't="e"')} if re.search(rb't="e"', xml) else {}
    zeros = {cell: book.styles.zeros[style] for cell, style, _ in _styled(xml, book.styles.zeros)}
    return Marks(
        errors,
        [cell for cell in _uncalculated(xml, book.stale) if cell not in errors],
        zeros,
        [cell for cell, _, body in _styled(xml, book.styles.percents) if body],
        frozenset(int(row) for row in ROW_HIDDEN.findall(xml)) if b"hidden=" in xml else frozenset(),
        _hidden_columns(xml),
    )


def numbers_of(xml: bytearray, book: Book) -> dict[Cell, str]:
    """Return the numbers in the cells that a sheet's canonical XML shows as dates or times."""
    return {cell: _text(body) for cell, _, body in _styled(xml, book.styles.dates) if body}


def _styled(xml: bytearray, styles: Collection[int]) -> Iterator[tuple[Cell, int, bytes]]:
    used = [str(style).encode() for style in styles if b's="%d"' % style in xml]
    return _cells(xml, rb's="(?:' + b"|".join(used) + rb')"') if used else iter(())


def _cells(xml: bytearray, attribute: bytes) -> Iterator[tuple[Cell, int, bytes]]:
    """Yield place, style and content of the cells with an attribute (as a pattern)."""
    pattern = rb"<c (?=[^<>]*\b" + attribute + rb")([^<>]*?)(?:/>|>((?:(?!<c ).)*?)</c>)"
    for match in re.finditer(pattern, xml, re.DOTALL):
        place, style = PLACE.search(match[1]), STYLE.search(match[1])
        if place is not None:
            yield _place(place), int(style[1]) if style else 0, match[2] or b""


def _uncalculated(xml: bytearray, stale: bool) -> Iterator[Cell]:
    """Yield the cells with a formula that has no value, or the 0 that programs put there in a workbook to be calculated."""
    if not re.search(rb"<f[ />]", xml):
        return
    pattern = rb"<c ([^<>]*)>\s*<f\b[^<>]*(?:/>|>[^<]*</f>)\s*(<v\b[^<>]*/>|<v\b[^<>]*>[^<]*</v>)?"
    for match in re.finditer(pattern, xml):
        value = VALUE.search(match[2] or b"")
        empty = value is None or not value[1].strip()
        place = PLACE.search(match[1])
        if place and ((empty and b't="str"' not in match[1]) or (stale and value is not None and value[1] == b"0")):
            yield _place(place)


def _hidden_columns(xml: bytearray) -> frozenset[int]:
    hidden: set[int] = set()
    for match in COLUMNS.finditer(xml, 0, max(xml.find(b"<sheetData"), 0)):
        bounds = {name: int(value) for name, value in BOUNDS.findall(match[0])}
        hidden.update(range(bounds.get(b"min", 1), min(bounds.get(b"max", 0), 16_384) + 1))
    return frozenset(hidden)


def _place(match: re.Match[bytes]) -> Cell:
    return int(match[2]), column_of(match[1].decode())


def _text(body: bytes) -> str:
    value = VALUE.search(body)
    return value[1].decode("utf-8", "replace") if value else ""
