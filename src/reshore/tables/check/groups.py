"""Checks of groups."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.schema import table_schema
from reshore.tables.check.common import names_of
from reshore.tables.findings import Finding
from reshore.tables.groups import GIVEN, GROUPED, expanded, tables_with_groups
from reshore.tables.keys import key_of
from reshore.tables.report import Place, line_of
from reshore.tables.table import ROW, Tables


def cycles(tables: Tables) -> Iterator[Finding]:
    """No group contains itself."""
    frame = tables.frame("groups")
    inner = frame.filter(pl.col("member").is_in(frame["group"].implode())).select("group", "member", ROW)
    while True:  # peel off groups that contain no group any more; what is left leads into a cycle
        kept = inner.filter(pl.col("member").is_in(inner["group"].implode()))
        kept = kept.filter(pl.col("group").is_in(kept["member"].implode()))
        if kept.height == inner.height:
            break
        inner = kept
    names = inner["group"].unique(maintain_order=True).to_list()
    if names:
        message = f"Groups contain themselves: {', '.join(repr(name) for name in names)}."
        row = inner[ROW][0]
        yield Place.of(tables["groups"]).finding("E301", message, "Take one of them out of another.", row, "member")


def ambiguous_names(tables: Tables) -> Iterator[Finding]:
    """No group has the name of a site, country or product."""
    for reference in ("sites.site", "sites.country", "products.product"):
        own = names_of(tables, reference)
        groups = tables.frame("groups").filter(pl.col("group").is_in(own.implode()) & (pl.col("group") != ""))
        for group, row in groups.unique("group", keep="first", maintain_order=True).select("group", ROW).iter_rows():
            message = f"'{group}' is the name of a {reference.split('.')[1]} too."
            yield Place.of(tables["groups"]).finding("E317", message, "Give the group another name.", row, "group")


def same_key(tables: Tables) -> Iterator[Finding]:
    """No two rows with groups stand for the same row, unless a row without groups gives it."""
    for name in tables_with_groups():
        declared = table_schema(name)
        frame = expanded(tables, name)
        if not frame[GROUPED].any():
            continue
        frame = frame.with_columns(key_of(frame, declared).alias("_key"))
        explicit = frame.filter(~pl.col(GROUPED)).select("_key")
        grouped = frame.filter(GROUPED).join(explicit, on="_key", how="anti", maintain_order="left")
        first = [pl.col(ROW).first().over("_key").alias("_first"), pl.col(GIVEN).first().over("_key").alias("_other")]
        again = grouped.with_columns(first).filter(pl.col(GIVEN) != pl.col("_other"))
        for key, row, earlier in (
            again.unique(ROW, keep="first", maintain_order=True).select("_key", ROW, "_first").iter_rows()
        ):
            message = f"The groups of this row and of {line_of(earlier)} both give '{key}'."
            remedy = "Name it in a row of its own, or take it out of one of the groups."
            yield Place.of(tables[name]).finding("E303", message, remedy, row)
