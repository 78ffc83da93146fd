"""Checks that names refer to something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.schema import Column, schema, table_schema
from reshore.tables.check.common import names_of
from reshore.tables.findings import Finding
from reshore.tables.groups import expanding, kind, leaves
from reshore.tables.report import Place, hint
from reshore.tables.scopes import as_one
from reshore.tables.table import ROW, Table, Tables

MOST_HINTS: Final = 50


def references(tables: Tables) -> Iterator[Finding]:
    """Each name in a column with references is in one of the columns referred to.

    Nothing is said about references to a table that cannot be read, or a required one without rows: that is a finding
    of its own.
    """
    for table in tables.filled():
        for column in table_schema(table.name).columns:
            if column.references and not _nothing_to_refer_to(tables, column):
                yield from _unknown(tables, table, column)


def groups_without_members(tables: Tables) -> Iterator[Finding]:
    """A group has a member of the kind that the column where it is used wants."""
    groups = tables.frame("groups").get_column("group").unique()
    lists = [("lanes", table_schema("lanes").column("products"))]
    usual = [(name, each) for name, declared in schema().items() for each in (*expanding(declared), *as_one(declared))]
    for name, column in usual + lists:
        if tables[kind(column)[0]].lost:
            continue
        own = tables.frame(kind(column)[0]).get_column(kind(column)[1])
        barren = groups.filter(~groups.is_in(own.implode()))
        barren = barren.filter(~barren.is_in(leaves(tables, column).get_column("group").implode()))
        used = _named(tables[name].frame, column).filter(pl.col(column.name).is_in(barren.implode()))
        for group, row in used.iter_rows():
            message = f"The group '{group}' has no {kind(column)[1]}."
            yield Place.of(tables[name]).finding("E302", message, "Add one to it in groups.", row, column.name)


def _nothing_to_refer_to(tables: Tables, column: Column) -> bool:
    referred = [reference.split(".")[0] for reference in column.references]
    return any(
        tables[name].lost or (table_schema(name).required and tables.frame(name).is_empty()) for name in referred
    )


def _named(frame: pl.DataFrame, column: Column) -> pl.DataFrame:
    """Return the names in a column, one a row, with `_row`; empty text is no name."""
    named = frame.select(column.name, ROW)
    if column.dtype == "list":
        named = named.explode(column.name, empty_as_null=False)
    return named.filter(pl.col(column.name) != "")


def _unknown(tables: Tables, table: Table, column: Column) -> Iterator[Finding]:
    known = pl.concat([names_of(tables, reference) for reference in column.references])
    unknown = _named(table.frame, column).filter(~pl.col(column.name).is_in(known.implode()))
    if unknown.is_empty():
        return
    candidates = list(dict.fromkeys(known))
    nouns = [reference.split(".")[1] for reference in column.references]
    tables_of = [reference.split(".")[0] for reference in column.references]
    if nouns[-1] == "group" and len(nouns) == 2:
        nouns, tables_of = nouns[:1], tables_of[:1]
    noun = " or ".join(filter(None, [", ".join(nouns[:-1]), nouns[-1]]))
    otherwise = f"Add it to {' or '.join(dict.fromkeys(tables_of))}, or correct the name."
    remedies: dict[str, str] = {}
    for name, row in unknown.iter_rows():
        if name not in remedies:
            remedies[name] = hint(name, candidates, otherwise) if len(remedies) < MOST_HINTS else otherwise
        yield Place.of(table).finding("E214", f"'{name}' is not a {noun}.", remedies[name], row, column.name)
