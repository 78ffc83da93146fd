"""One page of a table of a plan, as JSON holds it."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import polars as pl

from reshore.report.workbook.sheets import WORDS, with_unit
from reshore.web.rows import Asked, chosen
from reshore.web.shapes.runs import ColumnOfPlan, PlanPage


def plan_page(name: str, frame: pl.DataFrame, asked: Asked) -> PlanPage:
    """Return the rows of a table of a plan that are asked for."""
    haystack = None
    if asked.search:
        texts = [pl.col(column).cast(pl.String) for column, kind in frame.schema.items() if not kind.is_nested()]
        joined = pl.concat_str(texts, separator="\n", ignore_nulls=True).str.to_lowercase()
        haystack = frame.select(joined.alias("text")).to_series()
    places = chosen(frame, asked, haystack)
    units = with_unit(name, WORDS.get(name, ""), frame).units if "unit" in frame.columns else {}
    columns = [
        ColumnOfPlan(name=column, type=_kind(kind), unit=units.get(column, "")) for column, kind in frame.schema.items()
    ]
    shown = frame[places.slice(asked.offset, asked.limit)]
    rows = [{key: _plain(value) for key, value in row.items()} for row in shown.iter_rows(named=True)]
    return PlanPage(total=places.len(), offset=asked.offset, columns=columns, rows=rows)


def _kind(kind: pl.DataType) -> str:
    if kind.is_float():
        return "float"
    if kind.is_integer():
        return "int"
    if kind.is_temporal():
        return "date"
    return "bool" if kind == pl.Boolean else "list" if kind.is_nested() else "str"


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return (
            value.isoformat(sep=" ", timespec="minutes") if (value.hour or value.minute) else value.date().isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
