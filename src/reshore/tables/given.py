"""Which rows of the files the rows of resolved tables come from."""

from __future__ import annotations

import polars as pl

from reshore.schema import table_schema
from reshore.tables.groups import GIVEN, expanded, tables_with_groups
from reshore.tables.keys import key_of
from reshore.tables.resolve import beaten
from reshore.tables.table import ROW, Tables


def given_keys(tables: Tables, name: str) -> pl.Series:
    """Return, for each row of a table as `resolve` gives it, the key of the row of the file: of that with the group."""
    if name not in tables_with_groups():
        return key_of(tables.frame(name), table_schema(name))
    return beaten(expanded(tables, name), name)[GIVEN].alias("key")


def given_rows(tables: Tables, resolved: Tables) -> pl.DataFrame:
    """Return the rows of resolved tables that have another key than the row of the file from which they come.

    Columns: table, key (as resolved), given (as in the file). A row of `profiles` or of `ranges` that was given for a row with
    a group is one of them.
    """
    found = [pl.DataFrame(schema={"table": pl.String, "key": pl.String, "given": pl.String})]
    for table in resolved.filled():
        declared = table_schema(table.name)
        own, rows = (key_of(each, declared).alias("key") for each in (tables.frame(table.name), table.frame))
        known = pl.DataFrame({ROW: tables.frame(table.name)[ROW], "given": own}).unique(ROW, keep="none")
        pairs = pl.DataFrame({ROW: table.frame[ROW], "key": rows}).join(
            known, on=ROW, how="left", maintain_order="left"
        )
        other = pairs.filter((pl.col("key") != pl.col("given")) & ~pl.col("key").is_in(own.implode()))
        found.append(other.select(pl.lit(table.name).alias("table"), "key", "given"))
    return pl.concat(found)
