"""What the text of a sheet's XML says about cells that their values do not: errors, formulas, formats, hidden rows."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree

import numpy as np

from reshore.tables.workbook.archive import ArchiveError
from reshore.tables.workbook.book import Book, declares, no_xml

Cell = tuple[int, int]
"""The row and the column of a cell, both counted from 1."""

BLOCK: Final = 4 << 20
LONGEST_NAME: Final = 10
LONGEST: Final = 24
"""Signs of the longest reference, ` r="XFD1048576"`, and some more."""
SMALL_AREA: Final = 4_000_000
AREA_OF_CELL: Final = 20
ROW_HIDDEN: Final = re.compile(rb'<row (?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="([0-9]{1,7})"')
COLUMNS: Final = re.compile(rb'<col (?=[^<>]*\bhidden="(?:1|true)")[^<>]*>')
BOUNDS: Final = re.compile(rb'\b(min|max)="([0-9]{1,7})"')
PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
STYLE: Final = re.compile(rb'\bs="([0-9]{1,6})"')
NAMED: Final = re.compile("([A-Z]{1,3})([0-9]{1,7})")
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


def canonical(xml: bytearray) -> bytearray:
    """Return the XML of a sheet as Excel writes it: plain names, double quotes, a reference in each cell.

    Raises ArchiveError where it is no XML, or where its cells lie so far apart that the area between them is too large.
    """
    if declares(xml):
        raise no_xml()
    cells, rows, columns = _extent(xml)
    if b"<sheetData" not in xml or cells != xml.count(b"<c ") + xml.count(b"<c>"):
        xml = _rewritten(xml)
        cells, rows, columns = _extent(xml)
    if rows * columns > SMALL_AREA + AREA_OF_CELL * cells:
        message = f"The sheet has cells as far away as row {rows:,} and column {letters(columns)}."
        raise ArchiveError("E115", message, "Delete the rows and columns beyond the table, and save the workbook.")
    return xml


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


def letters(column: int) -> str:
    """Return what Excel calls a column, counted from 1."""
    text = ""
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(65 + digit) + text
    return text


def column_of(name: str) -> int:
    """Return the column with a name such as AB, counted from 1."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


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


def _extent(xml: bytearray) -> tuple[int, int, int]:
    """Return how many cells name their place, the last row and the last column of any."""
    count = last_row = last_column = 0
    data = np.frombuffer(xml, dtype=np.uint8)
    for start in range(0, len(data), BLOCK):
        block = data[start : start + BLOCK + LONGEST]
        at = np.flatnonzero(block[1 : BLOCK + 1] == 114)
        at = at[at + 3 < len(block)]
        at = at[(block[at] == 32) & (block[at + 2] == 61) & (block[at + 3] == 34)]
        row, column = _places(block, at + 4)
        named = column > 0
        count += int(named.sum())
        last_row = max(last_row, int(row[named].max(initial=0)))
        last_column = max(last_column, int(column[named].max(initial=0)))
    return count, last_row, last_column


def _places(block: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and the columns of the references that begin at these places of a block, 0 where there is none."""
    row, column = np.zeros(len(at), np.int32), np.zeros(len(at), np.int32)
    in_name, in_row = np.ones(len(at), bool), np.zeros(len(at), bool)
    padded = np.concatenate([block, np.zeros(LONGEST, np.uint8)])
    for step in range(LONGEST_NAME):
        sign = padded[at + step].astype(np.int32)
        letter, digit = in_name & (sign >= 65) & (sign <= 90), (sign >= 48) & (sign <= 57)
        in_row = np.where(in_name, ~letter & digit & (column > 0), in_row & digit)
        column = np.where(letter, column * 26 + sign - 64, column)
        row = np.where(in_row, row * 10 + sign - 48, row)
        in_name = letter
        if not (in_name.any() or in_row.any()):
            break
    return row, column


def _rewritten(xml: bytearray) -> bytearray:
    """Return the columns, rows and cells of a sheet as Excel would write them."""
    columns, rows, last = bytearray(), bytearray(), 0
    try:
        for _, item in ElementTree.iterparse(io.BytesIO(xml)):  # noqa: S314 (parts with a DOCTYPE are refused)
            kind = item.tag.rpartition("}")[2]
            if kind == "col":
                columns += b"<col " + _attributes(item, ("min", "max", "hidden")) + b"/>"
            elif kind == "row":
                last = _count(item.get("r"), last + 1)
                rows += _row(item, last)
                item.clear()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise no_xml() from error
    return bytearray(b"<worksheet><cols>") + columns + b"</cols><sheetData>" + rows + b"</sheetData></worksheet>"


def _row(item: ElementTree.Element, number: int) -> bytes:
    cells, column = [], 0
    for cell in item.iterfind("{*}c"):
        match = NAMED.fullmatch(cell.get("r", ""))
        column = column_of(match[1]) if match else column + 1
        place = f"{letters(column)}{match[2] if match else number}".encode()
        cells.append(b'<c r="' + place + b'" ' + _attributes(cell, ("s", "t")) + b">" + _body(cell) + b"</c>")
    return b'<row r="%d" ' % number + _attributes(item, ("hidden",)) + b">" + b"".join(cells) + b"</row>"


def _count(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else otherwise


def _attributes(item: ElementTree.Element, names: Collection[str]) -> bytes:
    return b" ".join(f'{name}="{item.get(name)}"'.encode() for name in names if item.get(name) is not None)


def _body(cell: ElementTree.Element) -> bytes:
    formula, value = cell.find("{*}f"), cell.findtext("{*}v")
    text = "" if value is None else "<v>" + value.replace("&", "&amp;").replace("<", "&lt;") + "</v>"
    return (b"<f/>" if formula is not None else b"") + text.encode()
