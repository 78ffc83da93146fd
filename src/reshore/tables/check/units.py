"""Checks of the model's own words in the units of headers: its currency, and what products and resources are counted in."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.schema import table_schema
from reshore.tables.findings import Finding
from reshore.tables.report import Place
from reshore.tables.table import ROW, Table, Tables


def currency(tables: Tables) -> Iterator[Finding]:
    """Money in headers is in the currency of each row, that of the model where the table has no currencies.

    The currency of the model may have been changed by a scenario or setting.
    """
    own = str(tables.setting["currency"])
    for table in tables:
        for column, word in _words(table, "currency"):
            named = table.name != "model" and "currency" in table_schema(table.name).names
            if named and (word == own or word in tables.frame("rates")["currency"]):
                yield from _other_currencies(table, column, (word, own))
            elif word != own:
                message = f"The header counts in {word}, but the currency of the model is {own}."
                remedy = "Convert the numbers, or leave the currency as it is."
                yield Place.of(table).finding("E114", message, remedy, column=column)


def _other_currencies(table: Table, column: str, words: tuple[str, str]) -> Iterator[Finding]:
    """Report the first row of each currency that is not the one of the header."""
    word, own = words
    rows = table.frame.with_columns(pl.col("currency").replace("", own).alias("_currency"))
    others = rows.filter(pl.col(column).is_not_null() & (pl.col("_currency") != word))
    for name, row in others.unique("_currency", keep="first", maintain_order=True).select("_currency", ROW).iter_rows():
        unit = table_schema(table.name).column(column).unit
        message = f"The header counts in {word}, but the money of the row is in {name}."
        remedy = f"Head the column `{column} [{unit}]`, or correct the currency of the row."
        yield Place.of(table).finding("E114", message, remedy, row, column)


def counted(tables: Tables) -> Iterator[Finding]:
    """A row counts its product or resource in the unit of that, where the header names one; reported once for each.

    Substitutes are left out: their ratio is of the units of two products.
    """
    for table in tables:
        if table.name != "substitutes" and _words(table, "unit"):
            yield from _others(table, "unit", _with_products(tables, table))
        if _words(table, "capacity"):
            resources = tables.frame("resources").select("site", "resource", _unit="unit", _name="resource")
            yield from _others(table, "capacity", table.frame.join(resources, on=["site", "resource"]))


def _words(table: Table, kind: str) -> list[tuple[str, str]]:
    """Return the columns whose headers have a word of the model for a declared unit, and the word."""
    return [(column, word) for column, words in table.words.items() for of_kind, word in words if of_kind == kind]


def _with_products(tables: Tables, table: Table) -> pl.DataFrame:
    """Return the rows with `_name` and `_unit` of their product; a lane has a row for each that it lists."""
    units = tables.frame("products").select(_name="product", _unit="unit")
    if table.name == "lanes":
        named = table.frame.explode("products", empty_as_null=False)
        return named.join(units, left_on="products", right_on="_name", coalesce=False)
    return table.frame.join(units, left_on="product", right_on="_name", coalesce=False)


def _others(table: Table, kind: str, rows: pl.DataFrame) -> Iterator[Finding]:
    for column, word in _words(table, kind):
        given = rows.filter(pl.col(column).is_not_null() & (pl.col("_unit") != word)).sort(ROW, maintain_order=True)
        unit = table_schema(table.name).column(column).unit
        first = given.unique("_name", keep="first", maintain_order=True).select("_name", "_unit", ROW)
        for name, own, row in first.iter_rows():
            message = f"The header counts in {word}, but '{name}' is counted in {own}."
            remedy = f"Head the column `{column} [{unit}]`, and give each row in its own unit."
            yield Place.of(table).finding("E114", message, remedy, row, column)
