"""Write a table of cases as a file: CSV, Parquet or a workbook, by its ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

import polars as pl

from reshore.tables.aside import aside

Writer = Callable[[pl.DataFrame, Path], object]


def writer_of(file: Path) -> Callable[[pl.DataFrame], None]:
    """Return what writes a table into a file, aside first and then in its place at once.

    Raises ValueError for an ending that is none of .csv, .parquet and .xlsx.
    """
    ending = file.suffix.lower()
    if ending not in WRITERS:
        raise ValueError(f"'{file.name}' is no table that is written. Let it end in {', '.join(WRITERS)}.")
    return partial(_write, file, WRITERS[ending])


def _write(file: Path, writer: Writer, table: pl.DataFrame) -> None:
    with aside(file) as path:
        writer(table, path)


def _workbook(table: pl.DataFrame, file: Path) -> None:
    """Write a sheet of plain cells: texts stay texts, whatever they begin with."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("sweep")
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True})
        for at, name in enumerate(table.columns):
            sheet.write_string(0, at, name, bold)
            for down, value in enumerate(table[name], start=1):
                if isinstance(value, str):
                    sheet.write_string(down, at, value)
                elif value is not None:
                    sheet.write_number(down, at, value)


WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {".csv": pl.DataFrame.write_csv, ".parquet": pl.DataFrame.write_parquet, ".xlsx": _workbook}
)
