"""What is built when: from the start of each module until it is ready, and its use after that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Any, Final

import polars as pl

from reshore.report.figures.amounts import counted
from reshore.report.figures.charts import Option, bars, category_axis, hover, still, value_axis, with_legend
from reshore.report.figures.figure import Figure
from reshore.report.figures.palette import BLUE, ORANGE
from reshore.report.figures.subject import Subject
from reshore.report.text import figure

SHOWN: Final = 24
YEAR: Final = 365.25
EPOCH: Final = 1970.0
STEPS: Final = ("being built", "ready")


@dataclass(frozen=True)
class _Span:
    """One start: when it begins and is ready, in years, and how it is called, in short and in full."""

    start: float
    ready: float
    short: str
    full: str


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the chart of what is built, where anything is."""
    table = subject.plan.table("build").filter(pl.col("value") > 0.0).sort("ready", "start", "expansion")
    if table.is_empty():
        return
    shown = table.head(SHOWN)
    rows = tuple(_row(row) for row in shown.iter_rows(named=True))
    told = "; ".join(f"{row[0]} at {row[1]}, {row[4]} to {row[5]}" for row in rows[:4])
    left = table.height - shown.height
    yield Figure(
        name="build",
        title="What is built, and when it is ready",
        units=f"Calendar years; each bar is one start of a project{f'; {left} later ones are left out' if left else ''}",
        source=subject.source,
        alternative=f"A chart of {counted(table.height, 'start')} of projects in time. The first to be ready: {told}.",
        option=_option(subject, [_span(row) for row in shown.iter_rows(named=True)]),
        columns=("project", "site", "resource", "modules", "start", "ready"),
        rows=rows,
        height=110 + 34 * shown.height,
    )


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    modules = figure(round(row["value"], 6))
    return (
        row["expansion"],
        row["site"],
        row["resource"],
        modules,
        f"{row['start']:%Y-%m-%d}",
        f"{row['ready']:%Y-%m-%d}",
    )


def _span(row: dict[str, Any]) -> _Span:
    project, site, resource, modules, start, ready = _row(row)
    begins, ends = (EPOCH + row[name].timestamp() / 86_400 / YEAR for name in ("start", "ready"))
    several = "" if modules == "1" else f" ({modules})"
    return _Span(
        begins, ends, f"{project}{several}", f"{project} at {site}: {modules} of {resource}, {start} to {ready}"
    )


def _option(subject: Subject, spans: list[_Span]) -> Option:
    periods = subject.plan.network.periods
    low = min(EPOCH + periods.start / YEAR, *(span.start for span in spans))
    high = max(EPOCH + periods.end / YEAR, *(span.ready for span in spans))
    ordered = spans[::-1]
    built = [{"name": span.full, "value": round(span.ready - span.start, 4)} for span in ordered]
    used = [{"name": span.full, "value": round(high - span.ready, 4)} for span in ordered]
    option: Option = {
        "tooltip": hover(formatter="{b}"),
        "xAxis": _years(floor(low + 0.01), ceil(high - 0.01)),
        "yAxis": category_axis([span.short for span in ordered], axisLabel={"width": 150, "overflow": "truncate"}),
        "series": [
            bars(
                "before",
                [round(span.start, 4) for span in ordered],
                "transparent",
                silent=True,
                tooltip={"show": False},
            ),
            bars(STEPS[0], built, ORANGE, barMaxWidth=18),
            bars(STEPS[1], used, BLUE, barMaxWidth=18),
        ],
    }
    return still(with_legend(option, STEPS, room=12))


def _years(first: int, end: int) -> list[Option]:
    """Return the axis on which bars are measured, and one that names the years below it."""
    measured = value_axis("", min=first, max=end, interval=1, axisLabel={"show": False}, axisTick={"show": False})
    return [measured, category_axis([str(year) for year in range(first, end)], position="bottom")]
