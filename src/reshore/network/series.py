"""Numbers over time: a column averaged over each period, or a rate integrated over it, with its profile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network.codes import Codes, pairs
from reshore.network.exchange import Rates, crossed, foreign, is_money, make_rates
from reshore.network.periods import Floats, Periods
from reshore.schema import TimeUnit, table_schema
from reshore.tables import Table, Tables, key_of


@dataclass(frozen=True)
class Spans:
    """The rows that profiles or rates of exchange change: `value` holds in `row` on the days [opens, closes). Arrays (span,)."""

    row: Codes
    value: Floats
    opens: Floats
    closes: Floats


def over_time(tables: Tables, periods: Periods, table: str, column: str, empty: float = np.inf) -> Floats:
    """Return `table.column` in each period, shape (row, period); an empty value is `empty`.

    Money of rows in another currency is in that of the model, each day at its rate. Where nothing changes the result is a
    read-only view that takes no memory per period. With a profile, `mean` columns are averaged over the days of the period
    and `end` columns take the value just before its end.
    """
    return Windows.always(tables, periods, table).average(column, empty)


@dataclass(frozen=True)
class Windows:
    """Windows of days [opens, closes), each of a row of `table`: window *i* of `rows[i]` (of row *i* without)."""

    tables: Tables
    periods: Periods
    table: str
    opens: Floats
    closes: Floats
    rows: Codes | None = None

    @staticmethod
    def always(tables: Tables, periods: Periods, table: str) -> Windows:
        """Return windows that never close, one for each row."""
        count = tables[table].frame.height
        return Windows(tables, periods, table, np.full(count, -np.inf), np.full(count, np.inf))

    def average(self, column: str, empty: float = np.inf) -> Floats:
        """Return a column in each period, shape (row, period), where windows are those of all rows; see `over_time`.

        A `mean` column is averaged over the days of the period that are in the window, and is 0 where none is.
        """
        base = self._own(column, empty)
        flat = np.broadcast_to(base[:, None], (len(base), self.periods.count))
        spans = self._spans(column, base)
        if not len(spans.row):
            return flat
        if table_schema(self.table).column(column).profile == "end":
            last = self.periods.ends - 0.5
            weight = ((spans.opens[:, None] <= last) & (last < spans.closes[:, None])).astype(np.float64)
        else:
            weight = self._inside(spans, np.arange(len(spans.row)), spans.row, "day")
        touched, position = np.unique(spans.row, return_inverse=True)
        values = flat.copy()
        values[touched] = _averaged(spans.value, weight, position, len(touched))
        return values

    def total(self, column: str) -> Floats:
        """Return the integral of a rate over the part of each period in each window, shape (window, period).

        Lengths count in the unit of time of the column. A rate that is unlimited on some of the days is unlimited in all;
        one without a profile also where the window is closed.
        """
        unit = self.tables[self.table].time(column)
        base = self._own(column, np.inf)
        rows = np.arange(len(base)) if self.rows is None else self.rows
        total = _bounded(base[rows, None], self.periods.overlap(self.opens, self.closes, unit))
        spans = self._spans(column, base)
        window, span = pairs(rows, spans.row)
        if len(window):
            inside = self._inside(spans, span, window, unit)
            total[window] = 0.0
            np.add.at(total, window, np.where(inside > 0.0, spans.value[span, None], 0.0) * inside)
        return total

    def _inside(self, spans: Spans, span: Codes, window: Codes, unit: TimeUnit) -> Floats:
        """Return how much of each period lies in both a span and a window, shape (pair, period)."""
        opens = np.maximum(spans.opens[span], self.opens[window])
        return self.periods.overlap(opens, np.minimum(spans.closes[span], self.closes[window]), unit)

    def _own(self, column: str, empty: float) -> Floats:
        own: Floats = self.tables[self.table].frame[column].fill_null(empty).to_numpy().astype(np.float64)
        return own

    def _spans(self, column: str, base: Floats) -> Spans:
        """Return the spans of rows that change over time, in the currency of the model."""
        changes = self._changes(column, base)
        if not is_money(self.table, column):
            return changes
        rates = make_rates(self.tables)
        rows, currency = foreign(self.tables, self.table, rates)
        return _converted(changes, base, rates, (rows, currency)) if len(rows) else changes

    def _changes(self, column: str, base: Floats) -> Spans:
        """Return the spans of rows that have a profile: the row's own value before the first date, then each change."""
        changes = self.tables.frame("profiles")
        if not changes.is_empty():
            changes = changes.filter(pl.col("table").eq(self.table) & pl.col("column").eq(column))
        if changes.is_empty():
            return Spans(np.zeros(0, dtype=np.int64), *np.zeros((3, 0)))
        located = _located(self.tables[self.table], changes)
        own = located.select("row").unique().with_columns(day=pl.lit(-np.inf))
        own = own.with_columns(pl.Series("value", base[own["row"].to_numpy()]))
        spans = pl.concat([own, located]).sort("row", "day")
        until = spans.select(pl.col("day").shift(-1).over("row").fill_null(np.inf))["day"]
        row, day, value = (spans[name].to_numpy() for name in ("row", "day", "value"))
        return Spans(row.astype(np.int64), value, day, until.to_numpy())


def _converted(spans: Spans, base: Floats, rates: Rates, foreign: tuple[Codes, Codes]) -> Spans:
    """Return spans, and those of rows in another currency that have none yet, in the currency of the model."""
    rows, codes = foreign
    currency = np.full(len(base), -1)
    currency[rows] = codes
    steady = np.setdiff1d(rows, spans.row)
    own = currency[spans.row] < 0
    row, value = np.concatenate([spans.row[~own], steady]), np.concatenate([spans.value[~own], base[steady]])
    always = np.full(len(steady), np.inf)
    days = np.concatenate([spans.opens[~own], -always]), np.concatenate([spans.closes[~own], always])
    span, rate, opens, closes = crossed(rates, currency[row], days)
    return Spans(
        np.concatenate([spans.row[own], row[span]]),
        np.concatenate([spans.value[own], value[span] * rate]),
        np.concatenate([spans.opens[own], opens]),
        np.concatenate([spans.closes[own], closes]),
    )


def _bounded(rate: Floats, length: Floats) -> Floats:
    """Return rate × length where unlimited stays unlimited, also over a length of 0."""
    return np.where(np.isinf(rate), np.inf, np.where(np.isinf(rate), 0.0, rate) * length)


def _averaged(value: Floats, weight: Floats, position: Codes, count: int) -> Floats:
    """Return the average of values by weight for each position, shape (position, period); 0 without weight."""
    total, result = np.zeros((2, count, weight.shape[1]))
    np.add.at(total, position, weight)
    share = np.divide(weight, total[position], out=np.zeros_like(weight), where=weight > 0.0)
    np.add.at(result, position, np.where(share > 0.0, value[:, None], 0.0) * share)
    return result


def _located(rows: Table, changes: pl.DataFrame) -> pl.DataFrame:
    """Return the profile rows with the index of the row that they change, and the day from which the value holds."""
    keys = pl.DataFrame({"key": key_of(rows.frame, table_schema(rows.name))}).with_row_index("row")
    day = pl.col("date").cast(pl.Int32).cast(pl.Float64).alias("day")
    return changes.join(keys, on="key").select("row", day, "value")
