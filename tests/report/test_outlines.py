"""Maps of a part of the world have outlines of their own, which a page decodes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from reshore.report.figures.frames import Corners, around
from reshore.report.figures.outlines import BROADEST, outlines_of

HOUSTON = (-95.37, 29.76)
TEXAS: Corners = ((-100.0, 33.0), (-90.0, 27.0))
PACIFIC: Corners = ((172.0, 70.0), (194.0, 60.0))
Ring = list[tuple[float, float]]


def rings_of(corners: Corners) -> list[tuple[str, Ring]]:
    """Return the country and the points of each polygon, decoded as ECharts documents it: deltas, zigzag, from code 64 on."""
    _, outlines = outlines_of(corners)
    assert outlines is not None
    return [
        (each["properties"]["name"], ring_of(each["geometry"], outlines["UTF8Scale"])) for each in outlines["features"]
    ]


def ring_of(geometry: dict[str, Any], scale: float) -> Ring:
    """Return the points of a packed polygon."""
    (packed,), (start,) = geometry["coordinates"], geometry["encodeOffsets"]
    numbers = [(code >> 1) ^ -(code & 1) for code in (ord(letter) - 64 for letter in packed)]
    (x, y), ring = start, []
    for east, north in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + east, y + north
        ring.append((x / scale, y / scale))
    return ring


def holds(ring: Ring, place: tuple[float, float]) -> bool:
    """Say whether a place is inside of a ring, by the crossings of a ray to the east."""
    x, y = place
    sides = pairwise(ring)
    crossed = [((a, b), (c, d)) for (a, b), (c, d) in sides if (b > y) != (d > y)]
    return sum(x < a + (y - b) * (c - a) / (d - b) for (a, b), (c, d) in crossed) % 2 == 1


def test_a_part_of_the_world_has_what_touches_it() -> None:
    """Proves: Houston is in the United States, nothing of Australia is there, and the outlines are rings of fine steps.

    Sensitivity: another sign, scale or order of what is packed; the whole world in every report.
    """
    rings = rings_of(TEXAS)

    assert {name for name, _ in rings} == {"United States of America", "Mexico"}
    assert [name for name, ring in rings if holds(ring, HOUSTON)] == ["United States of America"]
    assert all(ring[0] == ring[-1] for _, ring in rings)
    mainland = max((ring for _, ring in rings), key=len)
    gulf = [point for point in mainland if 25.9 < point[1] < 29.8 and -97.5 < point[0] < -94.0]
    assert len(gulf) > 30


def test_what_lies_beyond_the_antimeridian_is_moved_there() -> None:
    """Proves: of a map from 172 to 194 degrees east, Siberia ends at 180 and goes on there, and Alaska lies at 192.

    Sensitivity: nothing east of 180; Siberia drawn across the map.
    """
    rings = rings_of(PACIFIC)
    russia = [ring for name, ring in rings if name == "Russia"]
    edges = [(min(x for x, _ in ring), max(x for x, _ in ring)) for ring in russia]

    assert any(east == 180.0 for _, east in edges)
    assert any(west == 180.0 for west, _ in edges)
    assert all(west >= 180.0 or east <= 180.0 for west, east in edges)
    alaska = [ring for name, ring in rings if name == "United States of America"]
    assert [any(holds(ring, (east, 64.5)) for ring in alaska) for east in (193.0, 195.0)] == [False, True]


@pytest.mark.parametrize("width", [BROADEST, BROADEST + 0.1])
def test_a_broad_map_has_the_outlines_of_the_world(width: float) -> None:
    """Proves: the limit, by hand. Sensitivity: a report with the fine outlines of all of the world."""
    name, outlines = outlines_of(((0.0, 50.0), (width, 40.0)))

    assert (name == "world") == (outlines is None) == (width > BROADEST)


def test_the_box_of_boxes() -> None:
    """Proves: the least box that holds two, by hand. Sensitivity: the first of them; north and south exchanged."""
    assert around([((0.0, 50.0), (20.0, 40.0)), ((5.0, 60.0), (10.0, 45.0))]) == ((0.0, 60.0), (20.0, 40.0))
