"""The stored runs as text: what each is of, and what it comes to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from reshore.report.grid import few
from reshore.report.text import figure


def runs_text(table: pl.DataFrame, folder: str) -> RenderableType:
    """Return the runs of a folder, a row each; names are never broken, so that they can be copied."""
    if table.is_empty():
        return Text(f"No runs in {folder}. Make one with `reshore plan`.")
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    shown.add_column("run", no_wrap=True)
    shown.add_column("made", no_wrap=True)
    for name in ("of", "edits"):
        shown.add_column(name, overflow="fold")
    shown.add_column("status", no_wrap=True)
    shown.add_column("objective", justify="right", no_wrap=True)
    for row in table.iter_rows(named=True):
        shown.add_row(*map(Text, _cells(row)))
    return shown


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    objective = "" if row["objective"] is None else f"{figure(row['objective'])} {row['currency'] or ''}".rstrip()
    of = ", ".join(part for part in (row["model"], row["scenario"] and f"scenario {row['scenario']}") if part)
    return row["run"], _moment(row["created"]), of, few(row["edits"]), row["status"] or "", objective


def _moment(created: str | None) -> str:
    try:
        return f"{datetime.fromisoformat(created or ''):%Y-%m-%d %H:%M}"
    except ValueError:
        return created or ""
