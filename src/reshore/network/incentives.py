"""Incentives: what each module and each run entitles to, when, and the cap of each row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.network.activities import Activities
from reshore.network.codes import Codes, days, pairs
from reshore.network.lags import SMALLEST_SHARE, spread
from reshore.network.operations import Operations, Recipes
from reshore.network.periods import Floats, Periods, shift
from reshore.network.points import Products
from reshore.network.ramps import make_steps
from reshore.network.resources import Expansions, Starts
from reshore.network.series import over_time
from reshore.network.spending import spending
from reshore.tables import Tables, scope
from reshore.tables.scopes import aided_projects, aided_sites

Mask = NDArray[np.bool_]
NONE = -1
KEY = ("incentive", "expansion", "site", "country", "product", "starts")


@dataclass(frozen=True)
class Entitled:
    """What a module of `start`, or a run of `activity` started in `source`, entitles to [currency]: arrays (entry,).

    It is paid by the row `incentive` in `period`, or (`late`) at the end of the horizon. `output` is what of the run is
    credited; −1 in `start`, or in the other three, says that the entry is of the other kind.
    """

    incentive: Codes
    start: Codes
    activity: Codes
    source: Codes
    output: Codes
    period: Codes
    late: Mask
    amount: Floats

    @staticmethod
    def joined(parts: list[Entitled]) -> Entitled:
        """Return entries one after the other; those of nothing are left out."""
        names = Entitled.__dataclass_fields__
        every = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
        kept = every["amount"] > 0.0
        return Entitled(**{name: values[kept] for name, values in every.items()})


@dataclass(frozen=True)
class Incentives:
    """Every incentive: names in `frame`, its cap [currency] (infinite where it has none), and what entitles to it."""

    frame: pl.DataFrame
    cap: Floats
    entitled: Entitled


@dataclass(frozen=True)
class Works:
    """What incentives are about: projects with their starts, and activities with their outputs."""

    expansions: Expansions
    starts: Starts
    activities: Activities
    operations: Operations
    outputs: Recipes
    products: Products


def make_incentives(tables: Tables, periods: Periods, works: Works) -> Incentives:
    """Return the incentives of the tables. A group in a row is one set: its members share the cap of the row."""
    frame = tables.frame("incentives")
    parts = [_grants, _investment_credits, _production_credits] if len(frame) else []
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    empty = Entitled(none, none, none, none, none, none, none.astype(bool), nothing)
    return Incentives(
        frame=frame.select(KEY),
        cap=frame["cap"].fill_null(np.inf).to_numpy(),
        entitled=Entitled.joined([empty, *(part(tables, periods, works) for part in parts)]),
    )


def _grants(tables: Tables, periods: Periods, works: Works) -> Entitled:
    """Return grants: each module's part of the amount is that of its capex, paid as its capex is.

    What is unpaid at the end of the horizon is granted there.
    """
    expansions, starts = works.expansions, works.starts
    frame = tables.frame("incentives")
    price = over_time(tables, periods, "expansions", "capex")[:, 0]
    mask = _projects(tables, expansions, "grant")
    with np.errstate(invalid="ignore"):
        whole = np.where(mask, price * expansions.max_modules, 0.0).sum(axis=1)
    amount = frame["amount"].fill_null(0.0).to_numpy()
    part = np.divide(amount, whole, out=np.zeros_like(whole), where=whole > 0.0)
    begun = _inside(frame, starts.begins)
    row, start = np.nonzero(mask[:, starts.expansion] & begun)
    bills = spending(periods, expansions, starts, make_steps(tables, expansions.spend_profile))
    entry, bill = pairs(start, bills.paid.index)
    per_module = part[row] * price[starts.expansion[start]]
    last = np.full(len(row), periods.count - 1)
    return Entitled.joined(
        [
            _of_starts(row[entry], start[entry], bills.paid.period[bill], per_module[entry] * bills.paid.share[bill]),
            _of_starts(row, start, last, per_module * bills.unpaid[start], late=True),
        ]
    )


def _investment_credits(tables: Tables, periods: Periods, works: Works) -> Entitled:
    """Return investment credits: a share of the capex of each module, at its completion."""
    expansions, starts = works.expansions, works.starts
    frame = tables.frame("incentives")
    mask = _projects(tables, expansions, "investment_credit")[:, starts.expansion]
    deadline = days(frame["construction_deadline"], np.inf)
    within = (periods.start <= starts.ready) & (starts.ready < periods.end)
    mask = mask & _inside(frame, starts.ready) & (starts.begins < deadline[:, None]) & within
    row, start = np.nonzero(mask)
    price = over_time(tables, periods, "expansions", "capex")[starts.expansion[start], starts.period[start]]
    rate = frame["rate"].fill_null(0.0).to_numpy()
    return _of_starts(row, start, periods.containing(starts.ready[start]), rate[row] * price)


def _production_credits(tables: Tables, periods: Periods, works: Works) -> Entitled:
    """Return production credits: for each good unit, when it is finished; after the horizon at its end."""
    outputs, operations, activities = works.outputs, works.operations, works.activities
    frame, products = tables.frame("incentives"), tables.frame("products")["product"]
    mask = (aided_sites(tables) & _of_kind(tables, "production_credit"))[:, outputs.site]
    row, output = np.nonzero(mask & scope(tables, "incentives", "product", products)[:, outputs.product])
    finished = _finished(tables, periods, row, outputs.operation[output])
    pair, entry = pairs(np.arange(len(row)), finished.pair)
    at, activity = pairs(outputs.operation[output[pair]], activities.operation)
    pair, entry = pair[at], entry[at]
    source, period = finished.source[entry], finished.period[entry]
    done = activities.allowed[activity, source]
    pair, entry, activity, source, period = (each[done] for each in (pair, entry, activity, source, period))
    row, output = row[pair], output[pair]
    operation = outputs.operation[output]
    good = outputs.quantity[output] * operations.yields[operation, source] * activities.factor[activity, source]
    per_unit, rate = (frame[name].fill_null(0.0).to_numpy()[row] for name in ("per_unit", "rate"))
    worth = per_unit + rate * works.products.value[outputs.product[output], period]
    nobody = np.full(len(row), NONE)
    amount = worth * good * finished.share[entry]
    return Entitled(row, nobody, activity, source, output, period, finished.late[entry], amount)


@dataclass(frozen=True)
class _Finished:
    """Shares of what a pair starts in `source` that are finished in `period` (or late) and within its window."""

    pair: Codes
    source: Codes
    period: Codes
    late: Mask
    share: Floats


def _finished(tables: Tables, periods: Periods, row: Codes, operation: Codes) -> _Finished:
    """Return when the output of operations is finished, as far as that is in the window of an incentive."""
    frame, table = tables.frame("incentives"), tables["operations"]
    cycle = table.frame["cycle_time"].to_numpy()[operation]
    cases, which = np.unique(np.column_stack([row, cycle]), axis=0, return_inverse=True)
    of = cases[:, 0].astype(np.int64)
    moved = shift(periods.bounds[None, :], cases[:, 1:], table.time("cycle_time"))
    first, last = moved[:, :-1], moved[:, 1:]
    begin = np.maximum(first, days(frame["starts"], -np.inf)[of, None])
    end = np.minimum(last, days(frame["ends"], np.inf)[of, None])
    counted = (begin < end).ravel()
    part = ((end - begin) / (last - first)).ravel()
    begin, end = begin.ravel()[counted], end.ravel()[counted]
    cell = np.flatnonzero(counted)
    shares = spread(periods, begin, end)
    beyond = np.clip(end - np.maximum(begin, periods.end), 0.0, None) / (end - begin)
    after = np.flatnonzero(beyond > SMALLEST_SHARE)
    index = np.concatenate([shares.index, after])
    period = np.concatenate([shares.period, np.full(len(after), periods.count - 1)])
    late = np.arange(len(index)) >= len(shares.index)
    share = np.concatenate([shares.share, beyond[after]]) * part[cell[index]]
    case, source = np.divmod(cell[index], periods.count)
    pair, entry = pairs(which.ravel(), case)
    return _Finished(pair, source[entry], period[entry], late[entry], share[entry])


def _of_starts(row: Codes, start: Codes, period: Codes, amount: Floats, late: bool = False) -> Entitled:
    none = np.full(len(row), NONE)
    return Entitled(row, start, none, none, none, period, np.full(len(row), late), amount)


def _projects(tables: Tables, expansions: Expansions, kind: str) -> Mask:
    """Return which projects the incentives of a kind are for, shape (incentive, expansion)."""
    return aided_projects(tables, expansions.site) & _of_kind(tables, kind)


def _of_kind(tables: Tables, kind: str) -> Mask:
    """Return which incentives are of a kind, shape (incentive, 1)."""
    found: Mask = (tables.frame("incentives")["kind"] == kind).to_numpy()[:, None]
    return found


def _inside(frame: pl.DataFrame, day: Floats) -> Mask:
    """Return which days lie in the window of each incentive, shape (incentive, day)."""
    opens, closes = days(frame["starts"], -np.inf), days(frame["ends"], np.inf)
    found: Mask = (opens[:, None] <= day) & (day < closes[:, None])
    return found
