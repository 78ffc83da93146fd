"""What goes wrong, as an answer: a status, a message, what to do, and findings; never a traceback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reshore.report.written import BrowserError
from reshore.runs import RunError
from reshore.simulation.compiled import NotInstalled
from reshore.solve import StateError
from reshore.tables import DataError, WorkbookLimit
from reshore.tables.findings import LATER, holds_back
from reshore.web.places import told_finding, without_places

Findings = Sequence[Mapping[str, Any]]


class Problem(Exception):
    """What a request cannot have, and why."""

    def __init__(self, status: int, message: str, remedy: str | None = None, findings: Findings = ()) -> None:
        super().__init__(message)
        self.status, self.message, self.remedy, self.findings = status, message, remedy, list(findings)

    def body(self) -> dict[str, Any]:
        """Return the body of the answer, in which nothing says where something lies on the server."""
        message, remedy = (text and without_places(text) for text in (self.message, self.remedy))
        findings = [told_finding(finding) for finding in self.findings]
        return {"error": {"message": message, "remedy": remedy, "findings": findings}}


def problem_of(error: Exception) -> Problem | None:
    """Return the answer to an error that people can mend; None for any other."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, DataError):
        found = [{**finding.to_dict(), "key": None, "edit": None} for finding in error.findings]
        remedy = f"Mend what the findings say.{f' {LATER}.' if holds_back(error.findings) else ''}"
        return Problem(422, "The tables have errors.", remedy, found)
    if isinstance(error, FileNotFoundError) and error.errno is not None:
        return Problem(409, "A file has gone or is being written just now.", "Try again.")
    text = str(error)
    if isinstance(error, FileExistsError):
        return Problem(409, text)
    if isinstance(error, RunError | FileNotFoundError | BrowserError | NotInstalled):
        return Problem(404, text)
    if isinstance(error, PermissionError):
        return Problem(403, text)
    if isinstance(error, WorkbookLimit | StateError):
        return Problem(422, text)
    return None
