"""The ramp: capacity by site against what demand would need of it, and what the plan uses; as simulated too, where it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.report.figures.amounts import Scale, counted, plural, unit_scale
from reshore.report.figures.charts import (
    Option,
    band,
    bars,
    category_axis,
    hover,
    plain,
    step_line,
    still,
    value_axis,
    with_legend,
)
from reshore.report.figures.figure import Figure
from reshore.report.figures.needs import needed
from reshore.report.figures.palette import (
    BLUE,
    GREEN,
    ORANGE,
    OTHER,
    OTHERS,
    PURPLE,
    SKY,
    VERMILION,
    YELLOW,
)
from reshore.report.figures.subject import Subject
from reshore.report.text import figure

RESOURCES: Final = 3
SITES: Final = 6
NEED: Final = "what all demand needs"
USED: Final = "used"
BAND: Final = "used in 8 of 10 futures"
TENTHS: Final = ("p10", "p90")
SMALL: Final = 0.005
"""Share of what is planned that is as good as all of it."""
TENTHS_TOLD: Final = ("used, P10", "used, P90")
SOLID: Final = (BLUE, SKY, YELLOW, GREEN, ORANGE)


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield a figure for each of the kinds of capacity that hold the plan back the most."""
    needs = needed(subject.plan)
    for resource, unit in _weightiest(subject):
        chosen = subject.plan.table("capacity").filter(resource=resource, unit=unit)
        yield _figure(subject, chosen, needs.filter(resource=resource), (resource, unit))


def _weightiest(subject: Subject) -> list[tuple[str, str]]:
    """Return the kinds of capacity by the money that their limits are worth, by their use where none binds."""
    table, duals = subject.plan.table("capacity"), subject.plan.duals.get("capacity")
    worth = pl.DataFrame(schema={"resource": pl.String, "worth": pl.Float64})
    if duals is not None and {"site", "resource", "period"} <= set(duals.columns):
        joined = duals.join(table, on=["site", "resource", "period"], how="inner")
        worth = joined.group_by("resource").agg((pl.col("dual") * pl.col("available")).sum().alias("worth"))
    kinds = table.group_by("resource", "unit", maintain_order=True).agg(
        pl.col("used").sum() / pl.max_horizontal(pl.col("available").sum(), pl.lit(1e-9)), pl.col("available").sum()
    )
    ranked = kinds.join(worth, on="resource", how="left", maintain_order="left").filter(pl.col("available") > 0.0)
    ranked = ranked.sort(pl.col("worth").fill_null(0.0).abs(), "used", descending=True, maintain_order=True)
    return list(ranked.select("resource", "unit").head(RESOURCES).iter_rows())


