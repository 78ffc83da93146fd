"""The map that figures are drawn on: places as spots, and curved lines between them, step by step in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import polars as pl

from reshore.report.figures.charts import NARROW, Option, hover, lines, still
from reshore.report.figures.coloured import Coloured
from reshore.report.figures.figure import Figure
from reshore.report.figures.frames import PHONE, WIDE, Corners, Frame, Point, around, best_frame
from reshore.report.figures.labels import label_sides
from reshore.report.figures.outlines import outlines_of
from reshore.report.figures.palette import OTHER, OTHERS

LISTED: Final = 11
WIDEST: Final = 8.0
ALL: Final = "all years"
KEYS: Final = ("from", "to")
FEW: Final = 8
"""Places that a phone has room for; a map of more is wider than its screen."""
SMALL: Final = 350
BROAD: Final = 720
"""Pixels that a map has at least: of few places, and of many."""


@dataclass(frozen=True)
class Words:
    """What a map tells in words: see `Figure`; `columns` and `rows` are its table."""

    title: str
    units: str
    source: str
    alternative: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Look:
    """How a map tells amounts: of a line, of what comes and goes at a spot, and between all places in a step."""

    coloured: Coloured
    line: Callable[[float], str]
    spot: Callable[[float], str]
    step: Callable[[object, float], str]


def spots_of(coloured: Coloured, known: pl.DataFrame, total: pl.DataFrame) -> tuple[pl.DataFrame, Frame]:
    """Return each place once (label, x, y, sites, what goes through it, its country as it is coloured), and the map that fits.

    `known` has the sites with their places, `total` from, to and value of what goes between places.
    """
    through = pl.concat([total.select(pl.col(end).alias("label"), "value") for end in KEYS])
    sums = through.group_by("label").agg(pl.col("value").sum())
    spots = known.group_by("label", "named", maintain_order=True).agg(pl.col("x", "y").first(), pl.col("site"))
    joined = spots.join(sums, on="label", how="left", maintain_order="left").fill_null(0.0)
    spots = joined.with_columns(coloured.shared(joined["named"]).alias("group")).sort("value", descending=True)
    frame = best_frame(_ways(spots, total))
    return spots.with_columns(pl.col("x") + pl.when(pl.col("x") < frame.west).then(360.0).otherwise(0.0)), frame


def _ways(spots: pl.DataFrame, total: pl.DataFrame) -> Iterator[tuple[float, float, float]]:
    """Yield the longitudes of both ends of each flow, and its value."""
    east = dict(spots.select("label", "x").iter_rows())
    for start, end, value in total.select(*KEYS, "value").iter_rows():
        yield east[start], east[end], value


def map_figure(
    look: Look, placed: tuple[pl.DataFrame, Frame], drawn: tuple[pl.DataFrame, pl.DataFrame, list[Any]], words: Words
) -> Figure:
    """Return a map with spots and lines, and with outlines of its own where it shows a part of the world.

    `placed` are the spots and the map (`spots_of`). `drawn` are the flows between places (from, to, from_country, year, value),
    the pairs of them that are shown with their value in all, and the steps of time: years, or `ALL`.
    """
    (spots, frame), (_, shown, _) = placed, drawn
    laid = _lay_out(spots, frame, shown)
    return Figure(
        name="map",
        **{**vars(words), "source": f"{words.source}; outlines: Natural Earth"},
        option=_option(look, placed, drawn, laid),
        height=520,
        width=BROAD if spots.height > FEW else 0,
        outlines=laid.outlines,
    )


@dataclass(frozen=True)
class _LaidOut:
    """Where places lie [degree] by label, and on which side their labels; the corners of a map, and of that on a phone.

    `named` is what the map calls its outlines, which are its own or (None) those of the world.
    """

    at: Mapping[str, Point]
    sides: Mapping[str, str]
    wide: Corners
    narrow: Corners
    named: str
    outlines: Mapping[str, Any] | None


def _lay_out(spots: pl.DataFrame, frame: Frame, shown: pl.DataFrame) -> _LaidOut:
    at = {row["label"]: (round(row["x"], 2), round(row["y"], 2)) for row in spots.iter_rows(named=True)}
    ways = [(at[a], at[b]) for a, b in shown.select(*KEYS).iter_rows()]
    small, pixels = (WIDE, BROAD) if spots.height > FEW else (PHONE, SMALL)
    wide, narrow = (frame.bounds(at.values(), ways, sheet) for sheet in (WIDE, small))
    sides = label_sides(list(at.items()), narrow, pixels)
    return _LaidOut(at, sides, wide, narrow, *outlines_of(around((wide, narrow))))


def _option(
    look: Look,
    placed: tuple[pl.DataFrame, Frame],
    drawn: tuple[pl.DataFrame, pl.DataFrame, list[Any]],
    laid: _LaidOut,
) -> Option:
    spots, frame = placed
    flows, shown, steps = drawn
    largest = max(shown["value"], default=1.0)
    groups = _last(list(spots["group"].unique(maintain_order=True)))
    colours = {group: look.coloured.colours.get(group, OTHER) for group in groups}
    kept = flows.join(shown.select(*KEYS), on=list(KEYS), how="semi", maintain_order="left")
    kept = kept.with_columns(look.coloured.shared(kept["from_country"]).alias("group"))
    yearly = max(kept.group_by(*KEYS, "year").agg(pl.col("value").sum())["value"], default=1.0)
    options = []
    for step in steps:
        rows = kept if step == ALL else kept.filter(year=step)
        every = flows if step == ALL else flows.filter(year=step)
        sums = rows.group_by(*KEYS, "group", maintain_order=True).agg(pl.col("value").sum()).sort("value")
        widest = largest if step == ALL else yearly
        options.append(
            {
                "title": {"text": look.step(step, float(every["value"].sum()))},
                "series": [
                    {"data": _lines(look, sums.filter(group=group), laid.at, (widest, frame))} for group in groups
                ],
            }
        )
    legend = lines([*groups], 700)
    return still(
        {
            "baseOption": {
                "timeline": _timeline([str(step) for step in steps]),
                "title": {"text": "", "left": 0, "bottom": 66, "padding": 0, "textStyle": {"fontSize": 14}},
                "legend": {"top": 0, "left": 0, "data": groups, "selectedMode": True},
                "tooltip": hover(formatter="{b}"),
                "geo": {
                    "map": laid.named,
                    "roam": False,
                    "preserveAspect": "contain",
                    "silent": True,
                    "clip": True,
                    "boundingCoords": laid.wide,
                    "top": 24 * legend + 8,
                    "bottom": 90 if len(steps) > 1 else 8,
                    "left": 0,
                    "right": 0,
                },
                "series": [
                    *(_line_series(group, colours[group]) for group in groups),
                    *(
                        _spot_series(
                            group,
                            colours[group],
                            [
                                _spot(row, largest, look, laid.sides[row["label"]])
                                for row in spots.filter(group=group).iter_rows(named=True)
                            ],
                        )
                        for group in groups
                    ),
                ],
            },
            "options": options,
            "media": [
                {"query": {"maxWidth": NARROW}, "option": {"geo": {"boundingCoords": laid.narrow}}},
                {"option": {"geo": {"boundingCoords": laid.wide}}},
            ],
        }
    )


def _timeline(names: list[str]) -> Option:
    return {
        "show": len(names) > 1,
        "axisType": "category",
        "data": names,
        "currentIndex": 0,
        "autoPlay": False,
        "loop": False,
        "playInterval": 1500,
        "bottom": 0,
        "left": 40,
        "right": 40,
        "controlStyle": {"showPlayBtn": True, "itemSize": 18},
        "label": {"interval": "auto"},
    }


def _line_series(group: str, colour: str) -> Option:
    return {
        "type": "lines",
        "name": group,
        "coordinateSystem": "geo",
        "symbol": ["none", "arrow"],
        "symbolSize": 7,
        "progressive": 0,
        "lineStyle": {"color": colour, "opacity": 0.6, "curveness": 0.25},
        "data": [],
    }


def _lines(look: Look, sums: pl.DataFrame, at: Mapping[str, Point], scaled: tuple[float, Frame]) -> list[Option]:
    """Return the lines of flows; one that leaves the map at an edge is two, and its arrow is at the end of the second."""
    widest, frame = scaled
    found = []
    for row in sums.iter_rows(named=True):
        pieces = frame.pieces(at[row["from"]], at[row["to"]])
        line = {
            "name": f"{row['from']} to {row['to']}: {look.line(row['value'])}",
            "lineStyle": {"width": round(0.8 + WIDEST * sqrt(row["value"] / widest), 2)},
        }
        for number, piece in enumerate(pieces, start=1):
            arrow = {} if number == len(pieces) else {"symbol": ["none", "none"]}
            found.append({**line, **arrow, "coords": [list(point) for point in piece]})
    return found


def _last(groups: list[str]) -> list[str]:
    """Return groups with others at the end."""
    return sorted(groups, key=lambda group: group == OTHERS)


def _spot_series(group: str, colour: str, data: list[Option]) -> Option:
    return {
        "type": "scatter",
        "name": group,
        "coordinateSystem": "geo",
        "itemStyle": {"color": colour, "borderColor": "#ffffff", "borderWidth": 1},
        "label": {"show": True, "formatter": "{@[2]}", "position": "right", "distance": 4, "fontSize": 11},
        "labelLayout": {"hideOverlap": True},
        "data": data,
    }


def _spot(row: dict[str, Any], largest: float, look: Look, side: str) -> Option:
    sites = row["site"]
    named = [*sites[:LISTED], *([f"and {len(sites) - LISTED} more"] if len(sites) > LISTED else [])]
    listed = "\n".join(", ".join(named[at : at + 3]) for at in range(0, len(named), 3))
    value = f": {look.spot(row['value'])}" if row["value"] else ""
    told = listed if len(sites) == 1 else f"{row['label']}{value}\n{listed}"
    return {
        "name": told if len(sites) > 1 else f"{listed}, {row['named']}{value}",
        "value": [round(row["x"], 2), round(row["y"], 2), row["label"]],
        "label": {"position": side},
        "symbolSize": round(7 + 11 * sqrt(min(1.0, row["value"] / largest)), 1),
    }
