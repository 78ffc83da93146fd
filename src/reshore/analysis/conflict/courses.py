"""How a number of a table runs over time, and the edits that change it in some periods."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from reshore.network.periods import Floats, Periods
from reshore.schema import table_schema
from reshore.tables import Tables, key_of

DIGITS: Final = 6
EXACT: Final = 1e-9
Edit = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One new value, in the unit of the file, from a day on (None: at all times)."""

    day: date | None
    before: float
    after: float
    edit: Edit


@dataclass(frozen=True)
class Course:
    """A number of one row of the files: `own` and, from each day on, the values of its profile, in the unit of the file.

    `key` names the row, or a row that comes from it and has a profile of its own; `where` finds the row of the file.
    """

    table: str
    column: str
    key: str
    where: Mapping[str, object]
    own: float
    profile: tuple[tuple[date, float], ...]
    factor: float

    def at(self, day: date) -> float:
        """Return the value on a day."""
        before = [value for since, value in self.profile if since <= day]
        return before[-1] if before else self.own

    def changed(self, change: Floats, periods: Periods, whole: bool) -> list[Step]:
        """Return the steps that change the number by `change` [declared unit] in each period, rounded away from 0 change."""
        change = change / self.factor
        if not self.profile and (change == change[0]).all():
            after = moved(self.own, float(change[0]), whole)
            return [Step(None, self.own, after, self._edit(None, after))]
        days = _days(periods)
        ends = date.fromordinal(date(1970, 1, 1).toordinal() + int(periods.end))
        breaks = {days[0]} | {
            day for day, left, right in zip(days[1:], change[:-1], change[1:], strict=True) if left != right
        }
        known = {day for day, _ in self.profile}
        steps = []
        for day in sorted(breaks | {day for day in known if days[0] <= day < ends}):
            period = sum(begin <= day for begin in days) - 1
            before = self.at(day)
            after = moved(before, float(change[period]), whole) if change[period] else before
            needed = after != before or (day in breaks and day not in known and day != days[0])
            if needed:
                steps.append(Step(day, before, after, self._edit(day, after)))
        return steps

    def _edit(self, day: date | None, value: float) -> Edit:
        if day is None:
            return {"table": self.table, "where": self.where, "column": self.column, "op": "=", "value": value}
        entry = {"table": self.table, "key": self.key, "column": self.column, "date": day}
        if any(day == since for since, _ in self.profile):
            return {"table": "profiles", "where": entry, "column": "value", "op": "=", "value": value}
        return {"table": "profiles", "op": "add", "rows": [{**entry, "value": value}]}


def course_of(tables: Tables, row: Mapping[str, Any], place: tuple[str, str, str], own_row: bool) -> Course:
    """Return the course of (table, column, key); `row` is the row that gives its value where no profile does.

    `own_row` says that `row` is one of the files, which `where` can find.
    """
    table, column, key = place
    _, factor = tables[table].headers.get(column, ("", 1.0))
    names = table_schema(table).key
    value = row[column]
    profile = tables.frame("profiles").filter(table=table, column=column, key=key).sort("date")
    return Course(
        table,
        column,
        key,
        {name: "" if row[name] is None else row[name] for name in names} if own_row else {},
        (1.0 if value is None else float(value)) / factor,
        tuple((day, value / factor) for day, value in profile.select("date", "value").iter_rows()),
        factor,
    )


def moved(value: float, change: float, whole: bool) -> float:
    """Return the value after a change, with few digits: at least that much changed, or exactly where that has few digits."""
    target = value + change
    if whole:
        return float(math.ceil(target - 1e-6) if change > 0 else max(0.0, math.floor(target + 1e-6)))
    if target == 0.0 or abs(target) <= EXACT * abs(change):
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(target))) + 1 - DIGITS)
    nearest = float(f"{target:.{DIGITS}g}")
    if abs(nearest - target) <= EXACT * max(abs(target), abs(value)):
        return nearest
    away = math.ceil(target / unit) if change > 0 else math.floor(target / unit)
    return max(0.0, float(f"{away * unit:.{DIGITS}g}"))


def _days(periods: Periods) -> Sequence[date]:
    return list(periods.dates)


def rows_by_key(tables: Tables, table: str) -> dict[str, Mapping[str, Any]]:
    """Return the rows of a table by key."""
    frame: pl.DataFrame = tables.frame(table)
    return dict(zip(key_of(frame, table_schema(table)), frame.iter_rows(named=True), strict=True))
