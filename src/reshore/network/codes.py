"""Names as integers: a site or product is the number of its row."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Codes = NDArray[np.int64]


def encode(names: pl.Series, known: pl.Series) -> Codes:
    """Return the position of each name in `known`; raises ValueError where a name is not there."""
    if names.is_empty():
        return np.zeros(0, dtype=np.int64)
    lookup = pl.DataFrame({"name": known, "code": np.arange(len(known))})
    codes = pl.DataFrame({"name": names}).join(lookup, on="name", how="left", maintain_order="left")["code"]
    if codes.null_count():
        missing = names.filter(codes.is_null())[0]
        raise ValueError(f"'{missing}' is not known")
    return codes.to_numpy().astype(np.int64)


def match(rows: pl.DataFrame, known: pl.DataFrame, on: list[str]) -> Codes:
    """Return for each row the position in `known` of the row with equal `on` columns; −1 where there is none."""
    lookup = known.select(on).with_row_index("_code")
    found = rows.select(on).join(lookup, on=on, how="left", maintain_order="left", nulls_equal=True)
    return found["_code"].cast(pl.Int64).fill_null(-1).to_numpy()


def days(dates: pl.Series, empty: float) -> NDArray[np.float64]:
    """Return dates as days since 1970-01-01, `empty` where there is none."""
    return dates.cast(pl.Int32).cast(pl.Float64).fill_null(empty).to_numpy()


def pairs(left: NDArray[np.integer], right: NDArray[np.integer]) -> tuple[Codes, Codes]:
    """Return the positions (in left, in right) of all pairs with equal codes, in order of left."""
    order = np.argsort(right, kind="stable")
    ranked = right[order]
    begins, ends = np.searchsorted(ranked, left, "left"), np.searchsorted(ranked, left, "right")
    counts = ends - begins
    entry = np.repeat(np.arange(len(left)), counts)
    within = np.arange(len(entry)) - np.repeat(np.cumsum(counts) - counts, counts)
    return entry, order[begins[entry] + within]
