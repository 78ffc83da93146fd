"""Growth: how many modules may be started within a year."""

from datetime import date

import pytest
from tests.builders import Case, Row, earns, line, plant, project


def growing(limit: Row, buckets: str = "6 quarters") -> Case:
    """Return a project of 10 a quarter, 5 each, over six quarters; a part earns 3 and any number is wanted."""
    option = {
        **{name: cell for name, cell in project(capex=5).items() if name != "module"},
        "module [hour/quarter/module]": 10,
        **limit,
    }
    days = [date(2025 + quarter // 4, 1 + quarter % 4 * 3, 1) for quarter in range(6)]
    demands = [{"market": "plant", "product": "part", "date": day, "quantity": 400, "price": 3} for day in days]
    return plant(buckets, **line(0), expansions=[option], demands=demands)


def builds(case: Case) -> dict[date, float]:
    """Return the modules that the plan starts, by period."""
    return dict(case.plan().table("build").select("period", "value").iter_rows())


def test_a_window_of_twelve_months_forgets_what_was_started_a_year_ago() -> None:
    """Proves: Σ build(s) over b(t) − 1 year < b(s) ≤ b(t) is at most max_per_year.

    By hand: 4 modules in the first quarter of 2025, 4 more in that of 2026: capacity 40, 40, 40, 40, 80, 80 = 320 parts
    at 3, less 40: 920.
    Sensitivity: a closed window (≥) would wait until April 2026; a limit per period would build 24.
    """
    case = growing({"max_per_year": 4})

    assert builds(case) == {date(2025, 1, 1): 4, date(2026, 1, 1): 4}
    earns(case.plan(), 920, revenue=960, capex=-40)


def test_the_window_is_the_unit_of_time_of_the_column() -> None:
    """Proves: a limit per quarter is a window of one quarter.

    By hand: 1.5 modules each quarter: 15 · (1 + 2 + … + 6) = 315 parts at 3, less 9 · 5: 900.
    Sensitivity: a window of a year would build 1.5 a year.
    """
    case = growing({"max_per_year [module/quarter]": 1.5})

    assert list(builds(case).values()) == [1.5] * 6
    earns(case.plan(), 900, revenue=945, capex=-45)


@pytest.mark.parametrize("start", [date(2034, 1, 1), date(2027, 1, 15), date(2028, 2, 29), date(2027, 1, 31)])
def test_a_window_has_twelve_months_in_every_year(start: date) -> None:
    """Proves: b(s) is forgotten on the same day of the next year, whatever the coordinate of that day rounds to.

    By hand: 25 months allow 3 modules in the first, 3 in the thirteenth and 3 in the last: 9, each of which pays at once.
    Sensitivity: windows of 13 months, which calendar-month coordinates give, build 6.
    """
    ends = [{"market": "plant", "product": "part", "date": start, "quantity": 4000, "price": 3, "spread": 25}]
    case = plant(
        "25 months",
        **line(0),
        expansions=[project(module=10, capex=5, max_per_year=3)],
        demands=ends,
    ).over("25 months", start=start)

    assert list(builds(case).values()) == pytest.approx([3, 3, 3])


def test_a_committed_project_is_built_whatever_its_maximum_per_year() -> None:
    """Proves: the limit on growth is one on what the plan decides.

    By hand: 7 modules of 10 are committed at once where 3 a year are allowed: 70 parts a month at 2, capex 7 · 5.
    Sensitivity: a limit on what is committed leaves no plan.
    """
    case = plant(
        **line(0),
        expansions=[project(capex=5, status="committed", max_modules=7, max_per_year=3)],
        demands=[{"market": "plant", "product": "part", "date": date(2025, 3, 1), "quantity": 400, "price": 2}],
    )

    earns(case.plan(), 385, revenue=420, capex=-35)
