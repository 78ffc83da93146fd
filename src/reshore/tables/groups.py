"""What groups stand for."""

from __future__ import annotations

from typing import Final

import polars as pl

from reshore.schema import Column, TableSchema, schema, table_schema
from reshore.tables.keys import key_of
from reshore.tables.table import ROW, Tables

GROUPED: Final = "_grouped"
GIVEN: Final = "_given"


def members(tables: Tables) -> pl.DataFrame:
    """Return the columns group and member: what each group contains, directly or through other groups, no groups."""
    pairs = tables.frame("groups").select("group", "member").unique(maintain_order=True)
    names = pairs.select("group").unique()
    closure = pairs
    frontier = pairs
    while frontier.height:
        nested = frontier.join(names, left_on="member", right_on="group", how="semi")
        step = nested.join(pairs.rename({"group": "member", "member": "inner"}), on="member").select(
            "group", member="inner"
        )
        frontier = step.unique(maintain_order=True).join(closure, on=["group", "member"], how="anti")
        closure = pl.concat([closure, frontier])
    return closure.join(names, left_on="member", right_on="group", how="anti")


def kind(column: Column) -> tuple[str, str]:
    """Return the table and column of the names that a group in this column stands for."""
    table, name = next(reference for reference in column.references if reference != "groups.group").split(".")
    return table, name


def leaves(tables: Tables, column: Column) -> pl.DataFrame:
    """Return group and member, for the members that fit the column; a name of their own kind is no group."""
    table, name = kind(column)
    own = tables.frame(table).select(name)
    fitting = members(tables).join(own, left_on="member", right_on=name, how="semi")
    return fitting.join(own, left_on="group", right_on=name, how="anti")


def expanding(declared: TableSchema) -> list[Column]:
    """Return the columns of a table in which a group stands for one row for each member."""
    return [column for column in declared.columns if column.expands and declared.name != "groups"]


def expanded(tables: Tables, name: str) -> pl.DataFrame:
    """Return a table with one row for each member of the groups named, doubles included.

    `_grouped` says whether the row named a group, `_given` is the key as the file has it. Lanes from a site to itself
    that come from groups are left out, and so are rows with a group that has no fitting member.
    """
    declared = table_schema(name)
    frame = tables.frame(name)
    frame = frame.with_columns(key_of(frame, declared).alias(GIVEN), pl.lit(False).alias(GROUPED))
    columns = expanding(declared)
    groups = tables.frame("groups").get_column("group").unique()
    if groups.is_empty():
        return frame
    for column in columns:
        fitting = leaves(tables, column)
        table, own = kind(column)
        names = groups.filter(~groups.is_in(tables.frame(table).get_column(own).implode()))
        frame = frame.join(fitting, left_on=column.name, right_on="group", how="left", maintain_order="left_right")
        frame = frame.filter(pl.col("member").is_not_null() | ~pl.col(column.name).is_in(names.implode())).with_columns(
            pl.coalesce("member", column.name).alias(column.name), pl.col(GROUPED) | pl.col("member").is_not_null()
        )
        frame = frame.drop("member")
    if name == "lanes":
        frame = frame.filter(~(pl.col(GROUPED) & (pl.col("origin") == pl.col("destination"))))
    return frame


def tables_with_groups() -> list[str]:
    """Return the names of the tables whose rows may name groups."""
    return [name for name, declared in schema().items() if expanding(declared)]


def only_declared(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the declared columns and `_row`."""
    return frame.select(*table_schema(name).names, ROW)
