"""The first sheet: which plan this is, how it was found, and what the other sheets have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from reshore.report.workbook.cells import NO_LIMIT, write_cell
from reshore.report.workbook.sheets import WORDS, Sheet
from reshore.schema.goals import money_goal
from reshore.solution import Plan
from reshore.tables.workbook.style import printed

ABOUT: Final = "About"
WIDTHS: Final = (34, 90, 12)
NOTES: Final = (
    "Numbers are those of the plan with every digit; cells show fewer. Money is in the currency above, undiscounted unless a "
    "header says otherwise.",
    "The workbook is a copy for reading: no cell is a formula, and changing it changes no plan. To change the inputs and plan "
    "again, write them with `reshore export RUN --inputs inputs.xlsx`.",
    f"'{NO_LIMIT}' stands where a number has no bound. A period is named by its first day.",
)


def write_about(book: Workbook, formats: Mapping[str, Format], plan: Plan, sheets: Sequence[Sheet]) -> None:
    """Add the sheet, with a line for each other sheet that leads to it."""
    page = book.add_worksheet(ABOUT)
    for at, width in enumerate(WIDTHS):
        page.set_column(at, at, width)
    page.hide_gridlines(2)
    page.write_string(0, 0, _title(plan), formats["heading"])
    row = 2
    for name, value, style in facts(plan):
        page.write_string(row, 0, name, formats["bold"])
        write_cell(page, (row, 1), value, formats, f"left {style}")
        row += 1
    row += 1
    for at, title in enumerate(("Sheet", "What it has", "Rows")):
        page.write_string(row, at, title, formats["needed"])
    for sheet in sheets:
        row += 1
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", string=sheet.name)
        page.write_string(row, 1, sheet.words, formats["wrapped"])
        page.write_number(row, 2, sheet.frame.height, formats["whole"])
    names = {sheet.name for sheet in sheets}
    empty = [name for name in WORDS if name in plan.tables and name not in names]
    for text in (*([f"Without rows, and so without a sheet: {', '.join(empty)}."] if empty else []), *NOTES):
        row += 2
        page.merge_range(row, 0, row, 2, "", formats["wrapped"])
        page.write_string(row, 0, text, formats["wrapped"])
        page.set_row(row, 30 if len(text) > 130 else 15)
    printed(page)


def _title(plan: Plan) -> str:
    about = plan.about
    return f"Plan of {', '.join(str(about[name]) for name in ('model', 'scenario') if about.get(name)) or 'a model'}"


def facts(plan: Plan) -> Iterator[tuple[str, Any, str]]:
    """Yield what is known of a plan: a name, a value, and how it is shown. What is not known is left out."""
    about, goal = plan.about, money_goal(plan.inputs.setting["objective"])
    versions, sets = about.get("versions"), about.get("sets")
    known: list[tuple[str, Any, str]] = [
        ("Run", about.get("run"), "text"),
        ("Created", _moment(about.get("created")), "moment"),
        ("Model", about.get("model"), "text"),
        ("Description", plan.inputs.setting.get("description"), "text"),
        ("Scenario", about.get("scenario"), "text"),
        ("Settings", "; ".join(map(str, sets)) if isinstance(sets, list | tuple) else None, "text"),
        ("Objective", about.get("objective_kind"), "text"),
        ("Currency", plan.currency, "text"),
        (f"Discounted {goal} [{plan.currency}]", plan.objective if goal == "profit" else -plan.objective, "cents"),
        ("Status", plan.status, "text"),
        ("Gap to the best possible", plan.gap, "per cent"),
        ("Largest residual when verified", plan.residual, "power"),
        ("Inputs", about.get("inputs_hash"), "text"),
        ("Versions", ", ".join(f"{name} {one}" for name, one in versions.items()), "text")
        if isinstance(versions, Mapping)
        else ("", None, ""),
    ]
    yield from (line for line in known if line[1] is not None and line[1] != "")


def _moment(text: object) -> datetime | None:
    """Return when a run was made, as the clock there said."""
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=None)
    except ValueError:
        return None
