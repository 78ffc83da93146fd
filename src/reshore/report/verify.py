"""A verification as text: every check with its residual, then whether the plan holds."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from reshore.report.text import table_text
from reshore.verify import Verification

SHOWN = 100


def verification_text(found: Verification) -> RenderableType:
    """Return the checks, and a line for each that does not hold."""
    verdict = "holds" if found.ok else "does not hold"
    lines = [
        f"The plan {verdict}: {found.checks.height} checks, largest relative residual {found.residual:.1e}.",
        *found.failures,
    ]
    return Group(table_text(found.checks, limit=SHOWN), Text("\n".join(lines)))
