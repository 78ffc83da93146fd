"""Targets as the tables state them, and as aims of a program by any date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, cast

import numpy as np

from reshore.analysis.targets.aim import Aim
from reshore.model import Program, build_program
from reshore.model.measures import FORMS, Form, Linear, matching, share_of_periods, summed
from reshore.network import Network, Periods
from reshore.network.periods import Floats, coordinate
from reshore.schema import TimeUnit
from reshore.solution import Plan
from reshore.tables import Tables
from reshore.tables.filters import expanded_filters, parse_filters

EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class Target:
    """A row of `targets`. `per` is empty for an amount, `share_of` for what is no share."""

    name: str
    measure: str
    filters: str
    starts: date | None
    by: date
    at_least: float
    per: str
    share_of: str
    claim: str
    source: str
    note: str


def targets_of(tables: Tables) -> list[Target]:
    """Return the targets of a model, in order."""
    rows = tables.frame("targets").rename({"target": "name"}).iter_rows(named=True)
    return [Target(**{name: row[name] for name in Target.__dataclass_fields__}) for row in rows]


def reached_by(plan: Plan) -> Iterator[tuple[Target, float, str]]:
    """Yield each target of a plan's model, what the plan has of it by its day, and the unit."""
    known = targets_of(plan.inputs)
    if not known or plan.state is None:
        return
    program = build_program(plan.network)
    for target in known:
        aims = Aims(program, plan.network, target)
        yield target, aims.at(aims.by).value(plan.state.columns), aims.unit


def first_day(target: Target, periods: Periods, by: float) -> float:
    """Return the first day that counts by a day (since 1970-01-01): of a rate without a start, that of the period before."""
    if target.starts is not None:
        return max(float((target.starts - EPOCH).days), periods.start)
    if not target.per:
        return periods.start
    return float(periods.starts[np.clip(periods.containing(by - 0.5), 0, periods.count - 1)])


def must_act(program: Program, network: Network) -> bool:
    """Say whether a model asks for anything to be done: so that a plan cannot do nothing from some day on."""
    stocks, rules = network.tables.frame("stocks"), network.rules
    return bool(
        (program.lower > 0.0).any()
        or network.pieces.required.any()
        or (network.tables.frame("operations")["minimum"] > 0.0).any()
        or (stocks["minimum"] > 0.0).any()
        or (rules.least & rules.hard).any()
    )


@dataclass(frozen=True)
class Aims:
    """What a target asks of a program, by any day."""

    program: Program
    network: Network
    target: Target

    @cached_property
    def by(self) -> float:
        """The day before which the goal is to be reached, as days since 1970-01-01."""
        return float((self.target.by - EPOCH).days)

    @cached_property
    def days(self) -> Floats:
        """The days by which it is asked when the goal can be reached first: the ends of periods, and the target's own."""
        ends = np.union1d(self.network.periods.ends, [self.by])
        return (
            ends if self.target.starts is None else ends[ends > first_day(self.target, self.network.periods, self.by)]
        )

    @property
    def cumulative(self) -> bool:
        """Whether what can be reached by a day can be by every later one: of amounts, not of rates, shares or levels.

        Nothing takes from an amount again where it has no part below zero, or where a plan may do nothing more after the day.
        """
        if self.target.per or self.target.share_of or self._form.level:
            return False
        form = self._form
        less = self._chosen[form.label] & (form.amount < 0.0)
        return not less.any() or not ((form.column[less] < 0).any() or must_act(self.program, self.network))

    @property
    def unit(self) -> str:
        """What the goal counts: the unit of the measure, of a rate per its unit of time, `1` for a share."""
        if self.target.share_of:
            return "1"
        return f"{self.counted}/{self.target.per}" if self.target.per else self.counted

    @property
    def counted(self) -> str:
        """The unit of the measure."""
        units = self._form.labels["unit"].gather(np.flatnonzero(self._chosen)).unique()
        return str(units[0]) if len(units) == 1 else "unit"

    def at(self, by: float) -> Aim:
        """Return the aim by a day."""
        opens = first_day(self.target, self.network.periods, by)
        share = share_of_periods(self.network, self._form, opens, by)
        width = self.program.shape[1]
        top = summed(self._form, self._chosen, share, width)
        if self.target.share_of:
            bottom = summed(self._form, self._others, share, width)
        else:
            bottom = Linear(np.zeros(width), self._length(opens, by))
        return Aim(top, bottom, self.target.at_least)

    def _length(self, opens: float, by: float) -> float:
        """Return how long a rate is made for within the horizon, in its unit of time; 1 of an amount."""
        if not self.target.per:
            return 1.0
        closes = max(opens, min(by, self.network.periods.end))
        marks = coordinate(np.array([opens, closes]), cast("TimeUnit", self.target.per))
        return float(marks[1] - marks[0])

    @cached_property
    def _form(self) -> Form:
        return FORMS[self.target.measure](self.program, self.network)

    @cached_property
    def _chosen(self) -> np.ndarray:
        return self._matching(self.target.filters)

    @cached_property
    def _others(self) -> np.ndarray:
        return self._matching(self.target.share_of)

    def _matching(self, text: str) -> np.ndarray:
        return matching(self.network, self._form, expanded_filters(self.network.tables, parse_filters(text)))
