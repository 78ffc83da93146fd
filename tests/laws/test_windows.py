"""Windows: what opens or closes within a period."""

from datetime import date

import pytest
from tests.builders import asks, by_month, depot, earns, line, plant, project


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


FROM = date(2025, 1, 16)
RISE = {"date": FROM, "value": 31}


def test_a_rate_that_changes_where_the_window_opens_counts_each_day_once() -> None:
    """Proves: a limit is the integral of its rate over the open days: of capacity as of runs.

    By hand: the site opens on 16 January, from when on 31 a month are possible: 16 in January and 31 in February, at 3.
    Sensitivity: the average 31 · 16/31 = 16 over 16 of 31 days would give 8.258 in January.
    """
    case = plant(
        "2 months",
        sites=[{"site": "plant", "opens": FROM}],
        **line(0),
        stocks=[{"site": "plant", "product": "part", "maximum": 0}],
        demands=asks([90, 90], price=3),
        profiles=[{"table": "resources", "key": "plant/line", "column": "capacity", **RISE}],
    )
    limited = case.having(
        resources=[],
        uses=[],
        operations=[{"site": "plant", "process": "make", "maximum": 0}],
        profiles=[{"table": "operations", "key": "plant/make", "column": "maximum", **RISE}],
    )

    assert by_month(case.plan(), "capacity", "existing") == pytest.approx({1: 16, 2: 31})
    earns(case.plan(), 141, revenue=141)
    earns(limited.plan(), 141, revenue=141)


def test_a_minimum_counts_its_rate_in_the_window_alone() -> None:
    """Proves: 62 a month until 20 January and 31 after, in a window from 16 January to 26 January: 8 + 6 = 14 runs.

    By hand: 4 days at 2 a day and 6 at 1; each run costs 5 and nothing is sold: −70.
    Sensitivity: the average of January over the ten days would ask for 10 · (19 · 2 + 12)/31 = 16.1.
    """
    window = {"starts": FROM, "ends": date(2025, 1, 26)}
    case = plant(
        "1 months",
        operations=[{"site": "plant", "process": "make", "unit_cost": 5, "minimum": 62, **window}],
        profiles=[{"table": "operations", "key": "plant/make", "column": "minimum", "date": "2025-01-20", "value": 31}],
        demands=asks([3]),
    )

    earns(case.plan(), -70, operation=-70)


def test_a_limit_that_is_empty_only_while_the_window_is_closed_still_holds() -> None:
    """Proves: an empty maximum before 16 January does not matter to what opens on 16 January, in operations and lanes.

    By hand: 31 a month over 16 of 31 days: 16 in January, 31 in February; at 3 and at 2: 141 and 94.
    Sensitivity: the days before would make January unlimited, and 90 would be sold.
    """
    made = plant(
        "2 months",
        operations=[{"site": "plant", "process": "make", "starts": FROM}],
        stocks=[{"site": "plant", "product": "part", "maximum": 0}],
        demands=asks([90, 90], price=3),
        profiles=[{"table": "operations", "key": "plant/make", "column": "maximum", **RISE}],
    )
    sent = depot(
        stocks=[{"site": "depot", "product": "part", "initial": 200}],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road", "starts": FROM}],
        demands=asks([90, 90], market="shop", price=2),
        profiles=[{"table": "lanes", "key": "depot/shop/road", "column": "capacity", **RISE}],
    )

    earns(made.plan(), 141, revenue=141)
    earns(sent.plan(), 94, revenue=94)


def test_averages_are_taken_over_the_open_days() -> None:
    """Proves: cost, yield and use of a run, and the cost of a lane, are those of the days on which there may be any.

    By hand: open from 22 January, when on 27 January (5 of 10 days) the cost of a run goes from 4 to 6, its yield from 0.6
    to 0.8 and its use from 1 to 3 hours: 5, 0.7 and 2. 40 hours are 20 runs and 14 parts, sold at 20: 280 − 100.
    The lane costs 3 for five days and 9 for five: 6 on each of 10 units, sold at 8.
    Sensitivity: averages over January would charge 4.32 a run, and 3.97 on the lane.
    """
    window, change = {"starts": date(2025, 1, 22)}, "2025-01-27"
    made = plant(
        "1 months",
        operations=[{"site": "plant", "process": "make", "unit_cost": 4, "yield": 0.6, **window}],
        **line(40),
        demands=asks([90], price=20),
        profiles=[
            {"table": table, "key": key, "column": column, "date": change, "value": value}
            for table, key, column, value in (
                ("operations", "plant/make", "unit_cost", 6),
                ("operations", "plant/make", "yield", 0.8),
                ("uses", "plant/make/line", "per_run", 3),
            )
        ],
    )
    way = {"origin": "depot", "destination": "shop", "mode": "road", "cost_per_unit": 3, **window}
    sent = depot(
        "1 months",
        stocks=[{"site": "depot", "product": "part", "initial": 10}],
        lanes=[way],
        demands=asks([90], market="shop", price=8),
        profiles=[
            {"table": "lanes", "key": "depot/shop/road", "column": "cost_per_unit", "date": change, "value": 9},
        ],
    )

    earns(made.plan(), 180, revenue=280, operation=-100)
    earns(sent.plan(), 20, revenue=80, transport=-60)


def test_upkeep_counts_its_rate_from_completion_on() -> None:
    """Proves: the fixed cost of a module is the integral of its rate over the days that it stands.

    By hand: complete on 16 January, 31 a month until 21 January and 62 after: 5 · 1 + 11 · 2 = 27.
    Sensitivity: the average of January, 42, over 16 of 31 days would cost 21.7.
    """
    case = plant(
        "1 months",
        **line(0),
        expansions=[project(status="committed", fixed_cost=31, **{"build_time [day]": 15})],
        profiles=[{"table": "expansions", "key": "grow", "column": "fixed_cost", "date": "2025-01-21", "value": 62}],
        demands=asks([5]),
    )

    earns(case.plan(), -27, upkeep=-27)
