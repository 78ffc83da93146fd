"""How the round world becomes a flat map: where it is cut, and what of a way lies on which side of the cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]
Way = tuple[Point, Point]
MARGIN: Final = 14.0
LEAST: Final = (70.0, 40.0)
"""Degrees east and north that a map shows at least."""
SHAPE: Final = 3.4
"""Degrees east for each degree north that a map shows: those of the figure where it is wide."""
LABEL: Final = (22.0, 4.0)
"""Degrees east and north that a label takes about."""
SOUTH, NORTH = -58.0, 78.0


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

    def bounds(self, places: Iterable[Point], ways: Iterable[Way]) -> list[list[float]]:
        """Return the north-west and south-east corners of what is shown: all places with a margin, and enough to fill it.

        Where a way leaves the map at an edge, all of it from edge to edge is shown.
        """
        east, north = zip(*places, strict=True)
        if any(self.leaves(start[0], end[0]) for start, end in ways):
            left, right = self.west, self.east
        else:
            left, right = _span(east, MARGIN + 1.6 * LABEL[0], LEAST[0], (self.west, self.east))
        bottom, top = _span(north, MARGIN, max(LEAST[1], (right - left) / SHAPE), (SOUTH, NORTH))
        return [[round(left, 1), round(top, 1)], [round(right, 1), round(bottom, 1)]]


def _span(values: Iterable[float], margin: float, least: float, limits: tuple[float, float]) -> tuple[float, float]:
    """Return the part of an axis that has values with a margin around them, as long as `least` where there is room."""
    known, (low, high) = sorted(values), limits
    first, last = known[0] - margin, known[-1] + margin
    missing = max(0.0, least - (last - first)) / 2
    first, last = first - missing, last + missing
    first, last = first - max(0.0, last - high), last + max(0.0, low - first)
    return max(low, first), min(high, last)


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
