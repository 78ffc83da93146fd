"""Write the sheets of a plan as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from reshore.report.workbook.about import write_about
from reshore.report.workbook.cells import shown, styles_of, write_cell
from reshore.report.workbook.sheets import Sheet, sheets_of
from reshore.solution import Plan
from reshore.tables.aside import aside
from reshore.tables.workbook.canonical import letters
from reshore.tables.workbook.limits import check_table
from reshore.tables.workbook.style import printed
from reshore.tables.workbook.write import MADE, OPTIONS, close_book

NARROW: Final = 11
WIDE: Final = 42
ARROW: Final = 4
"""Characters that the arrow of a filter takes from a header."""
MOMENT: Final = 17
INSTEAD: Final = "Read the Parquet file in the folder `plan` of the run instead."


def write_results(plan: Plan, file: Path) -> Path:
    """Write a plan as a workbook and return the file; the same plan gives the same bytes.

    Raises WorkbookLimit, before anything is written, where a table does not fit in a sheet, OSError where the file cannot be
    written.
    """
    sheets = list(sheets_of(plan))
    for sheet in sheets:
        check_table(sheet.name, sheet.frame.columns, sheet.frame, INSTEAD)
    with aside(file) as path:
        book = Workbook(str(path), OPTIONS)
        book.set_properties({"created": MADE, "title": "Results of a plan", "author": "reshore"})
        formats = styles_of(book)
        write_about(book, formats, plan, sheets)
        for sheet in sheets:
            _draw(book, formats, sheet)
        close_book(book)
    return file


def _draw(book: Workbook, formats: Mapping[str, Format], sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, sheet.kept)
    page.autofilter(0, 0, sheet.frame.height, sheet.frame.width - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:{letters(sheet.frame.width)}{sheet.frame.height + 1}"})
    printed(page)
    for at, (title, column) in enumerate(zip(sheet.titles, sheet.frame, strict=True)):
        page.set_column(at, at, _width(title, column))
        page.write_string(0, at, title, formats["needed"])
    row = 0
    for row, (values, style) in enumerate(zip(sheet.frame.iter_rows(), shown(sheet.frame), strict=True), start=1):
        for at, value in enumerate(values):
            write_cell(page, (row, at), value, formats, style)
    style = f"total {shown(sheet.frame)[0]}"
    for at, value in enumerate(sheet.total):
        write_cell(page, (row + 1, at), value, formats, style)


def _width(title: str, column: pl.Series) -> float:
    """Return the width of a column in characters: that of its header and its longest text, within bounds."""
    cells = MOMENT if column.dtype == pl.Datetime else 0
    if column.dtype == pl.String:
        cells = cast("int", column.str.len_chars().max() or 0)
    elif column.dtype.is_numeric():
        cells = len(f"{cast('float', column.abs().max() or 0.0):,.2f}")
    return min(max(len(title) + ARROW, cells + 1, NARROW), WIDE)
