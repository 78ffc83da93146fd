"""The map: where sites are, and what flows between them, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import sqrt
from typing import Any, Final

import polars as pl

from reshore.report.figures.amounts import counted, money, money_scale, shipped_value
from reshore.report.figures.charts import Option, hover, lines, still
from reshore.report.figures.figure import Figure
from reshore.report.figures.frames import LABEL, Frame, Point, best_frame
from reshore.report.figures.palette import OTHER, OTHERS
from reshore.report.figures.places import places
from reshore.report.figures.subject import Subject

FLOWS: Final = 60
LISTED: Final = 11
WIDEST: Final = 8.0
ALL: Final = "all years"
KEYS: Final = ("from", "to")


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the map of sites and flows, where some sites say where they are."""
    known = places(subject.sites)
    if known.is_empty():
        return
    flows = _flows(subject, known)
    total = flows.group_by(*KEYS, maintain_order=True).agg(pl.col("value").sum()).sort("value", descending=True)
    shown = total.head(FLOWS)
    years = sorted(flows["year"].unique())
    spots = _spots(subject, known, total)
    frame = best_frame(_ways(spots, total))
    spots = spots.with_columns(pl.col("x") + pl.when(pl.col("x") < frame.west).then(360.0).otherwise(0.0))
    largest = max(shown["value"], default=1.0)
    scale = money_scale(total["value"], subject.currency)
    rows = tuple((row["from"], row["to"], scale.told(row["value"])) for row in shown.iter_rows(named=True))
    most = ", ".join(
        f"{row['from']} to {row['to']} ({money(row['value'], subject.currency)})"
        for row in shown.head(3).iter_rows(named=True)
    )
    left = total.height - shown.height
    yield Figure(
        name="map",
        title="Where things are made, and where they go",
        units=(
            f"Goods shipped between places at standard value [{scale.words}]; wider lines are larger, in the colour of the "
            f"country that they leave{f'; the {left} smallest flows are left out' if left > 0 else ''}"
        ),
        source=f"{subject.source}; outlines: Natural Earth",
        alternative=(
            f"A map of {counted(spots.height, 'place')} and {counted(shown.height, 'flow')} between them."
            + (f" The largest: {most}." if most else "")
        ),
        option=_option(subject, spots, (flows, shown, [ALL, *years]), (largest, frame)),
        columns=("from", "to", scale.words),
        rows=rows,
        height=520,
        width=720,
    )


def _flows(subject: Subject, known: pl.DataFrame) -> pl.DataFrame:
    """Return what goes from place to place: from, to, year, value [currency], and the country that it leaves."""
    ends = known.select("site", "label", "named")
    goods = shipped_value(subject.plan)
    for end, name in (("origin", "from"), ("destination", "to")):
        renamed = ends.rename({"label": name, "named": f"{name}_country"})
        goods = goods.join(renamed, left_on=end, right_on="site", how="inner", maintain_order="left")
    between = goods.filter(pl.col("from") != pl.col("to"))
    return between.group_by(*KEYS, "from_country", "year", maintain_order=True).agg(pl.col("value").sum())


def _spots(subject: Subject, known: pl.DataFrame, total: pl.DataFrame) -> pl.DataFrame:
    """Return each place once: label, x, y, sites, what goes through it, and its country as it is coloured."""
    through = pl.concat([total.select(pl.col(end).alias("label"), "value") for end in KEYS])
    sums = through.group_by("label").agg(pl.col("value").sum())
    spots = known.group_by("label", "named", maintain_order=True).agg(pl.col("x", "y").first(), pl.col("site"))
    joined = spots.join(sums, on="label", how="left", maintain_order="left").fill_null(0.0)
    return joined.with_columns(subject.shared(joined["named"]).alias("group")).sort("value", descending=True)


def _ways(spots: pl.DataFrame, total: pl.DataFrame) -> Iterator[tuple[float, float, float]]:
    """Yield the longitudes of both ends of each flow, and its value."""
    east = dict(spots.select("label", "x").iter_rows())
    for start, end, value in total.select(*KEYS, "value").iter_rows():
        yield east[start], east[end], value


