"""What may come of it: output over time as simulated, from the tenth to the ninetieth of a hundred futures, beside the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from reshore.report.figures.amounts import Scale, plural, unit_scale
from reshore.report.figures.charts import (
    Option,
    band,
    category_axis,
    hover,
    plain,
    step_line,
    still,
    value_axis,
    with_legend,
)
from reshore.report.figures.figure import Figure
from reshore.report.figures.palette import PURPLE, SKY, VERMILION
from reshore.report.figures.subject import Subject
from reshore.report.text import figure

PRODUCTS: Final = 3
LOW: Final = "P10"
BAND: Final = "P10 to P90"
MIDDLE: Final = "P50"
PLANNED: Final = "planned"


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield a figure for each of the products of which most is delivered, by standard value, where the plan was simulated."""
    if subject.simulation is None:
        return
    paths = subject.simulation.tables["paths"]
    value = subject.plan.inputs.frame("products").select("product", "value")
    ranked = (
        paths.group_by("product", maintain_order=True)
        .agg(pl.col("planned").sum())
        .join(value, on="product", how="left", maintain_order="left")
        .with_columns(pl.col("planned") * pl.col("value").fill_null(1.0))
        .filter(pl.col("planned") > 0.0)
        .sort("planned", descending=True, maintain_order=True)
    )
    for product in ranked["product"].head(PRODUCTS):
        yield _figure(subject, product, paths.filter(product=product).sort("period"), subject.simulation.about)


def _figure(subject: Subject, product: str, path: pl.DataFrame, about: Mapping[str, Any]) -> Figure:
    unit = subject.plan.inputs.frame("products").filter(product=product)["unit"][0] or "unit"
    scale = unit_scale([*path["planned"], *path["p90"]], unit)
    planned, middle = (float(path[name].sum()) for name in ("planned", "p50"))
    uncertain = " and uncertain numbers" if about.get("ranges") else ""
    return Figure(
        name=f"chances-{plain(product)}",
        title=f"What may come of it: {product}",
        units=f"Delivered in each period, as planned and as simulated [{scale.words}]",
        source=(
            f"{subject.source}; {about.get('replications', 0):,} replications of the plan without foresight, with hazards"
            f"{uncertain}, seed {about.get('seed')}"
        ),
        alternative=(
            f"A line of what is planned, {figure(planned)} {plural(unit)} in all, and a band in which four of five futures "
            f"lie in each period. The middle ones add up to {figure(middle)} {plural(unit)}."
        ),
        option=_option(path, scale),
        columns=("period", PLANNED, LOW, MIDDLE, "P90"),
        rows=tuple(
            (f"{row[0]}", *(scale.told(value) for value in row[1:]))
            for row in path.select("period", "planned", "p10", "p50", "p90").iter_rows()
        ),
    )


def _option(path: pl.DataFrame, scale: Scale) -> Option:
    ends = tuple([scale.of(value) for value in path[tenth]] for tenth in ("p10", "p90"))
    series: list[Option] = [
        *band(LOW, BAND, (ends[0], ends[1]), SKY),
        step_line(MIDDLE, [scale.of(value) for value in path["p50"]], PURPLE, width=2, type="solid"),
        step_line(PLANNED, [scale.of(value) for value in path["planned"]], VERMILION, width=2, type="dashed"),
    ]
    option: Option = {
        "tooltip": hover("axis"),
        "xAxis": category_axis([f"{period:%Y-%m}" for period in path["period"]]),
        "yAxis": value_axis(scale.words),
        "series": series,
    }
    return still(with_legend(option, [BAND, MIDDLE, PLANNED], areas=[BAND]))
