"""Checks of the stock at the start: that it fits, and that what spoils has a use."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.schema import table_schema
from reshore.tables.check.reach import operated
from reshore.tables.check.steps import LONGEST_DAYS, bounds_of, changing, day, steps
from reshore.tables.findings import Finding
from reshore.tables.keys import key_of
from reshore.tables.report import Place, number
from reshore.tables.table import ROW, Tables


def too_much(tables: Tables) -> Iterator[Finding]:
    """Stock at the start is at most the maximum at the end of the first period, where nothing can take it away till then."""
    bounds = bounds_of(tables)
    if bounds is None:
        return
    rows = _limited(tables, bounds[1]).filter(pl.col("initial") > pl.col("value"))
    rows = _stuck(tables, rows, bounds[1]).unique(ROW, maintain_order=True)
    for product, initial, value, row in rows.select("product", "initial", "value", ROW).iter_rows():
        message = (
            f"{number(initial)} of '{product}' are there at the start, but at most {number(value)} at the end of the first "
            "period, and nothing uses, ships, buys or scraps it till then."
        )
        remedy = "Raise the maximum, lower the stock, or give the product a scrap_cost."
        yield Place.of(tables["stocks"]).finding("E322", message, remedy, row, "initial")


def no_room(tables: Tables) -> Iterator[Finding]:
    """What an operation makes has room at its site, or a use: where it has neither till the end, the operation cannot run.

    An error where it must: it has a minimum at all times, and its output comes within the horizon.
    """
    bounds = bounds_of(tables)
    if bounds is None:
        return
    full = _limited(tables, bounds[-1]).filter(pl.col("initial") == pl.col("value"))
    if full.is_empty():
        return
    full = _stuck(tables, full, bounds[-1]).select("site", "product", "value").unique(maintain_order=True)
    made = operated(tables).filter(pl.col("quantity") > 0).join(full, on=["site", "product"], maintain_order="left")
    windows = tables.frame("sites").select("site", "opens", "closes").unique("site", keep="first")
    rows = tables.frame("operations").join(made, on=["site", "process"], maintain_order="left")
    rows = rows.join(windows, on="site", how="left", maintain_order="left")
    always = pl.all_horizontal(pl.col("starts", "ends", "opens", "closes").is_null())
    steady = ~key_of(rows, table_schema("operations")).is_in(changing(tables, "operations", "minimum").implode())
    longest = LONGEST_DAYS[tables["operations"].time("cycle_time")]
    within = pl.col("cycle_time") * longest < bounds[-1] - bounds[0]
    rows = rows.with_columns(_must=always & steady & within & (pl.col("minimum") > 0)).unique(ROW, maintain_order=True)
    for site, process, product, value, must, row in rows.select(
        "site", "process", "product", "value", "_must", ROW
    ).iter_rows():
        verb = "must run at '{}', but cannot" if must else "cannot run at '{}'"
        message = (
            f"'{process}' {verb.format(site)}: it makes '{product}', of which at most {number(value)} may be there at "
            "the end, and nothing uses, ships, buys or scraps it."
        )
        remedy = f"Raise the maximum, or give '{product}' a use or a scrap_cost."
        yield Place.of(tables["operations"]).finding("E325" if must else "W309", message, remedy, row, "process")


def spoils(tables: Tables) -> Iterator[Finding]:
    """Stock at the start that spoils within the horizon can be used, shipped, sold or scrapped."""
    bounds = bounds_of(tables)
    if bounds is None:
        return
    longest = LONGEST_DAYS[tables["products"].time("shelf_life")]
    perishable = tables.frame("products").filter(bounds[1] + pl.col("shelf_life") * longest <= bounds[-1])
    rows = tables.frame("stocks").filter(pl.col("initial") > 0)
    rows = rows.join(perishable.select("product"), on="product", how="semi", maintain_order="left")
    rows = _stuck(tables, rows, bounds[-1]).unique(ROW, maintain_order=True)
    for product, site, row in rows.select("product", "site", ROW).iter_rows():
        message = (
            f"'{product}' at '{site}' spoils within the horizon, but nothing uses, ships, buys or scraps it there."
        )
        remedy = "Give the product a scrap_cost, or the stock a use."
        yield Place.of(tables["stocks"]).finding("W306", message, remedy, row, "initial")


def _limited(tables: Tables, before: float) -> pl.DataFrame:
    """Return the stocks with the maximum that holds just before a day in `value`."""
    most = steps(tables, "stocks", "maximum").filter((pl.col("start") < before) & (pl.col("until") >= before))
    limits = most.select(
        pl.col("key").str.split("/").list.to_struct(fields=["site", "product"]).struct.unnest(), "value"
    )
    return tables.frame("stocks").join(limits, on=["site", "product"], maintain_order="left")


def _stuck(tables: Tables, rows: pl.DataFrame, before: float) -> pl.DataFrame:
    """Return the rows (site, product) that nothing can take away before a day."""
    if rows.is_empty():
        return rows
    opened = pl.col("starts").is_null() | (pl.col("starts") < day(before))
    lanes = tables.frame("lanes").filter(opened).select("products", site="origin")
    free = lanes.filter(pl.col("products").list.len() == 0)
    carried = lanes.explode("products", empty_as_null=False).rename({"products": "product"}).select("site", "product")
    operations = tables["operations"]
    working = tables.with_table(operations.with_frame(operations.frame.filter(opened)))
    used = operated(working).filter(pl.col("quantity") < 0).select("site", "product")
    for taken in (carried, used, _bought(tables, before)):
        rows = rows.join(taken, on=["site", "product"], how="anti", maintain_order="left")
    kept = pl.col("scrap_cost").is_null() & ~pl.col("product").is_in(
        changing(tables, "products", "scrap_cost").implode()
    )
    rows = rows.join(tables.frame("products").filter(kept), on="product", how="semi", maintain_order="left")
    return rows.join(free, on="site", how="anti", maintain_order="left")


def _bought(tables: Tables, before: float) -> pl.DataFrame:
    """Return where some demand before a day takes a product, itself or as a substitute."""
    demands = tables.frame("demands").filter((pl.col("date") < day(before)) & (pl.col("quantity") > 0))
    asked = demands.select("product", site="market")
    others = asked.join(tables.frame("substitutes").select("product", "by"), on="product")
    return pl.concat([asked.select("site", "product"), others.select("site", product="by")])
