"""The map goes the short way round the world, and says of which year it is."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import Case
from tests.report.seen import abroad

from reshore.report.figures import Figure, Subject, world
from reshore.report.figures.frames import ATLANTIC, PACIFIC, best_frame


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
    """Proves: by hand, 49.2 degrees beside each place, at least 40 north to south or a part in 3.4 of what is east to west;
    what would lie beyond an edge is shown on the other side.

    Sensitivity: a map that is a strip; places at the rim; the arctic where nothing is.
    """
    assert ATLANTIC.bounds([(0.0, 40.0), (40.0, 50.0)], []) == [[-49.2, 65.4], [89.2, 24.6]]
    assert ATLANTIC.bounds([(170.0, 70.0)], []) == [[81.6, 78.0], [180.0, 38.0]]


def test_each_step_says_its_year() -> None:
    """Proves: the title of all years and of 2025, with what is shipped. Sensitivity: a slider that moves and says nothing."""
    assert [step["title"]["text"] for step in map_of(abroad()).option["options"]] == [
        "All years: $240 shipped",
        "2025: $240 shipped",
    ]
