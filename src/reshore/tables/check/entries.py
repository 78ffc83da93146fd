"""Checks of profiles and ranges, which speak of the numbers of other tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.schema import schema, table_schema
from reshore.tables.check.cells import bound_words, out_of_bounds
from reshore.tables.findings import Finding
from reshore.tables.keys import key_of
from reshore.tables.report import Place, hint, number
from reshore.tables.table import ROW, Table, Tables

VALUES: Final = {"profiles": ("value",), "ranges": ("low", "mid", "high")}


def entries(tables: Tables) -> Iterator[Finding]:
    """A profile or range names a table, a row of it and a column of numbers (for profiles: one that can change)."""
    for name in VALUES:
        table = tables[name]
        distinct = table.frame.filter((pl.col("table") != "") & (pl.col("column") != ""))
        for target in distinct["table"].unique(maintain_order=True):
            rows = distinct.filter(pl.col("table") == target)
            if target not in schema() or target in VALUES:
                remedy = hint(target, schema(), f"The tables are {', '.join(schema())}.")
                message = f"'{target}' is not a table with numbers of its own."
                yield from _each(table, rows, "table", message, remedy)
            else:
                yield from _columns(table, rows, target)
                yield from _keys(tables, table, rows, target)


def bounds(tables: Tables) -> Iterator[Finding]:
    """The values of profiles and ranges lie within the bounds of the column that they speak of."""
    for name, values in VALUES.items():
        table = tables[name]
        for target, column_name in table.frame.select("table", "column").unique(maintain_order=True).iter_rows():
            if target not in schema() or column_name not in schema()[target].names:
                continue
            column = schema()[target].column(column_name)
            rows = table.frame.filter((pl.col("table") == target) & (pl.col("column") == column_name))
            for value in values:
                for wrong, row in rows.filter(out_of_bounds(column, value)).select(value, ROW).iter_rows():
                    message, remedy = bound_words(column, wrong)
                    yield Place.of(table).finding("E206", message, remedy, row, value)


def orders(tables: Tables) -> Iterator[Finding]:
    """low ≤ mid ≤ high."""
    low, mid, high = pl.col("low"), pl.col("mid"), pl.col("high")
    rows = tables.frame("ranges").filter((low > high) | (low > mid) | (mid > high))
    for low_value, mid_value, high_value, row in rows.select("low", "mid", "high", ROW).iter_rows():
        given = [value for value in (low_value, mid_value, high_value) if value is not None]
        message = f"Low to high is {', '.join(number(value) for value in given)}, which does not rise."
        yield Place.of(tables["ranges"]).finding("E312", message, "Put the low value first.", row)


def _columns(table: Table, rows: pl.DataFrame, target: str) -> Iterator[Finding]:
    declared = table_schema(target)
    numbers = [column.name for column in declared.columns if column.dtype == "float" and not column.key]
    fit = [name for name in numbers if table.name == "ranges" or declared.column(name).profile]
    for name in rows["column"].unique(maintain_order=True):
        if name not in fit:
            wrong = rows.filter(pl.col("column") == name)
            what = "cannot change over time" if name in numbers else f"is not a column of numbers of {target}"
            allowed = f"Those that can are {', '.join(fit)}." if fit else f"No column of {target} can."
            yield from _each(table, wrong, "column", f"'{name}' {what}.", hint(name, fit, allowed))


def _keys(tables: Tables, table: Table, rows: pl.DataFrame, target: str) -> Iterator[Finding]:
    keys = key_of(tables.frame(target), table_schema(target))
    unknown = rows.filter(~pl.col("key").is_in(keys.implode()))
    candidates = keys.to_list() if unknown.height else []
    for key in unknown["key"].unique(maintain_order=True):
        shape = "/".join(table_schema(target).key)
        remedy = hint(key, candidates, f"Write the key of a row there as {shape}.")
        wrong = unknown.filter(pl.col("key") == key)
        yield from _each(table, wrong, "key", f"{target} has no row '{key}'.", remedy)


def _each(table: Table, rows: pl.DataFrame, column: str, message: str, remedy: str) -> Iterator[Finding]:
    for row in rows[ROW].unique(maintain_order=True):
        yield Place.of(table).finding("E215", message, remedy, row, column)
