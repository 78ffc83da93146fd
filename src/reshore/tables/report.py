"""How findings are made and worded."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from reshore.tables.findings import Finding, Severity
from reshore.tables.table import Sheet, Table

SEVERITIES: Final[dict[str, Severity]] = {"E": "error", "W": "warning", "I": "info"}
MOST_CANDIDATES: Final = 2000
MANY_DIGITS: Final = 1e15


@dataclass(frozen=True)
class Place:
    """A file and the table in it, and its sheet where the file is a workbook."""

    file: str
    table: str
    sheet: Sheet | None = None

    @staticmethod
    def of(table: Table) -> Place:
        """Return the place of a table that was read."""
        return Place(table.file or f"{table.name}.csv", table.name, table.sheet)

    def finding(
        self, code: str, message: str, remedy: str, row: int | None = None, column: str | None = None
    ) -> Finding:
        """Return a finding here; its severity is the letter of its code, row 0 is no row."""
        sheet, line, cell = None, row or None, None
        if self.sheet is not None:
            sheet, line, cell = self.sheet.name, self.sheet.row(column, row), self.sheet.cell(column, row)
        return Finding(code, SEVERITIES[code[0]], self.file, self.table, line, column, message, remedy, sheet, cell)


def nearest(name: str, names: Collection[str]) -> str | None:
    """Return the name most like `name`, None where none is."""
    lowered = {candidate.lower(): candidate for candidate in names}
    wanted = name.lower()
    candidates = list(lowered)
    if len(candidates) > MOST_CANDIDATES:
        candidates = [other for other in candidates if abs(len(other) - len(wanted)) < 2 and other[:1] == wanted[:1]]
    found = difflib.get_close_matches(wanted, candidates[:MOST_CANDIDATES], 1, 0.6)
    return lowered[found[0]] if found else None


def hint(name: str, names: Collection[str], otherwise: str) -> str:
    """Return the remedy for an unknown name: the nearest one, or `otherwise` where none is near."""
    near = nearest(name, names)
    return f"Did you mean '{near}'?" if near is not None else otherwise


def number(value: float) -> str:
    """Return a number as a person writes it: 6 rather than 6.0, 1e15 rather than 1000000000000000."""
    if abs(value) >= MANY_DIGITS:
        return np.format_float_scientific(value, trim="-").replace("e+", "e")
    text = repr(float(value))
    return text.removesuffix(".0")


def line_of(row: int) -> str:
    """Return where a row is: its line in the file, or the edit of the scenario that added it."""
    return f"row {row}" if row > 0 else f"edit {-row}"


def listed(names: Collection[str]) -> str:
    """Return names as a list in a sentence."""
    quoted = [f"'{name}'" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)
