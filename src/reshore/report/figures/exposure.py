"""Exposure: the countries in which the value of each product that is sold was added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.analysis.trace.exposure import UNKNOWN
from reshore.report.figures.amounts import counted
from reshore.report.figures.charts import Option, bars, category_axis, hover, still, value_axis, with_legend
from reshore.report.figures.figure import Figure
from reshore.report.figures.palette import OTHER, PALE
from reshore.report.figures.subject import Subject

SHOWN: Final = 16
STOCK: Final = "stock at the start"
DESCENDING: Final = [True, False]


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the bars of exposure to countries, where products that are sold have value."""
    shares = _shares(subject)
    if shares.is_empty():
        return
    order = shares.group_by("country").agg(pl.col("share").sum()).sort("share", "country", descending=DESCENDING)
    countries = list(order["country"])
    wide = shares.pivot("country", index="product", values="share").fill_null(0.0).select("product", *countries)
    shown = wide.head(SHOWN)
    most = shares.sort("share", descending=True).row(0, named=True)
    left = wide.height - shown.height
    yield Figure(
        name="exposure",
        title="Which countries products hang on",
        units=f"Share of the value of each product, by where it was added [%]{f'; {left} products are left out' if left else ''}",
        source=subject.source,
        alternative=(
            f"Bars of {counted(shown.height, 'product')}, split by country. The largest share: {most['share']:.1f} % of the "
            f"value of {most['product']} is added in {most['country']}."
        ),
        option=_option(subject, shown, countries),
        columns=("product", *countries),
        rows=tuple((row[0], *(f"{value:.1f}" for value in row[1:])) for row in shown.iter_rows()),
        height=110 + 30 * shown.height,
    )


def _shares(subject: Subject) -> pl.DataFrame:
    """Return product, country and share [%] of its value; products in the order of what is sold of them, by value."""
    sold = subject.plan.measure("delivered").group_by("product").agg(pl.col("value").sum().alias("_sold"))
    own = subject.trace.exposure.filter(pl.col("by") == "country", pl.col("product").is_in(subject.sold.implode()))
    joined = own.drop_nulls("value_share").join(sold, on="product", how="inner")
    told = pl.when(pl.col("name") == UNKNOWN).then(pl.lit(STOCK)).otherwise(subject.shared(joined["name"]))
    named = joined.with_columns(told.alias("country"))
    sums = named.group_by("product", "country").agg((100.0 * pl.col("value_share")).sum().alias("share"))
    value = subject.plan.inputs.frame("products").select("product", "value")
    worth = sold.join(value, on="product").select("product", (pl.col("_sold") * pl.col("value")).alias("_worth"))
    ranked = sums.join(worth, on="product").filter(pl.col("share").abs() > 1e-6)
    return ranked.sort("_worth", "product", "country", descending=[True, False, False]).drop("_worth")


def _option(subject: Subject, shown: pl.DataFrame, countries: list[str]) -> Option:
    upward = shown.reverse()
    series = [
        bars(
            country,
            [round(value, 2) for value in upward[country]],
            PALE if country == STOCK else subject.colours.get(country, OTHER),
            barMaxWidth=20,
        )
        for country in countries
    ]
    least = min(0.0, *(float(upward[country].min()) for country in countries))  # type: ignore[arg-type]
    option: Option = {
        "tooltip": hover("axis", axisPointer={"type": "shadow"}),
        "xAxis": value_axis("", min=0 if least >= 0.0 else "dataMin", max=100, axisLabel={"formatter": "{value} %"}),
        "yAxis": category_axis(list(upward["product"])),
        "series": series,
    }
    return still(with_legend(option, countries, room=12))
