"""The profiles of the rows that an edit changes, and the ranges of those profiles."""

from __future__ import annotations

import polars as pl

from reshore.schema import Column, table_schema
from reshore.tables.groups import GIVEN, GROUPED, expanded, tables_with_groups
from reshore.tables.keys import key_of, spoken_of
from reshore.tables.table import Tables

DATED = r"/[^/]*/[^/]*$"


def profiles_of(tables: Tables, name: str, column: Column, mask: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return which profiles change `column` in the rows of `mask` of a table, and which ranges are of such profiles.

    A row with groups has the profiles of the rows that come from it too, unless rows of their own give those.
    """
    keys = _with_members(tables, name, mask).implode()
    profiles, ranges = tables.frame("profiles"), tables.frame("ranges")
    entry = (pl.col("table") == name) & (pl.col("column") == column.name)
    spoken = spoken_of(ranges).with_columns(
        _of_profile=ranges["table"] == "profiles",
        _key=ranges["key"].str.strip_prefix(f"{name}/").str.replace(DATED, ""),
    )
    return (
        profiles.select(entry & pl.col("key").is_in(keys)).to_series(),
        spoken.select(entry & pl.col("_of_profile") & pl.col("_key").is_in(keys)).to_series(),
    )


def _with_members(tables: Tables, name: str, mask: pl.Series) -> pl.Series:
    """Return the keys of the rows, and of the rows that groups in them stand for."""
    declared = table_schema(name)
    keys = key_of(tables.frame(name), declared)
    own = keys.filter(mask)
    if name not in tables_with_groups():
        return own
    frame = expanded(tables, name)
    members = frame.with_columns(key_of(frame, declared).alias("_key")).filter(GROUPED)
    members = members.filter(pl.col(GIVEN).is_in(own.implode()) & ~pl.col("_key").is_in(keys.implode()))
    return pl.concat([own, members["_key"].alias(own.name)])
