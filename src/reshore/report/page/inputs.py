"""The inputs: every number of the model with its source, and how the run was made, so that all can be traced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import polars as pl

from reshore.report.figures import Subject
from reshore.report.page.markup import Markup, element, joined, linked, table
from reshore.tables import Table
from reshore.tables.table import ROW

ROOM: Final = 500_000
"""Characters that the tables of inputs take at most together; what does not fit is in the files of the run."""
SAME: Final = ("source", "note", ROW)


def inputs_html(subject: Subject) -> Markup:
    """Return how the run was made, the sources with a number each, and the tables that refer to them."""
    tables = [each for each in subject.plan.inputs if not each.frame.is_empty()]
    sources = _sources(tables)
    listed = [element("li", linked(text), id=f"source-{at}") for text, at in sources.items()]
    room, parts = ROOM, []
    for each in tables:
        part = _rows(each, sources, room)
        room -= len(part)
        parts.append(part)
    about = table("How this plan was made", ("what", "value"), list(_about(subject)), words=2)
    return joined(
        [
            element("h2", "Where the numbers come from", id="inputs"),
            element(
                "p",
                "Each row of the model as it was planned, scenario and settings included, with the number of its source in the "
                "list below. Columns that are empty throughout are left out.",
            ),
            about,
            element("div", *parts, class_="inputs"),
            element("h3", "Sources"),
            element("ol", *listed) if listed else element("p", "The tables of this model give no sources."),
        ]
    )


def _sources(tables: list[Table]) -> dict[str, int]:
    """Return each source that some row gives, numbered from 1."""
    texts = [
        text
        for each in tables
        if "source" in each.frame.columns
        for text in each.frame["source"].unique(maintain_order=True)
    ]
    return {text: at for at, text in enumerate(dict.fromkeys(filter(None, texts)), start=1)}


def _rows(each: Table, sources: Mapping[str, int], room: int) -> Markup:
    frame = each.frame
    columns = [name for name in frame.columns if name not in SAME and _given(frame[name])]
    has_source = "source" in frame.columns
    lines, used = [], 0
    for row in frame.iter_rows(named=True):
        number = sources.get(row["source"] or "") if has_source else None
        line = (*(_cell(row[name]) for name in columns), f"[{number}]" if number else "", _cell(row.get("note")))
        used += sum(len(cell) + 12 for cell in line)
        if used > room:
            break
        lines.append(line)
    left = frame.height - len(lines)
    more = element("p", f"{left:,} rows more are in the inputs of the run.") if left else Markup("")
    numbered = [(f"{at}", *line) for at, line in enumerate(lines, start=1)] if not columns else lines
    shown = table(f"{each.name}: {frame.height:,} rows", (*columns, "source", "note"), numbered, words=len(columns) + 2)
    return element(
        "details", element("summary", f"{each.name} ({frame.height:,} rows)"), shown if lines else Markup(""), more
    )


def _given(column: pl.Series) -> bool:
    return column.null_count() < len(column) and not (column.dtype == pl.String and (column.fill_null("") == "").all())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _about(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield what is known of the run: names, hashes, versions, and how exactly it was solved and verified."""
    plan, about = subject.plan, subject.plan.about
    for name, words in (
        ("run", "run"),
        ("created", "made at"),
        ("model", "model"),
        ("scenario", "scenario"),
        ("inputs_hash", "hash of the inputs"),
    ):
        if about.get(name):
            yield words, str(about[name])
    for setting in cast("list[Any]", about.get("sets") or []):
        yield "setting", str(setting)
    yield "status", f"{plan.status}, gap {plan.gap:.2g}"
    yield (
        "verified",
        "not yet" if plan.residual is None else f"recomputed without the model, largest residual {plan.residual:.1e}",
    )
    versions = about.get("versions")
    if isinstance(versions, Mapping):
        yield "versions", ", ".join(f"{name} {number}" for name, number in versions.items())
    if about.get("seed") is not None:
        yield "seed", str(about["seed"])
