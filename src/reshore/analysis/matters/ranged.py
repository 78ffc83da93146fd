"""From what a unit of each number earns to what its range earns: the numbers as the files give them, ranked by effect."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from reshore.schema import table_schema
from reshore.tables import Tables
from reshore.tables.keys import spoken_of

SHARE: Final = 0.1
"""How far a number without a range of its own may lie from its value, as a share of it."""
KEY: Final = ("table", "key", "column")
DERIVATIVES: Final = ("derivative", "derivative_down", "derivative_up")
GIVEN, USUAL = "given", f"{SHARE:.0%}".replace("%", " %")


def as_given(numbers: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each number of the files: of a row with a group, the sum over the rows that came from it.

    `members` has the rows of the resolved table.
    """
    named = numbers.join(given, on=["table", "key"], how="left", maintain_order="left")
    whole = named.with_columns(resolved="key", key=pl.coalesce("given", "key"))
    sums = [
        pl.when(pl.col(name).is_null().any()).then(None).otherwise(pl.col(name).sum()).alias(name)
        for name in DERIVATIVES
    ]
    return whole.group_by(*KEY, maintain_order=True).agg(
        pl.col("resolved").first(), pl.col("row").alias("members"), pl.col("value", "source").first(), *sums
    )


def with_ranges(tables: Tables, numbers: pl.DataFrame) -> pl.DataFrame:
    """Return numbers with `low`, `high`, and whether `ranges` gives them: else a tenth either way, as far as allowed."""
    ranges = tables.frame("ranges").select(resolved="key", table="table", column="column", low="low", high="high")
    joined = numbers.join(
        ranges.unique(["table", "resolved", "column"], keep="first"),
        on=["table", "resolved", "column"],
        how="left",
        maintain_order="left",
    )
    least, most = _allowed(tables, joined)
    value, off = pl.col("value"), SHARE * pl.col("value").abs()
    return joined.with_columns(
        range=pl.when(pl.col("low").is_null()).then(pl.lit(USUAL)).otherwise(pl.lit(GIVEN)),
        low=pl.coalesce("low", pl.max_horizontal(value - off, pl.min_horizontal(least, value))),
        high=pl.coalesce("high", pl.min_horizontal(value + off, pl.max_horizontal(most, value))),
    )


def _allowed(tables: Tables, numbers: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Return the least and the most that each number may be: one of profiles what the column that it changes may."""
    of = spoken_of(numbers.select("table", "column", key="resolved"))
    places = of.unique().rows()
    bounds = pl.DataFrame(
        [(table, column, *_bounds(tables, table, column)) for table, column in places],
        schema={"table": pl.String, "column": pl.String, "least": pl.Float64, "most": pl.Float64},
        orient="row",
    )
    found = of.join(bounds, on=["table", "column"], how="left", maintain_order="left")
    return found["least"], found["most"]


def _bounds(tables: Tables, table: str, column: str) -> tuple[float, float]:
    declared = table_schema(table).column(column)
    most = declared.most(tables[table].times.get(column))
    return -np.inf if declared.minimum is None else declared.minimum, np.inf if most is None else most


def with_effects(numbers: pl.DataFrame) -> pl.DataFrame:
    """Return numbers with what going to the low and to the high end of their range earns, the largest effects first."""
    down, up = (pl.coalesce(f"derivative_{side}", "derivative") for side in ("down", "up"))
    low, high, value = (pl.col(name) for name in ("low", "high", "value"))
    to_low = pl.when(low <= value).then(down).otherwise(up) * (low - value)
    to_high = pl.when(high >= value).then(up).otherwise(down) * (high - value)
    both = numbers.with_columns(effect_low=to_low, effect_high=to_high)
    larger = (
        pl.when(pl.col("effect_low").abs() > pl.col("effect_high").abs()).then("effect_low").otherwise("effect_high")
    )
    effect = pl.when(pl.col("effect_low").is_null()).then("effect_high").otherwise(pl.coalesce(larger, "effect_low"))
    return both.with_columns(effect=effect).sort(
        pl.col("effect").abs(), *KEY, descending=[True, False, False, False], nulls_last=True, maintain_order=True
    )
