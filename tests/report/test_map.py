"""The map goes the short way round the world, and says of which year it is."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import Case
from tests.report.seen import abroad

from reshore.report.figures import Figure, Subject, world
from reshore.report.figures.frames import ATLANTIC, PACIFIC, PHONE, best_frame
from reshore.report.figures.labels import label_sides


def map_of(case: Case) -> Figure:
    """Return the map of a plan."""
    (found,) = world.figures(Subject(case.plan()))
    return found


def lines(figure: Figure, step: int = 0) -> list[dict[str, Any]]:
    """Return the lines of a step of a map."""
    return [each for part in figure.option["options"][step]["series"] for each in part["data"]]


def with_europe() -> Case:
    """Return a plant in Taiwan and a mill in Germany that sends it boards worth 2, for a shop in the United States."""
    case = abroad()
    return case.adding(
        sites=[{"site": "mill", "country": "Germany", "latitude": 51.0, "longitude": 10.0}],
        products=[{"product": "board", "unit": "piece", "value": 2}],
        recipes=[{"process": "saw", "product": "board", "quantity": 1}],
        operations=[{"site": "mill", "process": "saw", "unit_cost": 0}],
        lanes=[{"origin": "mill", "destination": "shop", "mode": "sea", "transit_time": 0, "cost_per_unit": 0}],
        demands=[{"market": "shop", "product": "board", "date": "2025-01-01", "quantity": 5, "price": 3}],
    )


def test_a_map_is_cut_where_the_least_value_crosses() -> None:
    """Proves: by hand, Taiwan to Virginia 162 degrees over the Pacific, Germany to Virginia 88 over the Atlantic.

    Sensitivity: one map for all; number of flows in place of their value; the longer way.
    """
    taiwan, germany, virginia = 120.3, 10.0, -77.5

    assert best_frame([(taiwan, virginia, 7.0), (germany, virginia, 3.0), (virginia, germany, 3.0)]) is PACIFIC
    assert best_frame([(taiwan, virginia, 3.0), (germany, virginia, 7.0)]) is ATLANTIC
    assert best_frame([]) is ATLANTIC
    assert (PACIFIC.x(virginia), PACIFIC.x(germany), PACIFIC.x(-30.0)) == (282.5, 10.0, -30.0)
    assert ATLANTIC.x(virginia) == virginia


@pytest.mark.parametrize(
    ("start", "end", "pieces"),
    [
        ((170.0, 10.0), (-170.0, 20.0), [((170.0, 10.0), (180.0, 15.0)), ((-180.0, 15.0), (-170.0, 20.0))]),
        ((-150.0, 0.0), (140.0, 7.0), [((-150.0, 0.0), (-180.0, 3.0)), ((180.0, 3.0), (140.0, 7.0))]),
        ((-90.0, 0.0), (90.0, 7.0), [((-90.0, 0.0), (90.0, 7.0))]),
    ],
)
def test_a_way_over_the_edge_is_two(start: Any, end: Any, pieces: Any) -> None:
    """Proves: by hand, 10 and 10 degrees meet halfway, 30 and 40 at three sevenths; 180 degrees stay on the map.

    Sensitivity: a line across the whole map; a piece that ends on the wrong edge.
    """
    assert ATLANTIC.pieces(start, end) == pieces


def test_no_line_spans_more_than_half_the_world() -> None:
    """Proves: from Taiwan over the Pacific; from Germany out in the west and in again in the east, with one arrow.

    By hand: 38.2 degrees west of 10 degrees east lies the edge, 47.5 east of Virginia: at 51 - 12 x 40 / 87.5 = 45.51 north.
    Sensitivity: a line the wrong way round; a map that ends before the edge.
    """
    found = map_of(with_europe())
    drawn: dict[str, list[dict[str, Any]]] = {each["name"]: [] for each in lines(found)}
    for each in lines(found):
        drawn[each["name"]].append(each)

    assert [each["coords"] for each in drawn["plant to shop: $240"]] == [[[120.3, 23.1], [282.5, 39.0]]]
    out, back = drawn["mill to shop: $10"]
    assert out["coords"] == [[10.0, 51.0], [-30.0, 45.51]]
    assert back["coords"] == [[330.0, 45.51], [282.5, 39.0]]
    assert (out["symbol"], "symbol" in back) == (["none", "none"], False)
    assert all(abs(each["coords"][0][0] - each["coords"][1][0]) <= 180.0 for each in lines(found))
    (west, north), (east, south) = found.option["baseOption"]["geo"]["boundingCoords"]
    assert (west, east) == (-30.0, 330.0)
    assert north > 51.0
    assert south < 23.1


def test_a_map_shows_all_places_and_fills_its_figure() -> None:
    """Proves: by hand, 40 degrees are 68 % of the width, a part in 3.4 of it is its height; 10 degrees north to south are 76 %
    of the height where that is more; one place has 8 degrees; what would lie beyond an edge is shown on the other side.

    Sensitivity: a map that is a strip; places at the rim; half the world around one town; the arctic where nothing is.
    """
    assert ATLANTIC.bounds([(0.0, 40.0), (40.0, 50.0)], []) == ((-9.4, 53.7), (49.4, 36.3))
    assert ATLANTIC.bounds([(0.0, 40.0), (1.0, 50.0)], []) == ((-21.9, 51.6), (22.9, 38.4))
    assert ATLANTIC.bounds([(178.0, 77.0)], []) == ((172.0, 78.0), (180.0, 75.6))
    assert ATLANTIC.bounds([(21.0, 64.75), (168.3, -46.4)], []) == ((-180.0, 78.0), (180.0, -58.0))
    assert ATLANTIC.bounds([(0.0, 40.0), (10.0, 50.0)], [], PHONE) == ((-5.0, 53.3), (15.0, 36.7))


def test_each_step_says_its_year() -> None:
    """Proves: the title of all years and of 2025, with what is shipped. Sensitivity: a slider that moves and says nothing."""
    assert [step["title"]["text"] for step in map_of(abroad()).option["options"]] == [
        "All years: $240 shipped between places",
        "2025: $240 shipped between places",
    ]


def test_what_is_not_drawn_is_told() -> None:
    """Proves: what goes between sites of one place, and to a site that does not say where it is, is told in money.

    By hand: 5 boards worth 2 go from the mill to a shop beside it, 5 more to a market without coordinates.
    Sensitivity: goods that nobody sees; flows of one place as lines of no length.
    """
    case = with_europe().adding(
        sites=[
            {"site": "yard", "country": "Germany", "latitude": 51.1, "longitude": 10.1},
            {"site": "fair", "country": "France"},
        ],
        lanes=[
            {"origin": "mill", "destination": to, "mode": "sea", "transit_time": 0, "cost_per_unit": 0}
            for to in ("yard", "fair")
        ],
        demands=[
            {"market": to, "product": "board", "date": "2025-01-01", "quantity": 5, "price": 3}
            for to in ("yard", "fair")
        ],
    )
    found = map_of(case)

    assert found.units.endswith(
        "; $10 between sites of one place not drawn; $10 of sites that do not say where they are not drawn"
    )
    assert {row[:2] for row in found.rows} == {("plant", "shop"), ("Germany (2)", "shop")}


def test_labels_lie_where_there_is_room() -> None:
    """Proves: a label is right of its place; left of it beside another or at the edge; above between two; those of the largest
    places first.

    By hand: 10 pixels a degree east; a label of 4 letters takes 26 pixels, and begins 8 pixels from its place.
    Sensitivity: labels over each other or over places, or out of the map.
    """
    bounds = [[0.0, 50.0], [100.0, 0.0]]

    def sides(*places: tuple[float, float]) -> list[str]:
        named = [(f"at-{number}", place) for number, place in enumerate(places)]
        return list(label_sides(named, bounds, 1000.0).values())

    assert sides((40.0, 20.0), (42.0, 20.0)) == ["left", "right"]
    assert sides((40.0, 20.0), (42.0, 20.0), (38.0, 20.0)) == ["top", "right", "left"]
    assert sides((40.0, 20.0), (46.0, 20.0)) == ["right", "right"]
    assert sides((97.0, 20.0)) == ["left"]
    assert sides((40.0, 20.0), (40.0, 20.6), (42.5, 20.6)) == ["left", "top", "right"]
    assert sides(*[(50.0, 25.0)] * 4, (52.0, 25.0)) == ["left", "top", "bottom", "left", "right"]
    assert sides((40.0, 20.0), (42.0, 22.0)) == ["right", "right"]
