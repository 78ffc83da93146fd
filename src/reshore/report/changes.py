"""Changes of the tables as lines: which number of which row changes, from what to what, and when."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

SHOWN = 15


def changes_text(changes: pl.DataFrame) -> Iterator[str]:
    """Yield a line for each number that changes: table, row, column, from, to, unit, when; the first of many."""
    groups = changes.partition_by("table", "key", "column", maintain_order=True)
    lines = [_change(group) for group in groups[:SHOWN]]
    header = ("table", "row", "column", "from", "to", "unit", "")
    widths = [max(len(line[at]) for line in [header, *lines]) for at in range(len(header))]
    for line in [header, *lines]:
        cells = [
            cell.rjust(width) if at in (3, 4) else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield f"  {'  '.join(cells)}".rstrip()
    yield from more_text(len(groups))


def _change(steps: pl.DataFrame) -> tuple[str, ...]:
    """Return the cells of one number that changes: in some periods, the values from the least to the most."""
    row = steps.row(0, named=True)
    moved = steps.filter(pl.col("from") != pl.col("to"))
    values = [_range(moved[name]) for name in ("from", "to")]
    when = "" if row["date"] is None else f"from {moved['date'][0]}{_until(steps)}"
    return (row["table"], row["key"], row["column"], *values, row["unit"], when)


def _range(values: pl.Series) -> str:
    least, most = min(values), max(values)
    return f"{least:,.7g}" if least == most else f"{least:,.7g}..{most:,.7g}"


def _until(steps: pl.DataFrame) -> str:
    last = steps.row(-1, named=True)
    return f" until {last['date']}" if last["from"] == last["to"] else ""


def more_text(height: int) -> Iterator[str]:
    """Yield how many lines are not shown, where there are any."""
    if height > SHOWN:
        yield f"  ... and {height - SHOWN} more (all with --json)"
