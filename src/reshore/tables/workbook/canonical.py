"""The XML of a sheet as Excel writes it, and a bound on the area of its cells.

The reader of workbooks makes room for every cell between the first and the last: two cells far apart would take all memory.
Their references are therefore read before it is asked, and by rules that leave it no other reading of them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from typing import Final
from xml.etree import ElementTree

import numpy as np

from reshore.tables.workbook.archive import ArchiveError
from reshore.tables.workbook.book import declares, no_xml

BLOCK: Final = 4 << 20
CELL: Final = b'<c r="'
LETTERS, DIGITS = 3, 7
LONGEST: Final = len(CELL) + LETTERS + DIGITS + 1
SMALL_AREA: Final = 4_000_000
AREA_OF_CELL: Final = 20
NAMED: Final = re.compile("([A-Z]{1,3})([0-9]{1,7})")
PREFIXED: Final = re.compile(rb"<[^<>\s]*:c[\s/>]")
UNUSUAL: Final = re.compile(rb"<c[\t\r\n/>]")


def canonical(xml: bytearray) -> bytearray:
    """Return the XML of a sheet as Excel writes it: plain names, and each cell begins with its reference in double quotes.

    Raises ArchiveError where it is no XML, or where its cells lie so far apart that the area between them is too large.
    """
    if declares(xml):
        raise no_xml()
    cells, rows, columns = _extent(xml)
    if b"<sheetData" not in xml or cells != xml.count(b"<c ") or _is_unusual(xml):
        xml, rows, columns = _rewritten(xml)
        cells = xml.count(CELL)
    if rows * columns > SMALL_AREA + AREA_OF_CELL * cells:
        message = f"The sheet has cells as far away as row {rows:,} and column {letters(columns)}."
        raise ArchiveError("E115", message, "Delete the rows and columns beyond the table, and save the workbook.")
    return xml


def _is_unusual(xml: bytearray) -> bool:
    """Whether a cell is written otherwise than by `<c` and a blank."""
    return bool(UNUSUAL.search(xml) or (b":c" in xml and PREFIXED.search(xml)))


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


def _extent(xml: bytearray) -> tuple[int, int, int]:
    """Return how many cells begin with a reference, the last row and the last column of any."""
    count = last_row = last_column = 0
    data = np.frombuffer(xml, dtype=np.uint8)
    for start in range(0, len(data), BLOCK):
        block = np.concatenate([data[start : start + BLOCK + LONGEST], np.zeros(LONGEST, np.uint8)])
        at = np.flatnonzero(block[:BLOCK] == CELL[0])
        for step in range(1, len(CELL)):
            at = at[block[at + step] == CELL[step]]
        row, column = _places(block, at + len(CELL))
        count += int((row > 0).sum())
        last_row = max(last_row, int(row.max(initial=0)))
        last_column = max(last_column, int(column.max(initial=0)))
    return count, last_row, last_column


def _places(block: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and the columns of the references that begin at these places of a block, 0 where there is no whole one."""
    row, column = np.zeros(len(at), np.int32), np.zeros(len(at), np.int32)
    in_name, in_row, closed = np.ones(len(at), bool), np.zeros(len(at), bool), np.zeros(len(at), bool)
    for step in range(LETTERS + DIGITS + 1):
        sign = block[at + step].astype(np.int32)
        closed |= in_row & (sign == CELL[-1])
        digit = (sign >= 48) & (sign <= 57)
        letter = in_name & (sign >= 65) & (sign <= 90) & (step < LETTERS)
        in_row = np.where(in_name, digit & (column > 0), in_row & digit)
        column = np.where(letter, column * 26 + sign - 64, column)
        row = np.where(in_row, row * 10 + sign - 48, row)
        in_name = letter
        if not (in_name.any() or in_row.any()):
            break
    return np.where(closed, row, 0), np.where(closed, column, 0)


def _rewritten(xml: bytearray) -> tuple[bytearray, int, int]:
    """Return the columns, rows and cells of a sheet as Excel would write them, the last row and the last column.

    Cells that lie elsewhere than in rows count for the last ones too. Raises ArchiveError for what is no reference.
    """
    columns, rows, row, last_row, last_column = bytearray(), bytearray(), 0, 0, 0
    try:
        for _, item in ElementTree.iterparse(io.BytesIO(xml)):  # noqa: S314 (parts with a DOCTYPE are refused)
            kind = item.tag.rpartition("}")[2]
            if kind == "col":
                columns += b"<col " + _attributes(item, ("min", "max", "hidden")) + b"/>"
            elif kind == "c" and item.get("r") is not None:
                column, number = _reference(item.get("r", ""))
                last_row, last_column = max(last_row, number), max(last_column, column)
            elif kind == "row":
                row = _reference(f"A{item.get('r')}")[1] if item.get("r") is not None else row + 1
                last_row, last_column = max(last_row, row), max(last_column, len(item))
                rows += _row(item, row)
                item.clear()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise no_xml() from error
    whole = bytearray(b"<worksheet><cols>") + columns + b"</cols><sheetData>" + rows + b"</sheetData></worksheet>"
    return whole, last_row, last_column


def _row(item: ElementTree.Element, number: int) -> bytes:
    cells, column = [], 0
    for cell in item.iterfind("{*}c"):
        named = cell.get("r")
        column, row = (column + 1, number) if named is None else _reference(named)
        place = f'<c r="{letters(column)}{row}" '.encode()
        cells.append(place + _attributes(cell, ("s", "t")) + b">" + _body(cell) + b"</c>")
    return b'<row r="%d" ' % number + _attributes(item, ("hidden",)) + b">" + b"".join(cells) + b"</row>"


def _reference(text: str) -> tuple[int, int]:
    """Return the column and the row of a reference; raises ValueError where it is none."""
    match = NAMED.fullmatch(text)
    if match is None or not match[2].isascii():
        raise ValueError(f"{text} is no reference of a cell")
    return column_of(match[1]), int(match[2])


def _attributes(item: ElementTree.Element, names: Collection[str]) -> bytes:
    return b" ".join(f'{name}="{item.get(name)}"'.encode() for name in names if item.get(name) is not None)


def _body(cell: ElementTree.Element) -> bytes:
    formula, value = cell.find("{*}f"), cell.findtext("{*}v")
    text = "" if value is None else "<v>" + value.replace("&", "&amp;").replace("<", "&lt;") + "</v>"
    return (b"<f/>" if formula is not None else b"") + text.encode()
