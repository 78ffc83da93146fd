"""Output: the value of what is sold, by the country that makes it and the year; and the value that each country adds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.report.figures.aims import Aim, aims_of
from reshore.report.figures.amounts import Scale, money, money_scale
from reshore.report.figures.charts import Option, bars, category_axis, hover, still, value_axis, with_legend
from reshore.report.figures.figure import Figure
from reshore.report.figures.palette import OTHER
from reshore.report.figures.subject import Subject

DASHES: Final = ("dashed", "dotted")


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the value made by country and year: of finished goods, and of what each country adds."""
    final = pl.col("product").is_in(subject.sold.implode())
    yield from _figure(
        subject,
        "gross_value",
        subject.plan.measure("gross_value").filter(final),
        ("output", "Output of what is sold, by country and year", "Standard value of finished goods made"),
    )
    yield from _figure(
        subject,
        "value_added",
        subject.plan.measure("value_added"),
        ("value-added", "Value added, by country and year", "Standard value of what is made, less that of its inputs"),
    )


def _figure(subject: Subject, measure: str, rows: pl.DataFrame, words: tuple[str, str, str]) -> Iterator[Figure]:
    name, title, counted = words
    coloured = rows.with_columns(subject.shared(rows["country"]).alias("country"))
    sums = coloured.group_by("country", "year").agg(pl.col("value").sum()).filter(pl.col("value") != 0.0)
    if sums.is_empty():
        return
    wide = sums.sort("year").pivot("year", index="country", values="value").fill_null(0.0)
    years = wide.columns[1:]
    wide = wide.with_columns(pl.sum_horizontal(years).alias("_all")).sort("_all", descending=True)
    total = wide.select(pl.col(years).sum()).row(0)
    aims = [aim for aim in aims_of(subject, measure, rows) if len(aim.countries) < 2]
    own = [country for aim in aims for country in aim.countries]
    wide = wide.sort(pl.col("country").is_in(own), descending=True, maintain_order=True)
    scale = money_scale([*total, *(aim.yearly for aim in aims)], subject.currency)
    best = max(range(len(years)), key=lambda at: total[at])
    first = wide.sort("_all", descending=True).row(0, named=True)
    lines = [(row["country"], *(scale.told(row[year]) for year in years)) for row in wide.iter_rows(named=True)]
    yield Figure(
        name=name,
        title=title,
        units=f"{counted} [{scale.words} a year]{_aimed(aims)}",
        source=subject.source,
        alternative=(
            f"Bars by year, stacked by country. The most is {money(total[best], subject.currency)} in {years[best]}. In all "
            f"years together {first['country']} makes the most, {money(first['_all'], subject.currency)}."
            + "".join(f" {_told(aim, subject.currency)}." for aim in aims)
        ),
        option=_option(subject, wide, (years, scale), aims),
        columns=("country", *years),
        rows=(*lines, ("in all", *(scale.told(value) for value in total))),
    )


def _aimed(aims: list[Aim]) -> str:
    """Return what dashed lines are, where there are some."""
    return "; broken lines are what targets take a year on average, from zero up" if aims else ""


def _told(aim: Aim, currency: str) -> str:
    return (
        f"Target {aim.target.name}: {money(aim.target.at_least, currency)}{f' a {aim.target.per}' if aim.target.per else ''} in "
        f"{aim.where} by {aim.target.by}, {money(aim.yearly, currency)} a year on average since {aim.first}"
    )


def _option(subject: Subject, wide: pl.DataFrame, axes: tuple[list[str], Scale], aims: list[Aim]) -> Option:
    years, scale = axes
    series = [
        bars(
            row["country"],
            [scale.of(row[year]) for year in years],
            subject.colours.get(row["country"], OTHER),
            barMaxWidth=90,
        )
        for row in wide.iter_rows(named=True)
    ]
    lines = [_line(aim, scale, DASHES[at % len(DASHES)]) for at, aim in enumerate(aims)]
    option: Option = {
        "tooltip": hover("axis", axisPointer={"type": "shadow"}),
        "xAxis": category_axis(years),
        "yAxis": value_axis(scale.words, **_top(wide, (years, scale), aims)),
        "series": [*series, *lines],
    }
    return still(with_legend(option, [*wide["country"], *(line["name"] for line in lines)]))


def _line(aim: Aim, scale: Scale, dash: str) -> Option:
    """Return the line of an aim, over all years, in the colour of text; the legend says what it is."""
    return {
        "type": "line",
        "name": f"{aim.target.name}: {scale.told(aim.yearly)} a year in {aim.where}",
        "data": [],
        "symbol": "none",
        "lineStyle": {"type": dash, "width": 2, "color": OTHER},
        "itemStyle": {"color": OTHER},
        "markLine": {
            "silent": True,
            "symbol": "none",
            "label": {"show": False},
            "lineStyle": {"type": dash, "width": 2},
            "data": [{"yAxis": scale.of(aim.yearly)}],
        },
    }


def _top(wide: pl.DataFrame, axes: tuple[list[str], Scale], aims: list[Aim]) -> Option:
    """Return the end of the scale where an aim is higher than all bars, which would lie outside."""
    years, scale = axes
    highest = max(wide.select(pl.col(years).sum()).row(0))
    most = max((aim.yearly for aim in aims), default=0.0)
    return {"max": scale.of(1.1 * most)} if most > highest else {}
