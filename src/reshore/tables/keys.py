"""Keys of rows as text."""

from __future__ import annotations

import polars as pl

from reshore.schema import TableSchema


def key_of(frame: pl.DataFrame, schema: TableSchema) -> pl.Series:
    """Return the key of each row: its parts joined by `/`, dates as 2027-03-31, whole numbers without a point.

    It is empty text for `model`. A part that is null counts as empty.
    """
    parts = [_part(schema.column(name).dtype, name) for name in schema.key]
    if not parts or frame.is_empty():
        return pl.Series("key", [""] * frame.height, dtype=pl.String)
    return frame.select(pl.concat_str(parts, separator="/").alias("key")).to_series()


def spoken_of(entries: pl.DataFrame) -> pl.DataFrame:
    """Return the columns table and column: whose number each profile or range gives.

    For a range of a row of `profiles`, whose key is TABLE/KEY/COLUMN/DATE, they are those that the profile changes.
    """
    parts = pl.col("key").str.split("/")
    of_profile = (pl.col("table") == "profiles") & (pl.col("column") == "value") & (parts.list.len() > 3)
    return entries.select(
        table=pl.when(of_profile).then(parts.list.first()).otherwise("table"),
        column=pl.when(of_profile).then(parts.list.get(-2, null_on_oob=True)).otherwise("column"),
    )


def _part(dtype: str, name: str) -> pl.Expr:
    part = pl.col(name)
    if dtype == "date":
        part = part.dt.strftime("%Y-%m-%d")
    elif dtype == "float":
        part = part.cast(pl.String).str.strip_suffix(".0")
    return part.cast(pl.String).fill_null("")
