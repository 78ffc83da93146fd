"""Lags: shares by days of what arrives in each period, and after the horizon."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reshore.verify.arrays import Floats, Ints, grid_sum
from reshore.verify.calendar import Calendar
from reshore.verify.lags import Lags, Shares, spread

MONTHS = Calendar.of(date(2026, 1, 1), "4 months")


def dense(shares: Shares, rows: int, periods: int) -> Floats:
    return grid_sum(shares.row, shares.t, shares.share, (rows, periods + 1))


def lag(calendar: Calendar, duration: float, unit: str) -> Floats:
    every: Ints = np.arange(calendar.periods)
    lags = Lags.of(calendar, np.array([duration]), unit)
    return dense(lags.arrivals(np.zeros_like(every), every), calendar.periods, calendar.periods)


def test_lag_of_days() -> None:
    """Proves: ten days after January's departures, 21 of 31 days' worth has arrived in January.

    February: 18 of 28 days. April: 20 of 30 days, the rest after the horizon.
    """
    assert lag(MONTHS, 10, "day") == pytest.approx(
        np.array(
            [
                [21 / 31, 10 / 31, 0, 0, 0],
                [0, 18 / 28, 10 / 28, 0, 0],
                [0, 0, 21 / 31, 10 / 31, 0],
                [0, 0, 0, 20 / 30, 10 / 30],
            ]
        )
    )


def test_lag_over_a_whole_period() -> None:
    """Proves: [10 February, 13 March) has 19 of its 31 days in February, 12 in March."""
    assert lag(MONTHS, 40, "day")[0] == pytest.approx([0, 19 / 31, 12 / 31, 0, 0])


def test_lag_of_months_is_exact() -> None:
    """Proves: a month on, January's goods arrive in February, however long the months are; nothing arrives at once."""
    assert lag(MONTHS, 1, "month") == pytest.approx(np.eye(4, 5, k=1))
    assert lag(MONTHS, 0, "day").tolist() == np.eye(4, 5).tolist()
    assert lag(MONTHS, 9, "year")[:, -1].tolist() == [1, 1, 1, 1]


def test_lag_between_weeks_and_months() -> None:
    """Proves: goods of a week that leave three days later arrive 4/7 in the week and 3/7 in the next, longer period."""
    calendar = Calendar.of(date(2026, 1, 1), "1 week, 1 month")
    assert lag(calendar, 3, "day")[0] == pytest.approx([4 / 7, 3 / 7, 0])
    assert lag(calendar, 3, "day")[1] == pytest.approx([0, 28 / 31, 3 / 31])


def test_spread_leaves_out_what_is_before_and_keeps_what_is_after() -> None:
    """Proves: [22 December, 11 January) has half its 20 days in January; moments fall in one period, or in none."""
    first, end = MONTHS.bounds[0], MONTHS.end
    start = np.array([first - 10, first - 1, first + 30.5, end, end - 3])
    stop = np.array([first + 10, first - 1, first + 30.5, end, end + 1])
    assert dense(spread(MONTHS, start, stop), 5, 4) == pytest.approx(
        np.array([[0.5, 0, 0, 0, 0], [0, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0.75, 0.25]])
    )


@settings(deadline=None)
@given(st.floats(0, 3000), st.sampled_from(["day", "week", "month", "year"]))
def test_everything_arrives_once(duration: float, unit: str) -> None:
    """Proves: the shares of each period's goods, with what arrives after the horizon, are positive and sum to 1."""
    calendar = Calendar.of(date(2024, 1, 31), "5 weeks, 7 months, 3 quarters")
    shares = lag(calendar, duration, unit)
    assert (shares >= 0).all()
    assert shares.sum(axis=1) == pytest.approx(1.0)


def test_things_with_different_durations() -> None:
    """Proves: each thing has its own lag; equal durations share one."""
    lags = Lags.of(MONTHS, np.array([10.0, 0.0, 10.0]), "day")
    arrivals = lags.arrivals(np.array([2, 1, 0]), np.array([0, 2, 3]))
    assert dense(arrivals, 3, 4) == pytest.approx(
        np.array([[21 / 31, 10 / 31, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 2 / 3, 1 / 3]])
    )
    assert len(np.unique(lags.which)) == 2
