"""What a workbook says about itself: its sheets, the number formats of its cells, how it counts days."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final
from xml.etree import ElementTree

from reshore.tables.workbook.archive import Archive, ArchiveError

WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
STYLES: Final = "xl/styles.xml"
MOST_OF_HEAD: Final = 20_000_000
BUILT_IN: Final[Mapping[int, str]] = MappingProxyType(
    {9: "0%", 10: "0.00%", **dict.fromkeys([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)], "yyyy")}
)
QUOTED: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
OTHERS: Final = {
    "xl/workbook.bin": "an Excel workbook in binary form (.xlsb)",
    "word/document.xml": "a Word document",
    "content.xml": "an OpenDocument file (.ods)",
}


@dataclass(frozen=True)
class SheetPart:
    """One sheet: its name, whether it is hidden, and the part of the archive that holds it."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True)
class Styles:
    """Which styles of cells show a number otherwise than as its digits.

    `zeros` holds the width to which a style fills up with zeros, 0 where it does so in another way.
    """

    dates: frozenset[int] = frozenset()
    percents: frozenset[int] = frozenset()
    zeros: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Book:
    """A workbook: its parts, sheets and styles; `stale` says that a program wrote it and left formulas for Excel to calculate."""

    archive: Archive
    sheets: tuple[SheetPart, ...]
    styles: Styles
    stale: bool


def open_book(path: Path) -> Book:
    """Return what a workbook says about itself; raises ArchiveError where it is none, OSError where it cannot be read."""
    archive = Archive(path)
    if WORKBOOK not in archive:
        raise ArchiveError("E110", *_something_else(archive))
    root = tree(archive.read(WORKBOOK, MOST_OF_HEAD))
    relations = tree(archive.read(RELATIONS, MOST_OF_HEAD)) if RELATIONS in archive else None
    targets = {} if relations is None else {item.get("Id"): item.get("Target", "") for item in relations}
    sheets = tuple(_sheet(item, targets) for item in root.iterfind(".//{*}sheets/{*}sheet"))
    calculation = root.find("{*}calcPr")
    styles = _styles(tree(archive.read(STYLES, MOST_OF_HEAD))) if STYLES in archive else Styles()
    return Book(archive, sheets, styles, calculation is not None and _true(calculation.get("fullCalcOnLoad")))


def tree(xml: bytes | bytearray) -> ElementTree.Element:
    """Return the tree of a part; raises ArchiveError where it is no XML, or declares what it would stand for."""
    if declares(xml):
        raise no_xml()
    try:
        return ElementTree.fromstring(bytes(xml))  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise no_xml() from error


def declares(xml: bytes | bytearray) -> bool:
    """Whether a part declares what it would stand for, which no program that writes workbooks does."""
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml


def no_xml() -> ArchiveError:
    """Return the error of a part that is no XML, or that says more than it may."""
    return ArchiveError(
        "E103", "The file is no workbook that can be read: a part of it is no XML.", "Save it again in Excel."
    )


def _something_else(archive: Archive) -> tuple[str, str]:
    words = next((words for part, words in OTHERS.items() if part in archive), "an archive without a workbook")
    return f"The file is {words}, not an Excel workbook (.xlsx).", "Save it as 'Excel Workbook (.xlsx)'."


def _sheet(item: ElementTree.Element, targets: Mapping[str | None, str]) -> SheetPart:
    relation = next((value for key, value in item.items() if key.endswith("}id")), None)
    target = targets.get(relation, "")
    part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
    return SheetPart(item.get("name", ""), item.get("state", "visible") != "visible", part)


def _styles(root: ElementTree.Element) -> Styles:
    formats = dict(BUILT_IN)
    for item in root.iterfind("{*}numFmts/{*}numFmt"):
        formats[_number(item.get("numFmtId"))] = item.get("formatCode", "")
    codes = [formats.get(_number(item.get("numFmtId")), "") for item in root.iterfind("{*}cellXfs/{*}xf")]
    plain = [QUOTED.sub("", code.split(";")[0]).lower() for code in codes]
    zeros = {style: _width(code, bare) for style, (code, bare) in enumerate(zip(codes, plain, strict=True))}
    return Styles(
        frozenset(style for style, code in enumerate(plain) if re.search(r"[ymdhs]", code.replace("general", ""))),
        frozenset(style for style, code in enumerate(plain) if "%" in code),
        MappingProxyType({style: width for style, width in zeros.items() if width is not None}),
    )


def _width(code: str, bare: str) -> int | None:
    """Return the width to which a format fills a number up with zeros, None where it does not, 0 for one with other signs."""
    whole = bare.split(".", maxsplit=1)[0]
    if whole.count("0") < 2 or "#" in whole or "%" in bare or "e" in bare:
        return None
    return len(code) if set(code) == {"0"} else 0


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _true(text: str | None) -> bool:
    return text in ("1", "true")
