"""Buckets are read as the settings write them."""

from __future__ import annotations

from datetime import date

import pytest

from reshore.tables import horizon_end, parse_buckets


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("48 months", [(48, "month")]),
        ("26 weeks, 36 months", [(26, "week"), (36, "month")]),
        (" 1 year ,2 Quarters,3 days", [(1, "year"), (2, "quarter"), (3, "day")]),
        ("10000 days", [(10_000, "day")]),
    ],
)
def test_runs(text: str, runs: list[tuple[int, str]]) -> None:
    assert parse_buckets(text) == runs


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is not a number of days"),
        ("months", "'months' is not a number of days"),
        ("12 fortnights", "'12 fortnights' is not a number of days"),
        ("12 months,", "'' is not a number of days"),
        ("-3 months", "'-3 months' is not a number of days"),
        ("1.5 years", "'1.5 years' is not a number of days"),
        ("0 weeks", "'0 weeks' is no period at all"),
        ("9999 days, 2 weeks", "10001 periods are more than 10000"),
        ("99999999999999999999 days", "99999999999999999999 periods are more than 10000"),
        ("٣ months", "'٣ months' is not a number of days"),
    ],
)
def test_what_are_no_buckets(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_buckets(text)


def test_months_end_on_the_same_day_or_the_last() -> None:
    """Proves: a run of months is counted from its start: two months after 31 December are the end of February."""
    assert horizon_end(date(2027, 12, 31), [(2, "month")]) == date(2028, 2, 29)
    assert horizon_end(date(2025, 1, 1), [(26, "week"), (5, "quarter")]) == date(2026, 10, 2)
    with pytest.raises(ValueError, match="the horizon ends after the year 9999"):
        horizon_end(date(2025, 1, 1), [(9000, "year")])
