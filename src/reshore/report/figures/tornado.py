"""The tornado: what the range of each input number does to profit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.report.figures.amounts import money, money_scale, unit_scale
from reshore.report.figures.charts import Option, bars, category_axis, hover, long_names, still, value_axis, with_legend
from reshore.report.figures.figure import Figure
from reshore.report.figures.palette import BLUE, ORANGE
from reshore.report.figures.subject import Subject
from reshore.report.text import figure

SHOWN: Final = 12
ENDS: Final = (("at the low end", "effect_low", ORANGE), ("at the high end", "effect_high", BLUE))


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the tornado, where it was asked what matters."""
    found = subject.matters
    rows = None if found is None else found.numbers.filter(pl.col("effect").abs() > 0.0).head(SHOWN)
    if found is None or rows is None or rows.is_empty():
        return
    rows = rows.with_columns(pl.col("effect_low", "effect_high").fill_null(0.0))
    counted = money_scale if found.unit == subject.currency else unit_scale
    scale = counted([*rows["effect_low"], *rows["effect_high"]], found.unit)
    called = [
        f"{row['table']}: {', '.join(filter(None, (row['key'], row['column'])))}" for row in rows.iter_rows(named=True)
    ]
    of = "discounted profit" if found.of == "profit" else f"the most of {found.of}"
    lines = tuple(
        (
            name,
            figure(row["low"]),
            figure(row["value"]),
            figure(row["high"]),
            scale.told(row["effect_low"]),
            scale.told(row["effect_high"]),
            row["source"],
        )
        for name, row in zip(called, rows.iter_rows(named=True), strict=True)
    )
    largest = rows.row(0, named=True)
    told = (
        money(largest["effect"], subject.currency)
        if found.unit == subject.currency
        else f"{figure(largest['effect'])} {found.unit}"
    )
    given = bool((rows["range"] != "10 %").all())
    yield Figure(
        name="matters",
        title=f"What matters for {of}",
        units=(
            f"Change of {of} at the ends of each number's range [{scale.words}], by its derivative"
            f"{'' if given else '; 10 % either way where no range is given'}"
        ),
        source=f"{subject.source}; derivatives of the plan. The source of each number is in the table",
        alternative=f"Bars of the {rows.height} numbers with the largest effects. The first is {called[0]}: {told}.",
        option=_option(
            called,
            scale.words,
            [scale.of(value) for value in rows["effect_low"]],
            [scale.of(value) for value in rows["effect_high"]],
        ),
        columns=("number", "low", "value", "high", *(f"{name} [{scale.words}]" for name, _, _ in ENDS), "source"),
        rows=lines,
        height=120 + 38 * rows.height,
    )


def _option(called: list[str], words: str, low: list[float], high: list[float]) -> Option:
    series = []
    for (name, _, colour), values in zip(ENDS, (low, high), strict=True):
        series.append(bars(name, values[::-1], colour, barMaxWidth=18, stack=name, barGap="-100%"))
    option: Option = {
        "tooltip": hover("axis", axisPointer={"type": "shadow"}),
        "xAxis": value_axis(words, nameLocation="middle", nameGap=28, nameTextStyle={"align": "center", "padding": 0}),
        "yAxis": category_axis(called[::-1], axisLabel={"interval": 0}, axisLine={"onZero": False}),
        "series": series,
        "grid": {"bottom": 24},
    }
    return still(long_names(with_legend(option, [name for name, _, _ in ENDS], room=12), 130, 460))
