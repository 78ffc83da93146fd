"""Conflicts in words: a line for each limit, with the periods in which it takes part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from reshore.analysis.arrival import NEVER, first_periods
from reshore.analysis.conflict.knobs import Knobs
from reshore.analysis.conflict.limits import Limits
from reshore.analysis.conflict.repair import WORDS, Model, counted_unit
from reshore.analysis.conflict.smallest import Smallest
from reshore.analysis.conflict.stated import Codes
from reshore.analysis.words import said
from reshore.model import Program
from reshore.network.codes import encode

ROWS: Final = {
    "conflict": pl.Int64,
    "law": pl.String,
    "words": pl.String,
    "entity": pl.String,
    "first": pl.Date,
    "last": pl.Date,
    "limit": pl.Float64,
    "most": pl.Float64,
    "unit": pl.String,
}
SUMMED: Final = ("demand",)
"""Limits of which there is one in some periods only, and which count together."""
TABLES: Final = {**{limit: place for place, limit in WORDS.items()}, "minimum rules": ("rules", "value")}


def lines(model: Model, limits: Limits, knobs: Knobs, found: Smallest) -> pl.DataFrame:
    """Return a row for each span of consecutive periods of each limit, what was asked for first.

    Columns: conflict (counted from 1), law, words, entity, first and last period in which the limit takes part (null where
    it holds for all), limit and most: the least and the most that it allows in them (of what falls due, all of it), unit: that
    of the file.
    """
    scale = np.ones(model.stated.program.shape[0])
    scale[knobs.row] = np.where(np.abs(knobs.amount) > 0.0, np.abs(knobs.amount), 1.0)
    first_row = np.full(limits.count, -1)
    first_row[limits.owner[::-1]] = limits.row[::-1]
    rows = []
    for number, members in enumerate(found.conflicts, start=1):
        asked = limits.asked[members]
        order = np.lexsort((limits.period[members], limits.entity[members], limits.kind[members], ~asked))
        for span in _spans(limits, members[order]):
            row = first_row[span]
            rate = limits.value[span] / np.where(row >= 0, _rates(limits, span, scale, row), 1.0)
            rows.append({"conflict": number, **_line(model, limits, span, rate)})
    return pl.DataFrame(rows, schema=ROWS)


def _rates(limits: Limits, span: Codes, scale: np.ndarray, row: Codes) -> np.ndarray:
    """Return what one unit of the table's number is in a period: 1 where the number is no rate."""
    kind = limits.kinds[limits.kind[span[0]]]
    rate: np.ndarray = (
        scale[row] if kind in ("capacity", "lane_capacity", "runs", "minimum runs") else np.ones(len(span))
    )
    return rate


def _spans(limits: Limits, members: Codes) -> Iterator[Codes]:
    """Yield the members of each limit, cut where its periods are not consecutive."""
    if not len(members):
        return
    kind, entity, period = limits.kind[members], limits.entity[members], limits.period[members]
    place = np.where(np.isin(kind, [limits.kinds.index(name) for name in SUMMED]), _order(limits)[members], period)
    cut = (np.diff(kind) != 0) | (np.diff(entity) != 0) | (np.diff(place) > 1)
    yield from np.split(members, np.flatnonzero(cut) + 1)


def _order(limits: Limits) -> Codes:
    """Return a number for each limit that is one more than that of the same kind and entity before it in time."""
    order = np.lexsort((limits.period, limits.entity, limits.kind))
    found = np.zeros(limits.count, dtype=np.int64)
    found[order] = np.arange(limits.count)
    return found


def _line(model: Model, limits: Limits, span: Codes, rate: np.ndarray) -> dict[str, Any]:
    at = int(span[0])
    kind = limits.kinds[limits.kind[at]]
    names = limits.names[limits.kind[at]][int(limits.entity[at])]
    entity = " ".join(str(value) for name, value in names.row(0, named=True).items() if name != "unit" and value)
    table, column = TABLES.get(kind, ("", ""))
    table, column = ("expansions", "max_modules") if kind == "committed project" else (table, column)
    counted = str(names["unit"][0]) if "unit" in names.columns else "unit"
    unit, factor = counted_unit(model, table, column, counted) if table else (counted, 1.0)
    spoken = kind not in ("shelf_life", "ban", "whole runs", "whole modules")
    least, most = (rate.sum(), rate.sum()) if kind in SUMMED else (rate.min(), rate.max())
    dates = model.network.periods.dates
    periods = limits.period[span]
    due = names["date"][0] if "date" in names.columns else None
    return {
        "law": kind,
        "words": said(kind, names).item(),
        "entity": entity,
        "first": dates[int(periods[0])] if periods[0] >= 0 else due,
        "last": dates[int(periods[-1])] if periods[0] >= 0 else due,
        "limit": float(least) / factor if spoken else None,
        "most": float(most) / factor if spoken else None,
        "unit": unit if spoken else "",
    }


def lead_times(model: Model, program: Program, rows: pl.DataFrame) -> tuple[str, ...]:
    """Return what lead times rule out of what was asked for: before which day nothing, or nothing new, can be there."""
    wanted = rows.filter(pl.col("law").is_in(["required demand", "minimum stock"]))
    if wanted.is_empty():
        return ()
    reach = [first_periods(program, model.network, from_stock) for from_stock in (True, False)]
    said_of: dict[tuple[str, str], date] = {}
    for site, product, day in _places(model, wanted):
        said_of[site, product] = max(day, said_of.get((site, product), day))
    lines = (_lead_time(model, reach, site, product, day) for (site, product), day in said_of.items())
    return tuple(line for line in lines if line)


def _places(model: Model, wanted: pl.DataFrame) -> Iterator[tuple[str, str, date]]:
    frame = model.network.points.frame
    for words, last in wanted.select("entity", "last").iter_rows():
        for site, product in frame.select("site", "product").iter_rows():
            if words == f"{site} {product}" or words.startswith(f"{site} {product} "):
                yield site, product, last


def _lead_time(model: Model, reach: Sequence[Codes], site: str, product: str, day: date) -> str:
    network = model.network
    places = (
        encode(pl.Series([site]), model.network.tables.frame("sites")["site"]),
        encode(pl.Series([product]), network.products.names),
    )
    point = network.points.find(*places)
    dates = network.periods.dates
    anything, new = (int(periods[point][0]) for periods in reach)
    if anything == NEVER:
        return (
            f"nothing of {product} can be at {site} at all: nothing is there at the start, and nothing made can arrive"
        )
    if dates[anything] > day:
        return f"nothing of {product} can be at {site} before {dates[anything]}, whatever the capacities: lead times and windows"
    if new == NEVER:
        return f"nothing new of {product} can be at {site} within the horizon: only what is there or under way"
    if dates[new] > day:
        return (
            f"nothing new of {product} can be at {site} before {dates[new]}: until then only what is there or under way"
        )
    return ""
