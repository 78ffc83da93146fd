"""What several checks share."""

from __future__ import annotations

from datetime import date

import polars as pl

from reshore.tables.buckets import horizon_end, parse_buckets
from reshore.tables.table import Tables


def horizon(tables: Tables) -> tuple[date, date] | None:
    """Return the first day and the day after the last, None where the settings do not say."""
    start, text = tables.setting["start"], tables.setting["buckets"]
    if not isinstance(start, date):
        return None
    try:
        return start, horizon_end(start, parse_buckets(str(text)))
    except ValueError:
        return None


def names_of(tables: Tables, reference: str) -> pl.Series:
    """Return the distinct names in a column given as `table.column`, in order."""
    table, column = reference.split(".")
    return tables.frame(table).get_column(column).unique(maintain_order=True)
