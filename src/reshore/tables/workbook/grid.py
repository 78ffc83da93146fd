"""The cells of a sheet as text, by column, with a note of those that hold dates or times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final

import polars as pl
from python_calamine import CalamineSheet

from reshore.tables.table import ROW

CHUNK: Final = 20_000
DATED: Final = (date, datetime, time, timedelta)


@dataclass
class Grid:
    """The rows of a sheet that are not blank: columns named by position (from 0), and Excel's number of each row in `_row`.

    `offset` is the number of columns before the first. `dated` holds the rows of each position whose cells are dates or times.
    """

    frame: pl.DataFrame
    offset: int
    dated: dict[int, list[int]] = field(default_factory=dict)

    def column(self, position: int) -> int:
        """Return the column of a position as Excel counts it, from 1."""
        return position + self.offset + 1


def grid_of(sheet: CalamineSheet) -> Grid:
    """Return the cells of a sheet."""
    start = sheet.start
    if start is None:
        return Grid(pl.DataFrame(schema={ROW: pl.Int64}), 0)
    rows = sheet.iter_rows()
    grid = Grid(pl.DataFrame(), start[1])
    frames = []
    line = 1
    while chunk := list(islice(rows, CHUNK)):
        columns = {str(at): _texts(values, grid, at, line) for at, values in enumerate(zip(*chunk, strict=True))}
        numbers = pl.int_range(line, line + len(chunk), dtype=pl.Int64, eager=True).alias(ROW)
        texts = pl.DataFrame(columns).with_columns(pl.all().str.strip_chars())
        frames.append(texts.with_columns(numbers).filter(pl.any_horizontal(pl.exclude(ROW) != "")))
        line += len(chunk)
    grid.frame = pl.concat(frames)
    return grid


def as_shown(value: object) -> str:
    """Return a cell as text: numbers as Python writes them, whole ones without a point, dates as ISO."""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else str(value)
    return str(value)


def _texts(values: Sequence[Any], grid: Grid, position: int, line: int) -> pl.Series:
    kinds = set(map(type, values))
    if kinds == {str}:
        return pl.Series(values, dtype=pl.String)
    if kinds <= {str, float}:
        numbers = pl.Series([value if type(value) is float else None for value in values], dtype=pl.Float64)
        texts = pl.Series([value if type(value) is str else None for value in values], dtype=pl.String)
        return numbers.cast(pl.String).str.strip_suffix(".0").zip_with(texts.is_null(), texts)
    if not kinds.isdisjoint(DATED):
        rows = grid.dated.setdefault(position, [])
        rows += [row for row, value in enumerate(values, start=line) if isinstance(value, DATED)]
    if kinds == {date}:
        return pl.Series(values, dtype=pl.Date).cast(pl.String)
    return pl.Series(list(map(as_shown, values)), dtype=pl.String)
