"""The outlines of countries on the map of a part of the world, finer than those of the whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from reshore.report.figures.frames import Corners

WORLD: Final = "world"
"""What maps call the outlines of the whole world, which pages have once."""
BROADEST: Final = 60.0
"""Degrees east to west beyond which a map is as good with the outlines of the world."""
ROUND: Final = 360.0
Polygon = tuple[str, tuple[int, int, int, int], tuple[int, int], str]


def outlines_of(box: Corners) -> tuple[str, Mapping[str, Any] | None]:
    """Return the name of the outlines that a map of a part of the world needs, and these; None of those of the world.

    They are GeoJSON, packed as ECharts reads it, of Natural Earth (1:50 million): all polygons, as wholes, whose own box
    touches that of the map [degree], whose east may be beyond 180.
    """
    (west, north), (east, south) = box
    if east - west > BROADEST:
        return WORLD, None
    scale, polygons = _near()
    features = []
    for name, (left, low, right, high), (x, y), packed in polygons:
        for turn in (0.0, ROUND):
            inside = left / scale + turn <= east and right / scale + turn >= west
            if inside and low / scale <= north and high / scale >= south:
                start = [x + round(turn * scale), y]
                geometry = {"type": "Polygon", "coordinates": [packed], "encodeOffsets": [start]}
                features.append({"type": "Feature", "properties": {"name": name}, "geometry": geometry})
    named = " ".join(f"{edge:g}" for edge in (west, south, east, north))
    return f"from {named}", {
        "type": "FeatureCollection",
        "UTF8Encoding": True,
        "UTF8Scale": scale,
        "features": features,
    }


@cache
def _near() -> tuple[int, list[Polygon]]:
    """Return the parts of a degree in which polygons are told, and each with name, box, first point, and points as text."""
    kept = json.loads(resources.files(__package__).joinpath("near.json").read_text(encoding="utf-8"))
    return kept["scale"], kept["polygons"]
