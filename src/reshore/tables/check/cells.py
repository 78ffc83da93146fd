"""Checks of single cells and of keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from reshore.schema import Column, table_schema
from reshore.tables.findings import Finding
from reshore.tables.keys import key_of
from reshore.tables.report import Place, line_of, number
from reshore.tables.table import ROW, Table, Tables

NAMED: Final = (
    ("sites", "site"),
    ("products", "product"),
    ("recipes", "process"),
    ("resources", "resource"),
    ("lanes", "mode"),
    ("demands", "class"),
    ("expansions", "expansion"),
    ("ramps", "ramp"),
    ("controls", "control"),
    ("incentives", "incentive"),
    ("rates", "currency"),
    ("groups", "group"),
    ("rules", "rule"),
    ("targets", "target"),
)
FORBIDDEN: Final = r"[/:=;\x00-\x1f\x7f]"


def bounds(tables: Tables) -> Iterator[Finding]:
    """Numbers lie within the bounds of their columns."""
    for table in tables.filled():
        columns = [in_its_time(table, column) for column in table_schema(table.name).columns]
        bounded = [column for column in columns if column.minimum is not None or column.maximum is not None]
        broken = table.frame.select(out_of_bounds(column, column.name).any().alias(column.name) for column in bounded)
        for column in bounded:
            if broken[column.name].any():
                outside = table.frame.filter(out_of_bounds(column, column.name))
                for value, row in outside.select(column.name, ROW).iter_rows():
                    message, remedy = bound_words(column, value)
                    yield Place.of(table).finding("E206", message, remedy, row, column.name)


def in_its_time(table: Table, column: Column) -> Column:
    """Return a column of a table with its bounds in the unit of time in which its header counts."""
    return replace(column, maximum=column.most(table.times[column.name])) if column.name in table.times else column


def out_of_bounds(column: Column, name: str) -> pl.Expr:
    """Return where the values called `name` break the bounds of a column."""
    value = pl.col(name)
    wrong = pl.lit(False)
    if column.minimum is not None:
        wrong = wrong | (value <= column.minimum if column.exclusive else value < column.minimum)
    if column.maximum is not None:
        wrong = wrong | (value > column.maximum)
    return wrong


def bound_words(column: Column, value: float) -> tuple[str, str]:
    """Return the message and the remedy for a number outside the bounds of a column."""
    if column.maximum is not None and value > column.maximum:
        share = column.unit == "1" and column.maximum == 1 and 2 < value <= 100
        most = f"Give a number of at most {number(column.maximum)}."
        remedy = f"Write {value / 100:.12g} for {number(value)} %." if share else most
        return f"{number(value)} is more than {number(column.maximum)}.", remedy
    least = number(column.minimum or 0)
    if column.exclusive:
        return f"{number(value)} is not more than {least}.", f"Give a number above {least}."
    return f"{number(value)} is less than {least}.", f"Give a number of at least {least}."


def names(tables: Tables) -> Iterator[Finding]:
    """Names have no character that joins names in keys, lists and settings."""
    for table, column in NAMED:
        if tables.frame(table).is_empty():
            continue
        frame = tables.frame(table).filter(pl.col(column).str.contains(FORBIDDEN))
        for name, row in frame.unique(column, keep="first", maintain_order=True).select(column, ROW).iter_rows():
            message = f"{name!r} has a character that a name cannot have."
            remedy = "Leave out / : = ; and control characters, which join names in keys and lists."
            yield Place.of(tables[table]).finding("E209", message, remedy, row, column)


def duplicates(tables: Tables) -> Iterator[Finding]:
    """No two rows of a table have the same key."""
    for table in tables.filled():
        if table_schema(table.name).key and not table.lost:
            yield from _duplicates(table)


def _duplicates(table: Table) -> Iterator[Finding]:
    declared = table_schema(table.name)
    filled = pl.all_horizontal(pl.col(name).is_not_null() for name in declared.key)
    frame = table.frame.with_columns(key_of(table.frame, declared).alias("_key")).filter(filled)
    first = frame.with_columns(pl.col(ROW).first().over("_key").alias("_first"))
    again = first.filter(~pl.col("_key").is_first_distinct() & (pl.col("_key").str.strip_chars("/") != ""))
    for key, row, earlier in again.select("_key", ROW, "_first").iter_rows():
        message = f"'{key}' is given again: {line_of(earlier)} has it already."
        yield Place.of(table).finding("E210", message, "Keep one of the two rows.", row)