def _option(
    subject: Subject,
    spots: pl.DataFrame,
    drawn: tuple[pl.DataFrame, pl.DataFrame, list[Any]],
    scaled: tuple[float, Frame],
) -> Option:
    (flows, shown, steps), (largest, frame) = drawn, scaled
    groups = _last(list(spots["group"].unique(maintain_order=True)))
    at = {row["label"]: (round(row["x"], 2), round(row["y"], 2)) for row in spots.iter_rows(named=True)}
    colours = {group: subject.colours.get(group, OTHER) for group in groups}
    kept = flows.join(shown.select(*KEYS), on=list(KEYS), how="semi", maintain_order="left")
    kept = kept.with_columns(subject.shared(kept["from_country"]).alias("group"))
    yearly = max(kept.group_by(*KEYS, "year").agg(pl.col("value").sum())["value"], default=1.0)
    options = []
    for step in steps:
        rows = kept if step == ALL else kept.filter(year=step)
        sums = rows.group_by(*KEYS, "group", maintain_order=True).agg(pl.col("value").sum()).sort("value")
        widest = largest if step == ALL else yearly
        options.append(
            {
                "title": {"text": _told(subject, step, rows)},
                "series": [
                    {"data": _lines(subject, sums.filter(group=group), at, (widest, frame))} for group in groups
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
                    "map": "world",
                    "roam": False,
                    "preserveAspect": "contain",
                    "silent": True,
                    "clip": True,
                    "boundingCoords": frame.bounds(
                        at.values(), ((at[a], at[b]) for a, b in shown.select(*KEYS).iter_rows())
                    ),
                    "top": 24 * legend + 8,
                    "bottom": 90,
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
                                _spot(row, largest, subject, at)
                                for row in spots.filter(group=group).iter_rows(named=True)
                            ],
                        )
                        for group in groups
                    ),
                ],
            },
            "options": options,
        }
    )


def _timeline(names: list[str]) -> Option:
    return {
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


def _told(subject: Subject, step: object, rows: pl.DataFrame) -> str:
    """Return what is shown of a year, or of all."""
    value = money(float(rows["value"].sum()), subject.currency)
    return f"{'All years' if step == ALL else step}: {value} shipped"


def _lines(subject: Subject, sums: pl.DataFrame, at: Mapping[str, Point], scaled: tuple[float, Frame]) -> list[Option]:
    """Return the lines of flows; one that leaves the map at an edge is two, and its arrow is at the end of the second."""
    widest, frame = scaled
    found = []
    for row in sums.iter_rows(named=True):
        start, end = at[row["from"]], at[row["to"]]
        pieces = frame.pieces(start, end)
        line = {
            "name": f"{row['from']} to {row['to']}: {money(row['value'], subject.currency)}",
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


def _spot(row: dict[str, Any], largest: float, subject: Subject, at: Mapping[str, Point]) -> Option:
    sites = row["site"]
    named = [*sites[:LISTED], *([f"and {len(sites) - LISTED} more"] if len(sites) > LISTED else [])]
    listed = "\n".join(", ".join(named[at : at + 3]) for at in range(0, len(named), 3))
    value = f": {money(row['value'], subject.currency)} in and out, in all years" if row["value"] else ""
    told = listed if len(sites) == 1 else f"{row['label']}{value}\n{listed}"
    return {
        "name": told if len(sites) > 1 else f"{listed}, {row['named']}{value}",
        "value": [round(row["x"], 2), round(row["y"], 2), row["label"]],
        "label": {"position": _side(row["x"], row["y"], at.values())},
        "symbolSize": round(7 + 11 * sqrt(min(1.0, row["value"] / largest)), 1),
    }


def _side(x: float, y: float, others: Iterable[Point]) -> str:
    """Return the side of a place on which its label is free of other places."""
    near = [east - x for east, north in others if 0.0 < abs(east - x) < LABEL[0] and abs(north - y) < LABEL[1]]
    if not any(way > 0.0 for way in near):
        return "right"
    return "bottom" if any(way < 0.0 for way in near) else "left"
