"""The waterfall: what plan B earns more or less than plan A, by the edits between them, else by the terms of money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.analysis.compare import Comparison
from reshore.report.figures.amounts import Scale, money, money_scale
from reshore.report.figures.charts import (
    Option,
    bars,
    category_axis,
    cut,
    hover,
    long_names,
    still,
    value_axis,
    with_legend,
)
from reshore.report.figures.figure import Figure
from reshore.report.figures.palette import BLUE, GREEN, VERMILION
from reshore.report.figures.subject import Subject

SHOWN: Final = 9
LONG: Final = 48
"""Letters that take three short lines; the table has all of a name."""
NOTHING: Final = 1e-9
KINDS: Final = (("more", GREEN), ("less", VERMILION), ("in all", BLUE))
Step = tuple[str, float]


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the waterfalls of a comparison: by edits where they were told apart, and by terms."""
    found = subject.comparison
    if found is None:
        return
    if found.attribution is not None and not found.attribution.table.is_empty():
        table = found.attribution.table.select(pl.col("text").alias("name"), pl.col("contribution").alias("change"))
        yield from _figure(subject, found, table, ("edits", "what was edited"))
    yield from _figure(
        subject, found, found.by("term").select(pl.col("term").alias("name"), "change"), ("terms", "term of money")
    )


def _figure(subject: Subject, found: Comparison, table: pl.DataFrame, by: tuple[str, str]) -> Iterator[Figure]:
    steps = _steps(table, found.difference)
    if not steps:
        return
    scale = money_scale([abs(change) for _, change in steps] + [abs(found.difference)], found.currency)
    largest = max(steps, key=lambda step: abs(step[1]))
    sign = 1.0 if found.goal != "cost" else -1.0
    ends = " and ".join(
        f"{name} {money(sign * side.objective, found.currency)}" for name, side in (("A", found.a), ("B", found.b))
    )
    yield Figure(
        name=f"difference-{by[0]}",
        title=f"What B earns more or less than A, by {by[1]}",
        units=f"Change of discounted money, B less A [{scale.words}]; discounted {found.goal}: {ends}",
        source=f"{subject.source}; compared with run {found.a.run or found.a.model}",
        alternative=(
            f"{len(steps)} steps from A to B. The largest is {largest[0]}, {money(largest[1], found.currency)}; in all "
            f"{money(found.difference, found.currency)}."
        ),
        option=_option([*steps], found.difference, scale),
        columns=(by[1], f"change [{scale.words}]"),
        rows=tuple((name, scale.told(change)) for name, change in [*steps, ("in all", found.difference)]),
        height=130 + 38 * (len(steps) + 1),
    )


def _steps(table: pl.DataFrame, difference: float) -> list[Step]:
    """Return the largest changes in their order, the rest in one step."""
    least = NOTHING * max(1.0, abs(difference), float(table["change"].abs().max() or 0.0))  # type: ignore[arg-type]
    moved = table.with_row_index("at").filter(pl.col("change").abs() > least)
    shown = moved.sort(pl.col("change").abs(), descending=True).head(SHOWN).sort("at")
    rest = moved.join(shown, on="at", how="anti")
    steps = [(str(row["name"]), float(row["change"])) for row in shown.iter_rows(named=True)]
    return [*steps, (f"{rest.height} others", float(rest["change"].sum()))] if not rest.is_empty() else steps


def _option(steps: list[Step], difference: float, scale: Scale) -> Option:
    """Draw each step from where the last one ended: what lies between it and zero is transparent."""
    names, parts = [], []
    level = 0.0
    for name, change in steps:
        names.append(name)
        parts.append((_parts(level, level + change), "more" if change > 0 else "less", change))
        level += change
    names.append("in all")
    parts.append((_parts(0.0, difference), "in all", difference))
    ordered = parts[::-1]
    series = [
        bars("before", [scale.of(each[0][0]) for each in ordered], "transparent", silent=True, tooltip={"show": False})
    ]
    for kind, colour in KINDS:
        for at in (1, 2):
            data = [
                {"value": scale.of(each[0][at]), "name": scale.told(each[2])} if each[1] == kind else "-"
                for each in ordered
            ]
            series.append(bars(kind, data, colour, barMaxWidth=20))
    option: Option = {
        "tooltip": hover(formatter="{b}"),
        "xAxis": value_axis(
            scale.words, nameLocation="middle", nameGap=28, nameTextStyle={"align": "center", "padding": 0}
        ),
        "yAxis": category_axis(
            [f"{cut(name, LONG)}: {_signed(scale, each[2])}" for name, each in zip(names[::-1], ordered, strict=True)],
            axisLabel={"interval": 0},
            axisLine={"onZero": False},
        ),
        "series": series,
        "grid": {"bottom": 24},
    }
    return still(long_names(with_legend(option, [kind for kind, _ in KINDS], room=12), 130, 340))


def _signed(scale: Scale, value: float) -> str:
    told = scale.short(value)
    return f"+{told}" if value > 0 and told[0] != "<" else told


def _parts(before: float, after: float) -> tuple[float, float, float]:
    """Return what lies between zero and a step, and the step above and below zero."""
    if before >= 0.0 and after >= 0.0:
        return min(before, after), abs(after - before), 0.0
    if before <= 0.0 and after <= 0.0:
        return max(before, after), 0.0, -abs(after - before)
    return 0.0, max(before, after), min(before, after)
