"""What the tables say of customs: territories, digits of headings, and programs that replace others."""

from __future__ import annotations

from typing import Final

import polars as pl

from reshore.tables.table import Tables

REPLACES: Final = "replaces:"


def territories(tables: Tables) -> pl.Series:
    """Return the customs territory of each site: its country where it names none."""
    own, country = pl.col("customs_territory").fill_null(""), pl.col("country").fill_null("")
    chosen = pl.when(own == "").then(country).otherwise(own)
    return tables.frame("sites").select(chosen.alias("territory")).to_series()


def digits(column: str) -> pl.Expr:
    """Return the digits of a column of customs headings; only these count."""
    return pl.col(column).fill_null("").str.replace_all(r"[^0-9]", "")


def replacing(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of tariffs that replace other programs, once for each, which is named in `replaced`."""
    stacks = pl.col("stacks").str.strip_chars()
    named = stacks.str.strip_prefix(REPLACES).str.split(";")
    found = rows.filter(stacks.str.starts_with(REPLACES)).with_columns(replaced=named).explode("replaced")
    return found.with_columns(pl.col("replaced").str.strip_chars())
