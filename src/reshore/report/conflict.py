"""Why there is no plan, in words: what cannot hold together, and what to change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from reshore.analysis.conflict import Conflict
from reshore.report.changes import SHOWN, changes_text, more_text

SIDES: Final = {
    "asked": "Ask for less",
    "world": "Or have more",
}


def conflict_text(conflict: Conflict) -> str:
    """Return what stands against a plan, and what would allow one, as lines."""
    return "\n".join([*_limits(conflict), *_because(conflict), *_repairs(conflict)])


def _limits(conflict: Conflict) -> Iterator[str]:
    rows = conflict.rows
    numbers = rows["conflict"].unique(maintain_order=True).to_list()
    unbounded = conflict.kind == "unbounded"
    for number in numbers:
        if len(numbers) > 1:
            yield f"Conflict {number}:"
        own = rows.filter(conflict=number).partition_by("law", "words", "entity", maintain_order=True)
        yield from (f"  {_decision(line) if unbounded else _limit(line)}" for line in own[:SHOWN])
        yield from more_text(len(own))
    if unbounded or rows.is_empty():
        return
    if conflict.more:
        yield f"There are more conflicts than these {len(numbers)}; the repair below ends all of them."
    yield (
        "Without any one of these lines the others can hold."
        if conflict.irreducible
        else "Some of these may not be needed for the contradiction: time was over before all were tried."
    )


def _limit(spans: pl.DataFrame) -> str:
    """Return one limit: its words, when it takes part, and what it allows."""
    row = spans.row(0, named=True)
    when = ", ".join(_span(first, last) for first, last in spans.select("first", "last").iter_rows() if first)
    least, most = spans["limit"].min(), spans["most"].max()
    value = "" if least is None else f": {_amount(least, most, row['unit'])}"
    due = "due " if row["law"] == "required demand" else ""
    return f"{row['words']}{f', {due}{when}' if when else ''}{value}"


def _decision(spans: pl.DataFrame) -> str:
    row = spans.row(0, named=True)
    return f"{row['words']}, {_span(row['first'], row['last'])}"


def _span(first: object, last: object) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _amount(least: Any, most: Any, unit: str) -> str:
    number = f"{least:,.6g}" if least == most else f"{least:,.6g} to {most:,.6g}"
    return f"{number} {unit}"


def _because(conflict: Conflict) -> Iterator[str]:
    yield from (f"Lead times: {line}." for line in conflict.because)


def _repairs(conflict: Conflict) -> Iterator[str]:
    for repair in conflict.repairs:
        if repair.gives == "world" and not repair.alone:
            yield "\nNo change of capacities, lanes, storage or projects alone allows a plan."
            continue
        if repair.changes.is_empty():
            continue
        checked = "checked: with these changes there is a plan" if repair.checked else "not checked in time"
        yield f"\n{SIDES[repair.gives] if repair.alone else 'Change'} ({checked}):"
        yield from changes_text(repair.changes)
