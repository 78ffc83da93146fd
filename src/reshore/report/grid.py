"""Tables of texts for a terminal, and the texts of their cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reshore.report.text import figure

NAMES: Final = 6


def grid(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], right: set[int] | None = None, total: int = 0
) -> RenderableType:
    """Return a table of texts, the columns at `right` to the right, and how many of `total` rows are left out."""
    if not rows:
        return Text(f"{title}\n  none\n")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(columns):
        number = place in (right or set())
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    left = total - len(rows)
    more = f"... and {left:,} more: narrow with --product or --site, or all with --json\n"
    return Group(Text(title, style="bold"), table, *([Text(more, style="dim")] if left > 0 else []))


def few(names: Sequence[str]) -> str:
    """Return names as text, the first few of many."""
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return ", ".join(names[:NAMES]) + more


def percent(share: float | None) -> str:
    """Return a share as text, nothing for none."""
    return "" if share is None or abs(share) < 5e-4 else f"{share:.1%}"


def amount(value: float | None, unit: str = "") -> str:
    """Return an amount and its unit as text, nothing for none."""
    return "" if value is None else f"{figure(value)} {unit}".rstrip()
