"""What matters, as text: the numbers with the largest effects, what a little more of each earns, and what its range does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl
from rich.console import Group, RenderableType
from rich.text import Text

from reshore.analysis.matters import PROFIT, Matters
from reshore.analysis.matters.ranged import GIVEN
from reshore.report.text import figure, table_text

NOTE: Final = (
    "What 1 % more of a number earns, and what going to either end of its range would earn at that rate: {goal}, "
    "whole modules as they are. Ranges in brackets are 10 % either way, where the table ranges has none. What really happens "
    "over a wide range is less gain or more loss, since other limits come to bind: plan again to see (--set)."
)
UNTOLD: Final = (
    "No such rate is told for {told}: the first unit of them would add something to the model that it does not have yet, or the "
    "plan would jump. Plan again to see (--set)."
)
LONGEST: Final = 48
GOAL: Final = "discounted profit, or cost saved where that is the objective"


def matters_text(found: Matters, limit: int = 20) -> RenderableType:
    """Return the numbers with the largest effects."""
    there = found.numbers.filter(pl.col("effect").abs() > 0.0)
    if there.is_empty():
        return Text("No number changes what the plan earns.")
    shown = there.select(
        pl.struct("table", "key", "column").map_elements(_name, pl.String).alias("number"),
        pl.struct("value", "unit").map_elements(_value, pl.String).alias("value"),
        pl.struct("low", "high", "range").map_elements(_range, pl.String).alias("range"),
        (pl.col("derivative") * pl.col("value") / 100.0).alias("1 % more earns"),
        pl.col("effect_low").alias("low end"),
        pl.col("effect_high").alias("high end"),
        pl.struct("source").map_elements(_source, pl.String).alias("source"),
    )
    title = f"What matters most for {found.of} [{found.unit}]"
    return Group(
        table_text(shown, title, limit),
        Text(NOTE.format(goal=GOAL if found.of == PROFIT else f"the most that {found.of} can reach"), style="dim"),
        *_untold(found.numbers),
    )


def _untold(numbers: pl.DataFrame) -> Iterator[Text]:
    """Yield how many numbers have no derivative, in which columns."""
    null = numbers.filter(pl.col("derivative").is_null())
    if null.is_empty():
        return
    places = (
        null.group_by("table", "column", maintain_order=True).len().sort("len", descending=True, maintain_order=True)
    )
    told = ", ".join(f"{count} of {table} {column}" for table, column, count in places.iter_rows())
    yield Text(UNTOLD.format(told=told), style="dim")


def _name(row: dict[str, Any]) -> str:
    key = f"{row['key']} " if row["key"] else ""
    return f"{row['table']}: {key}{row['column']}"


def _value(row: dict[str, Any]) -> str:
    return f"{figure(row['value'])} {row['unit']}"


def _range(row: dict[str, Any]) -> str:
    text = f"{figure(row['low'])} to {figure(row['high'])}"
    return text if row["range"] == GIVEN else f"({text})"


def _source(row: dict[str, Any]) -> str:
    text = str(row["source"])
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4].rstrip()} ..."
