"""Findings as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from reshore.report.grid import grid
from reshore.tables import Finding

ORDER: Final = {"error": 0, "warning": 1, "info": 2}


def findings_table(findings: Sequence[Finding]) -> RenderableType:
    """Return findings, errors first, with place, what is wrong, and what to do about it."""
    rows = [
        (one.code, one.severity, one.place, one.message, one.remedy)
        for one in sorted(findings, key=lambda one: ORDER[one.severity])
    ]
    if not rows:
        return Text("No findings.")
    return grid("Findings", ("code", "severity", "place", "what is wrong", "remedy"), rows)
