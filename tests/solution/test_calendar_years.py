"""Measures and key figures by calendar year."""

from datetime import date

import polars as pl
import pytest
from tests.builders import Case, line, plant

from reshore.solution.kpis import kpis


def over_new_year() -> Case:
    """Return a plant that makes 90 parts in the quarter from 1 December 2025, and keeps 27 of them; each sells at 4."""
    return plant(
        **line(30),
        stocks=[{"site": "plant", "product": "part", "minimum": 27}],
        demands=[{"market": "plant", "product": "part", "date": date(2025, 12, 5), "quantity": 63, "price": 4}],
    ).over("1 quarters", start=date(2025, 12, 1))


def test_a_period_counts_in_each_year_by_its_days() -> None:
    """Proves: what happens in a period over New Year is split by days; the stock at its end is of the later year.

    By hand: 90 parts in 90 days, 31 of them in 2025 and 59 in 2026; sold 63: 21.7 and 41.3, at 4. 27 are left in 2026.
    Sensitivity: the year of the first day would have all of it.
    """
    plan = over_new_year().plan()

    def years(name: str) -> dict[int, float]:
        return dict(plan.measure(name).select("year", "value").iter_rows())

    assert years("made") == pytest.approx({2025: 31, 2026: 59})
    assert years("delivered") == pytest.approx({2025: 21.7, 2026: 41.3})
    assert years("stock") == pytest.approx({2026: 27})
    assert plan.measure("made")["period"].unique().to_list() == [date(2025, 12, 1)]


def test_key_figures_are_those_of_the_calendar_year() -> None:
    """Proves: the key figures of a year are sums of such parts, and add up to what the plan has.

    By hand: revenue 252 of 90 days: 86.80 and 165.20. Sensitivity: 252 in 2025.
    """
    found = {
        figure["period"]: figure["value"] for figure in kpis(over_new_year().plan()) if figure["measure"] == "revenue"
    }

    assert found == pytest.approx({2025: 86.8, 2026: 165.2})


def test_periods_within_a_year_are_left_whole() -> None:
    """Proves: months have one row each, with all of their value.

    By hand: 30 hours in each of four months from November 2025. Sensitivity: an hour lost or doubled at New Year.
    """
    measured = over_new_year().over("4 months", start=date(2025, 11, 1)).plan().measure("capacity")

    assert measured.select(pl.col("period").dt.year() == pl.col("year")).to_series().all()
    assert measured["value"].to_list() == pytest.approx([30, 30, 30, 30])
