"""Calendar coordinates and buckets, exactly."""

from datetime import date

import numpy as np
import pytest

from reshore.network import Periods, make_periods
from reshore.network.periods import coordinate, day_of, later, month_of, shift, years


def day(year: int, month: int, number: int = 1) -> float:
    """Return days since 1970-01-01."""
    return float((date(year, month, number) - date(1970, 1, 1)).days)


def bounds(start: date, buckets: str) -> list[str]:
    """Return the bounds of the buckets as dates."""
    marks = make_periods(start, buckets).bounds.astype(np.int64).astype("datetime64[D]")
    return [str(mark) for mark in marks]


def test_months_are_whole_on_their_first_and_linear_within() -> None:
    """Proves: the first of a month is a whole number, counted from January 1970, and days are equal parts of it.

    By hand: 1 March 2024 is 54 · 12 + 2 = 650; noon of 15 February 2024 is half of 29 days in: 649.5.
    Sensitivity: 28 days in a leap February would give 649.5178...
    """
    assert month_of(day(2024, 3)) == 650
    assert month_of(day(2024, 2, 15) + 0.5) == 649.5
    assert month_of(day(2023, 2, 15)) == 637.5
    assert month_of(day(1969, 12, 31)) == pytest.approx(-1 / 31)


def test_days_and_months_are_inverse() -> None:
    """Proves: day_of(month_of(x)) = x over eight years with two leap days.

    By hand: identity. Sensitivity: a shift by a day at the ends of months.
    """
    days = np.arange(day(2023, 1), day(2031, 1), 0.25)

    assert day_of(month_of(days)) == pytest.approx(days, abs=1e-6)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        (day(2024, 1), 2, "month", day(2024, 3)),
        (day(2025, 2), 0.5, "month", day(2025, 2, 15)),
        (day(2024, 2), 0.5, "month", day(2024, 2, 15) + 0.5),
        (day(2025, 1, 16) + 0.5, 1, "month", day(2025, 2, 15)),
        (day(2023, 11), 1, "quarter", day(2024, 2)),
        (day(2024, 2, 15) + 0.5, 1, "year", day(2025, 2, 15)),
        (day(2024, 2, 28), 2, "day", day(2024, 3)),
        (day(2023, 2, 28), 1.5, "week", day(2023, 3, 10) + 0.5),
    ],
)
def test_a_duration_is_added_in_its_own_unit(start: float, amount: float, unit: str, end: float) -> None:
    """Proves: days and weeks are added in days; months, quarters and years in calendar months.

    By hand: the dates. Sensitivity: 30-day months, 365-day years.
    """
    assert shift(start, amount, unit) == pytest.approx(end)  # type: ignore[arg-type]


def test_buckets_reach_to_the_same_day_of_a_later_month() -> None:
    """Proves: months from the 31st end on the last day of shorter months, leap year included, and weeks come first.

    By hand: the calendar of 2024. Sensitivity: chaining from the shortened date would stay on the 29th.
    """
    assert bounds(date(2024, 1, 31), "3 months") == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]
    assert bounds(date(2024, 2, 20), "2 weeks, 2 months") == [
        "2024-02-20",
        "2024-02-27",
        "2024-03-05",
        "2024-04-05",
        "2024-05-05",
    ]
    assert bounds(date(2024, 2, 29), "1 years, 1 quarters") == ["2024-02-29", "2025-02-28", "2025-05-28"]


def test_lengths_of_weeks_and_months_in_each_unit() -> None:
    """Proves: a period's length counts in days or in calendar months.

    By hand: 26 February to 4 March 2024: 7 days, 4 of 29 and 3 of 31 days of a month. Then a month of 31 days in parts.
    Sensitivity: days / 30.4.
    """
    periods = make_periods(date(2024, 2, 26), "1 weeks, 1 months")

    assert periods.length("day").tolist() == [7, 31]
    assert periods.length("week") == pytest.approx([1, 31 / 7])
    assert periods.length("month") == pytest.approx([4 / 29 + 3 / 31, 28 / 31 + 3 / 30])
    assert periods.length("year") == pytest.approx(periods.length("month") / 12)


def quarter() -> Periods:
    """Return January to March 2025 in months."""
    return make_periods(date(2025, 1, 1), "3 months")


def test_overlap_of_windows_with_periods() -> None:
    """Proves: overlap is the length of the common part, 0 for windows outside or empty, whole for those without ends.

    By hand: 22 January to 14 February: 10 days and 14 days; in months 10/31 and 1/2.
    Sensitivity: closed windows would count a day more.
    """
    periods = quarter()
    opens = np.array([day(2025, 1, 22), -np.inf, day(2025, 6), day(2025, 2, 3)])
    closes = np.array([day(2025, 2, 15), np.inf, np.inf, day(2025, 2, 3)])

    assert periods.overlap(opens, closes, "day").tolist() == [[10, 14, 0], [31, 28, 31], [0, 0, 0], [0, 0, 0]]
    assert periods.overlap(opens, closes, "month")[0] == pytest.approx([10 / 31, 0.5, 0])


def test_the_period_that_contains_a_day() -> None:
    """Proves: half-open: the first of February is February's; before the horizon −1, after it the number of periods.

    By hand: the dates. Sensitivity: the other side of half-open.
    """
    days = [day(2024, 12, 31), day(2025, 1), day(2025, 1, 31), day(2025, 2), day(2025, 3, 31), day(2025, 4)]

    assert quarter().containing(days).tolist() == [-1, 0, 0, 1, 2, 3]


def test_years_to_the_middle_and_to_the_end() -> None:
    """Proves: discounting counts calendar months / 12.

    By hand: half a month and 1.5, 2.5 months; three months to the end.
    Sensitivity: days / 365.
    """
    periods = quarter()

    assert periods.middle_years == pytest.approx([0.5 / 12, 1.5 / 12, 2.5 / 12])
    assert periods.horizon_years == pytest.approx(0.25)
    assert years([365.25, 6], "day").tolist() == pytest.approx([1, 6 / 365.25])
    assert float(years(18, "month")) == 1.5
    assert coordinate(day(1970, 1, 15), "week") == 2


def test_what_rounding_leaves_is_no_part_of_a_period() -> None:
    """Proves: months added to a day end on the day, and an interval that ends within rounding of a bound ends on it.

    By hand: 14/31 of February and three months more are 14/31 of May: the 15th. Noon that is 1e-9 days late is no part.
    Sensitivity: differences of coordinates of about 1e-13.
    """
    late = shift(shift(day(2025, 1, 15), 1, "month"), 0.25, "year")
    noon = np.array([day(2025, 1, 15) + 0.5])

    assert float(late) == day(2025, 5, 15)
    assert quarter().overlap(noon, noon + 1e-9, "month").tolist() == [[0, 0, 0]]


def test_one_bucket_later_is_the_same_day_or_the_last() -> None:
    """Proves: `later` moves many days at once as buckets move.

    By hand: the calendar. Sensitivity: parts of months, which move 15 January to 13.6 February.
    """
    days = np.array([day(2027, 1, 15), day(2027, 1, 31), day(2028, 2, 29)])

    assert later(days, 1, "month").tolist() == [day(2027, 2, 15), day(2027, 2, 28), day(2028, 3, 29)]
    assert later(days, 1, "year").tolist() == [day(2028, 1, 15), day(2028, 1, 31), day(2029, 2, 28)]
    assert later(days, 2, "week").tolist() == (days + 14).tolist()
