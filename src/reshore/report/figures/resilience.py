"""Resilience curves: output over time beside the plan, in and after the outages that cost most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.report.figures.amounts import counted, money
from reshore.report.figures.charts import (
    DASHES,
    Option,
    category_axis,
    hover,
    step_line,
    still,
    value_axis,
    with_legend,
)
from reshore.report.figures.figure import Figure
from reshore.report.figures.matrix import told_days
from reshore.report.figures.palette import PALETTE
from reshore.report.figures.subject import Subject

SHOWN: Final = 6
KEYS: Final = ("name", "start", "duration")


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the curves of the worst case of each of the places that lose most, where the plan was stressed."""
    if subject.stress is None:
        return
    cases = subject.stress.cases.filter(pl.col("profit_lost").fill_null(0.0) > 0.0)
    worst = cases.sort("profit_lost", descending=True, maintain_order=True).unique(
        "name", keep="first", maintain_order=True
    )
    shown = worst.head(SHOWN)
    if shown.is_empty():
        return
    curves = {
        f"{case['name']}, {told_days(case['duration'])}": subject.stress.paths.filter(
            *(pl.col(key) == case[key] for key in KEYS)
        )
        for case in shown.iter_rows(named=True)
    }
    periods = [f"{period:%Y-%m-%d}" for period in next(iter(curves.values()))["period"]]
    percent = {
        name: [None if value is None else round(100.0 * value, 1) for value in path["relative"]]
        for name, path in curves.items()
    }
    lowest = min((value for value in next(iter(percent.values())) if value is not None), default=100.0)
    first = shown.row(0, named=True)
    yield Figure(
        name="resilience",
        title="How output falls and comes back",
        units="What is delivered in each period, at standard value, as a share of the plan [%], with the best response",
        source=f"{subject.source}; each case is the plan's own program, solved again",
        alternative=(
            f"{counted(len(curves), 'curve')} over time. After an outage of {told_days(first['duration'])} at {first['name']}, "
            f"which costs {money(first['profit_lost'], subject.currency)}, output falls to "
            f"{lowest:.0f} % of the plan."
        ),
        option=_option(percent, periods),
        columns=("period", *percent),
        rows=tuple(
            (period, *("" if path[at] is None else f"{path[at]:.1f}" for path in percent.values()))
            for at, period in enumerate(periods)
        ),
    )


def _option(percent: dict[str, list[float | None]], periods: list[str]) -> Option:
    series = [
        step_line(name, path, PALETTE[at % len(PALETTE)], width=2, type=DASHES[at % len(DASHES)])
        for at, (name, path) in enumerate(percent.items())
    ]
    option: Option = {
        "tooltip": hover("axis"),
        "xAxis": category_axis(periods),
        "yAxis": value_axis("% of the plan"),
        "series": series,
    }
    return still(with_legend(option, list(percent)))
