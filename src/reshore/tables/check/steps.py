"""The values of a column over time, as the checks see them: steps of days, before there is a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from reshore.schema import TimeUnit, table_schema
from reshore.tables.buckets import parse_buckets, period_bounds
from reshore.tables.check.common import horizon
from reshore.tables.keys import key_of
from reshore.tables.table import ROW, Tables

Floats = npt.NDArray[np.float64]
EPOCH: Final = date(1970, 1, 1)
NEVER: Final = 10**8
SHORTEST_DAYS: Final[Mapping[TimeUnit, int]] = {"day": 1, "week": 7, "month": 28, "quarter": 89, "year": 365}
LONGEST_DAYS: Final[Mapping[TimeUnit, int]] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


def bounds_of(tables: Tables) -> Floats | None:
    """Return the first day of each period and the end of the last, in days since 1970; None where they cannot be known."""
    start, span = tables.setting["start"], horizon(tables)
    if span is None or not isinstance(start, date):
        return None
    bounds = period_bounds(start, parse_buckets(str(tables.setting["buckets"])))
    return np.array([days_of(day) for day in bounds], dtype=np.float64)


def steps(tables: Tables, name: str, column: str) -> pl.DataFrame:
    """Return key, `_row`, from, until (days, half-open) and value: the own value of each row, then those of its profile."""
    frame = tables.frame(name)
    own = frame.select(key_of(frame, table_schema(name)).alias("key"), ROW, pl.col(column).alias("value"))
    entry = (pl.col("table") == name) & (pl.col("column") == column)
    profile = tables.frame("profiles").filter(entry & pl.col("date").is_not_null())
    changes = profile.select("key", "value", start=pl.col("date").cast(pl.Int32).cast(pl.Int64)).unique(
        ["key", "start"]
    )
    later = changes.join(own.select("key", ROW), on="key")
    first = own.with_columns(start=pl.lit(-NEVER, pl.Int64)).select("key", "value", "start", ROW)
    every = pl.concat([first, later]).sort(ROW, "key", "start", maintain_order=True)
    until = pl.col("start").shift(-1).over("key", ROW).fill_null(NEVER)
    return every.with_columns(until=until)


def days_of(day: date) -> int:
    """Return a date as a day since 1970."""
    return (day - EPOCH).days


def day(number: float) -> date:
    """Return the date of a day since 1970."""
    return EPOCH + timedelta(days=int(number))


def changing(tables: Tables, name: str, *columns: str) -> pl.Series:
    """Return the keys of the rows that have a profile of one of the columns."""
    entry = (pl.col("table") == name) & pl.col("column").is_in(columns)
    return tables.frame("profiles").filter(entry).get_column("key").unique(maintain_order=True)


def at_ends(pieces: pl.DataFrame, bounds: Floats) -> Floats:
    """Return the values that hold just before the end of each period, shape (key, period), keys in order; NaN where empty."""

    def share(low: Floats, high: Floats) -> Floats:
        holds = (low < bounds[1:]) & (bounds[1:] <= high)
        return np.where(holds, 1.0, 0.0)

    return _spread(pieces, bounds, share)


def means(pieces: pl.DataFrame, bounds: Floats) -> Floats:
    """Return the averages by days over each period, shape (key, period), keys in order; NaN where a part is empty."""

    def share(low: Floats, high: Floats) -> Floats:
        inside = np.minimum(high, bounds[1:]) - np.maximum(low, bounds[:-1])
        shares: Floats = np.maximum(inside, 0.0) / np.diff(bounds)
        return shares

    return _spread(pieces, bounds, share)


def _spread(pieces: pl.DataFrame, bounds: Floats, share: Callable[[Floats, Floats], Floats]) -> Floats:
    at = pieces.select(pl.struct(ROW, "key").rle_id()).to_series().to_numpy().astype(np.int64)
    low, high = (pieces[name].to_numpy().astype(np.float64)[:, None] for name in ("start", "until"))
    part, value = share(low, high), pieces["value"].fill_null(np.nan).to_numpy()[:, None]
    result = np.zeros((int(at[-1]) + 1 if at.size else 0, bounds.size - 1))
    np.add.at(result, at, np.where(part > 0, part * value, 0.0))
    return result
