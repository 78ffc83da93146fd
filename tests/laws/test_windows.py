"""Windows: what opens or closes within a period."""

from datetime import date

import pytest
from tests.builders import asks, by_month, earns, line, plant


def test_a_site_that_opens_and_closes_within_periods_works_for_its_days() -> None:
    """Proves: capacity and limits of a site count for the days on which it works.

    By hand: open from 22 January to 14 February: 31 a month · 10/31 = 10, then 31 · 14/28 = 15.5. Sold at 4: 25.5 · 4 = 102.
    Sensitivity: whole periods would give 31, 31; rounding would give none in January.
    """
    case = plant(
        sites=[{"site": "plant", "opens": date(2025, 1, 22), "closes": date(2025, 2, 15)}],
        **line(31),
        stocks=[{"site": "plant", "product": "part", "maximum": 0}],
        demands=asks([90, 90, 90], price=4),
    )
    plan = case.plan()

    assert by_month(plan, "capacity", "existing") == pytest.approx({1: 10, 2: 15.5})
    assert by_month(plan, "make") == pytest.approx({1: 10, 2: 15.5})
    earns(plan, 102, revenue=102)


def test_the_window_of_an_operation_is_cut_to_that_of_its_site() -> None:
    """Proves: maximum counts for the overlap of both windows.

    By hand: the site opens on 11 January, the operation ends on 26 January: 15 of 31 days of 62 a month: 30 runs.
    Sensitivity: the operation's own window would allow 50, the site's 42.
    """
    case = plant(
        "1 months",
        sites=[{"site": "plant", "opens": date(2025, 1, 11)}],
        operations=[{"site": "plant", "process": "make", "maximum": 62, "ends": date(2025, 1, 26)}],
        demands=asks([90], price=3),
    )

    earns(case.plan(), 90, revenue=90)
