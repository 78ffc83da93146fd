"""Cells: every value as what it is, text never as a formula, numbers with as many decimals as their unit asks for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reshore.report.workbook.sheets import SHARE, UNIT
from reshore.tables.workbook.style import FIRST_SERIAL, formats_of
from reshore.tables.workbook.write import Exact

NO_LIMIT: Final = "no limit"
LEFT: Final = "left "
NUMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "whole": "#,##0",
        "cents": "#,##0.00",
        "small": "0.000000",
        "per cent": "0.00%",
        "power": "0.0E+00",
        "moment": "yyyy-mm-dd hh:mm",
    }
)
TOTAL: Final = "total "
WHOLE: Final = 1e-6
"""How far from a whole number one may be, relative to itself, and count as whole."""


def styles_of(book: Workbook) -> dict[str, Format]:
    """Return the formats of a workbook of results by name: those of inputs, of numbers, and each of these bold or to the left."""
    formats = formats_of(book)
    for name, code in NUMBERS.items():
        for prefix, more in (("", {}), (LEFT, {"align": "left"}), (TOTAL, {"bold": True, "top": 1})):
            formats[prefix + name] = book.add_format({"num_format": code, "valign": "top", **more})
    formats[f"{LEFT}text"] = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    formats[f"{TOTAL}text"] = book.add_format({"num_format": "@", "bold": True, "top": 1})
    return formats


def write_cell(page: Worksheet, cell: tuple[int, int], value: Any, formats: Mapping[str, Format], style: str) -> None:
    """Write a value in a cell (row, column); None, NaN and empty text leave it blank. `style` is that of numbers and moments.

    Text is written as text whatever it begins with.
    """
    row, column = cell
    prefix = next((one for one in (LEFT, TOTAL) if style.startswith(one)), "")
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, float) and math.isinf(value):
        page.write_string(row, column, NO_LIMIT if value > 0 else f"-{NO_LIMIT}", formats[f"{prefix}text"])
    elif isinstance(value, int | float):
        page.write_number(row, column, Exact(value), formats[style])
    elif isinstance(value, datetime) and value.date() >= FIRST_SERIAL:
        page.write_datetime(row, column, value, formats[f"{prefix}moment"])
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_SERIAL:
        page.write_datetime(row, column, value, formats["date"])
    else:
        page.write_string(row, column, str(value), formats[f"{prefix}text"])


def shown(frame: pl.DataFrame) -> Sequence[str]:
    """Return for each row how its numbers are shown: alike for all numbers of a unit, shares in per cent."""
    numbers = frame.select(pl.selectors.numeric())
    units = frame[UNIT].fill_null("") if UNIT in frame.columns else pl.repeat("", frame.height, eager=True)
    known = {unit: _shown(unit, numbers.filter(units == unit)) for unit in units.unique()}
    return [known[unit] for unit in units]


def _shown(unit: str, numbers: pl.DataFrame) -> str:
    if unit == SHARE:
        return "per cent"
    values = np.abs(numbers.cast(pl.Float64).to_numpy().ravel())
    values = values[np.isfinite(values)]
    largest = values.max(initial=0.0)
    if largest >= 1e5 or (np.abs(values - np.round(values)) <= WHOLE * np.maximum(1.0, values)).all():
        return "whole"
    return "cents" if largest >= 1.0 else "small"
