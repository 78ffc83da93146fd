"""Findings: what is wrong in the data, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One thing wrong (or doubtful) in a model's data.

    `file` is the file as the user knows it, `row` the line number in it (the header is line 1), None where the
    finding concerns the whole file or column. In a workbook `sheet` is the name of the sheet, `row` counts as Excel does, and
    `cell` is what Excel calls the cell, such as D17.
    """

    code: str
    severity: Severity
    file: str
    table: str
    row: int | None
    column: str | None
    message: str
    remedy: str
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.severity}  {self.place}\n  {self.message} {self.remedy}"

    @property
    def place(self) -> str:
        """Where it is, in words."""
        place = self.file + (f", sheet {self.sheet}" if self.sheet else "")
        place += (f", row {self.row}" if self.row else "") + (f", column {self.column}" if self.column else "")
        return place + (f" (cell {self.cell})" if self.cell else "")

    def to_dict(self) -> dict[str, str | int | None]:
        """Return the finding as the mapping that `--json` prints."""
        return asdict(self)


LATER = "What builds on tables with errors is looked at when these are mended"


def holds_back(found: Iterable[Finding]) -> bool:
    """Return whether findings are of tables that cannot be read, so that what builds on these is looked at `LATER`."""
    return any(finding.code.startswith(("E1", "E2")) for finding in found)


class Findings(list[Finding]):
    """A list of findings that notebooks show as a table."""


class DataError(Exception):
    """The data have errors; `findings` holds all of them, warnings too."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        errors = [finding for finding in findings if finding.severity == "error"]
        super().__init__("\n".join(str(finding) for finding in errors))
