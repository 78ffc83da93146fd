"""Which error ends a command with which exit code, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reshore.analysis.conflict import Repair
from reshore.cli.output import Exit, findings_text, rows
from reshore.pipeline import NoPlan, VerificationFailed
from reshore.report import conflict_text
from reshore.report.written import BrowserError
from reshore.runs import RunError
from reshore.simulation.compiled import NotInstalled
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
    if isinstance(error, WorkbookLimit | NotInstalled | BrowserError):
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
    conflict = error.conflict
    repairs = {repair.gives: repair for repair in conflict.repairs}
    detail = {
        "status": conflict.kind,
        "conflict": rows(conflict.rows),
        "irreducible": conflict.irreducible,
        "more": conflict.more,
        "because": list(conflict.because),
        "repair": rows(error.repair.changes) if error.repair is not None else [],
        "repairs": {gives: _repair(repair) for gives, repair in repairs.items()},
        "repair_file": str(error.repair_file) if error.repair_file is not None else None,
    }
    return Exit.INFEASIBLE, f"{error}\n{conflict_text(conflict)}\n{_how(error)}".rstrip(), detail


def _repair(repair: Repair) -> Mapping[str, Any]:
    return {"changes": rows(repair.changes), "checked": repair.checked, "alone": repair.alone}


def _how(error: NoPlan) -> str:
    """Return how to apply the repair."""
    if error.repair_file is not None:
        file = error.repair_file
        command = f"reshore plan {file.parent.parent} --scenario {file.stem}"
        return f"\nThe first of these is written to {file}. Plan with it: {command}"
    if error.repair is not None and not error.repair.changes.is_empty():
        return "\nTo have the first of these written as a scenario, plan again with --repair."
    return ""
