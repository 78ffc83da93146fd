"""A scenario as it is written: its content, and where each edit stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reshore.tables.report import Place
from reshore.tables.table import Sheet


@dataclass(frozen=True)
class Script:
    """The content of a scenario: a mapping with `description`, `source` and `edits`.

    `lines` holds the row of each edit where the scenario is in a sheet; in a file an edit is found by its number.
    """

    place: Place
    content: dict[str, Any]
    lines: list[int] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def place_of(self, table: str) -> Place:
        """Return the place of an edit of a table; its columns are not those of the sheet."""
        sheet = self.place.sheet
        return Place(self.place.file, table, Sheet(sheet.name) if sheet else None)

    def line(self, number: int) -> int:
        """Return the row of an edit (counted from 1) in the sheet, its number in a file."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else number
