"""A model with as many rows as wanted: many classes of customers, modes of transport and dated costs."""

from __future__ import annotations

import polars as pl

from reshore.tables import ROW, Tables
from reshore.testing.synthetic import SMALLEST, synthetic

CLASSES, LANES = 0.6, 0.1
"""Shares of the rows that are demands and lanes; the rest are profiles of the cost of lanes."""


def large_tables(rows: int) -> Tables:
    """Return tables of a valid model with about so many rows."""
    tables = synthetic(SMALLEST)
    tables = _repeated(tables, "demands", "class", int(rows * CLASSES))
    tables = _repeated(tables, "lanes", "mode", int(rows * LANES))
    return _with_profiles(tables, rows - sum(tables.frame(name).height for name in ("demands", "lanes")))


def _repeated(tables: Tables, name: str, column: str, rows: int) -> Tables:
    """Return the tables with the rows of one repeated under other names in a column of its key."""
    frame = tables.frame(name)
    copies = [
        frame.with_columns((pl.col(column) + f"-{number}").alias(column)) for number in range(-(-rows // frame.height))
    ]
    return tables.with_table(tables[name].with_frame(_counted(pl.concat(copies).head(rows))))


def _with_profiles(tables: Tables, rows: int) -> Tables:
    lanes = tables.frame("lanes")
    days = pl.DataFrame({"date": pl.date_range(pl.date(2026, 2, 1), pl.date(2029, 12, 1), "1mo", eager=True)})
    values = lanes.join(days.head(-(-rows // lanes.height)), how="cross").head(rows)
    profiles = values.select(
        pl.lit("lanes").alias("table"),
        pl.concat_str("origin", "destination", "mode", separator="/").alias("key"),
        pl.lit("cost_per_unit").alias("column"),
        "date",
        (pl.col("cost_per_unit") * 1.01).alias("value"),
        pl.lit("").alias("source"),
        pl.lit("").alias("note"),
    )
    return tables.with_table(tables["profiles"].with_frame(_counted(profiles)))


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(ROW))
