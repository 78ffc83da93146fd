"""The stress matrix: what an outage costs, by what is out and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.report.figures.amounts import Scale, counted, money, money_scale
from reshore.report.figures.charts import Option, category_axis, heat_scale, hover, long_names, still
from reshore.report.figures.figure import Figure
from reshore.report.figures.subject import Subject

SHOWN: Final = 20
NOISE: Final = 1e-7
"""Share of the largest loss below which a loss is within what the solver allows."""
MONTH: Final = 60.0
"""Days from which a duration is told in months."""


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the matrix of the profit that outages cost, where the plan was stressed; of several starts the worst counts."""
    if subject.stress is None:
        return
    cases = subject.stress.cases.filter(pl.col("profit_lost").is_not_null())
    worst = cases.group_by("name", "duration").agg(pl.col("profit_lost").max())
    order = worst.group_by("name").agg(pl.col("profit_lost").max().alias("most"))
    order = order.filter(pl.col("most") > 0.0).sort("most", "name", descending=[True, False])
    if order.is_empty():
        return
    shown, scope = order.head(SHOWN), str(cases["scope"][0])
    seen = pl.col("profit_lost") > NOISE * float(shown["most"][0])
    lost_or_none = pl.when(seen).then("profit_lost").otherwise(0.0).alias("lost")
    cells = worst.join(shown, on="name", maintain_order="right").with_columns(lost_or_none)
    durations = sorted(set(cells["duration"]))
    scale, first = money_scale(cells["lost"], subject.currency), shown.row(0, named=True)
    left = order.height - shown.height
    starts = cases["start"].unique().sort()
    when = f"from {starts[0]:%Y-%m-%d}" if len(starts) == 1 else f"at the worst of {len(starts)} starts"
    lost = {(name, days): value for name, days, value in cells.select("name", "duration", "lost").iter_rows()}
    names = list(shown["name"])
    yield Figure(
        name="stress",
        title=f"What breaks it: the cost of an outage, by {scope} and duration",
        units=(
            f"Discounted {subject.goal} lost with the best response, {when} [{scale.words}]"
            f"{f'; {left} smaller ones are left out' if left else ''}"
        ),
        source=f"{subject.source}; each case is the plan's own program, solved again",
        alternative=(
            f"A grid of {counted(len(names), scope)} by {counted(len(durations), 'duration')}. The most is lost at "
            f"{first['name']}: {money(first['most'], subject.currency)}."
        ),
        option=_option(lost, names, durations, scale, subject.currency),
        columns=(scope, *map(told_days, durations)),
        rows=tuple((name, *(_cell(lost.get((name, days)), scale) for days in durations)) for name in names),
        height=110 + 26 * len(names),
        width=0 if len(durations) < 5 else 560,
    )


def told_days(days: float) -> str:
    """Return a duration as people say it: days, or months of 30.4 days."""
    return f"{days:.0f} days" if days < MONTH else f"{days / (365.25 / 12):.2g} months"


def _cell(value: float | None, scale: Scale) -> str:
    return "" if value is None else scale.told(value)


def _option(
    lost: dict[tuple[str, float], float], names: list[str], durations: list[float], scale: Scale, currency: str
) -> Option:
    most = max(lost.values())
    data = [
        {
            "value": [told_days(days), name, float(f"{scale.of(value):.3g}")],
            "name": f"{name}, {told_days(days)}: {money(value, currency)}",
            "label": {"formatter": scale.short(value)},
        }
        for (name, days), value in lost.items()
    ]
    return still(
        long_names(
            {
                "tooltip": hover(formatter="{b}"),
                "grid": {"left": 8, "right": 24, "top": 56, "bottom": 8},
                "xAxis": category_axis([told_days(days) for days in durations], splitArea={"show": False}),
                "yAxis": category_axis(names[::-1]),
                "visualMap": heat_scale(scale.of(most), money(most, currency)),
                "series": [
                    {
                        "type": "heatmap",
                        "name": scale.words,
                        "data": data,
                        "label": {"show": True, "fontSize": 11},
                        "emphasis": {"disabled": True},
                    }
                ],
            },
            110,
            220,
        )
    )
