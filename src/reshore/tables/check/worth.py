"""The check that goods are not worth more at the end of the horizon than they cost to make."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

import polars as pl

from reshore.schema import table_schema
from reshore.tables.findings import Finding
from reshore.tables.keys import key_of
from reshore.tables.report import Place
from reshore.tables.table import ROW, Tables

MARGIN: Final = 1.25
"""Transport, holding, discount and capacity that is paid for come on top of what the check adds up."""


def worth_at_the_end(tables: Tables) -> Iterator[Finding]:
    """No product is worth far more at the end than the costs of its cheapest stages and parts: it would be made for that."""
    worth = _worth(tables)
    if not (worth["worth"] > 0).any() and not _earned_by_making(tables):
        return
    both = worth.join(_standard_costs(tables), on="product", how="inner", maintain_order="left")
    high = both.filter(pl.col("worth") > MARGIN * pl.col("cost"))
    for product, value, cost, row in high.select("product", "worth", "cost", "row").iter_rows():
        message = (
            f"A unit of '{product}' is worth {value:,.6g} at the end of the horizon and costs about {cost:,.6g} to make, "
            "so the plan makes it ahead for that."
        )
        remedy = "Give a terminal_value (or terminal_share of the model) of about its cost, unless this is meant."
        yield Place.of(tables["products"]).finding("W307", message, remedy, row, "terminal_value")


def _earned_by_making(tables: Tables) -> bool:
    """Whether some operation may cost less than nothing, now or later."""
    later = tables.frame("profiles").filter((pl.col("table") == "operations") & (pl.col("column") == "unit_cost"))
    return bool((tables.frame("operations")["unit_cost"] < 0).any() or (later["value"] < 0).any())


def _standard_costs(tables: Tables) -> pl.DataFrame:
    """Return product, cost [currency/unit]: the least that its stages and parts cost, at the last prices and yields.

    A run's cost is charged to each of its products in full. Products that nobody makes are left out.
    """
    runs = _runs(tables)
    recipes = tables.frame("recipes").select("process", "product", "quantity")
    makes = recipes.filter(pl.col("quantity") > 0).rename({"product": "made", "quantity": "output"})
    needs = recipes.filter(pl.col("quantity") < 0)
    costs = pl.DataFrame(schema={"product": pl.String, "cost": pl.Float64})
    for _ in range(tables.frame("products").height + 1):
        inputs = needs.join(costs, on="product", how="left")
        parts = inputs.group_by("process").agg(
            (-pl.col("quantity") * pl.col("cost")).sum().alias("parts"), pl.col("cost").is_null().any().alias("unknown")
        )
        priced = runs.join(makes, on="process").join(parts, on="process", how="left")
        priced = priced.filter(~pl.col("unknown").fill_null(value=False))
        cost = (pl.col("unit_cost") + pl.col("parts").fill_null(0.0)) / (pl.col("output") * pl.col("yield"))
        now = priced.group_by(pl.col("made").alias("product")).agg(cost.min().alias("cost")).sort("product")
        if now.equals(costs):
            break
        costs = now
    return costs


def _runs(tables: Tables) -> pl.DataFrame:
    """Return process, unit_cost, yield of each operation, at the last values of their profiles and the last rates."""
    frame = tables.frame("operations")
    runs = frame.select(
        "process",
        "unit_cost",
        "yield",
        _last_rates(tables, frame),
        key_of(frame, table_schema("operations")).alias("key"),
    )
    for column in ("unit_cost", "yield"):
        last = (
            tables.frame("profiles")
            .filter((pl.col("table") == "operations") & (pl.col("column") == column))
            .sort("date")
            .group_by("key", maintain_order=True)
            .agg(pl.col("value").last().alias("last"))
        )
        runs = runs.join(last, on="key", how="left")
        runs = runs.with_columns(pl.coalesce("last", column).alias(column)).drop("last")
    return runs.filter(pl.col("yield") > 0).with_columns(pl.col("unit_cost") * pl.col("rate"))


def _worth(tables: Tables) -> pl.DataFrame:
    """Return product, worth at the end, row of each product; its row's own value stands for the last one."""
    share = cast("float", tables.setting["terminal_share"])
    own = pl.col("terminal_value").fill_null(share * pl.col("value"))
    frame = tables.frame("products")
    rated = frame.with_columns(_last_rates(tables, frame))
    return rated.select("product", (own * pl.col("rate")).alias("worth"), pl.col(ROW).alias("row"))


def _last_rates(tables: Tables, frame: pl.DataFrame) -> pl.Series:
    """Return the last rate of the currency of each row, 1 for that of the model."""
    last = tables.frame("rates").sort("date").group_by("currency").agg(pl.col("value").last().alias("rate"))
    rated = frame.select("currency").join(last, on="currency", how="left", maintain_order="left")
    return rated["rate"].fill_null(1.0)
