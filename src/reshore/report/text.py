"""The main figures of a plan, and any table, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import polars as pl
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reshore.schema.goals import money_goal
from reshore.solution import Plan
from reshore.solution.measures import by_year

SCALES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
LONGEST = 40
NOTHING = 1e-9
"""Share of a number beside which another is what rounding leaves."""


def figure(value: float) -> str:
    """Return a number as people read it: 3.21 bn, 45.6 m, 7,890, 12.3, 0.045."""
    size, value = abs(value), value + 0.0
    for scale, name in SCALES:
        if size >= scale * (10 if name == "k" else 1):
            return f"{value / scale:,.{_digits(size / scale)}f} {name}"
    if size >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.3g}"


def measured(value: float, unit: str, size: float = 0.0) -> str:
    """Return a number with its unit, a share in percent; what is nothing beside numbers of some size is 0."""
    value = 0.0 if abs(value) <= NOTHING * abs(size) else value
    return f"{value:.1%}" if unit == "1" else f"{figure(value)} {unit}"


def _digits(size: float) -> int:
    return 2 if size < 10 else 1 if size < 100 else 0


def summary(plan: Plan) -> RenderableType:
    """Return the main figures: value made by country, final products by plant, what was built when, and the money."""
    return Group(*_parts(plan))


def _parts(plan: Plan) -> Iterator[RenderableType]:
    goal = money_goal(plan.inputs.setting["objective"])
    value = plan.objective if goal == "profit" else -plan.objective
    line = f"Discounted {goal} {figure(value)} {plan.currency}"
    gap = f", within {plan.gap:.2%} of the best possible" if plan.gap > 1e-6 else ""
    residual = "" if plan.residual is None else f"; verified, largest residual {plan.residual:.1e}"
    yield Text(f"{line} ({plan.status}{gap}{residual})\n", style="bold")
    if plan.goals:
        yield Text("\n".join(_goals(plan, goal)) + "\n")
    value_added = plan.measure("value_added").filter(pl.col("country") != "")
    if not value_added.filter(pl.col("value").abs() > 0).is_empty():
        yield _by_year(value_added, ["country"], f"Value made by country [{plan.currency}]")
    asked = plan.inputs.frame("demands")["product"].unique().implode()
    made = plan.measure("made").filter(pl.col("product").is_in(asked))
    for rows, title in (
        (made, "Made of what is sold, by plant"),
        (plan.measure("delivered"), "Delivered, by market"),
    ):
        if not rows.is_empty():
            yield _by_year(rows, ["product", "site"], title)
    if not plan.table("build").is_empty():
        yield _built(plan)
    elif not plan.inputs.frame("expansions").is_empty():
        yield Text("Built: nothing\n")
    if not plan.table("money").is_empty():
        yield _money(plan)


def _goals(plan: Plan, last: str) -> Iterator[str]:
    """Yield a line for each goal that came before money: what it reached, and what later goals had to leave of it."""
    for number, goal in enumerate(plan.goals, start=1):
        met = {None: "", True: ", in full", False: ", the most that is possible"}[goal["met"]]
        share = goal["unit"] == "1"
        reached, kept = (f"{goal[name]:.2%}" if share else figure(goal[name]) for name in ("reached", "kept"))
        unit = "" if share else f" {goal['unit']}"
        yield f"Goal {number}, {goal['goal']}: {reached}{unit} reached{met}, at least {kept} kept"
    yield f"Then {last}"


def _by_year(rows: pl.DataFrame, by: list[str], title: str) -> RenderableType:
    unit = ["unit"] if rows["unit"].n_unique() > 1 else []
    sums = rows.group_by(*by, *unit, "year").agg(pl.col("value").sum()).sort("year")
    wide = sums.pivot("year", index=[*by, *unit], values="value").fill_null(0.0)
    years = [column for column in wide.columns if column not in (*by, *unit)]
    wide = wide.with_columns(pl.sum_horizontal(years).alias("total"))
    biggest = pl.col("total").abs().sum().over(by[0]) if len(by) > 1 else pl.col("total").abs()
    order = [biggest, pl.col(by[0]), pl.col("total").abs()]
    return _shown(wide.sort(order, descending=[True, False, True]), title)


def _built(plan: Plan) -> RenderableType:
    built = (
        plan.table("build")
        .group_by("expansion", "site", maintain_order=True)
        .agg(
            pl.col("value").sum().alias("modules"),
            pl.col("start").min().dt.date().alias("first start"),
            pl.col("ready").min().dt.date().alias("first ready"),
            pl.col("ready").max().dt.date().alias("last ready"),
        )
        .join(plan.inputs.frame("expansions").select("expansion", "status"), on="expansion", how="left")
        .sort("first ready", "expansion")
    )
    return _shown(built, "Built")


def _money(plan: Plan) -> RenderableType:
    table = plan.table("money")
    rows = by_year(plan.network.periods, table, pl.col("term").is_in(["terminal", "residual"]))
    sums = rows.group_by("term", "year", maintain_order=True).agg(pl.col("value").sum()).sort("year")
    wide = sums.pivot("year", index="term", values="value").fill_null(0.0)
    present = table.group_by("term").agg(pl.col("discounted").sum())
    wide = wide.join(present, on="term", how="left").sort("discounted", descending=True)
    return _shown(wide, f"Money [{plan.currency}], by year as paid; discounted in all")


def table_text(table: pl.DataFrame, title: str = "", limit: int = LONGEST) -> RenderableType:
    """Return a table for a terminal, its first `limit` rows."""
    shown = _shown(table.head(limit), title)
    left = table.height - limit
    return shown if left <= 0 else Group(shown, Text(f"... and {left:,} rows more", style="dim"))


def _shown(table: pl.DataFrame, title: str) -> RenderableType:
    grid = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for name, dtype in table.schema.items():
        numeric = dtype.is_numeric()
        grid.add_column(name, justify="right" if numeric else "left", no_wrap=numeric, overflow="fold")
    for row in table.iter_rows():
        grid.add_row(*(Text(_cell(value)) for value in row))
    return Group(grid)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return figure(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.hour == value.minute == 0 else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)
