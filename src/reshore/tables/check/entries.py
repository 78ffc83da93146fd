"""Checks of profiles and ranges, which speak of the numbers of other tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.schema import TableSchema, schema, table_schema
from reshore.tables.check.cells import bound_words, in_its_time, out_of_bounds
from reshore.tables.findings import Finding
from reshore.tables.keys import key_of, spoken_of
from reshore.tables.report import Place, hint, number
from reshore.tables.table import ROW, Table, Tables

VALUES: Final = {"profiles": ("value",), "ranges": ("low", "mid", "high")}
OWN: Final = tuple(name for name in schema() if name not in VALUES)
NAMEABLE: Final = {"profiles": OWN, "ranges": (*OWN, "profiles")}


def entries(tables: Tables) -> Iterator[Finding]:
    """A profile or range names a table, a row of it and a column of numbers (for profiles: one that can change)."""
    for name in VALUES:
        table = tables[name]
        distinct = table.frame.filter((pl.col("table") != "") & (pl.col("column") != ""))
        for target in distinct["table"].unique(maintain_order=True):
            rows = distinct.filter(pl.col("table") == target)
            if target not in NAMEABLE[name]:
                those = f"Those are {', '.join(NAMEABLE[name])}."
                remedy = those if target in schema() else hint(target, NAMEABLE[name], those)
                message = f"'{target}' is not a table with numbers of its own."
                yield from _each(table, rows, "table", message, remedy)
            else:
                yield from _columns(table, rows, target)
                if not tables[target].lost:
                    yield from _keys(tables, table, rows, target)


def bounds(tables: Tables) -> Iterator[Finding]:
    """The values of profiles and ranges lie within the bounds of the column that they speak of."""
    for name, values in VALUES.items():
        table = tables[name]
        targets = spoken_of(table.frame)
        for target, column_name in targets.unique(maintain_order=True).iter_rows():
            if target not in schema() or column_name not in schema()[target].names:
                continue
            column = in_its_time(tables[target], schema()[target].column(column_name))
            of_column = targets.select((pl.col("table") == target) & (pl.col("column") == column_name)).to_series()
            rows = table.frame.filter(of_column)
            for value in values:
                for wrong, row in rows.filter(out_of_bounds(column, value)).select(value, ROW).iter_rows():
                    message, remedy = bound_words(column, wrong)
                    yield Place.of(table).finding("E206", message, remedy, row, value)


def orders(tables: Tables) -> Iterator[Finding]:
    """low ≤ mid ≤ high; the row's own value stands for an empty mid, and an edit may move it out; one of the two is there."""
    place = Place.of(tables["ranges"])
    low, mid, high = pl.col("low"), pl.coalesce("mid", "_own"), pl.col("high")
    rows = _with_own_values(tables).unique(ROW, keep="first", maintain_order=True)
    wrong = rows.filter((low > high) | (low > mid) | (mid > high))
    for low_, mid_, own, high_, row in wrong.select("low", "mid", "_own", "high", ROW).iter_rows():
        given = ", ".join(number(value) for value in (low_, mid_, high_) if value is not None)
        if mid_ is not None or own is None or low_ > high_:
            message = f"Low to high is {given}, which does not rise."
            yield place.finding("E312", message, "Put the low value first.", row)
        else:
            message = (
                f"The row's own value, {number(own)}, lies outside the range from {number(low_)} to {number(high_)}."
            )
            yield place.finding("W328", message, "Move the range with it, or give `mid`.", row)
    without = rows.filter(mid.is_null() & pl.col("_there"))
    for key, column, row in without.select("key", "column", ROW).iter_rows():
        message = f"'{key}' has no {column}, so that the range has no middle value."
        yield place.finding("E318", message, "Give `mid`.", row, "mid")


def _with_own_values(tables: Tables) -> pl.DataFrame:
    """Return the ranges with the value that their row has itself in `_own`, and `_there` where there is such a row."""
    entry = ["table", "key", "column"]
    ranges = tables.frame("ranges")
    pairs = ranges.select("table", "column").unique(maintain_order=True).iter_rows()
    known = [(name, column) for name, column in pairs if name in schema() and column in _numbers(table_schema(name))]
    own = pl.concat(
        [ranges.select(*entry, _own="low", _there=pl.lit(True)).clear(), *(_own(tables, *pair) for pair in known)]
    )
    return ranges.join(own.unique(entry, keep="first"), on=entry, how="left", maintain_order="left")


def _own(tables: Tables, name: str, column: str) -> pl.DataFrame:
    frame = tables.frame(name)
    key = key_of(frame, table_schema(name))
    return frame.select(table=pl.lit(name), key=key, column=pl.lit(column), _own=column, _there=pl.lit(True))


def _numbers(declared: TableSchema) -> list[str]:
    return [column.name for column in declared.columns if column.dtype == "float" and not column.key]


def _columns(table: Table, rows: pl.DataFrame, target: str) -> Iterator[Finding]:
    declared = table_schema(target)
    numbers = _numbers(declared)
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
        remedy = f"Write the key of a row there as {shape}." if shape else "Leave the key empty."
        remedy = hint(key, candidates, remedy)
        wrong = unknown.filter(pl.col("key") == key)
        yield from _each(table, wrong, "key", f"{target} has no row '{key}'.", remedy)


def _each(table: Table, rows: pl.DataFrame, column: str, message: str, remedy: str) -> Iterator[Finding]:
    for row in rows[ROW].unique(maintain_order=True):
        yield Place.of(table).finding("E215", message, remedy, row, column)
