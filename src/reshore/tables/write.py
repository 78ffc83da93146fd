"""Write a model's tables as the files of a folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Final, Literal

import polars as pl

from reshore.schema import Column, TableSchema, TimeUnit, schema, table_schema
from reshore.schema.units import time_unit
from reshore.tables.cells import TYPES, filled
from reshore.tables.files import MODEL, SUFFIXES
from reshore.tables.table import Table, Tables

Format = Literal["csv", "parquet"]
SEPARATOR: Final = ";"


def write_tables(tables: Tables, folder: Path, format: Format) -> None:  # noqa: A002
    """Write model.toml and one file for each table that has rows.

    Claim: `read_model` reads the same tables back, where they have no errors (`_row` counts anew). The folder is made
    where it is missing; raises FileExistsError, before anything is written, where it holds files of tables already.
    """
    names = [MODEL, *(f"{name}{suffix}" for name in schema() for suffix in SUFFIXES)]
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise FileExistsError(f"{folder} holds {there[0]} already")
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        if table.name == "model":
            (folder / MODEL).write_text(_toml(table), encoding="utf-8", newline="\n")
        elif table.frame.height and format == "csv":
            _csv(table, folder / f"{table.name}.csv")
        elif table.frame.height:
            frame = _headed(table, table.frame.select(table_schema(table.name).names))
            frame.write_parquet(folder / f"{table.name}.parquet")


def _csv(table: Table, path: Path) -> None:
    declared = table_schema(table.name)
    kept = [column for column in declared.columns if column.key or not _all_default(column, table)]
    frame = _headed(table, table.frame.select(_cell(column) for column in kept))
    with path.open("w", encoding="utf-8", newline="") as file:
        all_cells = _has_carriage_return(frame)
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL if all_cells else csv.QUOTE_MINIMAL)
        writer.writerow(frame.columns)
        writer.writerows(frame.iter_rows())


def _has_carriage_return(frame: pl.DataFrame) -> bool:
    """Whether a cell has a character that ends a line on reading but that csv does not quote by itself."""
    return bool(frame.select(pl.any_horizontal(pl.all().str.contains("\r", literal=True).any())).item())


def _all_default(column: Column, table: Table) -> bool:
    if column.required or column.name in table.times:
        return False
    values = table.frame.get_column(column.name)
    default = filled(column, pl.Series(column.name, [None], dtype=TYPES[column.dtype]))
    return bool(values.eq_missing(default.new_from_index(0, values.len())).all())


def _cell(column: Column) -> pl.Expr:
    values = pl.col(column.name)
    if column.dtype == "list":
        values = values.list.join(SEPARATOR)
    elif column.dtype == "float":
        values = values.cast(pl.String).str.strip_suffix(".0")
    elif column.dtype == "date":
        values = values.dt.strftime("%Y-%m-%d")
    return values.cast(pl.String).fill_null("")


def _headed(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    declared = table_schema(table.name)
    return frame.rename({name: _title(declared, name, table.times.get(name)) for name in frame.columns})


def _title(declared: TableSchema, name: str, time: TimeUnit | None) -> str:
    """Return the header of a column: its name, and its unit where it counts in another time than declared."""
    unit = declared.column(name).unit
    usual = time_unit(unit)
    if time is None or usual is None or time == usual:
        return name
    return f"{name} [{unit.replace(usual, time)}]"


def _toml(table: Table) -> str:
    declared = table_schema(table.name)
    columns = [column for column in declared.columns if not _all_default(column, table)]
    row = table.frame.row(0, named=True)
    lines = []
    for column in columns:
        title = _title(declared, column.name, table.times.get(column.name))
        key = title if title == column.name else _quoted(title)
        if row[column.name] is not None:
            lines.append(f"{key} = {_toml_value(row[column.name])}\n")
    return "".join(lines)


def _toml_value(value: object) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
