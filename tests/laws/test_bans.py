"""Bans: days on which nothing leaves."""

import pytest
from tests.builders import Case, Row, asks, by_month, depot, earns

BAN: Row = {"control": "rule", "product": "part", "destination": "B", "starts": "2025-02-11", "kind": "ban"}


def abroad(*controls: Row, **lane: object) -> Case:
    """Return a depot in A that ships parts to a shop in B, which keeps none, over four months under controls."""
    return depot(
        "4 months",
        sites=[{"site": "depot", "country": "A"}, {"site": "shop", "country": "B"}],
        stocks=[
            {"site": "depot", "product": "part", "initial": 90},
            {"site": "shop", "product": "part", "maximum": 0},
        ],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "air", **lane}],
        demands=asks([7, 8, 9, 10], market="shop", price=3),
        controls=list(controls),
    )


def test_a_ban_stops_departures_in_periods_of_which_it_leaves_no_day() -> None:
    """Proves: nothing leaves in a period wholly under a ban; where the ban covers a part, goods leave in the rest.

    By hand: a ban from 11 February to 30 April: January and February are shipped, 7 and 8, and March's 9 and April's 10 are
    not; one that ends on 30 April lets the 10 leave on its last day.
    Sensitivity: a ban of every period that it touches would stop February and, in the second case, April.
    """
    closed = abroad(BAN).plan()
    reopened = abroad({**BAN, "ends": "2025-04-30"}).plan()

    assert by_month(closed, "ship") == pytest.approx({1: 7, 2: 8})
    assert by_month(reopened, "ship") == pytest.approx({1: 7, 2: 8, 4: 10})
    earns(closed, 45, revenue=45)
    assert sorted(closed.duals["bound:ship"]["dual"].to_list()) == pytest.approx([3, 3])


def test_bans_and_the_window_of_a_lane_count_together() -> None:
    """Proves: the days of all bans on a flow are taken together from those on which the lane is open.

    By hand: two bans, 1 to 14 and 10 to 27 February, leave 28 February; on a lane that closes on 28 February nothing is left.
    The third names another product and stops nothing.
    Sensitivity: bans one by one, or without the window, would ship 8 in both; days counted twice would stop both.
    """
    bans: list[Row] = [
        {**BAN, "starts": "2025-02-01", "ends": "2025-02-15"},
        {**BAN, "control": "more", "product": "", "starts": "2025-02-10", "ends": "2025-02-28"},
        {**BAN, "control": "else", "product": "other", "starts": "2025-01-01"},
    ]
    products = [{"product": "part"}, {"product": "other"}]

    day_left = abroad(*bans).having(products=products).plan()
    none_left = abroad(*bans, ends="2025-02-28").having(products=products).plan()

    assert by_month(day_left, "ship") == pytest.approx({1: 7, 2: 8, 3: 9, 4: 10})
    assert by_month(none_left, "ship") == pytest.approx({1: 7})


@pytest.mark.parametrize(
    ("cells", "ships"),
    [
        ({"from_country": "A"}, False),
        ({"from_country": "B"}, True),
        ({"from_country": "G"}, False),
        ({"destination": "A"}, True),
        ({"destination": "G", "from_country": ""}, False),
        ({"product": "", "control_class": "X"}, False),
        ({"control_class": "X"}, False),
        ({"control_class": "Y"}, True),
    ],
)
def test_a_ban_is_about_products_of_a_class_from_countries_to_countries(cells: Row, ships: bool) -> None:
    """Proves: class, product and both countries have to fit; empty cells fit all, but an empty origin no home trade.

    By hand: a part of class X goes from A to B, which are the members of group G: where the ban is not about it, all 34 are
    shipped, else none.
    Sensitivity: a cell that is ignored, or a group that is taken for a country.
    """
    case = abroad({**BAN, "starts": "2025-01-01", **cells}).having(
        products=[{"product": "part", "control_class": "X"}, {"product": "other", "control_class": "Y"}],
        groups=[{"group": "G", "member": "A"}, {"group": "G", "member": "B"}],
    )

    assert by_month(case.plan(), "ship") == pytest.approx({1: 7, 2: 8, 3: 9, 4: 10} if ships else {})


def test_home_trade_is_no_export() -> None:
    """Proves: without `from_country` a control is about what comes from another country than that of its destination.

    By hand: depot and shop both in B: the ban on what goes to B lets all 34 through, one that names B as origin none.
    Sensitivity: an empty cell that fits the destination itself.
    """
    home = [{"site": "depot", "country": "B"}, {"site": "shop", "country": "B"}]
    case = abroad({**BAN, "starts": "2025-01-01"}).having(sites=home)

    assert by_month(case.plan(), "ship") == pytest.approx({1: 7, 2: 8, 3: 9, 4: 10})
    assert by_month(case.changing("controls", from_country="B").plan(), "ship") == {}
