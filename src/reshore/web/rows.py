"""One page of the rows of a table: searched, put in order and cut before anything is made of them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from reshore.schema import Column, table_schema
from reshore.tables.stated import KEY, Stated
from reshore.tables.table import ROW
from reshore.web.problems import Problem
from reshore.web.shapes.models import ColumnOf, Page, Row, TableOf

TRUTHS = ("true", "false")


@dataclass(frozen=True)
class Asked:
    """Which rows are asked for: `limit` from `offset` on, of those with a text in them, in the order of a column."""

    offset: int = 0
    limit: int = 200
    sort: str | None = None
    descending: bool = False
    search: str = ""


def page_of(table: Stated, asked: Asked, find: str | None = None) -> Page:
    """Return the rows that are asked for; raises Problem for a column that there is not."""
    places = chosen(table.values, asked, table.haystack if asked.search else None)
    names = table_schema(table.name).names
    shown = table.texts[places.slice(asked.offset, asked.limit)]
    rows = [
        Row(key=key, row=line if line >= 0 else None, cells=dict(zip(names, cells, strict=True)))
        for key, line, *cells in shown.select(KEY, ROW, *names).iter_rows()
    ]
    found = None if find is None else (table.texts[KEY].gather(places) == find).arg_max()
    hit = found if found is not None and table.texts[KEY][int(places[found])] == find else None
    return Page(total=places.len(), offset=asked.offset, rows=rows, found=hit)


def chosen(frame: pl.DataFrame, asked: Asked, haystack: pl.Series | None) -> pl.Series:
    """Return the places of the rows that fit, in order; nothing stated comes last."""
    places = pl.int_range(frame.height, eager=True)
    if haystack is not None:
        places = places.filter(haystack.str.contains(asked.search.lower(), literal=True).fill_null(value=False))
    if asked.sort is None:
        return places
    if asked.sort not in frame.columns:
        raise Problem(400, "There is no such column to sort by.", f"The columns are {', '.join(frame.columns)}.")
    by = frame[asked.sort].gather(places)
    by = by.list.join(";") if isinstance(by.dtype, pl.List) else by
    order = by.arg_sort(descending=asked.descending, nulls_last=True)
    return places.gather(order)


def described(table: Stated) -> TableOf:
    """Return what a table is, and its columns as they are declared."""
    declared = table_schema(table.name)
    columns = [_column(column, table) for column in declared.columns]
    return TableOf(table=table.name, description=declared.description, rows=table.texts.height, columns=columns)


def _column(column: Column, table: Stated) -> ColumnOf:
    choices = TRUTHS if column.dtype == "bool" else column.choices
    return ColumnOf(
        name=column.name,
        header=table.titles.get(column.name, column.name),
        type=column.dtype,
        unit=column.unit,
        description=column.description,
        default="" if column.required else column.default,
        required=column.required or (column.key and not column.blank),
        key=column.key,
        choices=list(choices) or None,
        references="|".join(column.references) or None,
    )
