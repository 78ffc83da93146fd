"""Progress: what the plan has of each target by the end of each period, against the line at which it is reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from reshore.analysis.targets.target import EPOCH, Aims, Target
from reshore.model import build_program
from reshore.network.periods import Floats
from reshore.report.figures.charts import DASHES, Option, category_axis, hover, still, value_axis, with_legend
from reshore.report.figures.figure import Figure
from reshore.report.figures.palette import PALETTE
from reshore.report.figures.subject import Subject

SHOWN: Final = len(PALETTE)
DAYS: Final = 24
"""Days at which each target is looked at, at most."""
TOP: Final = 200.0


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the progress to amounts that add up over time, where the model has such targets."""
    plan = subject.plan
    chosen = [
        target for target, _, _ in subject.reached if target.at_least > 0.0 and not (target.per or target.share_of)
    ]
    if not chosen or plan.state is None:
        return
    chosen = chosen[:SHOWN]
    periods, program = plan.network.periods, build_program(plan.network)
    at = np.unique(np.linspace(0, periods.count - 1, min(DAYS, periods.count)).round().astype(int))
    ends = periods.ends[at]
    shares = {}
    for target in chosen:
        aims = Aims(program, plan.network, target)
        shares[target.name] = np.array(
            [
                100.0 * aims.at(min(day, aims.by)).value(plan.state.columns) / target.at_least
                if day <= aims.by + 31.0
                else np.nan
                for day in ends
            ]
        )
    days = [f"{np.datetime64(EPOCH) + np.timedelta64(int(end), 'D')}" for end in ends]
    last = "; ".join(
        f"{name} {values[~np.isnan(values)][-1]:.0f} %" for name, values in shares.items() if not np.isnan(values).all()
    )
    yield Figure(
        name="progress",
        title="Progress to the targets that add up",
        units=(
            "Share of the goal that the plan has by then [%], up to its day; the line at 100 % is the goal, the scale "
            f"ends at {TOP:.0f} % at most"
        ),
        source=subject.source,
        alternative=f"Lines over time. What the plan has at the end: {last}.",
        option=_option(chosen, shares, days),
        columns=("by", *shares),
        rows=tuple((day, *(_told(values[place]) for values in shares.values())) for place, day in enumerate(days)),
        height=380,
    )


def _told(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.1f}"


def _option(chosen: list[Target], shares: dict[str, Floats], days: list[str]) -> Option:
    highest = max((float(np.nanmax(values)) for values in shares.values() if not np.isnan(values).all()), default=0.0)
    series = [
        {
            "type": "line",
            "name": target.name,
            "data": ["-" if np.isnan(value) else round(float(value), 1) for value in shares[target.name]],
            "symbol": "none",
            "lineStyle": {"width": 3, "color": PALETTE[place], "type": DASHES[place % len(DASHES)]},
            "itemStyle": {"color": PALETTE[place]},
            "emphasis": {"disabled": True},
        }
        for place, target in enumerate(chosen)
    ]
    series[0]["markLine"] = {
        "silent": True,
        "symbol": "none",
        "label": {"formatter": "goal", "position": "insideStartTop"},
        "lineStyle": {"type": "solid", "width": 1.5, "color": "#8D99A6"},
        "data": [{"yAxis": 100}],
    }
    top = {"max": TOP} if highest > TOP else {"max": 120} if highest < 120 else {}
    option: Option = {
        "tooltip": hover("axis"),
        "xAxis": category_axis(days, boundaryGap=False),
        "yAxis": value_axis("% of goal", min=0, **top),
        "series": series,
    }
    return still(with_legend(option, list(shares)))