def _figure(subject: Subject, rows: pl.DataFrame, need: pl.DataFrame, what: tuple[str, str]) -> Figure:
    resource, unit = what
    order = rows.group_by("site").agg(pl.col("available").sum()).sort("available", "site", descending=[True, False])
    sites = list(order.filter(pl.col("available") > 0.0)["site"])
    own = sites if len(sites) <= SITES else sites[: SITES - 1]
    grouped = rows.with_columns(
        pl.when(pl.col("site").is_in(own)).then("site").otherwise(pl.lit(OTHERS)).alias("group")
    )
    wide = (
        grouped.group_by("group", "period")
        .agg(pl.col("available").sum())
        .pivot("group", index="period", values="available")
    )
    groups = [name for name in [*own, OTHERS] if name in wide.columns and wide[name].sum() > 0.0]
    lines = (
        wide.select("period", *groups)
        .join(rows.group_by("period").agg(pl.col("used").sum()), on="period", how="left")
        .join(need.select("period", "need"), on="period", how="left")
        .fill_null(0.0)
        .sort("period")
    )
    tenths = _tenths(subject, what)
    lines = lines.join(tenths, on="period", how="left", maintain_order="left")
    months = pl.Series("_months", subject.plan.network.periods.length("month"))
    lines = lines.with_columns((pl.col(name) / months) for name in lines.columns[1:])
    scale = unit_scale([*lines.select(pl.sum_horizontal(groups)).to_series(), *lines["need"]], unit)
    simulated = "" if tenths.width == 1 else _told(subject, lines, unit)
    first, last = (float(lines.select(pl.sum_horizontal(groups)).to_series()[at]) for at in (0, -1))
    need_most, used_most = (max(lines[name], default=0.0) for name in ("need", "used"))
    return Figure(
        name=f"ramp-{plain(resource)}",
        title=f"Capacity against demand: {resource}",
        units=(
            f"Capacity by site, its use{', as planned and as simulated' if simulated else ''}, and what all demand would need "
            f"when it is due, a month [{scale.words}]"
        ),
        source=f"{subject.source}. Needs are by the average recipes of the plan, without the time that stages take",
        alternative=(
            f"Capacity at {counted(len(sites), 'site')} goes from {figure(first)} to {figure(last)} {plural(unit)} a month. "
            f"Demand would need up to {figure(need_most)}, the plan uses up to {figure(used_most)}.{simulated}"
        ),
        option=_option(lines, groups, scale),
        columns=("period", *groups, USED, NEED, *TENTHS_TOLD[: tenths.width - 1]),
        rows=tuple((f"{row[0]}", *(scale.told(value) for value in row[1:])) for row in lines.iter_rows()),
    )


def _tenths(subject: Subject, what: tuple[str, str]) -> pl.DataFrame:
    """Return what four of five simulated futures use lies between, by period: period, p10, p90; period alone without them."""
    if subject.simulation is None:
        return pl.DataFrame(schema={"period": pl.Date})
    resource, unit = what
    found = subject.simulation.tables["capacity"].filter(resource=resource, unit=unit or "").select("period", *TENTHS)
    return found.select("period") if found.is_empty() else found


def _told(subject: Subject, lines: pl.DataFrame, unit: str) -> str:
    """Return in words what of the simulated use differs most from the plan."""
    row = lines.sort(pl.col("used") - pl.col("p10"), descending=True).row(0, named=True)
    count = subject.simulation.about.get("replications", 0) if subject.simulation is not None else 0
    if row["used"] - row["p10"] <= SMALL * row["used"]:
        return f" In every period 9 of 10 of {count:,} simulated futures use no less."
    return (
        f" In {count:,} simulated futures the tenth that use least fall furthest below the plan in {row['period']:%B %Y}: "
        f"{figure(row['p10'])} {plural(unit)} instead of {figure(row['used'])}."
    )


def _option(lines: pl.DataFrame, groups: list[str], scale: Scale) -> Option:
    colours = {name: OTHER if name == OTHERS else SOLID[at % len(SOLID)] for at, name in enumerate(groups)}
    stacked = [
        bars(name, [scale.of(value) for value in lines[name]], colours[name], barWidth="106%", barMaxWidth=200)
        for name in groups
    ]
    drawn = [
        step_line(NEED, [scale.of(value) for value in lines["need"]], VERMILION, width=2.5, type="solid"),
        step_line(USED, [scale.of(value) for value in lines["used"]], PURPLE, width=2.5, type="dashed"),
    ]
    named = [BAND] if TENTHS[0] in lines.columns else []
    if named:
        low, high = ([scale.of(value) for value in lines[tenth]] for tenth in TENTHS)
        drawn = [*band(TENTHS_TOLD[0], BAND, (low, high), PURPLE), *drawn]
    option: Option = {
        "tooltip": hover("axis"),
        "xAxis": category_axis([f"{period:%Y-%m}" for period in lines["period"]]),
        "yAxis": value_axis(scale.words),
        "series": [*stacked, *drawn],
    }
    return still(with_legend(option, [*groups, USED, *named, NEED], areas=named))
