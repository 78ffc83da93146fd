"""Checks of recipes."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.tables.findings import Finding
from reshore.tables.report import Place
from reshore.tables.table import ROW, Tables


def quantities(tables: Tables) -> Iterator[Finding]:
    """Each product of a recipe is consumed or made, and each recipe makes something."""
    place = Place.of(tables["recipes"])
    frame = tables.frame("recipes").filter(pl.col("process") != "")
    for product, row in frame.filter(pl.col("quantity") == 0).select("product", ROW).iter_rows():
        message = f"The quantity of '{product}' is 0."
        remedy = "Write what a run consumes as less than 0 and what it makes as more, or remove the row."
        yield place.finding("E311", message, remedy, row, "quantity")
    made = frame.filter((pl.col("quantity") > 0) | pl.col("quantity").is_null()).select("process")
    for process, row in _first(frame.join(made, on="process", how="anti", maintain_order="left")):
        message = f"'{process}' makes nothing."
        yield place.finding("W303", message, "Add its output, with a quantity above 0.", row, "process")


def performed(tables: Tables) -> Iterator[Finding]:
    """Each process is performed somewhere."""
    operations = tables.frame("operations").select("process")
    frame = tables.frame("recipes").filter(pl.col("process") != "")
    for process, row in _first(frame.join(operations, on="process", how="anti", maintain_order="left")):
        message = f"No site performs '{process}'."
        yield Place.of(tables["recipes"]).finding("W302", message, "Add it to operations.", row, "process")


def _first(frame: pl.DataFrame) -> Iterator[tuple[str, int]]:
    yield from frame.unique("process", keep="first", maintain_order=True).select("process", ROW).iter_rows()
