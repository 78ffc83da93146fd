"""Checks of currencies and their rates of exchange."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.schema import table_schema
from reshore.tables.findings import Finding
from reshore.tables.report import Place, hint
from reshore.tables.table import ROW, Tables


def own_rates(tables: Tables) -> Iterator[Finding]:
    """The currency of the model has no rate: it is worth itself."""
    own = str(tables.setting["currency"])
    for row in tables.frame("rates").filter(pl.col("currency") == own)[ROW]:
        message = f"'{own}' is the currency of the model, which is worth 1 of itself."
        remedy = "Remove the row, or correct the currency of the model."
        yield Place.of(tables["rates"]).finding("E372", message, remedy, row, "currency")


def without_rates(tables: Tables) -> Iterator[Finding]:
    """Each currency that rows name has a rate; reported once for each table."""
    if tables["rates"].lost:
        return
    own = str(tables.setting["currency"])
    known = [own, *tables.frame("rates")["currency"].unique(maintain_order=True)]
    for table in tables.filled():
        if table.name in ("model", "rates") or "currency" not in table_schema(table.name).names:
            continue
        named = table.frame.filter((pl.col("currency") != "") & ~pl.col("currency").is_in(known))
        for name, row in (
            named.unique("currency", keep="first", maintain_order=True).select("currency", ROW).iter_rows()
        ):
            message = f"'{name}' is neither the currency of the model, {own}, nor one with rates."
            remedy = hint(name, known, "Add its rates to rates, or correct the name.")
            yield Place.of(table).finding("E371", message, remedy, row, "currency")
