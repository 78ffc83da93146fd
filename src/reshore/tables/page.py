"""One table as it is to be written: its titles and its cells, in the units of the titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from reshore.schema import Column, TableSchema, TimeUnit, table_schema
from reshore.schema.units import time_unit
from reshore.tables.cells import TYPES, filled, parse
from reshore.tables.raw import Raw
from reshore.tables.table import Table, Tables
from reshore.tables.typed import HEADER, scale

SEPARATOR = ";"
DIGITS = 12
"""Digits of numbers that were converted from another unit."""


@dataclass(frozen=True)
class Page:
    """A table to be written: the title of each column by its name, and the typed cells (null where one is empty)."""

    name: str
    titles: Mapping[str, str]
    frame: pl.DataFrame

    @property
    def schema(self) -> TableSchema:
        """The declaration of the table."""
        return table_schema(self.name)

    @property
    def columns(self) -> Iterator[Column]:
        """The declarations of the columns that have a title."""
        return (self.schema.column(name) for name in self.titles)

    def texts(self) -> pl.DataFrame:
        """Return the cells as text, under their titles."""
        cells = self.frame.select(as_cell(column) for column in self.columns)
        return cells.rename(dict(self.titles))

    def only(self, names: list[str]) -> Page:
        """Return the page with some of its columns."""
        return Page(self.name, {name: self.titles[name] for name in names}, self.frame.select(names))


def pages_of(tables: Tables) -> dict[str, Page]:
    """Return the tables as they are to be written, with a unit in a title where it counts in another time than declared."""
    return {table.name: _page(table) for table in tables}


def headed_pages(tables: Tables) -> dict[str, Page]:
    """Return the tables as people stated them: in the units that the headers of their files gave.

    Profiles and ranges must be in these units already.
    """
    return {table.name: _headed(table) for table in tables}


def page_of_raw(raw: Raw) -> Page:
    """Return a table with the titles and cells of its file, where these have no errors."""
    declared = table_schema(raw.place.table)
    titles: dict[str, str] = {}
    series = []
    for position, title in enumerate(raw.header):
        match = HEADER.fullmatch(title)
        name = match[1].strip() if match else title
        if name in declared.names and name not in titles:
            titles[name] = title
            series.append(parse(declared.column(name), raw.frame.get_column(str(position))))
    return Page(declared.name, titles, pl.DataFrame(series))


def without_defaults(page: Page) -> Page:
    """Return the page without the columns that hold nothing but their default, keys and columns with a unit excepted."""
    return page.only([column.name for column in page.columns if column.key or not _all_default(column, page)])


def without_blanks(page: Page) -> Page:
    """Return the page without the columns that are empty, keys and columns in a unit of their own excepted."""
    texts = page.frame.select(as_cell(column) for column in page.columns)
    kept = [
        column
        for column in page.columns
        if column.key or _has_own_unit(column, page) or texts[column.name].ne("").any()
    ]
    return page.only([column.name for column in kept])


def _has_own_unit(column: Column, page: Page) -> bool:
    return page.titles[column.name] not in (column.name, f"{column.name} [{column.unit}]")


def as_cell(column: Column) -> pl.Expr:
    """Return the values of a column as the text of cells."""
    values = pl.col(column.name)
    if column.dtype == "list":
        values = values.list.join(SEPARATOR)
    elif column.dtype == "float":
        values = values.cast(pl.String).str.strip_suffix(".0")
    elif column.dtype == "date":
        values = values.dt.strftime("%Y-%m-%d")
    return values.cast(pl.String).fill_null("")


def _page(table: Table) -> Page:
    declared = table_schema(table.name)
    titles = {name: _title(declared, name, table.times.get(name)) for name in declared.names}
    return Page(table.name, titles, table.frame.select(declared.names))


def _headed(table: Table) -> Page:
    page = _page(table)
    titles = {**page.titles, **{name: f"{name} [{unit}]" for name, (unit, _) in table.headers.items()}}
    return Page(page.name, titles, in_header_units(page.frame, table.factors))


def in_header_units(frame: pl.DataFrame, factors: Mapping[str, float]) -> pl.DataFrame:
    """Return cells in the units of headers, of which `factors` lead to the declared ones, by column."""
    units = {name: factor for name, factor in factors.items() if factor not in (0.0, 1.0)}
    return frame.with_columns(
        scale(frame[name], 1.0 / factor).round_sig_figs(DIGITS).alias(name) for name, factor in units.items()
    )


def _title(declared: TableSchema, name: str, time: TimeUnit | None) -> str:
    """Return the header of a column: its name, and its unit where it counts in another time than declared."""
    unit = declared.column(name).unit
    usual = time_unit(unit)
    if time is None or usual is None or time == usual:
        return name
    return f"{name} [{unit.replace(usual, time)}]"


def _all_default(column: Column, page: Page) -> bool:
    if column.required or page.titles[column.name] != column.name:
        return False
    values = page.frame.get_column(column.name)
    default = filled(column, pl.Series(column.name, [None], dtype=TYPES[column.dtype]))
    return bool(values.eq_missing(default.new_from_index(0, values.len())).all())
