"""Output: the value of what is sold, by the country that makes it and the year; and the value that each country adds."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.report.figures.amounts import Scale, money, money_scale
from reshore.report.figures.charts import Option, bars, category_axis, hover, still, value_axis, with_legend
from reshore.report.figures.figure import Figure
from reshore.report.figures.palette import OTHER
from reshore.report.figures.subject import Subject


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the value made by country and year: of finished goods, and of what each country adds."""
    final = pl.col("product").is_in(subject.sold.implode())
    yield from _figure(
        subject,
        subject.plan.measure("gross_value").filter(final),
        ("output", "Output of what is sold, by country and year", "Standard value of finished goods made"),
    )
    yield from _figure(
        subject,
        subject.plan.measure("value_added"),
        ("value-added", "Value added, by country and year", "Standard value of what is made, less that of its inputs"),
    )


def _figure(subject: Subject, rows: pl.DataFrame, words: tuple[str, str, str]) -> Iterator[Figure]:
    name, title, counted = words
    coloured = rows.with_columns(subject.shared(rows["country"]).alias("country"))
    sums = coloured.group_by("country", "year").agg(pl.col("value").sum()).filter(pl.col("value") != 0.0)
    if sums.is_empty():
        return
    wide = sums.sort("year").pivot("year", index="country", values="value").fill_null(0.0)
    years = wide.columns[1:]
    wide = wide.with_columns(pl.sum_horizontal(years).alias("_all")).sort("_all", descending=True)
    total = wide.select(pl.col(years).sum()).row(0)
    scale = money_scale(total, subject.currency)
    best = max(range(len(years)), key=lambda at: total[at])
    first = wide.row(0, named=True)
    lines = [(row["country"], *(scale.told(row[year]) for year in years)) for row in wide.iter_rows(named=True)]
    yield Figure(
        name=name,
        title=title,
        units=f"{counted} [{scale.words} a year]",
        source=subject.source,
        alternative=(
            f"Bars by year, stacked by country. The most is {money(total[best], subject.currency)} in {years[best]}. In all "
            f"years together {first['country']} makes the most, {money(first['_all'], subject.currency)}."
        ),
        option=_option(subject, wide, years, scale),
        columns=("country", *years),
        rows=(*lines, ("in all", *(scale.told(value) for value in total))),
    )


def _option(subject: Subject, wide: pl.DataFrame, years: list[str], scale: Scale) -> Option:
    series = [
        bars(
            row["country"],
            [scale.of(row[year]) for year in years],
            subject.colours.get(row["country"], OTHER),
            barMaxWidth=90,
        )
        for row in wide.iter_rows(named=True)
    ]
    option: Option = {
        "tooltip": hover("axis", axisPointer={"type": "shadow"}),
        "xAxis": category_axis(years),
        "yAxis": value_axis(scale.words),
        "series": series,
    }
    return still(with_legend(option, list(wide["country"])))
