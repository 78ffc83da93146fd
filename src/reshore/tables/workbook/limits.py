"""What a workbook can hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from reshore.tables.page import SEPARATOR

MOST_ROWS: Final = 1_048_576
LONGEST_TEXT: Final = 32_767
INSTEAD: Final = "Write CSV or Parquet instead."


class WorkbookLimit(Exception):
    """A table is more than a workbook can hold."""


def check_table(name: str, columns: Iterable[str], frame: pl.DataFrame, instead: str = INSTEAD) -> None:
    """Raise WorkbookLimit where a table does not fit in a sheet below its header; `instead` says what to do."""
    if frame.height + 1 > MOST_ROWS:
        raise WorkbookLimit(f"{name} has {frame.height:,} rows, and a sheet holds {MOST_ROWS - 1:,}. {instead}")
    for column in columns:
        texts = frame[column].list.join(SEPARATOR) if isinstance(frame.schema[column], pl.List) else frame[column]
        if texts.dtype == pl.String:
            _check_length(f"{name}.{column}", texts)


def check_texts(name: str, texts: Sequence[str], rows: int) -> None:
    """Raise WorkbookLimit where the texts of a sheet with that many rows do not fit in it."""
    if rows + 1 > MOST_ROWS:
        raise WorkbookLimit(f"{name} has {rows:,} rows, and a sheet holds {MOST_ROWS - 1:,}.")
    _check_length(name, pl.Series(texts, dtype=pl.String))


def _check_length(name: str, texts: pl.Series) -> None:
    """Raise WorkbookLimit where a text is longer than a cell may be, in the units of UTF-16 that Excel counts."""
    long = texts.filter(texts.str.len_bytes() > LONGEST_TEXT)
    size = max((len(text.encode("utf-16-le")) // 2 for text in long), default=0)
    if size > LONGEST_TEXT:
        raise WorkbookLimit(
            f"A text in {name} has {size:,} characters, and a cell holds {LONGEST_TEXT:,}. Shorten it, or write CSV or Parquet."
        )
