"""The sheets of a plan: tables with a unit in the header where one holds for all rows, and beside the numbers where not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import polars as pl

from reshore.analysis.targets.target import reached_by
from reshore.report.accounts import figures_by_year, money_by_year
from reshore.solution import Plan

UNIT: Final = "unit"
SHARE: Final = "share"
CLOSE: Final = 1e-6
MOST_DUALS: Final = 50_000
"""Rows of duals from which on they are left to the files of the run."""
WORDS: Final = {
    "make": "Runs started in a period",
    "ship": "Departures on a lane in a period",
    "stock": "On hand at the end of a period",
    "serve": "Delivered to a demand in a period, in units of the product given (by)",
    "lost": "Demand that is never served",
    "build": "Modules started in a period, and when they are ready",
    "scrap": "Disposed of in a period",
    "take": "Goods of one origin taken into the mix of their site",
    "claim": "Claimed of incentives that have a cap",
    "slack": "By how much a rule with a penalty is missed",
    "capacity": "Capacity of each resource in each period: there already, added, used and available",
    "money": "The ledger: every amount of money, as paid and discounted",
}


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, what it has in words, its rows, and the unit of a column where one holds for all rows.

    The first `kept` columns stay in sight. `total` is a last row under the table, outside its filter.
    """

    name: str
    words: str
    frame: pl.DataFrame
    units: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kept: int = 1
    total: tuple[str | float, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The headers, each with its unit in brackets."""
        return tuple(f"{name} [{self.units[name]}]" if name in self.units else name for name in self.frame.columns)


def sheets_of(plan: Plan) -> Iterator[Sheet]:
    """Yield the sheets of a plan that have rows, in order; duals are left out where there are too many to read."""
    tables = (with_unit(name, words, plan.table(name)) for name, words in WORDS.items() if name in plan.tables)
    for sheet in (_targets(plan), _goals(plan), _figures(plan), _by_year(plan), *tables, _duals(plan)):
        if not sheet.frame.is_empty():
            yield sheet


def with_unit(name: str, words: str, frame: pl.DataFrame, kept: int = 1) -> Sheet:
    """Return a sheet of a table that has the unit of its numbers in `unit`: in the headers instead, where there is but one."""
    found = frame[UNIT].unique()
    if len(found) != 1 or found[0] in (None, ""):
        return Sheet(name, words, frame, kept=kept)
    units = {column: str(found[0]) for column, dtype in frame.schema.items() if dtype.is_float()}
    return Sheet(name, words, frame.drop(UNIT), MappingProxyType(units), kept)


def _targets(plan: Plan) -> Sheet:
    rows = [
        {
            "target": target.name,
            "claim": target.claim,
            "measure": target.measure,
            "filters": target.filters,
            "share of": target.share_of,
            "from": target.starts,
            "by": target.by,
            "goal": target.at_least,
            "planned": planned,
            UNIT: SHARE if unit == "1" else unit,
            "reached": planned >= target.at_least * (1 - CLOSE),
            "source": target.source,
            "note": target.note,
        }
        for target, planned, unit in reached_by(plan)
    ]
    schema = {"from": pl.Date, "by": pl.Date}
    return Sheet("Targets", "What the plan has of each target by its day", pl.DataFrame(rows, schema_overrides=schema))


def _goals(plan: Plan) -> Sheet:
    rows = [
        {
            "goal": str(goal["goal"]),
            "reached": float(goal["reached"]),
            "kept": float(goal["kept"]),
            UNIT: SHARE if goal[UNIT] == "1" else str(goal[UNIT]),
            "in full": goal["met"],
        }
        for goal in plan.goals
    ]
    words = "What was reached of each goal before money, in order, and what later goals had to leave of it"
    return Sheet("Goals", words, pl.DataFrame(rows, schema_overrides={"in full": pl.Boolean}))


def _figures(plan: Plan) -> Sheet:
    return with_unit("KPIs", "The key figures by calendar year", figures_by_year(plan), kept=2)


def _by_year(plan: Plan) -> Sheet:
    name, words = "Money by year", "Money by term and calendar year as paid, and discounted in all"
    if plan.table("money").is_empty():
        return Sheet(name, words, pl.DataFrame())
    frame = money_by_year(plan)
    units = dict.fromkeys(frame.columns[1:], plan.currency)
    total = ("in all", *frame.select(pl.exclude("term").sum()).row(0))
    return Sheet(name, words, frame, MappingProxyType(units), total=total)


def _duals(plan: Plan) -> Sheet:
    """Return the duals of all laws in one table, with the names that any of them has."""
    name, words = (
        "duals",
        f"What one more unit of each limit is worth, by law [{plan.currency}]; unit is that of the limit",
    )
    laws = {law: frame for law, frame in plan.duals.items() if ":" not in law and frame.height}
    if not laws or sum(frame.height for frame in laws.values()) > MOST_DUALS:
        return Sheet(name, words, pl.DataFrame())
    joined = pl.concat(
        [frame.select(pl.lit(law).alias("law"), pl.all()) for law, frame in laws.items()], how="diagonal"
    )
    last = [column for column in ("period", "dual", UNIT) if column in joined.columns]
    names = [column for column in joined.columns if column not in last and not _empty(joined[column])]
    return Sheet(name, words, joined.select(*names, *last), MappingProxyType({"dual": f"{plan.currency} per unit"}))


def _empty(values: pl.Series) -> bool:
    return bool(values.is_null().all()) or (values.dtype == pl.String and bool((values.fill_null("") == "").all()))
