"""The values of a column over time, as the checks see them: steps of days, before there is a network."""

from __future__ import annotations

from collections.abc import Mapping
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
    """Return the values that hold just before the end of each period, shape (row, period); NaN where empty."""
    low, high = _days(pieces)
    return _spread(pieces, np.where((low < bounds[1:]) & (bounds[1:] <= high), 1.0, 0.0))


def means(pieces: pl.DataFrame, bounds: Floats, windows: Floats | None = None, unit: TimeUnit = "day") -> Floats:
    """Return the averages over the part of each period within the window of the row, shape (row, period).

    Lengths are in days or, where `unit` says so, in calendar months. NaN where a part is empty, 0 outside of the windows,
    which have the shape (row, first and last).
    """
    opens, closes = (-NEVER, NEVER) if windows is None else windows[_rows(pieces)].T[:, :, None]
    low, high = _days(pieces)
    first, last = np.maximum(opens, bounds[:-1]), np.minimum(closes, bounds[1:])
    part = _length(np.maximum(low, first), np.minimum(high, last), bounds, unit)
    whole = _length(first, last, bounds, unit)
    return _spread(pieces, np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))


def _days(pieces: pl.DataFrame) -> tuple[Floats, Floats]:
    low, high = (pieces[name].to_numpy().astype(np.float64)[:, None] for name in ("start", "until"))
    return low, high


def _length(low: Floats, high: Floats, bounds: Floats, unit: TimeUnit) -> Floats:
    low, high = (np.clip(days, bounds[0], bounds[-1]) for days in (low, high))
    ends = (low, high) if unit in ("day", "week") else (_months(low), _months(high))
    return np.maximum(ends[1] - ends[0], 0.0)


def _months(days: Floats) -> Floats:
    """Return days as calendar months: the first of each is a whole number, and a day an equal part of its month."""
    date = days.astype(np.int64).astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    begin, end = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    coordinates: Floats = month.astype(np.int64) + (date - begin) / (end - begin)
    return coordinates


def _rows(pieces: pl.DataFrame) -> npt.NDArray[np.int64]:
    """Return the number of the row to which each piece belongs."""
    return pieces.select(pl.struct(ROW, "key").rle_id()).to_series().to_numpy().astype(np.int64)


def _spread(pieces: pl.DataFrame, share: Floats) -> Floats:
    at, value = _rows(pieces), pieces["value"].fill_null(np.nan).to_numpy()[:, None]
    result = np.zeros((int(at[-1]) + 1 if at.size else 0, share.shape[1]))
    np.add.at(result, at, np.where(share > 0, share * value, 0.0))
    return result
