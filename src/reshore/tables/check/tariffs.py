"""Checks of tariffs."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.tables.customs import REPLACES, digits, replacing, territories
from reshore.tables.findings import Finding
from reshore.tables.report import Place, hint
from reshore.tables.table import ROW, Tables


def stacks(tables: Tables) -> Iterator[Finding]:
    """A tariff is added, is one of those of which the largest counts, or replaces programs that there are."""
    place = Place.of(tables["tariffs"])
    frame = tables.frame("tariffs").filter(~pl.col("stacks").is_in(["add", "max"]))
    for text, row in frame.filter(~pl.col("stacks").str.starts_with(REPLACES)).select("stacks", ROW).iter_rows():
        message = f"'{text}' is no way to stack."
        remedy = hint(text, ["add", "max"], "Write `add`, `max`, or `replaces:PROGRAM`.")
        yield place.finding("E363", message, remedy, row, "stacks")
    programs = tables.frame("tariffs").get_column("program").unique(maintain_order=True)
    edges = replacing(tables.frame("tariffs"))
    for name, row in edges.filter(~pl.col("replaced").is_in(programs.implode())).select("replaced", ROW).iter_rows():
        message = f"'{name}' is not a program." if name else "No program is named that is replaced."
        remedy = hint(name, programs.to_list(), "Name a program of this table.")
        yield place.finding("E214", message, remedy, row, "stacks")


def replaced_in_turn(tables: Tables) -> Iterator[Finding]:
    """No program replaces one that, by way of others or at once, replaces it."""
    edges = replacing(tables.frame("tariffs"))
    while True:
        kept = edges.filter(pl.col("replaced").is_in(edges["program"].implode()))
        kept = kept.filter(pl.col("program").is_in(kept["replaced"].implode()))
        if kept.height == edges.height:
            break
        edges = kept
    names = edges["program"].unique(maintain_order=True).to_list()
    if names:
        message = f"Programs replace each other: {', '.join(repr(name) for name in names)}."
        remedy = "Let only one of two replace the other."
        yield Place.of(tables["tariffs"]).finding("E364", message, remedy, edges[ROW][0], "stacks")


def headings(tables: Tables) -> Iterator[Finding]:
    """A customs heading has digits, and some product begins with them."""
    place = Place.of(tables["tariffs"])
    frame = tables.frame("tariffs").filter(pl.col("hs_prefix") != "").with_columns(_head=digits("hs_prefix"))
    for text, row in frame.filter(pl.col("_head") == "").select("hs_prefix", ROW).iter_rows():
        message = f"'{text}' is no customs heading: it has no digits."
        yield place.finding("E365", message, "Write its first digits, such as 8471.", row, "hs_prefix")
    goods = tables.frame("products").select(_own=digits("hs_code")).unique()
    heads = frame.filter(pl.col("_head") != "").select("_head").unique()
    there = heads.join_where(goods, pl.col("_own").str.starts_with(pl.col("_head"))).select("_head").unique()
    lost = frame.filter(pl.col("_head") != "").join(there, on="_head", how="anti", maintain_order="left")
    for text, row in lost.unique("hs_prefix", keep="first", maintain_order=True).select("hs_prefix", ROW).iter_rows():
        message = f"No product has a customs heading that begins with '{text}'."
        remedy = "Give the products their `hs_code`, or correct the heading."
        yield place.finding("W320", message, remedy, row, "hs_prefix")


def idle(tables: Tables) -> Iterator[Finding]:
    """Some lane brings goods on which a tariff may be owed into its destination, from another customs territory."""
    rows = tables.frame("tariffs").with_row_index("row")
    matching, ways = _matching(tables, rows), _ways(tables)
    bound = rows.select("origin", "destination", ROW, "row").join(ways, left_on="destination", right_on="to")
    owed = bound.join(matching, on="row").filter(
        (pl.col("carried").is_null() | (pl.col("carried") == pl.col("product")))
        & ((pl.col("origin") == "") | pl.col("track_origin") | (pl.col("origin") == pl.col("from")))
    )
    known = matching.join(rows.select("row", ROW), on="row").get_column(ROW).implode()
    wrong = rows.filter(~pl.col(ROW).is_in(owed[ROW].implode()) & pl.col(ROW).is_in(known))
    for program, row in wrong.unique(ROW, keep="first", maintain_order=True).select("program", ROW).iter_rows():
        message = f"No lane brings goods into the country on which '{program}' would be owed."
        remedy = "Correct its origin, destination or goods, unless lanes are to come."
        yield Place.of(tables["tariffs"]).finding("W321", message, remedy, row)


def _matching(tables: Tables, tariffs: pl.DataFrame) -> pl.DataFrame:
    """Return row (the number of a resolved row), product and track_origin, for the goods that each row speaks of."""
    goods = tables.frame("products").select("product", "track_origin", _own=digits("hs_code"))
    rows = tariffs.select("row", _named="product", _head=digits("hs_prefix"))
    both = rows.join(goods, how="cross")
    own = (pl.col("_named") == "") | (pl.col("_named") == pl.col("product"))
    return both.filter(own & pl.col("_own").str.starts_with(pl.col("_head"))).select("row", "product", "track_origin")


def _ways(tables: Tables) -> pl.DataFrame:
    """Return from, to (countries) and carried (a product, null for any) of lanes between customs territories."""
    sites = tables.frame("sites").select("site", "country", territories(tables))
    lanes = tables.frame("lanes").select("origin", "destination", carried="products")
    lanes = lanes.explode("carried", empty_as_null=True)
    lanes = lanes.join(sites, left_on="origin", right_on="site").rename({"country": "from", "territory": "leaves"})
    lanes = lanes.join(sites, left_on="destination", right_on="site").rename({"country": "to"})
    return lanes.filter(pl.col("leaves") != pl.col("territory")).select("from", "to", "carried").unique()


def contents(tables: Tables) -> Iterator[Finding]:
    """Goods whose content counts are not, by way of tracked goods, made of themselves."""
    rows = tables.frame("tariffs").filter(pl.col("basis") == "foreign_content")
    if rows.is_empty():
        return
    recipes = tables.frame("recipes").select("process", "product", "quantity")
    tracked = tables.frame("products").filter("track_origin").get_column("product").implode()
    recipes = recipes.filter(pl.col("product").is_in(tracked))
    parts, goods = (recipes.filter(which) for which in (pl.col("quantity") < 0, pl.col("quantity") > 0))
    edges = parts.select("process", part="product").join(goods.select("process", "product"), on="process")
    while True:
        kept = edges.filter(pl.col("part").is_in(edges["product"].implode()))
        kept = kept.filter(pl.col("product").is_in(kept["part"].implode()))
        if kept.height == edges.height:
            break
        edges = kept
    names = edges["product"].unique(maintain_order=True).sort().to_list()
    if names:
        message = (
            f"The content of goods that are made of themselves is not known: {', '.join(repr(name) for name in names)}."
        )
        remedy = "Track the origin of none of them, or tax by `value`."
        yield Place.of(tables["tariffs"]).finding("E366", message, remedy, rows[ROW][0], "basis")
