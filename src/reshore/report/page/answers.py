"""Tables of what was asked about the plan: bottlenecks, targets, what matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.report.figures import Subject
from reshore.report.figures.amounts import amount, money
from reshore.report.page.markup import Markup, element, joined, table
from reshore.report.text import figure

SHOWN: Final = 15


def answers_html(subject: Subject) -> Markup:
    """Return the tables of the answers that were found, nothing where none was asked for."""
    parts = [part for make in (_bottlenecks, _targets) for part in make(subject)]
    if not parts:
        return Markup("")
    return joined([element("h2", "In detail", id="detail"), element("p", subject.source, class_="source"), *parts])


def _bottlenecks(subject: Subject) -> Iterator[Markup]:
    found = subject.bottlenecks
    if found is None or found.total.is_empty():
        return
    rows = [
        (
            row["entity"],
            f"{row['first']} to {row['last']}",
            f"{figure(row['limit'])} {row['quantity']}",
            money(row["value"], found.currency),
            ""
            if row["gain"] is None
            else f"+{100 * row['step'] / row['limit']:.3g} %: {money(row['gain'], found.currency)}",
        )
        for row in found.total.head(SHOWN).iter_rows(named=True)
    ]
    columns = ("limit", "binds", "as it stands", "one more is worth", "more of it earns")
    yield table("What limits the plan", columns, rows, words=2)


def _targets(subject: Subject) -> Iterator[Markup]:
    found = subject.targets
    if found is None or found.targets.is_empty():
        return
    rows = []
    for row in found.targets.iter_rows(named=True):
        goal, planned = (amount(row[name], row["unit"], found.currency) for name in ("goal", "planned"))
        most = "no limit" if row["most"] is None else amount(row["most"], row["unit"], found.currency)
        cost = "" if row["profit_cost"] is None else money(row["profit_cost"], found.currency)
        first = "not in time" if row["earliest"] is None else f"{row['earliest']}"
        rows.append(
            (row["target"], f"{row['by']}", "yes" if row["reachable"] else "no", first, goal, planned, most, cost)
        )
    columns = ("target", "by", "reachable", "earliest", "goal", "planned", "at most", "costs")
    yield table("Targets: what the plan reaches, and what any plan could", columns, rows, words=4)
    stops = [
        (
            row["target"],
            row["entity"],
            "" if row["first"] is None else f"{row['first']} to {row['last']}",
            row["relief"] or "",
        )
        for row in found.binding.group_by("target", maintain_order=True).head(3).iter_rows(named=True)
    ]
    if stops:
        yield table("What stops more of each target", ("target", "limit", "when", "relief"), stops, words=4)
    relief = found.relief.select(pl.col("target"), pl.col("words")).unique(maintain_order=True)
    if not relief.is_empty():
        yield table("Least change that makes a target reachable", ("target", "change"), relief.iter_rows(), words=2)
