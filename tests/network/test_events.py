"""Events: what they hit, and what they leave of a rate in each period."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.builders import SETTING, Case

from reshore.network import Network, make_periods
from reshore.network.events import Event, Members, members, remaining, scopes


def network() -> Network:
    """Return two fabs in two countries and a shop, with two lanes from the first fab and one from the second."""
    case = Case(
        SETTING,
        {
            "sites": [
                {"site": "one", "country": "A", "region": "north", "operator": "X"},
                {"site": "two", "country": "B", "region": "south", "operator": "X"},
                {"site": "shop", "country": "B"},
            ],
            "products": [{"product": "chip"}, {"product": "wafer"}],
            "recipes": [
                {"process": "make", "product": "chip", "quantity": 3},
                {"process": "grow", "product": "wafer", "quantity": 1},
            ],
            "operations": [{"site": s, "process": p} for s, p in (("one", "make"), ("two", "make"), ("two", "grow"))],
            "resources": [{"site": s, "resource": "line", "capacity": 5} for s in ("one", "two")],
            "uses": [{"site": s, "process": "make", "resource": "line", "per_run": 2} for s in ("one", "two")],
            "lanes": [
                {"origin": "one", "destination": "shop", "mode": "air", "products": "chip"},
                {"origin": "one", "destination": "shop", "mode": "sea", "products": "chip"},
                {"origin": "two", "destination": "shop", "mode": "air"},
            ],
            "demands": [
                {"market": "shop", "product": "chip", "date": date(2025, 2, 1), "quantity": 7, "price": 2},
                {"market": "shop", "product": "wafer", "date": date(2025, 2, 1), "quantity": 7, "price": 2},
            ],
        },
    )
    return case.program()[0]


def parts(found: Members) -> tuple[list[int], list[int], list[int]]:
    """Return codes of resources, operations and flows."""
    return found.resources.tolist(), found.operations.tolist(), found.flows.tolist()


def test_names_of_every_scope() -> None:
    """Proves: a scope has each name once, in order of the tables, and nothing that has no name.

    Sensitivity: the shop has neither region nor operator; reading that as a name would make a third.
    """
    there = network()

    assert scopes(there, "site") == ("one", "two", "shop")
    assert scopes(there, "country") == ("A", "B")
    assert scopes(there, "region") == ("north", "south")
    assert scopes(there, "operator") == ("X",)
    assert scopes(there, "lane") == ("one>shop/air", "one>shop/sea", "two>shop/air")
    assert scopes(there, "mode") == ("air", "sea")
    assert scopes(there, "product") == ("chip", "wafer")


@pytest.mark.parametrize(
    ("scope", "name", "affects", "expected"),
    [
        ("site", "two", "", ([1], [1, 2], [])),
        ("operator", "X", "capacity", ([0, 1], [0, 1, 2], [])),
        ("country", "A", "supply", ([], [0], [])),
        ("country", "A", "transit", ([], [], [0, 1])),
        ("country", "B", "transit", ([], [], [0, 1, 2, 3])),
        ("region", "south", "transit", ([], [], [2, 3])),
        ("lane", "one>shop", "", ([], [], [0, 1])),
        ("lane", "one>shop/sea", "", ([], [], [1])),
        ("mode", "air", "", ([], [], [0, 2, 3])),
        ("product", "chip", "", ([], [0, 1], [])),
        ("product", "chip", "transit", ([], [], [0, 1, 2])),
    ],
)
def test_what_an_event_hits(
    scope: str, name: str, affects: str, expected: tuple[list[int], list[int], list[int]]
) -> None:
    """Proves: places lose capacity, lanes that begin or end there departures, products the operations that make them."""
    assert parts(members(network(), scope, name, affects)) == expected


def test_what_is_left_is_the_average_of_the_days() -> None:
    """Proves: nothing is rounded to whole periods, and capacity comes back along a line.

    By hand: 80 % is gone from 22 January on (day 21) for 24 days, until 14 February, and comes back over 28 days, until 14 March.
    January: 10 of 31 days. February (28 days): 14 days, then 14 days back from 80 % to 40 %: 60 % on average. March (31): 14 days
    from 40 % to 0: 20 % on average.
    Sensitivity: whole periods would lose 80 % of February; a recovery at once would lose none of March.
    """
    periods = make_periods(date(2025, 1, 1), "4 months")
    left = remaining(periods, [21.0], [24.0], [0.8], [28.0])

    gone = [10 / 31 * 0.8, (14 * 0.8 + 14 * 0.6) / 28, 14 * 0.2 / 31, 0.0]
    assert left[0].tolist() == pytest.approx([1 - one for one in gone])


def test_events_side_by_side_have_a_row_each() -> None:
    """Proves: events are answered at once, and one that begins before the model, or lasts beyond it, counts in part."""
    periods = make_periods(date(2025, 1, 1), "2 months")
    left = remaining(periods, np.array([-10.0, 31.0, 0.0]), [20.0, 500.0, 0.0], [1.0, 0.5, 1.0], 0.0)

    assert left.tolist() == [pytest.approx(one) for one in ([21 / 31, 1.0], [1.0, 0.5], [1.0, 1.0])]


def test_an_event_refuses_what_is_none() -> None:
    """Proves: an unknown scope or name is told with the nearest one, and what a scope cannot affect with what it can."""
    with pytest.raises(KeyError, match=r"There is no scope 'sites'. Did you mean 'site'?"):
        Event("sites", "one")
    with pytest.raises(KeyError, match=r"There is no site 'ohne'. Did you mean 'one'?"):
        members(network(), "site", "ohne")
    with pytest.raises(KeyError, match=r"There is no lane 'two>shop/sea'. Did you mean 'two>shop/air'?"):
        members(network(), "lane", "two>shop/sea")
    with pytest.raises(ValueError, match=r"an event in a lane cannot affect 'supply'. Choose transit."):
        Event("lane", "one>shop", "supply")
    with pytest.raises(ValueError, match=r"a loss of 1.5 is no fraction. Give 0 to 1."):
        Event("site", "one", loss=1.5)
    with pytest.raises(ValueError, match=r"a duration of -1 days is none. Give 0 or more."):
        Event("site", "one", duration=-1)
    assert Event("site", "one").affects == "capacity"
