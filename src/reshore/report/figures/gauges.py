"""Gauges: how much of each target the plan has, and the most that any plan could have where that was asked."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any, Final

from reshore.report.figures.amounts import amount, chance_told
from reshore.report.figures.charts import NARROW, Option, cut, hover, still
from reshore.report.figures.figure import Figure
from reshore.report.figures.palette import GREEN, ORANGE, SKY
from reshore.report.figures.subject import Subject

FULL: Final = 150.0
ROW: Final = 180
NAME: Final = 22
CHANCE: Final[Option] = {"chance": {"fontSize": 12, "fontWeight": "normal", "lineHeight": 20}}


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the gauges of the targets, where the model has some with a goal above zero."""
    lines = [line for line in _lines(subject) if line["goal"] > 0.0]
    if not lines:
        return
    met = sum(line["planned"] >= line["goal"] * (1 - 1e-6) for line in lines)
    asked = subject.targets is not None or subject.simulation is not None
    yield Figure(
        name="targets",
        title="How far the plan gets to each target",
        units=(
            f"Share of the goal that the plan has by its day [%]; scales end at {FULL:.0f} %"
            + ("; the thin outer arc is the most that any plan could have" if subject.targets is not None else "")
        ),
        source=f"{subject.source}; the source of each target is in the table of inputs",
        alternative=f"The plan reaches {met} of {len(lines)} targets: "
        + "; ".join(f"{line['name']} {_share(line):.0f} %" for line in lines)
        + ".",
        option=_option(lines),
        columns=(
            "target",
            "by",
            "goal",
            "planned",
            "planned [% of goal]",
            *(("the most", "probability") if asked else ()),
        ),
        rows=tuple(_row(subject, line, asked) for line in lines),
        height=20 + ROW * ceil(len(lines) / 2),
    )


def _lines(subject: Subject) -> Iterator[dict[str, Any]]:
    answers = {} if subject.targets is None else {row["target"]: row for row in subject.targets.targets.to_dicts()}
    for target, planned, unit in subject.reached:
        answer = answers.get(target.name, {})
        yield {
            "name": target.name,
            "by": target.by,
            "goal": target.at_least,
            "planned": planned,
            "unit": unit,
            "most": answer.get("most"),
            "probability": subject.chances.get(target.name),
        }


def _share(line: dict[str, Any], of: str = "planned") -> float:
    return 100.0 * float(line[of]) / float(line["goal"])


def _row(subject: Subject, line: dict[str, Any], asked: bool) -> tuple[str, ...]:
    goal, planned = (amount(line[name], line["unit"], subject.currency) for name in ("goal", "planned"))
    most = "" if line["most"] is None else amount(line["most"], line["unit"], subject.currency)
    chance = "" if line["probability"] is None else chance_told(line["probability"])
    more = (most, chance) if asked else ()
    return (line["name"], f"{line['by']}", goal, planned, f"{_share(line):.1f}", *more)


def _option(lines: list[dict[str, Any]]) -> Option:
    wide, narrow = (_centres(len(lines), columns) for columns in (min(3, len(lines)), min(2, len(lines))))
    series, phone = [], []
    for line, place, small in zip(lines, wide, narrow, strict=True):
        series.append(_gauge(line, place))
        phone.append({"center": small, "radius": 64})
        if line["most"] is not None:
            series.append(_most(line, place))
            phone.append({"center": small, "radius": 72})
    usual = [{"center": each["center"], "radius": each["radius"]} for each in series]
    return still(
        {
            "tooltip": hover(formatter="{b}"),
            "series": series,
            "media": [
                {"query": {"maxWidth": NARROW}, "option": {"series": phone}},
                {"option": {"series": usual}},
            ],
        }
    )


def _centres(count: int, columns: int) -> list[list[str]]:
    """Return the centres of gauges in rows, in percent of the figure."""
    rows = ceil(count / columns)
    return [
        [f"{100 * (at % columns + 0.5) / columns:.1f}%", f"{100 * (at // columns + 0.52) / rows:.1f}%"]
        for at in range(count)
    ]


def _gauge(line: dict[str, Any], place: list[str]) -> Option:
    share = _share(line)
    colour = GREEN if share >= 100.0 - 1e-4 else ORANGE
    chance = "" if line["probability"] is None else f"\n{{chance|{chance_told(line['probability'])} likely}}"
    return {
        "type": "gauge",
        "center": place,
        "radius": 84,
        "startAngle": 210,
        "endAngle": -30,
        "min": 0,
        "max": FULL,
        "splitNumber": 3,
        "pointer": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"show": False},
        "splitLine": {"length": 12, "distance": -12, "lineStyle": {"width": 2, "color": "#8D99A6"}},
        "axisLine": {"lineStyle": {"width": 12}},
        "progress": {"show": True, "width": 12, "itemStyle": {"color": colour}},
        "title": {"offsetCenter": [0, "82%"], "fontSize": 12},
        "detail": {"offsetCenter": [0, "0%"], "fontSize": 18, "formatter": f"{share:.0f} %{chance}", "rich": CHANCE},
        "data": [{"value": round(min(share, FULL), 1), "name": cut(line["name"], NAME)}],
    }


def _most(line: dict[str, Any], place: list[str]) -> Option:
    return {
        "type": "gauge",
        "center": place,
        "radius": 94,
        "startAngle": 210,
        "endAngle": -30,
        "min": 0,
        "max": FULL,
        "pointer": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"show": False},
        "splitLine": {"show": False},
        "axisLine": {"show": False},
        "progress": {"show": True, "width": 4, "itemStyle": {"color": SKY}},
        "title": {"show": False},
        "detail": {"show": False},
        "data": [{"value": round(min(_share(line, "most"), FULL), 1), "name": f"{line['name']}: the most"}],
    }
