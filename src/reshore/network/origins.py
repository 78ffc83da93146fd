"""Where goods whose origin is tracked can be, of which origin, and the variants of runs that this makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network.codes import Codes
from reshore.network.content import Content
from reshore.network.makers import ITEM, PLACE, Makers
from reshore.network.operations import Operations, Recipes
from reshore.tables import Tables


@dataclass(frozen=True)
class Origins:
    """Frames with sites and products as codes: `places` (site and item) at which tracked items can be.

    `runs` has a row for each variant of an operation: operation, variant (its number), parts (which items it takes where that
    matters). `taken` and `made` have the items of each: variant, product, country_of_origin, content.
    """

    places: pl.DataFrame
    runs: pl.DataFrame
    taken: pl.DataFrame
    made: pl.DataFrame


def make_origins(
    tables: Tables,
    operations: Operations,
    recipes: tuple[Recipes, Recipes],
    flows: tuple[Codes, Codes, Codes],
    tracking: tuple[np.ndarray, Content],
) -> Origins:
    """Return what origins there can be: of what there is at the start, of what is made of it, and where lanes bring it."""
    tracked, content = tracking
    if not tracked.any():
        nothing = pl.DataFrame(schema=PLACE)
        one = pl.DataFrame({"operation": np.arange(operations.count)}).with_row_index("variant")
        runs = one.select("operation", pl.col("variant").cast(pl.Int64), pl.lit("").alias("parts"))
        none = pl.DataFrame(schema={"variant": pl.Int64, **{name: PLACE[name] for name in ITEM}})
        return Origins(nothing, runs, none, none)
    makers = Makers.of(tables, operations, recipes, tracked, content)
    tail, head, product = (part[tracked[flows[2]]] for part in flows)
    ways = pl.DataFrame({"site": tail, "product": product, "head": head}).unique(maintain_order=True)
    known = fresh = _at_start(tables, tracked, content)
    while True:
        moved = ways.join(fresh, on=["site", "product"]).select(pl.col("head").alias("site"), *ITEM)
        made = makers.made(makers.runs(known)).join(makers.sites, on="operation").select(list(PLACE))
        fresh = pl.concat([moved, made]).unique().join(known, on=list(PLACE), how="anti")
        if fresh.is_empty():
            break
        known = pl.concat([known, fresh])
    runs = makers.runs(known)
    return Origins(
        places=known.sort(list(PLACE)),
        runs=runs.select("operation", "variant", makers.words().alias("parts")),
        taken=makers.taken(runs),
        made=makers.made(runs).select("variant", *ITEM),
    )


def _at_start(tables: Tables, tracked: np.ndarray, content: Content) -> pl.DataFrame:
    products = tables.frame("products").select("product").with_row_index("code")
    sites = tables.frame("sites").select("site").with_row_index("at")
    rows = tables.frame("stocks").filter((pl.col("initial") > 0) | (pl.col("in_transit") > 0))
    rows = rows.join(products, on="product", maintain_order="left").join(sites, on="site", maintain_order="left")
    rows = rows.filter(pl.Series(tracked).gather(rows["code"]))
    product = rows["code"].cast(pl.Int64)
    return rows.select(
        pl.col("at").cast(pl.Int64).alias("site"),
        product.alias("product"),
        pl.col("origin").fill_null("").alias("country_of_origin"),
        content.wholly(product.to_numpy(), rows["origin"]),
    ).unique(maintain_order=True)
