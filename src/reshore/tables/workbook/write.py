"""Write tables as a workbook that helps to fill it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reshore.schema import Column, schema, table_schema
from reshore.tables.cells import TYPES, must_be_filled
from reshore.tables.page import SEPARATOR, Page
from reshore.tables.script import Script
from reshore.tables.workbook.canonical import letters
from reshore.tables.workbook.guide import write_guide
from reshore.tables.workbook.layout import SCENARIO_COLUMNS, SCENARIOS, SETTING_COLUMNS
from reshore.tables.workbook.limits import MOST_ROWS, check_table, check_texts
from reshore.tables.workbook.scenarios import lines_of
from reshore.tables.workbook.style import (
    FIRST_SERIAL,
    formats_of,
    help_of,
    kind_of,
    printed,
    validation_of,
    write_wrapped,
)
from reshore.tables.workbook.tab import scenario_column, title_of

MADE: Final = datetime(2026, 1, 1)
OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NO_SIGN: Final = ("", "1")
OPS: Final = ["=", "*", "+", "add", "remove"]


class Exact(float):
    """A number that is written with every digit that it takes to read the same one back."""

    def __format__(self, _: str) -> str:
        return repr(float(self)).removesuffix(".0")


WIDE: Final = {"description": 40, "where": 34, "row": 60}
"""Columns of the sheet of scenarios that hold long text."""


@dataclass(frozen=True)
class Pen:
    """A workbook that is being written: its formats, and the names of the lists that columns offer."""

    book: Workbook
    formats: Mapping[str, Format]
    lists: Mapping[str, str]


def write_book(pages: Mapping[str, Page], scripts: Mapping[str, Script], path: Path, example: bool = False) -> None:
    """Write a workbook with a sheet for each table, every column of each, and the scenarios.

    Text stays text whatever it begins with. `example` says that the rows are there to be replaced. Raises WorkbookLimit before
    anything is written.
    """
    complete = {name: completed(name, pages.get(name)) for name in schema()}
    lines = [line for name, script in scripts.items() for line in lines_of(name, script.content)]
    for page in complete.values():
        check_table(page.name, page.titles, page.frame)
    check_texts(SCENARIOS, [str(cell) for line in lines for cell in line.values()], len(lines))
    book = Workbook(str(path), OPTIONS)
    book.set_properties({"created": MADE})
    references = {reference for page in complete.values() for column in page.columns for reference in column.references}
    lists = {reference: f"list_{reference.replace('.', '_')}" for reference in sorted(references)}
    pen = Pen(book, formats_of(book), lists)
    write_guide(book, pen.formats, example)
    for page in complete.values():
        if page.name == "model":
            _settings(pen, page)
        else:
            _table(pen, page)
    _scenarios(pen, lines)
    for reference, name in lists.items():
        book.define_name(name, _list(complete, reference))
    close_book(book)


def close_book(book: Workbook) -> None:
    """Write what a workbook has into its file; raises OSError where it cannot be written."""
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def completed(name: str, page: Page | None) -> Page:
    """Return a page with every column of its table in the declared order, each with its unit in the title."""
    declared = table_schema(name)
    titles = dict(page.titles) if page else {}
    frame = page.frame if page else pl.DataFrame()
    names = declared.names
    new = [pl.lit(None, TYPES[declared.column(column).dtype]).alias(column) for column in names if column not in titles]
    frame = frame.with_columns(new) if page else frame.with_columns(new).clear()
    return Page(name, {column: _titled(declared.column(column), titles.get(column, column)) for column in names}, frame)


def _titled(column: Column, title: str) -> str:
    return f"{title} [{column.unit}]" if title == column.name and column.unit not in NO_SIGN else title


def _list(pages: Mapping[str, Page], reference: str) -> str:
    """Return the cells of a column of names, as many as there are."""
    table, name = reference.split(".")
    column = letters(list(pages[table].titles).index(name) + 1)
    return f"={table}!${column}$2:INDEX({table}!${column}:${column},MAX(2,COUNTA({table}!${column}:${column})))"


def _table(pen: Pen, page: Page) -> None:
    sheet = pen.book.add_worksheet(page.name)
    _head(pen, sheet, list(page.columns), list(page.titles.values()))
    for at, column in enumerate(page.columns):
        rule = validation_of(column, title_of(page.titles[column.name])[1] in ("", column.unit), pen.lists)
        if rule is not None:
            sheet.data_validation(1, at, MOST_ROWS - 1, at, rule)
        _cells(pen, sheet, at, page.frame[column.name].to_list())
    _view(sheet, page.frame.height, len(page.titles))


def _head(pen: Pen, sheet: Worksheet, columns: Sequence[Column], titles: Sequence[str]) -> None:
    for at, (column, title) in enumerate(zip(columns, titles, strict=True)):
        sheet.set_column(at, at, min(max(len(title) + 3, 12), 40), pen.formats[kind_of(column)])
        sheet.write_string(0, at, title, pen.formats["needed" if must_be_filled(column) or column.key else "offered"])
        sheet.write_comment(0, at, help_of(column), {"x_scale": 2.2, "y_scale": 1.6, "author": "reshore"})


def _view(sheet: Worksheet, height: int, width: int) -> None:
    printed(sheet)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(height, 1), width - 1)


def _settings(pen: Pen, page: Page) -> None:
    sheet = pen.book.add_worksheet(page.name)
    for at, (title, width) in enumerate(zip(SETTING_COLUMNS, (22, 34, 12, 100), strict=True)):
        sheet.set_column(at, at, width, pen.formats["wrapped" if at > 1 else "text" if at == 0 else "number"])
        sheet.write_string(0, at, title, pen.formats["needed"])
    for row, column in enumerate(page.columns, start=1):
        _, unit = title_of(page.titles[column.name])
        sheet.write_string(row, 0, column.name, pen.formats["bold"] if must_be_filled(column) else None)
        sheet.write_blank(row, 1, None, pen.formats[kind_of(column)])
        _cells(pen, sheet, 1, page.frame[column.name].to_list(), row)
        sheet.write_string(row, 2, unit, pen.formats["top"])
        write_wrapped(sheet, (row, 3), help_of(column).replace("\n", " "), 100, pen.formats["wrapped"])
        rule = validation_of(column, unit in ("", column.unit), pen.lists)
        if rule is not None:
            sheet.data_validation(row, 1, row, 1, rule)
    printed(sheet)
    sheet.freeze_panes(1, 1)


def _scenarios(pen: Pen, lines: Sequence[Mapping[str, Any]]) -> None:
    sheet = pen.book.add_worksheet(SCENARIOS)
    columns = [scenario_column(name) for name in SCENARIO_COLUMNS]
    _head(pen, sheet, columns, list(SCENARIO_COLUMNS))
    for at, name in enumerate(SCENARIO_COLUMNS):
        if name in WIDE:
            sheet.set_column(at, at, WIDE[name], pen.formats["text"])
        _cells(pen, sheet, at, [line.get(name) for line in lines])
    names = list(SCENARIO_COLUMNS)
    for name, source in (("op", OPS), ("table", list(schema()))):
        sheet.data_validation(
            1, names.index(name), MOST_ROWS - 1, names.index(name), {"validate": "list", "source": source}
        )
    _view(sheet, len(lines), len(columns))


def _cells(pen: Pen, sheet: Worksheet, at: int, values: Iterable[object], first: int = 1) -> None:
    """Write the cells of a column; what is empty stays blank."""
    text, day, number = (pen.formats[name] for name in ("text", "date", "number"))
    for row, value in enumerate(values, start=first):
        if isinstance(value, list):
            value = SEPARATOR.join(value)  # noqa: PLW2901
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, at, Exact(value), number)
        elif isinstance(value, date) and value >= FIRST_SERIAL:
            sheet.write_datetime(row, at, value, day)
        else:
            sheet.write_string(row, at, str(value), text)
