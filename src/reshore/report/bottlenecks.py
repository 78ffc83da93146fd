"""Bottlenecks as text: what limits supply, then where the market is the limit, with money by year."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from rich.console import Group, RenderableType
from rich.text import Text

from reshore.analysis.bottlenecks import Bottlenecks
from reshore.report.limiting import YEARLY, when
from reshore.report.text import figure, table_text

NOTE = (
    "Worth is what one more unit (of a rate: in every period in which it binds) adds to discounted profit, or saves where the "
    "objective is cost, whole modules as they are. "
    "Money is worth × limit; what more of it really earns is less, since other limits come to bind."
)


def bottlenecks_text(found: Bottlenecks, limit: int = 15) -> RenderableType:
    """Return the first limits of supply and of demand: what more of them is worth and earns, then their money by year."""
    return Group(*_parts(found, limit))


def _parts(found: Bottlenecks, limit: int) -> Iterator[RenderableType]:
    if found.total.is_empty():
        yield Text("Nothing limits the plan: no more of any limit would earn anything.")
        return
    demand = pl.col("law") == "demand"
    for title, rows in (("What limits supply", ~demand), ("Where the market is the limit", demand)):
        chosen = found.total.filter(rows)
        if not chosen.is_empty():
            yield table_text(_worth(chosen), f"{title} [{found.currency}]", limit)
    yield table_text(_money(found), f"Money of limits, by year and in all [{found.currency}]", limit)
    yield Text(NOTE, style="dim")


def _worth(total: pl.DataFrame) -> pl.DataFrame:
    return total.select(
        pl.col("entity").alias("limit"),
        pl.struct("law", "first", "last", "periods").map_elements(_when, pl.String).alias("binds"),
        pl.struct("limit", "quantity").map_elements(_amount, pl.String).alias("as it stands"),
        pl.col("value").alias("one more is worth"),
        pl.struct("limit", "low", "high").map_elements(_span, pl.String).alias("exactly for"),
        pl.struct("step", "gain", "limit").map_elements(_gain, pl.String).alias("more of it earns"),
        pl.col("then").alias("then worth"),
    )


def _money(found: Bottlenecks) -> pl.DataFrame:
    money = found.year.pivot("year", index=["law", "entity"], values="money", aggregate_function="sum")
    years = sorted(name for name in money.columns if name not in ("law", "entity"))
    lines = found.total.join(money, on=["law", "entity"], how="left", maintain_order="left")
    return lines.select(pl.col("entity").alias("limit"), *years, pl.col("money").alias("in all"))


def _when(row: dict[str, object]) -> str:
    if row["law"] in YEARLY:
        return when(row)
    first, last = (str(row[name]) for name in ("first", "last"))
    if first.endswith("-01") and last.endswith("-01"):
        first, last = first[:-3], last[:-3]
    return first if row["periods"] == 1 else f"{first} to {last} ({row['periods']})"


def _amount(row: dict[str, object]) -> str:
    return f"{figure(float(str(row['limit'])))} {row['quantity']}"


def _span(row: dict[str, object]) -> str:
    """Return how far the limit can fall and rise while its value holds, as shares of it."""
    limit = float(str(row["limit"]))
    if limit == 0.0:
        return ""
    down = f"−{abs(_percent(row['low'], limit)):.2g} %"
    up = "any" if row["high"] is None else f"+{_percent(row['high'], limit):.2g} %"
    return f"{down} to {up}"


def _percent(end: object, limit: float) -> float:
    return 100.0 * (float(str(end)) / limit - 1.0)


def _gain(row: dict[str, object]) -> str:
    if row["gain"] is None:
        return ""
    step, gain, limit = (float(str(row[name])) for name in ("step", "gain", "limit"))
    return f"+{100 * step / limit:.3g} %: {figure(gain)}"
