"""A stress test as text: what each event costs, the worst first, how long each holds out, and which risks hide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from rich.console import Group, RenderableType
from rich.text import Text

from reshore.analysis.stress import Stress
from reshore.analysis.stress.asked import day_of
from reshore.analysis.stress.response import ASIDE, NONE
from reshore.report.figures.amounts import counted
from reshore.report.grid import grid
from reshore.report.text import NOTHING, figure, measured

LOWEST = "▁▂▃▄▅▆▇█"


def stress_text(found: Stress, limit: int = 20) -> RenderableType:
    """Return the cases with the largest losses, what they lose of targets, and the risks that spending hides."""
    return Group(*_parts(found, limit))


def _parts(found: Stress, limit: int) -> Iterator[RenderableType]:
    cases = found.cases
    if cases.is_empty():
        yield Text("There is nothing to take out.")
        return
    starts = sorted(set(cases["start"].to_list()))
    when = f"from {starts[0]} on" if len(starts) == 1 else f"from {starts[0]} to {starts[-1]}"
    nothing = int((cases["profit_lost"].fill_null(1.0) <= 0.0).sum())
    asked = found.asked
    how = f"{asked.loss:.0%} lost" + (f", back over {asked.recovery:g} days" if asked.recovery else "")
    yield Text(
        f"{counted(cases.height, 'case')} by {asked.scope}, {when}, {how}; {nothing} of them cost nothing\n",
        style="bold",
    )
    shown = cases.with_row_index("at").sort("profit_lost", descending=True, nulls_last=False, maintain_order=True)
    shown = shown.filter(pl.col("profit_lost").is_null() | (pl.col("profit_lost") > 0.0)).head(limit)
    columns = [
        "name",
        "start",
        "days",
        "profit lost",
        "revenue lost",
        "exposure",
        "output",
        "survives",
        "recovers in",
        "remark",
    ]
    sold = float(found.plan.table("money").filter(term="revenue")["value"].sum())
    lines = [
        [*_line(row, sold), _curve(found, row["at"]), *_times(row), _remark(row)] for row in shown.iter_rows(named=True)
    ]
    title = f"What an outage costs [{found.plan.currency}], with the best response"
    yield grid(title, columns, lines, {2, 3, 4, 5, 7, 8})
    yield from _beyond(found)
    yield from _targets(found, limit)
    yield from _broken(found, limit)
    yield from _hidden(found, limit)


def _beyond(found: Stress) -> Iterator[RenderableType]:
    """Yield what is to be said of outages that last longer than the horizon."""
    network = found.plan.network
    last = day_of(network, network.periods.end - network.periods.start)
    over = found.cases.filter(pl.col("start") + pl.duration(days=pl.col("duration").floor().cast(pl.Int64)) > last)
    if not over.is_empty():
        yield Text(
            f"Of {counted(over.height, 'case')} only what is before {last}, the end of the horizon, counts.\n",
            style="dim",
        )


def _line(row: dict[str, Any], sold: float) -> list[str]:
    lost, revenue, exposure = (row[name] for name in ("profit_lost", "revenue_lost", "exposure"))
    return [
        row["name"],
        str(row["start"]),
        f"{row['duration']:.0f}",
        "" if lost is None else figure(lost),
        "" if revenue is None else figure(0.0 if abs(revenue) <= NOTHING * sold else revenue),
        "" if exposure is None else f"{exposure:.3f}",
    ]


def _times(row: dict[str, Any]) -> list[str]:
    """Return how long the outage may last, and how long it takes to recover."""
    survive, recover = row["time_to_survive"], row["time_to_recover"]
    lasting = "" if survive is None else "to the end" if survive == float("inf") else f"{survive:.1f} d"
    return [lasting, "" if recover is None else f"{recover:.0f} d"]


def _remark(row: dict[str, Any]) -> str:
    if row["status"] == NONE:
        return "no response keeps what is left"
    if row["status"] == ASIDE:
        return "breaks limits"
    return "not covered" if row["covered"] is False else ""


def _curve(found: Stress, at: int) -> str:
    """Return output over time beside that of the plan, from full (a high bar) to nothing, in at most 24 steps."""
    relative = found.results[at].path["relative"].clip(0.0, 1.0).to_list()
    step = -(-len(relative) // 24)
    lows = [min(relative[first : first + step]) for first in range(0, len(relative), step)]
    return "".join(LOWEST[round(one * (len(LOWEST) - 1))] for one in lows)


def _targets(found: Stress, limit: int) -> Iterator[RenderableType]:
    lost = (
        found.targets.filter(pl.col("lost") > NOTHING * pl.col("planned").abs())
        if not found.targets.is_empty()
        else found.targets
    )
    if lost.is_empty():
        return
    share = pl.col("lost") / pl.col("planned")
    lost = lost.sort(share, descending=True, maintain_order=True)
    lines = [
        [
            row["name"],
            f"{row['duration']:.0f}",
            row["target"],
            *(measured(row[name], row["unit"], row["planned"]) for name in ("planned", "lost")),
        ]
        for row in lost.head(limit).iter_rows(named=True)
    ]
    yield grid("Targets that lose", ["name", "days", "target", "planned", "lost"], lines, {1, 3, 4})


def _broken(found: Stress, limit: int) -> Iterator[RenderableType]:
    if found.broken.is_empty():
        return
    lines = [
        [
            row["name"],
            f"{row['duration']:.0f}",
            row["limit"],
            row["by"],
            str(row["period"]),
            f"{figure(row['amount'])} {row['unit']}",
        ]
        for row in found.broken.head(limit).iter_rows(named=True)
    ]
    yield grid("Limits that cannot be kept", ["name", "days", "limit", "of", "period", "by"], lines, {1, 5})


def _hidden(found: Stress, limit: int) -> Iterator[RenderableType]:
    hiding = found.hidden.filter("hidden")
    if hiding.is_empty():
        return
    lines = [
        [row["name"], figure(row["impact"]), str(row["impact_rank"]), figure(row["spend"]), str(row["spend_rank"])]
        for row in hiding.head(limit).iter_rows(named=True)
    ]
    title = f"Hidden risks: little spent, much lost [{found.plan.currency}]"
    yield grid(title, ["name", "most lost", "rank", "spent", "rank of spend"], lines, {1, 2, 3, 4})
