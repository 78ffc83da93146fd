"""Rules: every rule in every window in which it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import polars as pl

from reshore.network.codes import Codes, days
from reshore.network.periods import Floats, Periods
from reshore.network.windows import Windows, windows
from reshore.schema import TimeUnit
from reshore.schema.measures import measures
from reshore.schema.rules import AT_LEAST, AT_MOST, EQUAL, Window
from reshore.tables import Tables
from reshore.tables.filters import Filters, expanded_filters, parse_filters
from reshore.tables.measured import units


@dataclass(frozen=True)
class Rule:
    """A row of `rules`: groups in its filters are expanded; `share_of` is None where the value is no share.

    `unit` is that of the measure, `unit` where it counts several.
    """

    measure: str
    filters: Filters
    share_of: Filters | None
    within: Windows
    unit: str


@dataclass(frozen=True)
class Rules:
    """Arrays (row,): rule `rule[i]` in one of its windows, whose last day is in `period[i]`; names in `frame`.

    `value` is what the measure is compared with in that window [measure], or the share of the denominator that it is.
    `length` is what the value in the table was multiplied by for it: the length of the window where that is a rate, else 1,
    times what the base plan has where it is a multiple of that; a window that the base plan does not know has no side.
    `least` and `most` say which sides it has, `penalty` is infinite where the rule is hard [currency/measure]. `stated` has
    a row for each rule of the table: its name, and the unit in which its value counts.
    """

    each: tuple[Rule, ...]
    stated: pl.DataFrame
    frame: pl.DataFrame
    rule: Codes
    period: Codes
    value: Floats
    length: Floats
    share: np.ndarray
    least: np.ndarray
    most: np.ndarray
    penalty: Floats

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.rule)

    @property
    def hard(self) -> np.ndarray:
        """Whether each row cannot be missed."""
        missed: np.ndarray = np.isinf(self.penalty)
        return missed

    @property
    def slack(self) -> tuple[Codes, Floats]:
        """The row of each slack, and its sign there: +1 where it is under the rule, −1 where it is over; shape (slack,)."""
        sides = [np.flatnonzero(side & ~self.hard) for side in (self.least, self.most)]
        row = np.concatenate(sides)
        order = np.argsort(row, kind="stable")
        sign = np.repeat([1.0, -1.0], [len(side) for side in sides])
        return row[order], sign[order]

    def rows(self, rule: int) -> Codes:
        """Return the rows of a rule, in the order of its windows."""
        return np.flatnonzero(self.rule == rule)


def make_rules(tables: Tables, periods: Periods) -> Rules:
    """Return the rules of the tables. A rule whose window lies outside the horizon has no row."""
    frame = tables.frame("rules")
    opens, closes = days(frame["starts"], -np.inf), days(frame["ends"], np.inf)
    given = frame.iter_rows(named=True)
    each = tuple(_rule(tables, periods, row, span) for row, *span in zip(given, opens, closes, strict=True))
    counts = np.array([one.within.count for one in each], dtype=np.int64)
    rule = np.repeat(np.arange(len(each)), counts)
    rows: pl.DataFrame = frame[rule]
    base = _bases(tables, rows.select("rule", "of_base", _dates("date", [one.within.opens for one in each])))
    length = _joined([_length(one, per) for one, per in zip(each, frame["per"], strict=True)])
    sense = rows["sense"]
    unit = pl.Series("unit", [one.unit for one in each], dtype=pl.String)
    labels = rows.select("rule").with_columns(
        _dates("starts", [one.within.opens for one in each]),
        _dates("ends", [one.within.closes for one in each]),
        unit.gather(rule),
    )
    return Rules(
        each=each,
        stated=_stated(frame.select("rule", "per", "share_of", "of_base", unit)),
        frame=labels,
        rule=rule,
        period=_joined([one.within.last for one in each]).astype(np.int64),
        value=rows["value"].to_numpy() * length * np.nan_to_num(base),
        length=length * np.nan_to_num(base),
        share=(rows["share_of"] != "").to_numpy(),
        least=sense.is_in([AT_LEAST, EQUAL]).to_numpy() & ~np.isnan(base),
        most=sense.is_in([AT_MOST, EQUAL]).to_numpy() & ~np.isnan(base),
        penalty=rows["penalty"].fill_null(np.inf).to_numpy(),
    )


def _bases(tables: Tables, rows: pl.DataFrame) -> Floats:
    """Return what the base plan has for each row of a rule, 1 where a rule has no base, NaN where the base has no such window."""
    known = tables.frame("bases").select("rule", "date", base="value")
    found = rows.join(known, on=["rule", "date"], how="left", maintain_order="left")
    base = pl.when("of_base").then("base").otherwise(1.0).fill_null(np.nan)
    values: Floats = found.select(base.cast(pl.Float64)).to_series().to_numpy()
    return values


def _rule(tables: Tables, periods: Periods, row: dict[str, Any], span: list[float]) -> Rule:
    filters = [expanded_filters(tables, parse_filters(row[name])) for name in ("filters", "share_of")]
    level = measures()[row["measure"]].level
    within = windows(periods, cast("Window", row["window"]), (span[0], span[1]), level)
    found = units(tables, row["measure"], filters[0])
    unit = found[0] if len(found) == 1 else "unit"
    return Rule(row["measure"], filters[0], filters[1] if row["share_of"] else None, within, unit)


def _length(rule: Rule, per: str) -> Floats:
    """Return what a value is multiplied by in each window: the length of the window where it is a rate."""
    return rule.within.length(cast("TimeUnit", per)) if per else np.ones(rule.within.count)


def _stated(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the names of rules, and the unit of their values: of a multiple, of a share, of a rate, of an amount."""
    rate = pl.when(pl.col("per") == "").then("unit").otherwise(pl.col("unit") + "/" + pl.col("per"))
    share = pl.when(pl.col("share_of") != "").then(pl.lit("of the whole")).otherwise(rate)
    multiple = pl.when("of_base").then(pl.lit("of the base")).otherwise(share)
    return frame.select("rule", multiple.alias("unit"))


def _joined(parts: Sequence[np.ndarray]) -> Floats:
    joined: Floats = np.concatenate([*parts, np.zeros(0)])
    return joined


def _dates(name: str, parts: Sequence[Floats]) -> pl.Series:
    return pl.Series(name, _joined(parts).astype(np.int32)).cast(pl.Date)
