"""How a workbook looks: formats of headers and cells, and the choices that a column offers."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reshore.schema import Column
from reshore.tables.cells import must_be_filled

FIRST_SERIAL: Final = date(1900, 3, 1)
"""The first day that every program counts alike: Excel believes in a 29 February 1900."""

NEEDED: Final = "#1F3864"
OFFERED: Final = "#8EA9DB"
FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    "needed": {"bold": True, "font_color": "#FFFFFF", "bg_color": NEEDED, "valign": "top"},
    "offered": {"bold": True, "bg_color": OFFERED, "valign": "top"},
    "text": {"num_format": "@", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "number": {"valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "top": {"valign": "top"},
    "heading": {"bold": True, "font_size": 14},
    "bold": {"bold": True, "valign": "top"},
}
KINDS: Final = {"str": "text", "list": "text", "date": "date", "any": "number"}


LINE: Final = 15.0
"""Height of a row of one line, as Excel counts it."""


def printed(sheet: Worksheet) -> None:
    """Have a sheet printed across the page, on one page's width, with its header on each."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def write_wrapped(sheet: Worksheet, cell: tuple[int, int], text: str, width: float, style: Format) -> None:
    """Write text that runs over several lines of a column `width` characters wide, in a row that is high enough for it.

    No program makes a row higher by itself when it opens a file.
    """
    row, column = cell
    sheet.set_row(row, LINE * len(textwrap.wrap(text, int(width * 0.95)) or [""]))
    sheet.write_string(row, column, text, style)


def formats_of(book: Workbook) -> dict[str, Format]:
    """Return the formats of a workbook by name."""
    return {name: book.add_format(dict(settings)) for name, settings in FORMATS.items()}


def kind_of(column: Column) -> str:
    """Return the name of the format of a column's cells: one that loses no digit and no zero."""
    return KINDS.get(column.dtype, "number")


def help_of(column: Column) -> str:
    """Return what to know about a column, as the comment on its header."""
    parts = [column.description]
    if must_be_filled(column):
        parts.append("Must be filled.")
    elif column.default and not column.required:
        parts.append(f"Empty means {column.default}.")
    if column.choices:
        parts.append(f"One of {', '.join(column.choices)}.")
    if column.references:
        parts.append(
            f"A name from {' or '.join(reference.replace('.', ', column ') for reference in column.references)}."
        )
    if column.dtype == "list":
        parts.append("Several names are separated by ;")
    if column.profile:
        parts.append("May change over time: see the sheet profiles.")
    return "\n".join(parts)


def validation_of(column: Column, declared_unit: bool, lists: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the check that Excel makes of what is typed in a column, None where anything may be.

    Bounds hold in the declared unit alone. What refers to another sheet only warns: groups and new names may stand there too.
    """
    told = {"error_title": column.name[:32], "error_message": column.description[:255]}
    if column.choices:
        return {"validate": "list", "source": list(column.choices), **told}
    if column.dtype == "bool":
        return {"validate": "list", "source": ["TRUE", "FALSE"], **told}
    if column.dtype == "str" and column.references:
        return {"validate": "list", "source": f"={lists[column.references[0]]}", "error_type": "warning", **told}
    if column.dtype == "date":
        return {"validate": "date", "criteria": ">=", "value": FIRST_SERIAL, "error_type": "warning", **told}
    if column.dtype in ("float", "int"):
        return {"validate": "decimal", **_bounds(column, declared_unit), **told}
    return None


def _bounds(column: Column, declared_unit: bool) -> dict[str, Any]:
    least, most = (column.minimum, column.maximum) if declared_unit else (None, None)
    if least is not None and most is None:
        return {"criteria": ">" if column.exclusive else ">=", "value": least}
    return {
        "criteria": "between",
        "minimum": -1e300 if least is None else least,
        "maximum": 1e300 if most is None else most,
    }
