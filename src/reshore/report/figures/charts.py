"""Parts that options share: axes, legends with room for them, stacked bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final

from reshore.report.figures.palette import HEAT

NARROW: Final = 560
"""Pixels below which a figure is laid out for a phone."""
BROAD: Final = 860
"""Pixels above which there is room for long names."""
LINE: Final = 24
DASHES: Final = ("solid", "dashed", "dotted")
"""Lines that differ without colour."""
Option = dict[str, Any]


def value_axis(name: str, **more: object) -> Option:
    """Return an axis of numbers, its unit above it."""
    left = {"align": "left", "padding": [0, 0, 0, -24]}
    apart = {"hideOverlap": True}
    return {"type": "value", "name": name, "nameTextStyle": left, "nameGap": 14, "axisLabel": apart, **more}


def category_axis(names: Sequence[str], **more: object) -> Option:
    """Return an axis of names."""
    return {"type": "category", "data": list(names), **more}


def with_legend(option: Option, names: Sequence[str], room: int = 34, areas: Sequence[str] = ()) -> Option:
    """Return an option with a legend above its grid, which leaves room for as many lines as that takes, wide or narrow.

    `areas` are the names of series whose colour fills an area.
    """
    data = [{"name": name, "icon": "roundRect"} if name in areas else name for name in names]
    legend = {"top": 0, "left": 0, "itemGap": 12, "itemWidth": 16, "itemHeight": 10, "data": data}
    tops = [lines(names, width) * LINE + room for width in (900, 340)]
    grid = {"left": 8, "right": 24, "bottom": 8}
    return {
        **option,
        "legend": {**legend, **option.get("legend", {})},
        "grid": {**grid, "top": tops[0], **option.get("grid", {})},
        "media": [
            {"query": {"maxWidth": NARROW}, "option": {"grid": {"top": tops[1]}}},
            {"option": {"grid": {"top": tops[0]}}},
        ],
    }


def lines(names: Sequence[str], width: int) -> int:
    """Return about how many lines a legend of some names takes."""
    total = sum(7 * len(name) + 34 for name in names)
    return max(1, ceil(1.1 * total / width))


def long_names(option: Option, narrow: int, wide: int) -> Option:
    """Return an option whose names on the upright axis take a width: two lines of it at most, cut where the figure is wide."""
    cut = [
        {"yAxis": {"axisLabel": {"width": narrow, "overflow": "break", "fontSize": 10, "lineHeight": 12}}},
        {"yAxis": {"axisLabel": {"width": wide, "overflow": "truncate", "fontSize": 12, "lineHeight": 14}}},
    ]
    known = option.get("media") or [{"query": {"maxWidth": NARROW}, "option": {}}, {"option": {}}]
    query = {"maxWidth": NARROW}
    phone, usual = (rule["option"] for rule in known)
    between = {"query": {"minWidth": NARROW + 1, "maxWidth": BROAD}, "option": {**usual, **cut[0]}}
    return {
        **option,
        "media": [{"query": query, "option": {**phone, **cut[0]}}, between, {"option": {**usual, **cut[1]}}],
    }


def bars(name: str, data: Sequence[object], colour: str, **more: object) -> Option:
    """Return a series of bars, stacked on those before it."""
    return {
        "type": "bar",
        "name": name,
        "stack": "all",
        "data": list(data),
        "barMaxWidth": 48,
        "itemStyle": {"color": colour},
        "emphasis": {"disabled": True},
        **more,
    }


def step_line(name: str, data: Sequence[object], colour: str, **style: object) -> Option:
    """Return a line that stays level through each period; `style` is that of the line."""
    return {
        "type": "line",
        "name": name,
        "data": list(data),
        "step": "middle",
        "symbol": "none",
        "z": 5,
        "lineStyle": {"color": colour, **style},
        "itemStyle": {"color": colour},
        "emphasis": {"disabled": True},
    }


def band(low_name: str, name: str, ends: tuple[Sequence[float], Sequence[float]], colour: str) -> list[Option]:
    """Return a band between two lines that stay level through each period: the lower line, unseen, and what is above it."""
    quiet = {
        "type": "line",
        "step": "middle",
        "symbol": "none",
        "stack": "band",
        "lineStyle": {"opacity": 0},
        "itemStyle": {"color": colour},
        "emphasis": {"disabled": True},
        "z": 4,
    }
    above = [round(most - least, 6) for least, most in zip(*ends, strict=True)]
    area = {"areaStyle": {"color": colour, "opacity": 0.35}, "tooltip": {"show": False}}
    return [{**quiet, "name": low_name, "data": list(ends[0])}, {**quiet, "name": name, "data": above, **area}]


def heat_scale(most: float, told: str) -> Option:
    """Return the scale of a heat map, from 0 to the most and how that is told, above the grid."""
    return {
        "min": 0,
        "max": most,
        "calculable": False,
        "orient": "horizontal",
        "left": 8,
        "top": 0,
        "itemWidth": 12,
        "itemHeight": 160,
        "text": [told, "0"],
        "inRange": {"color": list(HEAT)},
    }


def cut(name: str, most: int) -> str:
    """Return a name of `most` letters at most; that something is left out is seen."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def plain(name: str) -> str:
    """Return a name as part of that of a figure: small letters, digits and hyphens."""
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def hover(trigger: str = "item", **more: object) -> Option:
    """Return a tooltip that stays within the figure; it is drawn, so that no name in it can be markup."""
    return {"trigger": trigger, "confine": True, "renderMode": "richText", "transitionDuration": 0, **more}


def still(option: Mapping[str, Any]) -> Option:
    """Return an option that is drawn at once, so that print has all of it."""
    if "baseOption" in option:
        return {**option, "baseOption": still(option["baseOption"])}
    return {"animation": False, **option}
