"""The first sheet of a workbook: what the others are and what to do with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from reshore.schema import schema
from reshore.tables.workbook.layout import READ_ME, SCENARIOS
from reshore.tables.workbook.style import printed, write_wrapped

WIDTH: Final = 110
EXAMPLE: Final = (
    "The rows in these sheets are an example: a small model that is complete and can be planned as it is. "
    "Plan it once, then replace its rows by yours.",
)
STEPS: Final = (
    "Fill the sheets, save, close, and run `reshore check` with the path of this file: it names every cell that is wrong.",
    "Then `reshore plan` with the same path finds the best plan, and `reshore show latest build` shows a table of it.",
)
RULES: Final = (
    "Row 1 of each sheet names the columns; hover over a name for what it means. Dark ones must be filled, or are part of the "
    "key, which no two rows may share. An empty cell means what the comment says.",
    "The unit of a column is in square brackets. You may write another of the same kind, such as [hour/week] or [kUSD/unit], "
    "where `currency` stands for the model's currency and `unit` for the product's unit: the numbers are converted.",
    "The order of sheets, columns and rows does not matter, and blank rows are skipped. Sheets and columns whose names begin "
    "with _ are yours: they are not read.",
    "Lists in a cell are separated by ; and dates are dates, or text such as 2027-03-31.",
    "Where a name of a group fits, the list of a cell offers only the members: write the group's name, and accept the warning.",
    "Rows that a filter hides are read all the same, with a warning.",
)


def write_guide(book: Workbook, formats: Mapping[str, Format], example: bool) -> None:
    """Add the first sheet, with a line for each table that leads to it."""
    sheet = book.add_worksheet(READ_ME)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, WIDTH, formats["wrapped"])
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "A model of a manufacturing supply network", formats["heading"])
    row = 2
    for heading, texts in (("Example", EXAMPLE if example else ()), ("To do", STEPS), ("Rules", RULES)):
        for number, text in enumerate(texts):
            sheet.write_string(row, 0, heading if number == 0 else "", formats["bold"])
            write_wrapped(sheet, (row, 1), text, WIDTH, formats["wrapped"])
            row += 1
    sheet.write_string(row + 1, 0, "Sheet", formats["needed"])
    sheet.write_string(row + 1, 1, "What it holds", formats["needed"])
    for name, text in _sheets().items():
        row += 1
        sheet.write_url(row + 1, 0, f"internal:'{name}'!A1", string=name)
        write_wrapped(sheet, (row + 1, 1), text, WIDTH, formats["wrapped"])
    printed(sheet)


def _sheets() -> dict[str, str]:
    described = {
        name: f"{table.description}{' Must have rows.' if table.required else ''}" for name, table in schema().items()
    }
    return {
        **described,
        SCENARIOS: "Named lists of edits to the tables: what if? `reshore plan FILE --scenario NAME` applies one.",
    }
