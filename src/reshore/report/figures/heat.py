"""The heat map of bottlenecks: what each limit is worth, when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.report.figures.amounts import Scale, money, money_scale
from reshore.report.figures.charts import Option, category_axis, heat_scale, hover, long_names, still
from reshore.report.figures.figure import Figure
from reshore.report.figures.subject import Subject

SHOWN: Final = 14


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the heat map of what limits supply, where bottlenecks were asked for and there are some."""
    found = subject.bottlenecks
    rows = None if found is None else found.period.filter(pl.col("law") != "demand", pl.col("money") > 0.0)
    if rows is None or rows.is_empty():
        return
    order = rows.group_by("entity").agg(pl.col("money").sum()).sort("money", "entity", descending=[True, False])
    shown = order.head(SHOWN)
    dates = subject.plan.network.periods.dates
    cells = rows.join(shown.select("entity"), on="entity").group_by("entity", "period").agg(pl.col("money").sum())
    scale = money_scale(cells["money"], subject.currency)
    first = shown.row(0, named=True)
    left = order.height - shown.height
    whole = money_scale(shown["money"], subject.currency)
    yield Figure(
        name="bottlenecks",
        title="What limits supply, and when",
        units=(
            f"Discounted money of the whole limit in each period, at what one more unit is worth [{scale.words}]; more of a "
            f"limit earns less than that{f'; {left} smaller limits are left out' if left else ''}"
        ),
        source=f"{subject.source}; duals of the plan",
        alternative=(
            f"A grid of {shown.height} limits by period. The largest is {first['entity']}, "
            f"{money(first['money'], subject.currency)} in all."
        ),
        option=_option(cells, list(shown["entity"]), [f"{period:%Y-%m}" for period in dates], scale, subject.currency),
        columns=("limit", f"in all [{whole.words}]"),
        rows=tuple((row["entity"], whole.told(row["money"])) for row in shown.iter_rows(named=True)),
        height=150 + 26 * shown.height,
        width=720,
    )


def _option(cells: pl.DataFrame, entities: list[str], periods: list[str], scale: Scale, currency: str) -> Option:
    upward = entities[::-1]
    data = [
        {
            "value": [f"{row['period']:%Y-%m}", row["entity"], scale.of(row["money"])],
            "name": f"{row['entity']}, {row['period']:%Y-%m}",
        }
        for row in cells.sort("entity", "period").iter_rows(named=True)
    ]
    largest = max(cells["money"], default=0.0)
    most, told = scale.of(largest), money(largest, currency)
    return still(
        long_names(
            {
                "tooltip": hover(),
                "grid": {"left": 8, "right": 24, "top": 56, "bottom": 8},
                "xAxis": category_axis(periods, splitArea={"show": False}),
                "yAxis": category_axis(upward),
                "visualMap": heat_scale(most, told),
                "series": [{"type": "heatmap", "name": scale.words, "data": data, "emphasis": {"disabled": True}}],
            },
            230,
            400,
        )
    )
