"""Checks of dates and of the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from reshore.tables.buckets import MONTHS, horizon_end, parse_buckets
from reshore.tables.check.common import horizon
from reshore.tables.findings import Finding
from reshore.tables.report import Place
from reshore.tables.table import ROW, Tables

WINDOWS: Final = (
    ("sites", "opens", "closes"),
    ("operations", "starts", "ends"),
    ("lanes", "starts", "ends"),
    ("substitutes", "starts", "ends"),
    ("targets", "starts", "by"),
    ("rules", "starts", "ends"),
    ("tariffs", "starts", "ends"),
    ("controls", "starts", "ends"),
    ("incentives", "starts", "ends"),
    ("hazards", "starts", "ends"),
)


def buckets(tables: Tables) -> Iterator[Finding]:
    """The buckets can be read and end before the year 10000."""
    start, text = tables.setting["start"], str(tables.setting["buckets"])
    if not text:
        return
    try:
        runs = parse_buckets(text)
        if isinstance(start, date):
            horizon_end(start, runs)
    except ValueError as error:
        remedy = "Write buckets such as `48 months` or `26 weeks, 36 months`."
        reason = str(error)
        message = f"'{text}' are no buckets: {reason}."
        yield Place.of(tables["model"]).finding("E211", message, remedy, column="buckets")


def shifted(tables: Tables) -> Iterator[Finding]:
    """Months after days or weeks begin on the day on which the model does."""
    start, span = tables.setting["start"], horizon(tables)
    if span is None or not isinstance(start, date):
        return
    runs, begin = parse_buckets(str(tables.setting["buckets"])), start
    for at, (_, unit) in enumerate(runs):
        if at and unit in MONTHS and runs[at - 1][1] not in MONTHS and begin.day != start.day:
            message = f"From {begin} on, each {unit} begins on day {begin.day} of a month, because of the days or weeks before."
            remedy = f"Let those end on day {start.day} of a month: give a number of days, unless this is meant."
            yield Place.of(tables["model"]).finding("I303", message, remedy, column="buckets")
            return
        begin = horizon_end(begin, [runs[at]])


def windows(tables: Tables) -> Iterator[Finding]:
    """What has a first day and a day after its last has at least one day."""
    for name, first, last in WINDOWS:
        yield from _windows(tables, name, first, last, pl.col(first) >= pl.col(last))
    yield from _windows(tables, "expansions", "earliest", "latest", pl.col("earliest") > pl.col("latest"))


def demands(tables: Tables) -> Iterator[Finding]:
    """Demands are due from the start of the horizon on; rows after it are left out, but not all rows of a demand."""
    span = horizon(tables)
    if span is None:
        return
    start, end = span
    place = Place.of(tables["demands"])
    frame = tables.frame("demands")
    for day, row in frame.filter(pl.col("date") < start).select("date", ROW).iter_rows():
        message = f"The demand is due on {day}, before the model starts on {start}."
        yield place.finding("E307", message, "Move its date, or remove it.", row, "date")
    frame = frame.with_columns(_first=pl.col("date").min().over("market", "product", "class"))
    outside = frame.filter(pl.col("_first") >= end).unique(["market", "product", "class"], maintain_order=True)
    for *names, first, row in outside.select("market", "product", "class", "_first", ROW).iter_rows():
        name = "/".join(filter(None, names))
        message = f"All of the demand '{name}' is due from {first} on, but the horizon ends on {end}."
        yield place.finding("E324", message, "Correct the dates, lengthen the buckets, or remove it.", row, "date")
    late = frame.filter((pl.col("date") >= end) & (pl.col("_first") < end))
    if late.height:
        message = f"{late.height} of {frame.height} demands are due on or after {end}, when the horizon ends."
        yield place.finding("I301", message, "They are left out of the plan.", late[ROW][0], "date")


def committed(tables: Tables) -> Iterator[Finding]:
    """Committed expansions start before the end of the horizon."""
    span = horizon(tables)
    if span is None:
        return
    late = (pl.col("status") == "committed") & (pl.col("earliest") >= span[1])
    for name, day, row in tables.frame("expansions").filter(late).select("expansion", "earliest", ROW).iter_rows():
        message = f"'{name}' starts on {day}, but the horizon ends on {span[1]}: it is no part of the plan."
        yield Place.of(tables["expansions"]).finding(
            "W304", message, "Lengthen the buckets, or remove it.", row, "earliest"
        )


def outside(tables: Tables) -> Iterator[Finding]:
    """What works only before or after the horizon, and values of profiles after it, are left out; one finding for a table."""
    span = horizon(tables)
    if span is None:
        return
    start, end = span
    for name, first, last in (*WINDOWS, ("expansions", "earliest", "latest")):
        frame = tables.frame(name)
        if frame.is_empty():
            continue
        if name == "expansions":
            frame = frame.filter(pl.col("status") != "committed")
        left = frame.filter((pl.col(first) >= end) | (pl.col(last) <= start))
        if left.height:
            column = first if (left[first][0] or start) >= end else last
            message = f"{left.height} of {tables.frame(name).height} {name} are for days before {start} or from {end} on only."
            remedy = "They are no part of the plan: correct their dates unless this is meant."
            yield Place.of(tables[name]).finding("I302", message, remedy, left[ROW][0], column)
    late = tables.frame("profiles").filter(pl.col("date") >= end)
    if late.height:
        message = f"{late.height} of {tables.frame('profiles').height} profiles hold from {end}, when the horizon ends, or later."
        remedy = "They are no part of the plan: correct their dates unless this is meant."
        yield Place.of(tables["profiles"]).finding("I302", message, remedy, late[ROW][0], "date")


def _windows(tables: Tables, name: str, first: str, last: str, wrong: pl.Expr) -> Iterator[Finding]:
    if tables.frame(name).is_empty():
        return
    for begin, end, row in tables.frame(name).filter(wrong).select(first, last, ROW).iter_rows():
        message = f"`{first}` is {begin}, `{last}` is {end}."
        yield Place.of(tables[name]).finding("E306", message, f"Put `{first}` before `{last}`.", row, last)
