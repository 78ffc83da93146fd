"""Aims: the targets that count just what a chart by country and year counts, as amounts a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from reshore.analysis.targets.target import EPOCH, Target, targets_of
from reshore.report.figures.subject import Subject
from reshore.schema.units import THOUSAND_YEARS
from reshore.tables.filters import expanded_filters, parse_filters
from reshore.tables.measured import matches

KEYS: Final = {"country", "product", "generation", "control_class"}
"""What a target may choose by, so that it counts whole bars of countries."""
CLOSE: Final = 1e-9
YEAR: Final = 365.25


@dataclass(frozen=True)
class Aim:
    """A target as an amount a year, on average from its first to its last day; of all countries where `countries` is empty."""

    target: Target
    countries: tuple[str, ...]
    yearly: float
    first: date
    last: date

    @property
    def where(self) -> str:
        """Where it counts, in words."""
        return " and ".join(self.countries) or "all countries"


def aims_of(subject: Subject, measure: str, drawn: pl.DataFrame) -> Iterator[Aim]:
    """Yield the aims of the targets that count what is `drawn`, rows of a measure of the plan: all of it in their countries.

    Whatever a target leaves out there, or counts besides, must be zero in the plan. Shares, and targets by place or by anything
    else than country and kind of product, have no line.
    """
    rows = subject.plan.measure(measure)
    periods = subject.plan.network.periods
    opens = EPOCH + timedelta(days=float(periods.start))
    for target in targets_of(subject.plan.inputs):
        filters = expanded_filters(subject.plan.inputs, parse_filters(target.filters))
        if target.measure != measure or target.share_of or target.at_least <= 0.0 or not set(filters) <= KEYS:
            continue
        countries = tuple(filters.get("country", ()))
        counted = rows.filter(matches(subject.plan.inputs, rows, filters))
        bars = drawn.filter(pl.col("country").is_in(list(countries))) if countries else drawn
        if not _same(counted, bars):
            continue
        first = max(target.starts or opens, opens)
        last = target.by - timedelta(days=1)
        if target.per:
            yield Aim(target, countries, target.at_least * THOUSAND_YEARS[target.per] / 1000, first, last)
        elif target.by > first:
            yield Aim(target, countries, target.at_least * YEAR / (target.by - first).days, first, last)


def _same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Say whether two parts of a measure have the same sums by country and year."""
    keys = ["country", "year"]
    sums = [rows.group_by(keys).agg(pl.col("value").sum()) for rows in (one, other)]
    both = sums[0].join(sums[1], on=keys, how="full", coalesce=True).fill_null(0.0)
    least = CLOSE * float(both.select(pl.col("value").abs().max()).item() or 0.0)
    return bool(both.select(((pl.col("value") - pl.col("value_right")).abs() <= least).all()).item())
