"""The verification's own calendar: buckets, calendar months, durations, lengths, discounting."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reshore.verify.calendar import Calendar, day_number, measure, shift, to_days, to_months


def at(year: int, month: int, day: float) -> float:
    return day_number(date(year, month, 1)) + day - 1


def moved(start: float, amount: float, unit: str) -> float:
    return float(shift(np.array([start]), amount, unit)[0])


def test_buckets_of_different_units_follow_each_other() -> None:
    """Proves: weeks are 7 days, and months reach to the same day of a later month."""
    calendar = Calendar.of(date(2026, 1, 5), "2 weeks, 2 months,1 quarter , 1 year, 3 days")
    assert calendar.first_days == [
        date(2026, 1, 5),
        date(2026, 1, 12),
        date(2026, 1, 19),
        date(2026, 2, 19),
        date(2026, 3, 19),
        date(2026, 6, 19),
        date(2027, 6, 19),
        date(2027, 6, 20),
        date(2027, 6, 21),
    ]
    assert calendar.end == day_number(date(2027, 6, 22))
    assert calendar.lengths("day").tolist() == [7, 7, 31, 28, 92, 365, 1, 1, 1]


def test_the_last_day_stands_for_a_day_that_a_month_lacks() -> None:
    """Proves: months from the 31st end on the last day of shorter months, and on the 31st again where there is one."""
    calendar = Calendar.of(date(2024, 1, 31), "3 months")
    assert calendar.first_days == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]
    assert calendar.end == day_number(date(2024, 4, 30))


@pytest.mark.parametrize("buckets", ["", "months", "3", "3 fortnights", "3 months; 2 weeks", "-1 months"])
def test_buckets_that_cannot_be_read_are_refused(buckets: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        Calendar.of(date(2026, 1, 1), buckets)


def test_durations_in_months_are_added_in_calendar_months() -> None:
    """Proves: the two examples of the agreement, and that days are counted as days.

    Sensitivity: months of 30.4 days would give 2.9 March and 15.7 February.
    """
    assert moved(at(2026, 1, 1), 2, "month") == at(2026, 3, 1)
    assert moved(at(2026, 2, 1), 0.5, "month") == at(2026, 2, 15)
    assert moved(at(2026, 3, 1), 0.5, "month") == at(2026, 3, 16.5)
    assert moved(at(2026, 2, 15), 1, "quarter") == pytest.approx(at(2026, 5, 16.5), abs=1e-9)
    assert moved(at(2024, 2, 29), 1, "year") == pytest.approx(at(2025, 2, 1 + 28 * 28 / 29), abs=1e-9)
    assert moved(at(2026, 2, 1), 30, "day") == at(2026, 3, 3)
    assert moved(at(2026, 2, 1), 1.5, "week") == at(2026, 2, 11.5)
    assert moved(at(2026, 3, 1), -12, "month") == at(2025, 3, 1)
    assert moved(at(2026, 3, 1), np.inf, "year") == np.inf
    assert moved(-np.inf, 2, "month") == -np.inf


def test_lengths_in_months_do_not_depend_on_the_month() -> None:
    """Proves: each calendar month has length 1, half of February is 14 days, and a week is 7 days.

    The half of February is [8th, 22nd); a quarter of a month of 31 days is 7.75 days.
    """
    calendar = Calendar.of(date(2026, 1, 1), "2 months, 1 quarter")
    assert calendar.lengths("month").tolist() == [1, 1, 3]
    assert calendar.lengths("quarter").tolist() == pytest.approx([1 / 3, 1 / 3, 1])
    assert calendar.lengths("week").tolist() == pytest.approx([31 / 7, 4, 92 / 7])
    start, stop = np.array([at(2026, 2, 8), at(2026, 1, 24.25)]), np.array([at(2026, 2, 22), np.inf])
    within = calendar.within(start, stop, "month")
    assert within == pytest.approx(np.array([[0, 0.5, 0], [0.25, 1, 3]]))
    assert calendar.within(stop, start, "day").tolist() == [[0, 0, 0], [0, 0, 0]]


def test_money_is_discounted_from_the_middle_in_calendar_months() -> None:
    """Proves: the middle of the n-th month lies (n − ½)/12 years on, that of a quarter 1.5 months after its start."""
    calendar = Calendar.of(date(2026, 1, 1), "2 months, 1 quarter")
    assert calendar.middle_years().tolist() == pytest.approx([0.5 / 12, 1.5 / 12, 3.5 / 12])
    assert calendar.years(calendar.bounds).tolist() == pytest.approx([0, 1 / 12, 2 / 12, 5 / 12])


@settings(deadline=None)
@given(st.floats(-30_000, 60_000), st.floats(0, 400), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_a_duration_has_its_own_length(start: float, amount: float, unit: str) -> None:
    """Proves: what `shift` adds is what `measure` counts, in every unit, before 1970 too."""
    begin = np.array([start])
    length = measure(shift(begin, amount, unit), unit) - measure(begin, unit)
    assert length == pytest.approx(np.array([amount]), abs=1e-6)
    assert to_days(to_months(begin)) == pytest.approx(begin, abs=2e-6)
