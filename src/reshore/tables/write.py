"""Write a model's tables as the files of a folder, or as a workbook."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

import polars as pl

from reshore.schema import schema
from reshore.tables.aside import aside
from reshore.tables.files import FOLDER, MODEL, SUFFIXES
from reshore.tables.page import Page, headed_pages, pages_of, without_defaults
from reshore.tables.read import in_units_of_files
from reshore.tables.script import Script
from reshore.tables.table import Tables
from reshore.tables.toml import quoted, scenario_text, toml_value
from reshore.tables.workbook.layout import BOOK
from reshore.tables.workbook.write import write_book

Format = Literal["csv", "parquet", "xlsx"]
FORMATS: Final[tuple[Format, ...]] = ("csv", "parquet", "xlsx")


def write_tables(tables: Tables, folder: Path, format: Format) -> None:  # noqa: A002
    """Write model.toml and one file for each table that has rows, or model.xlsx with a sheet for each table.

    Claim: `read_model` reads the same tables back, where they have no errors (`_row` counts anew). The folder is made
    where it is missing; raises FileExistsError, before anything is written, where it holds files of tables already, and
    WorkbookLimit where a table is more than a workbook holds.
    """
    pages = pages_of(tables)
    if format != "xlsx":
        pages = {
            name: without_defaults(page) if format == "csv" or name == "model" else page
            for name, page in pages.items()
            if page.frame.height
        }
    write_pages(pages, {}, folder, format)


def write_workbook(tables: Tables, file: Path) -> Path:
    """Write a model as a workbook of any name and return it, in the units that the headers of its files gave.

    Raises FileExistsError where there is a file of that name, WorkbookLimit.
    """
    if file.exists():
        raise FileExistsError(f"{file} is there already, and may have been edited. Give a new name, or remove it.")
    with aside(file) as path:
        write_book(headed_pages(in_units_of_files(tables)), {}, path)
    return file


def write_pages(pages: Mapping[str, Page], scripts: Mapping[str, Script], folder: Path, format: Format) -> None:  # noqa: A002
    """Write tables and scenarios as they are to be, in one of the formats; raises as `write_tables` does."""
    names = [MODEL, BOOK, *(f"{name}{suffix}" for name in schema() for suffix in SUFFIXES)]
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise FileExistsError(f"{folder} holds {there[0]} already")
    folder.mkdir(parents=True, exist_ok=True)
    if format == "xlsx":
        write_book(pages, scripts, folder / BOOK)
        return
    for page in pages.values():
        if page.name == "model":
            (folder / MODEL).write_text(_toml(page), encoding="utf-8", newline="\n")
        elif format == "csv":
            _csv(page, folder / f"{page.name}.csv")
        else:
            page.frame.rename(dict(page.titles)).write_parquet(folder / f"{page.name}.parquet")
    for name, script in scripts.items():
        (folder / FOLDER).mkdir(exist_ok=True)
        text = scenario_text(script.content)
        (folder / FOLDER / f"{name}.toml").write_text(text, encoding="utf-8", newline="\n")


def _csv(page: Page, path: Path) -> None:
    frame = page.texts()
    write_rows(frame.columns, frame, path)


def write_rows(header: Sequence[str], frame: pl.DataFrame, path: Path, like: Path | None = None) -> None:
    """Write texts as a CSV file under a header; it begins, and its lines end, as those of the file `like` do, if there is one."""
    encoding, end = ("utf-8", "\n") if like is None or not like.is_file() else manner(like)
    with path.open("w", encoding=encoding, newline="") as file:
        all_cells = _has_carriage_return(frame)
        writer = csv.writer(file, lineterminator=end, quoting=csv.QUOTE_ALL if all_cells else csv.QUOTE_MINIMAL)
        writer.writerow(header)
        writer.writerows(frame.iter_rows())


def manner(path: Path) -> tuple[str, str]:
    """Return how a file of text is written: with the mark of Excel before its text or without, and what ends its lines."""
    with path.open("rb") as file:
        first = file.readline()
    return "utf-8-sig" if first.startswith(BOM_UTF8) else "utf-8", "\r\n" if first.endswith(b"\r\n") else "\n"


def _has_carriage_return(frame: pl.DataFrame) -> bool:
    """Whether a cell has a character that ends a line on reading but that csv does not quote by itself."""
    return bool(frame.select(pl.any_horizontal(pl.all().str.contains("\r", literal=True).any())).item())


def _toml(page: Page) -> str:
    row = page.frame.row(0, named=True)
    lines = []
    for column in page.columns:
        title = page.titles[column.name]
        key = title if title == column.name else quoted(title)
        if row[column.name] is not None:
            lines.append(f"{key} = {toml_value(row[column.name])}\n")
    return "".join(lines)
