"""Targets as text: the answer to each claim in one table, then for each what it means, what stops more and what relieves it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import polars as pl
from rich.console import Group, RenderableType
from rich.text import Text

from reshore.analysis.targets import Targets
from reshore.report.changes import changes_text
from reshore.report.grid import grid
from reshore.report.limiting import limit_text
from reshore.report.text import figure, measured

SHOWN: Final = 5
CLOSE: Final = 1e-6
"""A gap that is not told."""
ANSWERS: Final = ("target", "goal", "by", "reachable", "planned", "at most", "earliest", "costs")
NOTE: Final = (
    "Planned is what the plan of most profit reaches; at most, what any plan could, whatever it earned; earliest, the first end "
    "of a period by which the goal could be reached by a plan made for it; costs, the profit that such a plan gives up."
)


def targets_text(found: Targets) -> RenderableType:
    """Return the answers to all targets, then each in detail."""
    return Group(*_parts(found))


def _parts(found: Targets) -> Iterator[RenderableType]:
    rows = found.targets.to_dicts()
    if not rows:
        yield Text("The model has no targets: add a table `targets`.")
        return
    lines = [_line(row, found.currency) for row in rows]
    yield grid(f"Targets [{found.currency}]", ANSWERS, lines, right={1, 4, 5, 7})
    for row in rows:
        yield Text("\n".join(_claim(row)))
        yield Text("\n".join(_stops(row, found.binding.filter(target=row["target"]))))
        relief = found.relief.filter(target=row["target"])
        if not relief.is_empty():
            checked = (
                "checked: with these changes it can be reached" if relief["checked"].all() else "not checked in time"
            )
            gap = relief["gap"][0]
            least = (
                f"The least change that makes it reachable, to within {gap:.1%}"
                if gap > CLOSE
                else "Least change that makes it reachable"
            )
            yield Text("\n".join([f"  {least} ({checked}):", *changes_text(relief)]))
        elif not row["reachable"]:
            yield Text(
                "  No change of capacities, lanes, storage or projects was found that makes it reachable with what is asked for."
            )
    yield Text(f"\n{NOTE}", style="dim")


def _line(row: dict[str, Any], currency: str) -> tuple[str, ...]:
    cost = row["profit_cost"]
    return (
        row["target"],
        measured(row["goal"], row["unit"]),
        f"{row['by']}",
        "yes" if row["reachable"] else "no",
        measured(row["planned"], row["unit"]),
        "no limit" if row["most"] is None else measured(row["most"], row["unit"]),
        "not in time" if row["earliest"] is None else f"{row['earliest']}",
        "" if cost is None else "nothing" if cost == 0.0 else f"{figure(cost)} {currency}",
    )


def _claim(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['target']}: {row['claim'] or row['measure']}"
    if row["source"]:
        yield f"  source: {row['source']}"
    if row["note"]:
        yield f"  note: {row['note']}"
    of = f" as a share of the same for {row['share_of']}" if row["share_of"] else ""
    filters = f" ({row['filters']})" if row["filters"] else ""
    since = f" from {row['starts']}" if row["starts"] else ""
    rate = f", per {row['per']}" if row["per"] else ""
    if row["whole"] is not None:
        whole, planned = (measured(row[name], row["whole_unit"]) for name in ("whole", "planned_whole"))
        yield f"  at the most it is a share of {whole}, in the plan of {planned}"
    yield f"  measured as {row['measure']}{filters}{of}{rate},{since} by {row['by']}"
    if row["probability"] is not None:
        yield f"  reached in {row['probability']:.1%} of the replications of the plan's largest simulation"


def _stops(row: dict[str, Any], limits: pl.DataFrame) -> Iterator[str]:
    if limits.is_empty():
        return
    yield "  What stops more (the weightiest first):"
    shown = pl.concat([limits.head(SHOWN), limits.slice(SHOWN).filter(law="demand")])
    for limit in shown.iter_rows(named=True):
        yield limit_text(limit, "gives", partial(measured, unit=row["unit"]))
    if limits.height > shown.height:
        yield f"    ... and {limits.height - shown.height} more (all with --json)"
