"""The small model as a workbook that another program wrote, and what a test changes in it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

import openpyxl
from tests.tables.conftest import FILES

from reshore.tables import Reading, Tables, read_model

Book: TypeAlias = openpyxl.Workbook
SETTINGS = (("setting", "value"), ("name", "small"), ("start", date(2025, 1, 1)), ("buckets", "12 months"))


def small_book(path: Path, change: Callable[[Book], object] = lambda _: None) -> Path:
    """Write the small model of the other tests as a workbook, with what `change` does to it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("model")
    for row in SETTINGS:
        sheet.append(row)
    for name, text in FILES.items():
        if name.endswith(".csv"):
            sheet = book.create_sheet(name.removesuffix(".csv"))
            for cells in csv.reader(text.splitlines()):
                sheet.append([_typed(cell) for cell in cells])
    change(book)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def changed_part(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Change the XML of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def words(reading: Reading) -> list[str]:
    """Return the findings as text."""
    return [str(finding) for finding in reading.findings]


def read_book(folder: Path, change: Callable[[Book], object], scenario: str | None = None) -> Reading:
    """Write the changed small model as a workbook and read it."""
    return read_model(small_book(folder / "plan.xlsx", change), scenario)


def assert_same(one: Tables, other: Tables) -> None:
    """Assert that two models have the same rows in the same order, units of time and settings."""
    for table in one:
        again = other[table.name]
        assert again.frame.drop("_row").equals(table.frame.drop("_row")), table.name
        assert dict(again.times) == dict(table.times), table.name


def packed(**parts: bytes) -> bytes:
    """Return an archive with parts, named with __ for / and _dot_ for a point."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def _typed(cell: str) -> object:
    if re.fullmatch(r"-?[0-9]+", cell):
        return int(cell)
    return date.fromisoformat(cell) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell) else cell
