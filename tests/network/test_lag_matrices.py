"""Lag matrices: shares by days over any buckets."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reshore.network import Periods, make_periods
from reshore.network.lags import Lags, make_lags, spread
from reshore.schema import TimeUnit


def dense(lags: Lags, periods: Periods, entity: int = 0) -> np.ndarray:
    """Return the lag matrix of one entity, shape (source, target)."""
    matrix = np.zeros((periods.count, periods.count))
    own = lags.entity == entity
    matrix[lags.source[own], lags.target[own]] = lags.share[own]
    return matrix


def lag(buckets: str, duration: float, unit: TimeUnit, start: date = date(2024, 1, 1)) -> tuple[np.ndarray, np.ndarray]:
    """Return the lag matrix of one duration and what arrives beyond the horizon."""
    periods = make_periods(start, buckets)
    lags = make_lags(periods, np.array([duration]), unit)
    return dense(lags, periods), lags.beyond[0]


def test_days_over_the_months_of_a_leap_year() -> None:
    """Proves: 30 days after January [31, 61) of days: 31 January itself is a day of January, then all 29 of February.

    By hand, 2024: January leaves over [1, 32) and arrives over [31, 62): 1 day in January, 29 in February, 1 in March;
    February (29 days) over 2 March to 30 March; March from 31 March on: 1 day within, 30 beyond.
    Sensitivity: 28 days in February, or one period of lag.
    """
    matrix, beyond = lag("3 months", 30, "day")

    expected = [[1 / 31, 29 / 31, 1 / 31], [0, 0, 1], [0, 0, 1 / 31]]
    assert matrix == pytest.approx(np.array(expected))
    assert beyond == pytest.approx([0, 0, 30 / 31])


def test_a_month_after_a_month_is_the_next_month_exactly() -> None:
    """Proves: one calendar month shifts months onto months, whatever their lengths; half a month splits them.

    By hand: identity one later. Half a month: January from noon of 16 January to noon of 15 February 2024 (29 days): 15.5
    and 14.5 days of 30.
    Sensitivity: 30.4 days.
    """
    matrix, beyond = lag("3 months", 1, "month")
    half, _ = lag("3 months", 0.5, "month")

    assert matrix == pytest.approx(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    assert beyond.tolist() == [0, 0, 1]
    assert half[0] == pytest.approx([15.5 / 30, 14.5 / 30, 0])


def test_weeks_then_months() -> None:
    """Proves: unequal buckets: what leaves in a week arrives in parts of weeks and of a month.

    By hand, from 20 January 2025 (weeks to 27 January and 3 February, then to 3 March): 10 days after week 1 is
    [30 January, 6 February): 4/7 in week 2, 3/7 in the month; week 2 all in the month; the month's [13 February, 13
    March): 18 of 28 days.
    Sensitivity: lags counted in buckets.
    """
    matrix, beyond = lag("2 weeks, 1 months", 10, "day", date(2025, 1, 20))

    assert matrix == pytest.approx(np.array([[0, 4 / 7, 3 / 7], [0, 0, 1], [0, 0, 18 / 28]]))
    assert beyond == pytest.approx([0, 0, 10 / 28])


def test_month_ends() -> None:
    """Proves: from 31 January the buckets end on 29 February and 31 March 2024; a week after each.

    By hand: [31 January, 29 February) has 29 days, moved to [7 February, 7 March): 22 and 7 of 29 days; [29 February, 31
    March) has 31 days, moved to [7 March, 7 April): 24 within, 7 beyond.
    Sensitivity: buckets that begin on the first.
    """
    matrix, beyond = lag("2 months", 1, "week", date(2024, 1, 31))

    assert matrix == pytest.approx(np.array([[22 / 29, 7 / 29], [0, 24 / 31]]))
    assert beyond == pytest.approx([0, 7 / 31])


def test_spread_of_points_and_of_what_lies_outside() -> None:
    """Proves: an empty interval is a point in time; what lies before or after the horizon is left out.

    By hand, January to March 2025 (days 0, 31, 59, 90): a point on 1 February; 10 days of which 4 lie before; 20 of which
    5 lie within; none.
    Sensitivity: rows that are normalised would hide what is lost.
    """
    periods = make_periods(date(2025, 1, 1), "3 months")
    opens = periods.start + np.array([31, -4, 85, 90, -9, -3])
    closes = periods.start + np.array([31, 6, 105, 95, 0, -3])
    shares = spread(periods, opens, closes)

    assert shares.index.tolist() == [0, 1, 2]
    assert shares.period.tolist() == [1, 0, 2]
    assert shares.share == pytest.approx([1, 0.6, 0.25])


BUCKETS = st.sampled_from(
    ["5 months", "3 weeks, 4 months", "9 days, 2 weeks, 1 quarters", "2 years", "1 days, 1 years"]
)
UNITS: st.SearchStrategy[TimeUnit] = st.sampled_from(["day", "week", "month", "quarter", "year"])


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    buckets=BUCKETS,
    start=st.dates(date(2023, 12, 1), date(2025, 1, 31)),
    durations=st.lists(st.floats(0, 60).map(lambda x: round(x, 3)), min_size=1, max_size=5),
    unit=UNITS,
)
def test_rows_sum_to_one_less_the_pipeline(buckets: str, start: date, durations: list[float], unit: TimeUnit) -> None:
    """Proves: nothing is lost or made on the way: Σ_t lag(s, t) + beyond(s) = 1, and nothing arrives before it leaves.

    By hand: conservation. Sensitivity: any share that is dropped or counted twice.
    """
    periods = make_periods(start, buckets)
    lags = make_lags(periods, np.array(durations), unit)

    for entity in range(len(durations)):
        matrix = dense(lags, periods, entity)
        assert matrix.sum(axis=1) + lags.beyond[entity] == pytest.approx(np.ones(periods.count), abs=1e-8)
        assert (matrix[np.tril_indices(periods.count, -1)] == 0).all()
    assert (lags.share > 0).all()
