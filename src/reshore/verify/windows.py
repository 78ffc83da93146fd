"""The windows of rules: the spans of days over which a measure counts, and the shares of periods in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl

from reshore.verify.arrays import Floats, Ints, days
from reshore.verify.calendar import EPOCH, day_number, measure
from reshore.verify.world import World

LEVELS = frozenset({"stock"})
"""Measures of what is there at the end of a period."""
MONEY = ("capex", "revenue", "duty", "cost", "profit", "value_added", "gross_value")
"""Measures of money."""


@dataclass(frozen=True, eq=False)
class RuleWindows:
    """Every rule in each of its windows: rule (row of `rules`), span [opens, closes), period with its last day, length.

    `length` is what a value counts for: the length of the window in the unit `per`, 1 where the value is no rate.
    """

    rule: Ints
    opens: Floats
    closes: Floats
    last: Ints
    length: Floats

    def of(self, rule: int) -> Ints:
        """Return the windows of a rule."""
        return np.flatnonzero(self.rule == rule)


def rule_windows(world: World) -> RuleWindows:
    """Return the windows of all rules in the horizon."""
    return world.once("rule windows", lambda: _windows(world))


def _windows(world: World) -> RuleWindows:
    rules = world.inputs["rules"]
    edges = world.calendar.bounds
    begin = np.maximum(days(rules, "starts", -np.inf), edges[0])
    stop = np.minimum(days(rules, "ends", np.inf), edges[-1])
    rule, opens, closes, length = [], [], [], []
    for row, (each, per) in enumerate(rules.select("window", "per").iter_rows()):
        cuts = [begin[row], *_cuts(world, each, begin[row], stop[row]), stop[row]]
        for low, high in pairwise(cuts):
            if low < high:
                rule.append(row)
                opens.append(low)
                closes.append(high)
                length.append(1.0 if per is None else float(np.diff(measure(np.array([low, high]), per))[0]))
    last = np.searchsorted(edges, np.array(closes), side="left") - 1
    return RuleWindows(
        np.array(rule, dtype=np.int64), np.array(opens), np.array(closes), last.astype(np.int64), np.array(length)
    )


def _cuts(world: World, each: str, begin: float, stop: float) -> list[float]:
    """Return the days within a span at which one window ends and the next begins."""
    if each == "total":
        return []
    marks = list(world.calendar.bounds)
    if each == "each year":
        first, last = (EPOCH + timedelta(days=float(world.calendar.bounds[at])) for at in (0, -1))
        marks = [day_number(date(year, 1, 1)) for year in range(first.year + 1, last.year + 1)]
    return [mark for mark in marks if begin < mark < stop]


def base_values(world: World) -> Floats:
    """Return what the base plan has for each window of a rule with `of_base`, NaN where it is not known; 1 for other rules."""
    windows, rules = rule_windows(world), world.inputs["rules"]
    bases = world.inputs["bases"].select("rule", "date", "value").iter_rows()
    known = {(rule, float((day - EPOCH).days)): value for rule, day, value in bases}
    names, multiple = rules["rule"].to_list(), rules["of_base"].to_list()
    found = [
        known.get((names[rule], low), np.nan) if multiple[rule] else 1.0
        for rule, low in zip(windows.rule, windows.opens, strict=True)
    ]
    return np.array(found, dtype=np.float64)


def shares(world: World, windows: RuleWindows, rows: Ints, level: bool) -> Floats:
    """Return how much of each period counts in some windows, shape (window, period)."""
    if level:
        return np.asarray(np.arange(world.periods) == windows.last[rows][:, None], dtype=np.float64)
    inside = world.calendar.within(windows.opens[rows], windows.closes[rows], "day")
    return np.asarray(inside / world.calendar.lengths("day"))


def window_of(world: World, frame: pl.DataFrame) -> Ints:
    """Return the window of rules that `rule`, `starts` and `ends` of a table name; −1 where there is none."""
    windows, rules = rule_windows(world), world.inputs["rules"]
    known = {
        (rules["rule"][int(rule)], low, high): place
        for place, (rule, low, high) in enumerate(zip(windows.rule, windows.opens, windows.closes, strict=True))
    }
    rows = frame.select("rule", "starts", "ends").iter_rows()
    named = [(rule, *((float((day - EPOCH).days) if day else -1.0) for day in span)) for rule, *span in rows]
    return np.array([known.get(name, -1) for name in named], dtype=np.int64)


def rule_units(world: World, frame: pl.DataFrame, rule: Ints) -> list[str]:
    """Return the unit that each row of a table about rules should have.

    Money, mass and modules have one. Of goods and capacities any unit of the model will do: which of them a measure counts
    in is in the names that its filters choose, not in the plan.
    """
    rules = world.inputs["rules"]
    counted = {*world.text("products", "unit"), *world.text("resources", "unit"), "unit"}
    fixed = {
        **dict.fromkeys(MONEY, str(world.inputs.setting["currency"])),
        "built": "module",
        "emissions": "kg",
    }
    measures = [*rules["measure"], ""]
    given = frame["unit"].to_list()
    return [fixed.get(measures[at], unit if unit in counted else "unit") for at, unit in zip(rule, given, strict=True)]
