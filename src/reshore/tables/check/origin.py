"""Checks of the origin of goods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.tables.findings import Finding
from reshore.tables.report import Place, hint, listed
from reshore.tables.table import ROW, Tables

RULE: Final = r"^inherits:\s*(.*\S)\s*$"


def rules(tables: Tables) -> Iterator[Finding]:
    """What is made confers its origin, or inherits it from an input whose origin is tracked, and its own is tracked too."""
    place = Place.of(tables["recipes"])
    frame = tables.frame("recipes").filter(pl.col("origin_rule") != "confers")
    frame = frame.with_columns(_part=pl.col("origin_rule").str.extract(RULE))
    for rule, row in frame.filter(pl.col("_part").is_null()).select("origin_rule", ROW).iter_rows():
        message = f"'{rule}' is no rule of origin."
        remedy = hint(rule, ["confers"], "Write `confers`, or `inherits:PRODUCT` with one of the inputs.")
        yield place.finding("E361", message, remedy, row, "origin_rule")
    for problem in (_no_input, _untracked):
        yield from problem(tables, place, frame.drop_nulls("_part"))


def _no_input(tables: Tables, place: Place, frame: pl.DataFrame) -> Iterator[Finding]:
    inputs = tables.frame("recipes").filter(pl.col("quantity") < 0).select("process", _part="product")
    wrong = frame.filter(pl.col("quantity") > 0).join(
        inputs, on=["process", "_part"], how="anti", maintain_order="left"
    )
    for process, part, row in wrong.select("process", "_part", ROW).iter_rows():
        own = inputs.filter(process=process)["_part"].to_list()
        remedy = hint(part, own, f"Name one of its inputs: {listed(own)}." if own else "Write `confers`.")
        yield place.finding("E361", f"'{process}' does not consume '{part}'.", remedy, row, "origin_rule")
    for product, row in frame.filter(pl.col("quantity") < 0).select("product", ROW).iter_rows():
        message = f"'{product}' is consumed, and has the origin that it had."
        yield place.finding("E361", message, "Give the rule in the row of what is made.", row, "origin_rule")


def _untracked(tables: Tables, place: Place, frame: pl.DataFrame) -> Iterator[Finding]:
    tracked = tables.frame("products").filter("track_origin").get_column("product").implode()
    inputs = tables.frame("recipes").filter(pl.col("quantity") < 0).select("process", _part="product")
    made = frame.filter(pl.col("quantity") > 0).join(inputs, on=["process", "_part"], how="semi", maintain_order="left")
    wrong = made.filter(pl.col("product").is_in(tracked) & ~pl.col("_part").is_in(tracked))
    for product, part, row in wrong.select("product", "_part", ROW).iter_rows():
        message = f"'{product}' inherits the origin of '{part}', which is not tracked."
        remedy = f"Set `track_origin` of '{part}', or write `confers`."
        yield place.finding("E361", message, remedy, row, "origin_rule")


def stocks(tables: Tables) -> Iterator[Finding]:
    """What is there, or under way, at the start has an origin where that is tracked."""
    tracked = tables.frame("products").filter("track_origin").get_column("product").implode()
    there = (pl.col("initial") > 0) | (pl.col("in_transit") > 0)
    frame = tables.frame("stocks").filter(there & pl.col("product").is_in(tracked) & (pl.col("origin") == ""))
    for site, product, row in (
        frame.unique(ROW, keep="first", maintain_order=True).select("site", "product", ROW).iter_rows()
    ):
        message = f"There is '{product}' at '{site}' at the start, of no origin."
        yield Place.of(tables["stocks"]).finding("E360", message, "Give the country in `origin`.", row, "origin")


def countries(tables: Tables) -> Iterator[Finding]:
    """A site that makes goods whose origin is tracked has a country."""
    tracked = tables.frame("products").filter("track_origin").get_column("product").implode()
    made = tables.frame("recipes").filter((pl.col("quantity") > 0) & pl.col("product").is_in(tracked))
    made = tables.frame("operations").select("site", "process").join(made, on="process", maintain_order="left")
    nowhere = (
        tables.frame("sites").filter(pl.col("country") == "").join(made.drop(ROW), on="site", maintain_order="left")
    )
    first = nowhere.unique("site", keep="first", maintain_order=True)
    for site, product, row in first.select("site", "product", ROW).iter_rows():
        message = f"'{site}' makes '{product}', whose origin is tracked, but has no country."
        yield Place.of(tables["sites"]).finding("E362", message, "Give its country.", row, "country")
