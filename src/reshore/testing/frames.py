"""Typed tables made from columns, without files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from reshore.schema import schema, table_schema
from reshore.tables import Table, Tables
from reshore.tables.cells import TYPES, filled
from reshore.tables.table import ROW
from reshore.tables.typed import empty

Columns = Mapping[str, pl.Series | np.ndarray | Sequence[Any]]


def typed_table(name: str, columns: Columns) -> Table:
    """Return a table with the given columns, defaults in the others, and rows counted as in a file with a header.

    Raises KeyError where a column is not declared.
    """
    declared = table_schema(name)
    given = {title: pl.Series(title, values, strict=False) for title, values in columns.items()}
    for title in given:
        declared.column(title)
    height = len(next(iter(given.values())))
    series = []
    for column in declared.columns:
        dtype = TYPES[column.dtype]
        values = given.get(column.name, pl.Series(column.name, [None], dtype=dtype).new_from_index(0, height))
        series.append(filled(column, values.cast(dtype)))
    first = 0 if name == "model" else 2
    return Table(name, pl.DataFrame([*series, pl.Series(ROW, np.arange(first, first + height))]), file=empty(name).file)


def typed_tables(tables: Mapping[str, Columns]) -> Tables:
    """Return all tables of a model, those that are not given without rows."""
    return Tables.of({name: typed_table(name, tables[name]) if name in tables else empty(name) for name in schema()})
