"""Which error ends a command with which exit code, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reshore.cli.output import Exit, findings_text, rows
from reshore.pipeline import NoPlan, VerificationFailed
from reshore.report import conflict_text
from reshore.runs import RunError
from reshore.solve import SolverError, StateError
from reshore.tables import DataError, WorkbookLimit

Failure = tuple[Exit, str, Mapping[str, Any] | None]


def exit_of(error: Exception) -> Failure | None:
    """Return (exit code, message, details for JSON) of an error that users can mend, None for any other."""
    if isinstance(error, DataError):
        return Exit.FINDINGS, findings_text(error.findings), {"findings": [found.to_dict() for found in error.findings]}
    if isinstance(error, NoPlan):
        return _no_plan(error)
    if isinstance(error, VerificationFailed):
        failures = error.verification.failures
        return Exit.UNVERIFIED, f"The plan does not hold when recomputed:\n{error}", {"failures": list(failures)}
    if isinstance(error, SolverError):
        return Exit.UNEXPECTED, f"The solver failed: {error}", None
    if isinstance(error, WorkbookLimit):
        return Exit.USAGE, str(error), None
    if isinstance(
        error,
        RunError | StateError | FileNotFoundError | FileExistsError | NotADirectoryError | PermissionError | KeyError,
    ):
        return Exit.USAGE, str(error.args[0]) if isinstance(error, KeyError) else str(error), None
    if isinstance(error, OSError):
        return Exit.UNEXPECTED, f"{error}. Nothing was stored.", None
    return None


def _no_plan(error: NoPlan) -> Failure:
    if error.conflict is None:
        return Exit.UNEXPECTED, str(error), None
    detail = {"status": error.conflict.kind, "conflict": rows(error.conflict.rows)}
    return Exit.INFEASIBLE, f"{error}\n{conflict_text(error.conflict)}", detail
