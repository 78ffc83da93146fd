"""One target: the programs asked about it, and what their answers say."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

import polars as pl

from reshore.analysis.limiting import weightiest
from reshore.analysis.targets.aim import Aim, worth
from reshore.analysis.targets.most import Most, most
from reshore.analysis.targets.reach import Dates, profit_cost, reached
from reshore.analysis.targets.relief import RELIEF, relief_of
from reshore.analysis.targets.target import EPOCH, Aims, Target
from reshore.network.periods import Floats
from reshore.solution import Plan
from reshore.solve import Optimum, SolveOptions

Tell = Callable[[str], None]
ANSWERS: Final = {
    **dict.fromkeys(("target", "claim", "source", "note", "measure", "filters"), pl.String),
    **dict.fromkeys(("starts", "by"), pl.Date),
    **dict.fromkeys(("per", "share_of"), pl.String),
    "goal": pl.Float64,
    "unit": pl.String,
    "planned": pl.Float64,
    "reachable": pl.Boolean,
    "most": pl.Float64,
    "earliest": pl.Date,
    "probability": pl.Float64,
    "profit_cost": pl.Float64,
    **dict.fromkeys(("whole", "planned_whole"), pl.Float64),
    "whole_unit": pl.String,
}
PROMISED: Final = ("required demand",)
"""Limits that are not told: what must be served stands in the way of a target only by a limit that both need, which is."""
LIMITS: Final = {
    **dict.fromkeys(("target", "law", "entity"), pl.String),
    **dict.fromkeys(("first", "last"), pl.Date),
    "periods": pl.UInt32,
    **dict.fromkeys(("serves", "needed", "limit"), pl.Float64),
    **dict.fromkeys(("quantity", "relief"), pl.String),
}


@dataclass(frozen=True)
class Answer:
    """What is known of a target: a row of `ANSWERS`, the limits at the most, and what would relieve them."""

    row: dict[str, Any]
    limits: pl.DataFrame
    relief: pl.DataFrame


@dataclass(frozen=True)
class Question:
    """A target that is asked about a plan without goals before money; `optimum` is its own, its whole numbers fixed.

    `planned` are the columns of the plan that the answer speaks of, shape (column,).
    """

    plan: Plan
    optimum: Optimum
    planned: Floats
    target: Target
    options: SolveOptions

    def answer(self, tell: Tell) -> Answer:
        """Return the answer; raises SolverError where the solver fails."""
        tell("the most that can be reached")
        best = most(self.optimum, self._aim, self.options)
        can = reached(self._aim, best.value)
        tell("when it can be reached first")
        first = self._earliest(best)
        cost = None
        if can:
            tell("what reaching it takes from profit")
            cost = profit_cost(self.optimum, self._aim, self.options)
        limits = self._limits(best, can)
        gives = pl.DataFrame(schema=RELIEF)
        if not can:
            tell("the least change with which it can be reached")
            gives = relief_of(self.plan, self.target, self.options)
        return Answer(self._row(best, can, first, cost), limits, gives)

    @cached_property
    def _aims(self) -> Aims:
        return Aims(self.optimum.program, self.plan.network, self.target)

    @cached_property
    def _aim(self) -> Aim:
        return self._aims.at(self._aims.by)

    def _row(self, best: Most, can: bool, first: date | None, cost: float | None) -> dict[str, Any]:
        target = self.target
        return {
            "target": target.name,
            **{
                name: getattr(target, name)
                for name in ("claim", "source", "note", "measure", "filters", "starts", "by")
            },
            "per": target.per,
            "share_of": target.share_of,
            "goal": target.at_least,
            "unit": self._aims.unit,
            "planned": self._aim.value(self.planned),
            "reachable": can,
            "most": best.value if math.isfinite(best.value) else None,
            "earliest": first,
            "probability": None,
            "profit_cost": cost,
            "whole": self._whole(best.optimum.solution.columns) if best.optimum is not None else None,
            "planned_whole": self._whole(self.planned),
            "whole_unit": self._aims.counted if not self._aim.fixed else None,
        }

    def _whole(self, columns: Floats) -> float | None:
        """Return what a plan has of what the target is a share of; None where it is none."""
        return None if self._aim.fixed else self._aim.bottom.at(columns)

    def _earliest(self, best: Most) -> date | None:
        """Return the first day by which the goal can be reached."""
        days = self._aims.days
        aims, best_of_all = [self._aims.at(day) for day in days], self.optimum.solution.columns
        dates = Dates(self.optimum.program, aims, self._aims.cumulative, best_of_all, self.options)
        place = dates.first([self.planned, *([best.optimum.solution.columns] if best.optimum is not None else [])])
        return None if place is None else EPOCH + timedelta(days=int(days[place]))

    def _limits(self, best: Most, can: bool) -> pl.DataFrame:
        if best.optimum is None:
            return pl.DataFrame(schema=LIMITS)
        missing = 0.0 if can else self._aim.goal - best.value
        unit = worth(self.optimum.program, self._aim) * self._aim.bottom.at(best.optimum.solution.columns)
        table = weightiest(best.optimum, self.plan.network, missing, unit, without=PROMISED)
        if can:
            table = table.with_columns(pl.lit(None, pl.Float64).alias("needed"))
        return table.select(pl.lit(self.target.name).alias("target"), *list(LIMITS)[1:])
