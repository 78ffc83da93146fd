"""Each thing that can be wrong in a workbook is found in its cell, with these words and no others."""

# ruff: noqa: E501 (a message stays on one line, so that it can be searched for)

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from tests.tables.books import Book, assert_same, changed_part, read_book, small_book, words

from reshore.tables import Reading, read_model


def put(sheet: str, cell: str, value: object, shown: str = "") -> Callable[[Book], None]:
    """Return what puts a value in a cell, shown in a number format."""

    def change(book: Book) -> None:
        book[sheet][cell] = value
        if shown:
            book[sheet][cell].number_format = shown

    return change


def several(*changes: Callable[[Book], object]) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        for one in changes:
            one(book)

    return change


def titled(book: Book) -> None:
    book["lanes"].insert_rows(1, 2)
    book["lanes"]["A1"] = "Our lanes"


def hide(book: Book) -> None:
    book["lanes"].sheet_state = "hidden"
    book["sites"].row_dimensions[3].hidden = True
    book["sites"].row_dimensions[9].hidden = True
    book["demands"].column_dimensions["D"].hidden = True
    book["demands"]["E1"] = "price"
    book["demands"].column_dimensions["E"].hidden = True


CASES: dict[str, tuple[Callable[[Book], object], list[str]]] = {
    "text where a number should be": (
        put("demands", "D2", "ten"),
        [
            "E201 error  plan.xlsx, sheet demands, row 2, column quantity (cell D2)\n  'ten' is not a number. Write a number."
        ],
    ),
    "a setting": (
        put("model", "B4", "12 fortnights"),
        [
            "E211 error  plan.xlsx, sheet model, row 4, column buckets (cell B4)\n"
            "  '12 fortnights' are no buckets: '12 fortnights' is not a number of days, weeks, months, quarters or years. Write buckets such as `48 months` or `26 weeks, 36 months`."
        ],
    ),
    "a setting that is none": (
        several(put("model", "A5", "curency"), put("model", "B5", "EUR")),
        [
            "E112 error  plan.xlsx, sheet model, row 5, column curency (cell B5)\n"
            "  'curency' is not a column of model. Did you mean 'currency'?"
        ],
    ),
    "no settings": (
        lambda book: book["model"].delete_rows(1, 9),
        [
            "E111 error  plan.xlsx, sheet model, column start\n  The column 'start' is missing. Add it: first day of the first period.",
            "E111 error  plan.xlsx, sheet model, column buckets\n"
            "  The column 'buckets' is missing. Add it: periods in order, such as `48 months` or `26 weeks, 36 months`; days, weeks, months, quarters and years.",
        ],
    ),
    "settings in a row": (
        lambda book: (book["model"].delete_rows(1, 9), book["model"].append(["name", "start"])),
        [
            "E111 error  plan.xlsx, sheet model, column setting\n"
            "  The column 'setting' is missing. Head two columns `setting` and `value`, and give each setting a row.",
            "E111 error  plan.xlsx, sheet model, column value\n"
            "  The column 'value' is missing. Head two columns `setting` and `value`, and give each setting a row.",
        ],
    ),
    "a sheet that is missing": (
        lambda book: book.remove(book["sites"]),
        ["E101 error  plan.xlsx, sheet sites\n  The sheet is missing. Add it: Places that make, store or consume."],
    ),
    "a sheet that is no table": (
        several(lambda book: book.create_sheet("lane"), put("lane", "A1", 3), lambda book: book.create_sheet("Sheet1")),
        [
            "W301 warning  plan.xlsx, sheet lane\n"
            "  The sheet is not a table of a model and is ignored. Did you mean 'lanes'?"
        ],
    ),
    "two sheets of one table": (
        lambda book: book.copy_worksheet(book["sites"]).__setattr__("title", "Sites "),
        ["E102 error  plan.xlsx, sheet Sites \n  The sheet 'sites' holds the same. Keep one of the two sheets."],
    ),
    "a title above the header": (
        titled,
        [
            "E116 error  plan.xlsx, sheet lanes, row 3\n"
            "  The header is in row 3, not in row 1. Delete the rows above it, or put what they say on a sheet whose name begins with _."
        ],
    ),
    "nothing in row 1": (
        lambda book: (book["uses"].delete_rows(1, 9), put("uses", "A3", "Nobody knows")(book)),
        [
            "E116 error  plan.xlsx, sheet uses\n"
            "  Row 1 is blank. Put the names of the columns there: site, process, resource, per_run, source, note."
        ],
    ),
    "cells without a name": (
        put("uses", "F2", "hm"),
        [
            "E108 error  plan.xlsx, sheet uses\n  Column F has cells but no name. Name it in the header, or empty its cells."
        ],
    ),
    "the error of a formula": (
        several(put("demands", "D2", "#DIV/0!"), put("sites", "B2", "#N/A")),
        [
            "E212 error  plan.xlsx, sheet sites, row 2, column country (cell B2)\n"
            "  The cell holds the error #N/A of a formula. Mend the formula, or write the value.",
            "E212 error  plan.xlsx, sheet demands, row 2, column quantity (cell D2)\n"
            "  The cell holds the error #DIV/0! of a formula. Mend the formula, or write the value.",
        ],
    ),
    "a formula that was never calculated": (
        put("demands", "D2", "=5+5"),
        [
            "E213 error  plan.xlsx, sheet demands, row 2, column quantity (cell D2)\n"
            "  The cell has a formula that was never calculated. Open the workbook in Excel, which calculates it, and save it."
        ],
    ),
    "a number that is shown as a date": (
        put("demands", "D2", 2.5, "d mmm"),
        [
            "E216 error  plan.xlsx, sheet demands, row 2, column quantity (cell D2)\n"
            "  The number 2.5 is shown as a date or time. Format the cell as a number, and type again what was meant."
        ],
    ),
    "a name that became a date": (
        several(put("lanes", "C2", date(2025, 3, 1))),
        [
            "E216 error  plan.xlsx, sheet lanes, row 2, column mode (cell C2)\n"
            "  The cell holds a date, 2025-03-01: Excel took for one what was typed. Format the cell as text, and type it again."
        ],
    ),
    "a code that is shown with other signs": (
        several(put("products", "C1", "hs_code"), put("products", "C2", 84713001, "0000\\.00\\.00")),
        [
            "E217 error  plan.xlsx, sheet products, row 2, column hs_code (cell C2)\n"
            "  Excel shows the number 84713001 with other signs than its digits. Format the cell as text, and type what is to be read."
        ],
    ),
    "per cent of per cent": (
        several(
            put("operations", "D1", "yield [%]"),
            put("operations", "D2", 0.95, "0%"),
            put("operations", "D3", 0.9, "0.0%"),
        ),
        [
            "E218 error  plan.xlsx, sheet operations, row 2, column yield (cell D2)\n"
            "  The cell holds 0.95 and shows it in %, but the header has [%], and 1 more in the column do so too. Take the % out of the header, or format the column as numbers and type them again."
        ],
    ),
    "a date that is a number": (
        several(put("demands", "C2", 45809, "0")),
        [
            "E203 error  plan.xlsx, sheet demands, row 2, column date (cell C2)\n"
            "  '45809' is not a date. In Excel that number is 2025-06-01: format the cell as a date, or write 2025-06-01."
        ],
    ),
    "a date with a time": (
        put("demands", "C2", datetime(2025, 6, 1, 8, 30)),
        [
            "E203 error  plan.xlsx, sheet demands, row 2, column date (cell C2)\n"
            "  '2025-06-01 08:30:00' is not a date. Write the day alone: 2025-06-01."
        ],
    ),
    "dates as dates and as text": (
        lambda book: book["demands"].append(["MKT", "rack", "03/04/2025", 4]),
        [
            "E203 error  plan.xlsx, sheet demands, row 3, column date (cell C3)\n"
            "  '03/04/2025' is not a date. Write 2025-03-04 or 2025-04-03, or format the cell as a date."
        ],
    ),
    "merged cells": (
        lambda book: book["operations"].merge_cells("A2:A3"),
        [
            "E117 error  plan.xlsx, sheet operations, row 2\n"
            "  The cells A2:A3 are merged: only the first of them has a value. Unmerge them, and write its value into each cell."
        ],
    ),
    "what is hidden": (
        hide,
        [
            "W308 warning  plan.xlsx, sheet sites\n"
            "  Row 3 is hidden (or filtered out), but is read. Delete what is no part of the model, or unhide it.",
            "W308 warning  plan.xlsx, sheet lanes\n"
            "  The sheet is hidden, but is read. Put _ before its name if it is no part of the model, or unhide it.",
            "W308 warning  plan.xlsx, sheet demands\n"
            "  Column D is hidden (or filtered out), but is read. Delete what is no part of the model, or unhide it.",
        ],
    ),
    "a cell very far away": (
        put("sites", "XFD1048576", "here"),
        [
            "E115 error  plan.xlsx, sheet sites\n"
            "  The sheet has cells as far away as row 1,048,576 and column XFD. Delete the rows and columns beyond the table, and save the workbook."
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, tmp_path: Path) -> None:
    """Proves: each case gives exactly its findings, with code, cell, words and remedy, and nothing that only follows.

    Sensitivity: hidden rows and columns in which nothing is are no finding.
    """
    change, expected = CASES[name]
    assert words(read_book(tmp_path, change)) == expected


def test_findings_of_checks_name_the_cell(tmp_path: Path) -> None:
    """Proves: what is found after reading knows its cell too, and `--json` has it under keys of its own."""
    (finding,) = read_book(tmp_path, put("lanes", "B3", "MKTT")).errors
    assert finding.to_dict() | {"message": "", "remedy": ""} == {
        "code": "E214",
        "severity": "error",
        "file": "plan.xlsx",
        "table": "lanes",
        "row": 3,
        "column": "destination",
        "message": "",
        "remedy": "",
        "sheet": "lanes",
        "cell": "B3",
    }


def test_the_table_may_stand_anywhere_to_the_right_and_below(
    tmp_path: Path, read_small: Callable[..., Reading]
) -> None:
    """Proves: blank columns on the left and blank rows are skipped, and findings count as Excel does.

    By hand: two columns and, below the header, two rows more; row 3 of lanes becomes row 5, column D becomes F.
    Sensitivity: positions counted from the first cell that is not blank.
    """

    def moved(book: Book) -> None:
        book["lanes"].insert_cols(1, 2)
        book["lanes"].insert_rows(2, 2)

    expected = read_small().checked()
    assert_same(expected, read_book(tmp_path / "a", moved).checked())
    (finding,) = read_book(tmp_path / "b", several(moved, put("lanes", "F5", "four"))).findings
    assert (finding.row, finding.cell) == (5, "F5")


def test_a_workbook_holds_the_same_model_as_the_files(tmp_path: Path, read_small: Callable[..., Reading]) -> None:
    assert_same(read_small().checked(), read_book(tmp_path, lambda _: None).checked())


def test_sheets_and_columns_with_an_underscore_are_ignored(tmp_path: Path) -> None:
    change = several(
        lambda book: book.create_sheet("_mine"), put("_mine", "A1", "x"), put("uses", "D1", "_x"), put("uses", "D2", 7)
    )
    assert read_book(tmp_path, change).findings == ()


def test_text_and_numbers_are_what_excel_shows(tmp_path: Path) -> None:
    """Proves: 007 stays 007 as text and as a number shown with zeros; whole numbers have no point; 0.1 + 0.2 keeps its digits.

    Sensitivity: pandas gives 7; a float as a code gives '847130.0'.
    """
    change = several(
        put("products", "C1", "hs_code"),
        put("products", "C2", "0070"),
        put("products", "C3", 847130),
        put("sites", "C1", "region"),
        put("sites", "C2", 7, "000"),
        put("sites", "C3", "#N/A is text"),
        put("demands", "E1", "required"),
        put("demands", "E2", True),
        lambda book: book["demands"].append(["MKT", "rack", "2025-07", 0.1, False]),
    )
    tables = read_book(tmp_path, change).checked()
    assert tables.frame("products")["hs_code"].to_list() == ["0070", "847130"]
    assert tables.frame("sites")["region"].to_list() == ["007", "#N/A is text", ""]
    assert tables.frame("demands").select("date", "quantity", "required").rows() == [
        (date(2025, 6, 1), 10.0, True),
        (date(2025, 7, 1), 0.1, False),
    ]


def test_units_of_settings_stand_beside_them(tmp_path: Path) -> None:
    """Proves: a unit in the column `unit` counts. By hand: 8 % is 0.08. Sensitivity: a rate of 8."""

    def change(book: Book) -> None:
        book["model"]["C1"] = "unit"
        book["model"].append(["discount_rate", 8, "%/year"])

    assert read_book(tmp_path, change).checked().setting["discount_rate"] == 0.08


def test_xml_that_excel_would_not_write(tmp_path: Path) -> None:
    """Proves: cells without a reference, under another prefix and in single quotes, are searched for errors as well.

    Sensitivity: a search for `t="e"` alone misses the first.
    """
    path = small_book(tmp_path / "plan.xlsx", put("demands", "D2", "#N/A"))

    def strange(xml: str) -> str:
        xml = re.sub(r'<c r="[A-Z]+[0-9]+"', "<c", xml).replace('t="e"', "t='e'")
        return re.sub(r"<(/?)(c|v|row|sheetData)\b", r"<\1x:\2", xml).replace(
            "<worksheet ", '<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        )

    sheet = 1 + openpyxl.load_workbook(path).sheetnames.index("demands")
    changed_part(path, f"xl/worksheets/sheet{sheet}.xml", strange)
    assert [(finding.code, finding.cell) for finding in read_model(path).findings] == [("E212", "D2")]
