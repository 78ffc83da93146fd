"""The small model in each format, from the same text of CSV, so that one case tries all of them."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import openpyxl
import polars as pl
from tests.tables.conftest import FILES

FORMATS: Final = ("csv", "parquet", "xlsx")
NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]+)?(e[0-9]+)?|inf|nan)", re.IGNORECASE)
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Texts = Mapping[str, str | None]
"""The name of each file to its text; None where it is left out, text that begins with `+` is added at the end."""


def texts_of(changes: Texts, files: Texts = FILES) -> dict[str, str]:
    """Return the files of a model with changes."""
    after = {**files, **changes}
    added = {name: (files.get(name) or "") + text[1:] for name, text in changes.items() if text and text[0] == "+"}
    return {name: text for name, text in {**after, **added}.items() if text is not None}


def write_format(folder: Path, format_: str, changes: Texts, files: Texts = FILES) -> Path:
    """Write a model with changes in a format and return what the command line is to be given."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = texts_of(changes, files)
    tables = {name.removesuffix(".csv"): text for name, text in texts.items() if name.endswith(".csv")}
    others = {name: text for name, text in texts.items() if not name.endswith(".csv")}
    if format_ == "xlsx":
        settings = others.pop("model.toml", None)
        _book(folder / "plan.xlsx", tables, settings)
    for name, text in others.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in tables.items():
        if format_ == "csv":
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        elif format_ == "parquet":
            _parquet(folder / f"{name}.parquet", text)
    return folder / "plan.xlsx" if format_ == "xlsx" else folder


def file_of(table: str, format_: str) -> str:
    """Return the file that holds a table."""
    return "plan.xlsx" if format_ == "xlsx" else "model.toml" if table == "model" else f"{table}.{format_}"


def _book(path: Path, tables: Mapping[str, str], settings: str | None) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    if settings is not None:
        sheet = book.create_sheet("model")
        for pair in [("setting", "value"), *tomllib.loads(settings).items()]:
            sheet.append(list(pair))
    for name, text in tables.items():
        sheet = book.create_sheet(name)
        for row in csv.reader(text.splitlines()):
            sheet.append([_typed(cell) for cell in row])
    book.save(path)


def _typed(cell: str) -> object:
    if NUMBER.fullmatch(cell) and cell[-1].isdecimal():
        return float(cell)
    return _day(cell) or cell or None


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if DAY.fullmatch(cell) else None
    except ValueError:
        return None


def _parquet(path: Path, text: str) -> None:
    """Write columns of numbers and of dates as such, and any other as text."""
    header, *rows = list(csv.reader(text.splitlines())) or [[]]
    columns = dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(header, ())
    frame = {}
    for name, cells in columns.items():
        filled = [cell for cell in cells if cell]
        if filled and all(NUMBER.fullmatch(cell) for cell in filled):
            frame[name] = pl.Series([float(cell) if cell else None for cell in cells], dtype=pl.Float64)
        elif filled and all(_day(cell) for cell in filled):
            frame[name] = pl.Series([_day(cell) for cell in cells], dtype=pl.Date)
        else:
            frame[name] = pl.Series(cells, dtype=pl.String)
    pl.DataFrame(frame).write_parquet(path)
