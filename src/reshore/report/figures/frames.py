"""How the round world becomes a flat map: where it is cut, and what of a way lies on which side of the cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]
Way = tuple[Point, Point]
Corners = tuple[Point, Point]
"""The north-west and the south-east corner of a part of a map."""
SOUTH, NORTH = -58.0, 78.0
LEAST: Final = 8.0
"""Degrees east to west that a map shows at least: of less, outlines do not tell where it is."""
ENDS: Final = 0.12
"""Share of a map that lies north of all places, and south of them."""


@dataclass(frozen=True)
class Sheet:
    """What a map is drawn on.

    `shape` are the degrees east for each degree north that fill it; `side` is the share of it that lies west of all places, and
    east of them: room for labels.
    """

    shape: float
    side: float

    def width(self, east: float, north: float) -> float:
        """Return how many degrees east to west a map shows of places that lie so far apart east to west and north to south."""
        return min(360.0, max(LEAST, east / (1.0 - 2.0 * self.side), self.shape * north / (1.0 - 2.0 * ENDS)))


WIDE: Final = Sheet(3.4, 0.16)
PHONE: Final = Sheet(1.2, 0.25)


@dataclass(frozen=True)
class Frame:
    """A map from its western to its eastern edge [degree east, beyond 180 where the antimeridian is inside]."""

    west: float
    east: float

    def x(self, longitude: float) -> float:
        """Return a longitude [degree, from -180 to 180] as it lies in the map."""
        return longitude + 360.0 if longitude < self.west else longitude

    def leaves(self, start: float, end: float) -> bool:
        """Say whether the shorter way between two longitudes of the map crosses its edge."""
        return abs(end - start) > 180.0

    def pieces(self, start: Point, end: Point) -> list[Way]:
        """Return the shorter way between two points of the map: one piece, or two where it leaves on one side and comes back.

        No piece spans more than 180 degrees. The latitude at the edge is that of the straight line on the map.
        """
        if not self.leaves(start[0], end[0]):
            return [(start, end)]
        out, back = (self.east, self.west) if start[0] > end[0] else (self.west, self.east)
        before, after = abs(out - start[0]), abs(end[0] - back)
        share = before / (before + after) if before + after > 0.0 else 0.5
        north = round(start[1] + share * (end[1] - start[1]), 2)
        return [(start, (out, north)), ((back, north), end)]

    def bounds(self, places: Iterable[Point], ways: Iterable[Way], sheet: Sheet = WIDE) -> Corners:
        """Return the corners of what is shown: all places with a margin, and enough to fill the sheet.

        Where a way leaves the map at an edge, all of it from edge to edge is shown.
        """
        east, north = zip(*places, strict=True)
        width, high = sheet.width(max(east) - min(east), max(north) - min(north)), _high(north)
        if any(self.leaves(start[0], end[0]) for start, end in ways):
            width = self.east - self.west
        left, right = _span(east, width, (self.west, self.east))
        bottom, top = _span(north, max(width / sheet.shape, high), (SOUTH, NORTH))
        return (round(left, 1), round(top, 1)), (round(right, 1), round(bottom, 1))


def around(boxes: Iterable[Corners]) -> Corners:
    """Return the least box that holds others."""
    west, north, east, south = zip(*((*begin, *end) for begin, end in boxes), strict=True)
    return (min(west), max(north)), (max(east), min(south))


def _high(north: Iterable[float]) -> float:
    """Return the degrees north to south that a map of some places shows at least."""
    known = list(north)
    return (max(known) - min(known)) / (1.0 - 2.0 * ENDS)


def _span(values: Iterable[float], length: float, limits: tuple[float, float]) -> tuple[float, float]:
    """Return a part of an axis with values in its middle, moved to lie within limits; all within them where it is longer."""
    known, (low, high) = sorted(values), limits
    first = (known[0] + known[-1] - length) / 2
    first = max(low, min(first, high - length))
    return first, min(high, first + length)


ATLANTIC: Final = Frame(-180.0, 180.0)
"""With the Atlantic inside, cut through the Pacific."""
PACIFIC: Final = Frame(-30.0, 330.0)
"""With the Pacific inside, cut through the Atlantic."""


def best_frame(ways: Iterable[tuple[float, float, float]]) -> Frame:
    """Return the map whose edge the least value crosses, of ways as (longitude, longitude, value); the usual one where equal."""
    known = list(ways)

    def crossing(frame: Frame) -> float:
        return sum(value for start, end, value in known if frame.leaves(frame.x(start), frame.x(end)))

    return PACIFIC if crossing(PACIFIC) < crossing(ATLANTIC) else ATLANTIC
