"""Why there is no plan, in words: what must give at least, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.solve import Conflict

SHOWN: Final = 15


def conflict_text(conflict: Conflict) -> str:
    """Return the rows of a conflict as lines: those that give one by one, the others by law and entity over all periods."""
    rows = conflict.rows
    gives = pl.col("change") != 0.0
    return "\n".join([*_giving(rows.filter(gives)), *_standing(rows.filter(~gives), conflict.kind == "unbounded")])


def _giving(rows: pl.DataFrame) -> Iterator[str]:
    if rows.is_empty():
        return
    yield "The least that must give:"
    for row in rows.head(SHOWN).iter_rows(named=True):
        gives = f"{abs(row['change']):,.6g}"
        if row["law"] == "required demand":
            yield f"  {row['law']}: {row['entity']}, {row['period']}: {gives} {row['unit']} more than can be served"
        else:
            limit = f"{row['limit']:,.6g} {row['unit']}"
            yield f"  {row['law']}: {row['entity']}, {row['period']}: limit {limit}, must give {gives}"
    yield from _more(rows.height)


def _standing(rows: pl.DataFrame, unbounded: bool) -> Iterator[str]:
    if rows.is_empty():
        return
    groups = (
        rows.group_by("law", "entity", maintain_order=True)
        .agg(
            pl.col("period").min().alias("first"),
            pl.col("period").max().alias("last"),
            pl.len().alias("count"),
            pl.col("weight").sum(),
        )
        .sort(pl.col("law") == "balance", "weight", descending=[False, True], maintain_order=True)
    )
    yield "These can grow for ever:" if unbounded else "Because of (those that matter most first):"
    for row in groups.head(SHOWN).iter_rows(named=True):
        span = f"{row['first']}" if row["count"] == 1 else f"{row['first']} to {row['last']} ({row['count']} periods)"
        yield f"  {row['law']}: {row['entity']}, {span}"
    yield from _more(groups.height)


def _more(height: int) -> Iterator[str]:
    if height > SHOWN:
        yield f"  ... and {height - SHOWN} more (all with --json)"
