"""Small array helpers: keys to positions, sums by index, ragged ranges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def floats(frame: pl.DataFrame, column: str, empty: float = np.nan) -> Floats:
    """Return a column of numbers; nulls become `empty`."""
    values = frame[column].cast(pl.Float64).to_numpy()
    return values if np.isnan(empty) else np.where(np.isnan(values), empty, values)


def ints(frame: pl.DataFrame, column: str) -> Ints:
    """Return a column of whole numbers without nulls."""
    return frame[column].to_numpy().astype(np.int64)


def days(frame: pl.DataFrame, column: str, empty: float) -> Floats:
    """Return a column of dates or moments as days since 1970-01-01; nulls become `empty`."""
    moments = frame[column].cast(pl.Datetime("us")).to_physical().cast(pl.Float64).to_numpy() / 86_400e6
    return np.where(np.isnan(moments), empty, moments)


def positions(table: pl.DataFrame, rows: pl.DataFrame, on: Sequence[str], rows_on: Sequence[str] | None = None) -> Ints:
    """Return for each of `rows` the position of the row of `table` with the same key, −1 where there is none."""
    if rows.is_empty() or table.is_empty():
        return np.full(rows.height, -1, dtype=np.int64)
    keys = table.select(on).with_row_index("_position")
    wanted = rows.select(pl.col(given).alias(name) for given, name in zip(rows_on or on, on, strict=True))
    found = wanted.join(keys, on=list(on), how="left", maintain_order="left")
    return found["_position"].cast(pl.Int64).fill_null(-1).to_numpy().astype(np.int64)


def code_positions(codes: Ints, wanted: Ints) -> Ints:
    """Return the position in `codes` (distinct, any order) of each wanted code, −1 where there is none."""
    if not len(codes):
        return np.full(len(wanted), -1, dtype=np.int64)
    order = np.argsort(codes)
    place = np.clip(np.searchsorted(codes, wanted, sorter=order), 0, len(codes) - 1)
    return np.where(codes[order[place]] == wanted, order[place], -1).astype(np.int64)


def grid_sum(row: Ints, column: Ints, amount: Floats, shape: tuple[int, int]) -> Floats:
    """Return the matrix of `shape` that holds the sum of `amount` for each (row, column)."""
    flat = np.bincount(row * shape[1] + column, weights=amount, minlength=shape[0] * shape[1])
    return flat.astype(np.float64).reshape(shape)


def ragged(counts: Ints) -> tuple[Ints, Ints]:
    """Return for `counts` things of each owner the owner of each thing and its number within the owner."""
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - first[owner]
