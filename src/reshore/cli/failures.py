"""Which error ends a command with which exit code, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reshore.cli.output import Exit, findings_text, rows
from reshore.pipeline import NoPlan, VerificationFailed
from reshore.runs import RunError
from reshore.solve import SolverError
from reshore.tables import DataError

SHOWN = 30
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
    if isinstance(
        error, RunError | FileNotFoundError | FileExistsError | NotADirectoryError | PermissionError | KeyError
    ):
        return Exit.USAGE, str(error.args[0]) if isinstance(error, KeyError) else str(error), None
    if isinstance(error, OSError):
        return Exit.UNEXPECTED, f"{error}. Nothing was stored.", None
    return None


def _no_plan(error: NoPlan) -> Failure:
    if error.conflict is None:
        return Exit.UNEXPECTED, str(error), None
    table = error.conflict.rows
    lines = [str(error)]
    for row in table.head(SHOWN).iter_rows(named=True):
        change = f", must give {abs(row['change']):,.6g}" if row["change"] else ""
        lines.append(
            f"  {row['law']}: {row['entity']}, {row['period']}: limit {row['limit']:,.6g} {row['unit']}{change}"
        )
    if table.height > SHOWN:
        lines.append(f"  ... and {table.height - SHOWN} rows more (all with --json)")
    return Exit.INFEASIBLE, "\n".join(lines), {"status": error.conflict.kind, "conflict": rows(table)}
