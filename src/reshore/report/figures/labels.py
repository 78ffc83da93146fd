"""Where the labels of places lie on a map: each on the side on which it covers no other place and no other label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reshore.report.figures.frames import Corners, Point

SIDES: Final = ("right", "left", "top", "bottom")
LETTER: Final = 6.5
"""Pixels that a letter takes on average."""
HIGH: Final = 14.0
"""Pixels that a line takes."""
SPOT: Final = 8.0
"""Pixels from the middle of a place to its label."""
UPRIGHT: Final = 0.75
"""Degrees north that are as long on the map as a degree east."""
Box = tuple[float, float, float, float]


def label_sides(named: Sequence[tuple[str, Point]], bounds: Corners, pixels: float) -> dict[str, str]:
    """Return the side of each place on which its label lies, those named first having the choice.

    `named` are places [degree], `bounds` the corners of the map (north-west, south-east), `pixels` its width. A label that
    covers others on all sides covers no place where it can: the chart leaves out labels that cover each other.
    """
    (west, north), (east, south) = bounds
    scale = pixels / (east - west)

    def at(place: Point) -> Point:
        return (place[0] - west) * scale, (north - place[1]) * scale / UPRIGHT

    size = (pixels, (north - south) * scale / UPRIGHT)
    spots = {name: at(place) for name, place in named}
    taken: list[Box] = []
    found = {}
    for name, _ in named:
        others = [_about(spot) for other, spot in spots.items() if other != name]
        boxes = dict(_boxes(spots[name], LETTER * len(name)))
        clear = [side for side, box in boxes.items() if _inside(box, size) and not _any_meets(box, others)]
        free = [side for side in clear if not _any_meets(boxes[side], taken)]
        found[name] = (free or clear or SIDES)[0]
        if free:
            taken.append(boxes[free[0]])
    return found


def _boxes(spot: Point, wide: float) -> Iterator[tuple[str, Box]]:
    """Yield the box (left, top, right, bottom) that a label takes on each side of a place."""
    x, y = spot
    middles = ((x + SPOT + wide / 2, y), (x - SPOT - wide / 2, y), (x, y - SPOT - HIGH / 2), (x, y + SPOT + HIGH / 2))
    for side, (along, down) in zip(SIDES, middles, strict=True):
        yield side, (along - wide / 2, down - HIGH / 2, along + wide / 2, down + HIGH / 2)


def _about(spot: Point) -> Box:
    half = SPOT / 2
    return spot[0] - half, spot[1] - half, spot[0] + half, spot[1] + half


def _inside(box: Box, size: Point) -> bool:
    return box[0] >= 0.0 and box[1] >= 0.0 and box[2] <= size[0] and box[3] <= size[1]


def _any_meets(box: Box, others: Sequence[Box]) -> bool:
    return any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in others)
