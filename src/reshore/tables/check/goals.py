"""Checks of goals: what the objective names, and the dates of targets."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.schema.goals import MONEY, TARGET, goals
from reshore.tables.check.common import horizon
from reshore.tables.findings import Finding
from reshore.tables.report import Place, hint, listed
from reshore.tables.table import ROW, Tables


def objective(tables: Tables) -> Iterator[Finding]:
    """Each goal of the objective is profit, cost or a target, and money is counted in one way."""
    text = str(tables.setting["objective"])
    known = [*MONEY, *(TARGET + name for name in tables.frame("targets")["target"])]
    place, named = Place.of(tables["model"]), goals(text)
    for goal in named:
        if goal not in known:
            remedy = hint(goal, known, f"Write {listed(known)}, or several in order.")
            yield place.finding("E205", f"'{goal}' is not a choice for objective.", remedy, None, "objective")
    for goal in sorted({goal for goal in named if named.count(goal) > 1}):
        yield place.finding("E326", f"The objective has '{goal}' twice.", "Keep the first.", None, "objective")
    if set(MONEY) <= set(named):
        message = "The objective counts money twice: as profit and as cost."
        yield place.finding("E326", message, "Keep one of the two.", None, "objective")


def target_dates(tables: Tables) -> Iterator[Finding]:
    """A target is to be reached within the horizon."""
    bounds = horizon(tables)
    if bounds is None:
        return
    place = Place.of(tables["targets"])
    outside = (pl.col("by") <= bounds[0]) | (pl.col("by") > bounds[1])
    for name, by, row in tables.frame("targets").filter(outside).select("target", "by", ROW).iter_rows():
        message = f"'{name}' is to be reached by {by}, but the model plans from {bounds[0]} until {bounds[1]}."
        yield place.finding("W327", message, "Only what the plan has counts: change the day, or `buckets`.", row, "by")
