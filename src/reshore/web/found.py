"""Findings as the page shows them: with the key of their row, and the place of the edit that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reshore.tables import Finding as Found
from reshore.tables.findings import LATER, holds_back
from reshore.tables.rows import REMOVED
from reshore.tables.scenarios import SETTINGS
from reshore.tables.stated import Stated
from reshore.web.places import told_finding
from reshore.web.shapes.common import Edit, Finding, Findings

MOST: Final = 1_000
ORDER: Final = {"error": 0, "warning": 1, "info": 2}


def findings_of(found: Sequence[Found], stated: Mapping[str, Stated], edits: Sequence[Edit] = ()) -> Findings:
    """Return findings, errors first, placed in the tables as they are stated."""
    ranked = sorted(found, key=lambda finding: ORDER[finding.severity])
    placed = [_placed(finding, stated, edits) for finding in ranked[:MOST]]
    return Findings(findings=placed, total=len(found), more=f"{LATER}." if holds_back(found) else None)


def findings_of_rows(found: Sequence[Found], removed: Sequence[str]) -> Findings:
    """Return findings about rows to add, with their place among those, or to remove, with their key."""
    placed = []
    for finding in found[:MOST]:
        told = finding.to_dict() | {"key": None, "edit": None}
        if finding.row is not None and finding.file == REMOVED:
            told["key"] = removed[finding.row - 1]
        elif finding.row is not None:
            told["edit"] = finding.row - 1
        placed.append(Finding.model_validate(told))
    return Findings(findings=placed, total=len(found))


def _placed(finding: Found, stated: Mapping[str, Stated], edits: Sequence[Edit]) -> Finding:
    told = told_finding(finding.to_dict())
    if finding.file == SETTINGS and finding.row is not None and finding.row <= len(edits):
        edit = edits[finding.row - 1]
        told |= {"table": edit.table, "column": edit.column, "key": edit.key, "edit": finding.row - 1}
        return Finding.model_validate(told)
    table = stated.get(finding.table)
    own = table is not None and (table.file, table.sheet) == (finding.file, finding.sheet)
    key = None
    if table is not None and own and finding.table == "model":
        key = ""
    elif table is not None and own and finding.row is not None:
        key = table.keys.get(finding.row)
    return Finding.model_validate(told | {"key": key, "edit": None})
