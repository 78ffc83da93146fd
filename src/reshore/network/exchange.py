"""Money in other currencies: rates of exchange over time, and numbers of tables in the currency of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.network.codes import Codes, encode, pairs
from reshore.network.periods import Floats, Periods
from reshore.schema import table_schema
from reshore.tables import Tables

COLUMN: Final = "currency"
"""The column that names the currency of the money of a row."""


@dataclass(frozen=True)
class Rates:
    """What a unit of each currency is worth in that of the model on the days [opens, closes). Arrays (span,)."""

    known: pl.Series
    currency: Codes
    value: Floats
    opens: Floats
    closes: Floats

    def by_currency(self, weight: Floats) -> Floats:
        """Return the sum of rates by weight for each currency; `weight` has the shape (span, ...)."""
        result = np.zeros((len(self.known), *weight.shape[1:]))
        np.add.at(result, self.currency, (self.value * weight.T).T)
        return result


def make_rates(tables: Tables) -> Rates:
    """Return the rates of the tables; before the first day of a currency its first rate holds."""
    frame = tables.frame("rates")
    if frame.is_empty():
        return Rates(frame[COLUMN], np.zeros(0, dtype=np.int64), *np.zeros((3, 0)))
    frame = frame.sort(COLUMN, "date")
    known = frame[COLUMN].unique(maintain_order=True)
    currency = encode(frame[COLUMN], known)
    day = frame["date"].cast(pl.Int32).cast(pl.Float64).to_numpy()
    first = np.diff(currency, prepend=-1) != 0
    closes = np.append(np.where(first, np.inf, day), np.inf)[1:]
    return Rates(known, currency, frame["value"].to_numpy(), np.where(first, -np.inf, day), closes)


def is_money(table: str, column: str) -> bool:
    """Return whether a column counts in the currency of its row."""
    declared = table_schema(table)
    return COLUMN in declared.names and declared.column(column).unit.split("/")[0] == "currency"


def average_rates(tables: Tables, periods: Periods, table: str) -> Floats:
    """Return the rate of each row's currency in each period, by days, shape (row, period).

    A view of ones where all money is in the currency of the model. Raises ValueError where a currency has no rate.
    """
    rates = make_rates(tables)
    rows, currency = foreign(tables, table, rates)
    ones = np.broadcast_to(np.float64(1.0), (tables.frame(table).height, periods.count))
    if not len(rows):
        return ones
    result = ones.copy()
    share = periods.overlap(rates.opens, rates.closes, "day") / periods.length("day")
    result[rows] = rates.by_currency(share)[currency]
    return result


def mean_rates(tables: Tables, periods: Periods, currency: str) -> Floats:
    """Return what a unit of a currency is worth in that of the model in each of some periods, by days, shape (period,).

    Raises ValueError where it has no rate.
    """
    if currency == str(tables.setting[COLUMN]):
        return np.ones(periods.count)
    rates = make_rates(tables)
    (code,) = encode(pl.Series([currency]), rates.known)
    share = periods.overlap(rates.opens, rates.closes, "day") / periods.length("day")
    mean: Floats = rates.by_currency(share)[code]
    return mean


def rates_on(tables: Tables, table: str, day: float) -> Floats:
    """Return the rate of each row's currency on a day, shape (row,); raises ValueError where a currency has none."""
    rates = make_rates(tables)
    rows, currency = foreign(tables, table, rates)
    result = np.ones(tables.frame(table).height)
    holds = (rates.opens <= day) & (day < rates.closes)
    result[rows] = rates.by_currency(holds.astype(np.float64))[currency]
    return result


def foreign(tables: Tables, table: str, rates: Rates) -> tuple[Codes, Codes]:
    """Return the rows of a table whose money is in another currency than the model's, and the code of that currency."""
    names = tables.frame(table)[COLUMN]
    rows = np.flatnonzero(((names != "") & (names != str(tables.setting[COLUMN]))).to_numpy())
    return rows, encode(names.gather(rows), rates.known)


def crossed(rates: Rates, currency: Codes, days: tuple[Floats, Floats]) -> tuple[Codes, Floats, Floats, Floats]:
    """Return spans of days [opens, closes), each of a currency, cut where its rate changes: span, rate, opens, closes."""
    span, part = pairs(currency, rates.currency)
    opens, closes = np.maximum(days[0][span], rates.opens[part]), np.minimum(days[1][span], rates.closes[part])
    kept = opens < closes
    return span[kept], rates.value[part[kept]], opens[kept], closes[kept]
