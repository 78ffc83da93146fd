"""Replace groups by what they stand for."""

from __future__ import annotations

import polars as pl

from reshore.schema import table_schema
from reshore.tables.groups import GIVEN, GROUPED, expanded, leaves, only_declared, tables_with_groups
from reshore.tables.keys import key_of
from reshore.tables.table import Table, Tables

NEW = "_new"


def resolve(tables: Tables) -> Tables:
    """Return the tables with one row for each member of the groups that rows name.

    Claims: no row names a group (other than in `groups`); a row that names the members itself beats rows with groups
    that give the same key; a profile or range for a row with a group counts for each row that came from it, unless one
    names that row itself, and so does a range for a profile of such a row; `_row` stays that of the file. Does not raise
    where groups are wrong: the checks report it.
    """
    filled = [name for name in tables_with_groups() if not tables.frame(name).is_empty()]
    survivors = {name: beaten(expanded(tables, name), name) for name in filled}
    moved = _moved(survivors)
    for name, frame in survivors.items():
        tables = tables.with_table(tables[name].with_frame(only_declared(frame, name)))
    tables = tables.with_table(_products(tables))
    if tables.frame("profiles").is_empty() and tables.frame("ranges").is_empty():
        return tables
    profiles = _rekeyed(tables["profiles"].frame, moved)
    ranges = _rekeyed(tables["ranges"].frame, pl.concat([moved, _moved_profiles(profiles)]))
    for name, frame in (("profiles", profiles), ("ranges", ranges)):
        tables = tables.with_table(tables[name].with_frame(only_declared(frame, name)))
    return tables


def beaten(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Keep one row for each key, rather one that names no group; the order stays."""
    keys = frame.with_columns(key_of(frame, table_schema(name)).alias(NEW)).with_row_index("_order")
    kept = keys.sort(GROUPED, maintain_order=True).unique(NEW, keep="first", maintain_order=True)
    return kept.sort("_order").drop("_order")


def _moved(survivors: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Return table, key as given and key of each row that came from a group."""
    empty = pl.DataFrame(schema={"table": pl.String, "key": pl.String, NEW: pl.String})
    return pl.concat(
        [
            empty,
            *(
                frame.filter(GROUPED).select(pl.lit(name).alias("table"), pl.col(GIVEN).alias("key"), NEW)
                for name, frame in survivors.items()
            ),
        ]
    )


def _products(tables: Tables) -> Table:
    lanes = tables["lanes"]
    column = table_schema("lanes").column("products")
    frame = lanes.frame.with_row_index("_order")
    named = frame.select("_order", "products").explode("products", empty_as_null=False)
    each = named.join(
        leaves(tables, column), left_on="products", right_on="group", how="left", maintain_order="left_right"
    )
    single = each.select("_order", pl.coalesce("member", "products").alias("products")).unique(maintain_order=True)
    lists = single.group_by("_order", maintain_order=True).agg("products")
    joined = frame.drop("products").join(lists, on="_order", how="left", maintain_order="left").sort("_order")
    none = pl.lit([], dtype=pl.List(pl.String))
    return lanes.with_frame(only_declared(joined.with_columns(pl.col("products").fill_null(none)), "lanes"))


def _rekeyed(frame: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Give each profile (or range) of a row with a group to the rows that came from it; `_given` is its own key before."""
    entry = ["table", "key", "column"]
    joined = frame.with_columns(pl.col("key").alias(GIVEN)).join(
        moved, on=["table", "key"], how="left", maintain_order="left_right"
    )
    from_groups = joined.filter(pl.col(NEW).is_not_null()).with_columns(pl.col(NEW).alias("key"))
    exact = joined.filter(pl.col(NEW).is_null())
    kept = from_groups.join(exact, on=entry, how="anti", maintain_order="left")
    return pl.concat([exact, kept])


def _moved_profiles(profiles: pl.DataFrame) -> pl.DataFrame:
    """Return table, key as given and key of each profile of a row that came from a group."""
    declared = table_schema("profiles")
    moved = profiles.filter(pl.col(NEW).is_not_null())
    given = key_of(moved.with_columns(pl.col(GIVEN).alias("key")), declared)
    return moved.select(pl.lit("profiles").alias("table"), given, key_of(moved, declared).alias(NEW))
