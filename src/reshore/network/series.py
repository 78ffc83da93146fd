"""Numbers over time: the value of a column in each period, with its profile."""

from __future__ import annotations

import numpy as np
import polars as pl

from reshore.network.periods import Floats, Periods
from reshore.schema import table_schema
from reshore.tables import Table, Tables, key_of

NEVER = 1e9


def over_time(tables: Tables, periods: Periods, table: str, column: str, empty: float = np.inf) -> Floats:
    """Return `table.column` in each period, shape (row, period); an empty value is `empty`.

    Without a profile the result is a read-only view that takes no memory per period. With one, `mean` columns are
    averaged over the days of the period and `end` columns take the value just before its end.
    """
    rows = tables[table]
    base = rows.frame[column].fill_null(empty).to_numpy().astype(np.float64)
    changes = tables.frame("profiles").filter((pl.col("table") == table) & (pl.col("column") == column))
    flat = np.broadcast_to(base[:, None], (len(base), periods.count))
    if changes.is_empty():
        return flat
    by_end = table_schema(table).column(column).profile == "end"
    return _changed(flat.copy(), _located(rows, changes), periods, by_end)


def _located(rows: Table, changes: pl.DataFrame) -> pl.DataFrame:
    """Return the profile rows with the index of the row that they change, and the day on which the next value begins."""
    keys = pl.DataFrame({"key": key_of(rows.frame, table_schema(rows.name))}).with_row_index("row")
    day = pl.col("date").cast(pl.Int32).cast(pl.Float64)
    return (
        changes.join(keys, on="key")
        .select("row", day.alias("day"), "value")
        .sort("row", "day")
        .with_columns(pl.col("day").shift(-1).over("row").fill_null(NEVER).alias("until"))
    )


def _changed(values: Floats, changes: pl.DataFrame, periods: Periods, by_end: bool) -> Floats:
    row = changes["row"].to_numpy()
    new, day, until = (changes[name].to_numpy() for name in ("value", "day", "until"))
    if by_end:
        last = periods.ends - 0.5
        holds = ((day[:, None] <= last) & (last < until[:, None])).astype(np.float64)
    else:
        holds = periods.overlap(day, until, "day") / periods.length("day")
    touched, position = np.unique(row, return_inverse=True)
    changed = np.zeros((len(touched), periods.count))
    weight = np.zeros_like(changed)
    np.add.at(changed, position, holds * new[:, None])
    np.add.at(weight, position, holds)
    own = np.clip(1.0 - weight, 0.0, 1.0)
    own[own < 1e-12] = 0.0
    base = values[touched]
    values[touched] = changed + np.where(own > 0.0, base * np.where(own > 0.0, own, 1.0), 0.0)
    return values
