"""A stress test as a whole: every case, how it compares, and what it says about the plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from reshore.analysis.stress.asked import Asked
from reshore.analysis.stress.case import Result
from reshore.analysis.stress.spend import hidden, spend_by
from reshore.solution import Plan

CASES = {
    "scope": pl.String,
    "name": pl.String,
    "affects": pl.String,
    "start": pl.Date,
    "duration": pl.Float64,
    "status": pl.String,
    "profit_lost": pl.Float64,
    "within": pl.Float64,
    "revenue_lost": pl.Float64,
    "exposure": pl.Float64,
    "time_to_survive": pl.Float64,
    "time_to_recover": pl.Float64,
    "covered": pl.Boolean,
}


@dataclass(frozen=True)
class Stress:
    """The results of a stress test of a plan, in the order in which they were asked for."""

    plan: Plan
    asked: Asked
    results: tuple[Result, ...]
    seconds: float

    @cached_property
    def cases(self) -> pl.DataFrame:
        """A row for each case: scope, name, affects, start, duration [day], status, what is lost [currency], and measures.

        `exposure` is the profit lost as a share of the largest of all cases: the risk exposure index of Simchi-Levi and others
        (2014). `time_to_survive` is infinite where the outage may last to the end; `covered` says whether it is at least the time
        to recover, null where either is not known. `within` is by how much less may be lost.
        """
        lost = [result.profit_lost for result in self.results]
        most = max((one for one in lost if one is not None), default=0.0)
        rows = [
            (
                result.event.scope,
                result.event.name,
                result.event.affects,
                result.start,
                result.event.duration,
                result.status,
                result.profit_lost,
                result.within,
                result.revenue_lost,
                None if result.profit_lost is None else result.profit_lost / most if most > 0.0 else 0.0,
                result.time_to_survive,
                result.time_to_recover,
                _covered(result),
            )
            for result in self.results
        ]
        return pl.DataFrame(rows, schema=CASES, orient="row")

    @cached_property
    def hidden(self) -> pl.DataFrame:
        """Each name with a loss: its largest impact [currency], what the plan spends there, both ranks, and whether it hides."""
        most = self.cases.group_by("name", maintain_order=True).agg(pl.col("profit_lost").max().alias("impact"))
        spend = [spend_by(self.plan, self.asked.scope, name) for name in most["name"]]
        return hidden(most.with_columns(pl.Series("spend", spend, dtype=pl.Float64)))

    @cached_property
    def units(self) -> pl.DataFrame:
        """Units of each product delivered less, by case: scope, name, start, duration, product, planned, lost, unit."""
        return _stacked([(result, result.units) for result in self.results])

    @cached_property
    def targets(self) -> pl.DataFrame:
        """What is lost of each target, by case: scope, name, start, duration, target, goal, planned, reached, lost, unit."""
        return _stacked([(result, result.targets) for result in self.results])

    @cached_property
    def paths(self) -> pl.DataFrame:
        """Output over time, by case: scope, name, start, duration, period, planned, output and relative."""
        return _stacked([(result, result.path) for result in self.results])

    @cached_property
    def broken(self) -> pl.DataFrame:
        """What events make impossible, by case: scope, name, start, duration, limit, by (its name), period, amount, unit."""
        return _stacked([(result, result.broken.rename({"name": "by"})) for result in self.results])


def _covered(result: Result) -> bool | None:
    survive, recover = result.time_to_survive, result.time_to_recover
    return None if survive is None or recover is None else math.isinf(survive) or survive >= recover


def _stacked(parts: Sequence[tuple[Result, pl.DataFrame]]) -> pl.DataFrame:
    frames = [
        frame.select(
            pl.lit(result.event.scope).alias("scope"),
            pl.lit(result.event.name).alias("name"),
            pl.lit(result.start).alias("start"),
            pl.lit(result.event.duration).alias("duration"),
            pl.all(),
        )
        for result, frame in parts
    ]
    return pl.concat(frames) if frames else pl.DataFrame()
