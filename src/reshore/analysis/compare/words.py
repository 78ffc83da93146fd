"""Edits in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reshore.schema import table_schema
from reshore.tables import SET

REMARKS: Final = ("note", "source")
FEW: Final = 3
VALUE: Final = "value"


def edit_text(edit: Mapping[str, Any]) -> str:
    """Return an edit as one line: `expansions F21-phase-2: build_time + 12`, `demands: 2 rows added (...)`."""
    if SET in edit:
        return f"--set {edit[SET]}"
    op, table = str(edit.get("op", "=")), str(edit["table"])
    where = _pairs(edit.get("where", {}))
    if op == "add":
        rows = edit["rows"]
        told = "; ".join(_row(table, row) for row in rows[:FEW]) + ("; ..." if len(rows) > FEW else "")
        return f"{table}: {len(rows)} {'row' if len(rows) == 1 else 'rows'} added ({told})"
    if op == "remove":
        return f"{table} {where}: removed"
    return f"{f'{table} {where}'.rstrip()}: {edit['column']} {op} {_value(edit['value'])}"


def meaning(edit: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an edit without its remarks, and with what it leaves out: edits that do the same are equal."""
    bare = {name: value for name, value in edit.items() if name not in REMARKS}
    return bare if SET in edit else {"op": "=", "where": {}, **bare}


def _row(table: str, row: Mapping[str, Any]) -> str:
    """Return a row that is added as its key, and its value where it has nothing else."""
    key = "/".join(_value(row.get(name, "")) for name in table_schema(table).key).rstrip("/")
    return f"{key} = {_value(row['value'])}" if VALUE in row else key


def _pairs(cells: Mapping[str, Any], between: str = "=") -> str:
    if len(cells) == 1 and between == "=":
        return _value(next(iter(cells.values())))
    return ", ".join(f"{name}{between}{_value(value)}" for name, value in cells.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
