"""Which rows of the files the rows of resolved tables come from."""

from __future__ import annotations

import polars as pl

from reshore.schema import table_schema
from reshore.tables.groups import GIVEN, expanded, tables_with_groups
from reshore.tables.keys import key_of
from reshore.tables.resolve import beaten
from reshore.tables.table import Tables


def given_keys(tables: Tables, name: str) -> pl.Series:
    """Return, for each row of a table as `resolve` gives it, the key of the row of the file: of that with the group."""
    if name not in tables_with_groups():
        return key_of(tables.frame(name), table_schema(name))
    return beaten(expanded(tables, name), name)[GIVEN].alias("key")
