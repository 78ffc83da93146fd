"""A blank model: every table with its columns and no rows, and settings to fill in."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from reshore.schema import schema
from reshore.schema.declarations import Column

DTYPES = {"date": pl.Date(), "float": pl.Float64(), "int": pl.Int64(), "bool": pl.Boolean(), "list": pl.List(pl.String)}
SETTINGS = {"name": '"my-model"', "start": "2026-01-01", "buckets": '"24 months"'}


def write_blank(folder: Path, suffix: str = "csv") -> None:
    """Write `model.toml` and a CSV (or Parquet) file with the header of each table into a folder."""
    for table in schema().values():
        if table.name == "model":
            lines = [f"# {column.description}\n{_setting(column)}\n" for column in table.columns]
            (folder / "model.toml").write_text("\n".join(lines), encoding="utf-8")
            continue
        if suffix == "parquet":
            blank = pl.DataFrame(
                schema={column.name: DTYPES.get(column.dtype, pl.String()) for column in table.columns}
            )
            blank.write_parquet(folder / f"{table.name}.parquet")
            continue
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(table.names)


def _setting(column: Column) -> str:
    if column.name in SETTINGS:
        return f"{column.name} = {SETTINGS[column.name]}"
    value = column.default if column.dtype == "float" else f'"{column.default}"'
    return f"{column.name} = {value}"
