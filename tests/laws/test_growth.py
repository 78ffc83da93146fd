"""Growth: how many modules may be started within a year."""

from datetime import date

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
