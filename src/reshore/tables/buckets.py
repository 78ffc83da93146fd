"""The buckets of a calendar, as the model's settings write them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, cast

from reshore.schema import TIME_UNITS, TimeUnit

MOST_PERIODS: Final = 10_000
MONTHS: Final[dict[TimeUnit, int]] = {"month": 1, "quarter": 3, "year": 12}
PATTERN: Final = re.compile(rf"(\d+)\s+({'|'.join(TIME_UNITS)})s?", re.IGNORECASE | re.ASCII)


def parse_buckets(text: str) -> list[tuple[int, TimeUnit]]:
    """Return the runs of equal periods in `text`: `26 weeks, 36 months` is [(26, "week"), (36, "month")].

    Raises ValueError where `text` is not written so, a count is 0, or there are more than 10,000 periods in all.
    """
    runs = [_run(part.strip()) for part in text.split(",")]
    periods = sum(count for count, _ in runs)
    if periods > MOST_PERIODS:
        raise ValueError(f"{periods} periods are more than {MOST_PERIODS}")
    return runs


def horizon_end(start: date, buckets: Sequence[tuple[int, TimeUnit]]) -> date:
    """Return the day after the last period; raises ValueError where it lies after the year 9999."""
    end = start
    for count, unit in buckets:
        end = _later(end, count, unit)
    return end


def period_bounds(start: date, buckets: Sequence[tuple[int, TimeUnit]]) -> list[date]:
    """Return the first day of each period and the day after the last; raises ValueError as `horizon_end` does."""
    bounds = [start]
    for count, unit in buckets:
        begin = bounds[-1]
        bounds += [_later(begin, number, unit) for number in range(1, count + 1)]
    return bounds


def _run(part: str) -> tuple[int, TimeUnit]:
    match = PATTERN.fullmatch(part)
    if match is None:
        raise ValueError(f"'{part}' is not a number of days, weeks, months, quarters or years")
    if len(match[1]) > 9:
        raise ValueError(f"{match[1]} periods are more than {MOST_PERIODS}")
    if int(match[1]) < 1:
        raise ValueError(f"'{part}' is no period at all")
    return int(match[1]), cast("TimeUnit", match[2].lower())


def _later(start: date, count: int, unit: TimeUnit) -> date:
    try:
        if unit not in MONTHS:
            return start + timedelta(days=count * (7 if unit == "week" else 1))
        year, month = divmod(start.year * 12 + start.month - 1 + count * MONTHS[unit], 12)
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError) as error:
        raise ValueError("the horizon ends after the year 9999") from error
