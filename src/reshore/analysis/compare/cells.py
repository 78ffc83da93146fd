"""Which cells of the tables differ between two models."""

from __future__ import annotations

from typing import Final

import polars as pl

from reshore.schema import schema, table_schema
from reshore.tables import Table, Tables, key_of
from reshore.tables.cells import FREE_TEXT
from reshore.tables.page import as_cell

CELLS: Final = {"table": pl.String, "key": pl.String, "column": pl.String, "a": pl.String, "b": pl.String}
ROW_OF: Final = "(row)"
DIGITS: Final = 15
"""Digits of numbers that count: what differs beyond them was written alike, and converted from another unit."""


def cell_difference(a: Tables, b: Tables) -> pl.DataFrame:
    """Return table, key, column and the text of each cell that differs, in `a` and in `b`.

    A row that is in one of them alone is one line, of column `(row)`, with `there` on its side. Remarks, sources and the name
    of the model are left out. A cell that counts in another time than declared has that time behind it.
    """
    parts = [_of_table(a[name], b[name]) for name in schema()]
    return pl.concat([pl.DataFrame(schema=CELLS), *parts])


def _of_table(a: Table, b: Table) -> pl.DataFrame:
    left, right = _long(a), _long(b)
    both = left.join(right, on=["key", "column"], how="full", coalesce=True, suffix="_b", maintain_order="left_right")
    keys_a, keys_b = (frame["key"].unique().implode() for frame in (left, right))
    changed = both.filter(pl.col("text").ne_missing(pl.col("text_b"))).with_columns(
        pl.col("key").is_in(keys_a).alias("in_a"), pl.col("key").is_in(keys_b).alias("in_b")
    )
    cells = changed.filter("in_a", "in_b").select(
        "key", "column", pl.col("text").alias("a"), pl.col("text_b").alias("b")
    )
    alone = changed.filter(~(pl.col("in_a") & pl.col("in_b"))).unique("key", maintain_order=True)
    rows = alone.select(
        "key",
        pl.lit(ROW_OF).alias("column"),
        pl.when("in_a").then(pl.lit("there")).otherwise(pl.lit("")).alias("a"),
        pl.when("in_b").then(pl.lit("there")).otherwise(pl.lit("")).alias("b"),
    )
    return pl.concat([cells, rows]).select(pl.lit(a.name).alias("table"), "key", "column", "a", "b")


def _long(table: Table) -> pl.DataFrame:
    """Return key, column and text of each cell."""
    declared = table_schema(table.name)
    hidden = (*FREE_TEXT, *(("name",) if table.name == "model" else ()))
    columns = [column for column in declared.columns if column.name not in hidden]
    times = {name: f" [{unit}]" for name, unit in table.times.items()}
    numbers = [column.name for column in columns if column.dtype == "float"]
    frame = table.frame.with_columns(pl.col(numbers).round_sig_figs(DIGITS)) if numbers else table.frame
    texts = frame.select(
        (as_cell(column) + pl.lit(times.get(column.name, ""))).alias(column.name) for column in columns
    )
    keyed = texts.with_columns(key_of(table.frame, declared).alias("_key"))
    return keyed.unpivot(index="_key", variable_name="_column", value_name="_text").rename(
        {"_key": "key", "_column": "column", "_text": "text"}
    )
