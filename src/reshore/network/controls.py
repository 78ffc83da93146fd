"""Export controls: which flows each is about, when nothing leaves, how much may leave in a year, and what share is paid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.network.codes import Codes, days
from reshore.network.demands import Offers, Pieces
from reshore.network.flows import Flows, Lanes
from reshore.network.periods import Floats, Periods, calendar_years
from reshore.network.series import Windows
from reshore.tables import Tables, scope
from reshore.tables.scopes import controlled, exported

Mask = NDArray[np.bool_]
KEY = ("control", "control_class", "product", "from_country", "destination")


@dataclass(frozen=True)
class Bans:
    """The periods in which nothing of a flow may leave: arrays (entry,), once for each (flow, period).

    `control` is the row of `controls` that bans it on most days of the period.
    """

    flow: Codes
    period: Codes
    control: Codes


@dataclass(frozen=True)
class Quotas:
    """What may leave in a calendar year: arrays (quota,), one for each row of `controls` and year; names in `frame`.

    `limit` is for the part of the year in which it holds [unit], `length` that part in the unit of time of the column. `share`
    is the part of each period that counts, shape (quota, period); `period` the last that does. `flow` is a flow of `owner`,
    a row of `controls`: parallel arrays (pair,).
    """

    frame: pl.DataFrame
    control: Codes
    period: Codes
    limit: Floats
    length: Floats
    share: Floats
    owner: Codes
    flow: Codes


@dataclass(frozen=True)
class Fees:
    """The share of revenue that is paid: of `offer` by the row `control`, arrays (pair,); `rate` is by (control, period)."""

    control: Codes
    offer: Codes
    rate: Floats


@dataclass(frozen=True)
class Controls:
    """Every control: names in `frame`, a row for each of the table, and what its kind says."""

    frame: pl.DataFrame
    bans: Bans
    quotas: Quotas
    fees: Fees


def make_controls(
    tables: Tables, periods: Periods, moved: tuple[Lanes, Flows], sold: tuple[Pieces, Offers]
) -> Controls:
    """Return the controls of the tables. A group in a row is one set: its members share the limit of the row."""
    frame = tables.frame("controls")
    kind = frame["kind"].to_numpy()
    window = days(frame["starts"], -np.inf), days(frame["ends"], np.inf)
    control, flow = np.nonzero(_exported(tables, *moved)) if len(frame) else np.zeros((2, 0), dtype=np.int64)
    banned, limited = kind[control] == "ban", kind[control] == "quota"
    names = frame.select(*KEY, "starts")
    return Controls(
        frame=names,
        bans=_bans(tables, periods, moved, (control[banned], flow[banned], *window)),
        quotas=_quotas(tables, periods, names, (control[limited], flow[limited], *window)),
        fees=_fees(tables, periods, sold, window),
    )


def _exported(tables: Tables, lanes: Lanes, flows: Flows) -> Mask:
    """Return which flows each control is about, shape (control, flow)."""
    country = tables.frame("sites")["country"]
    lane = exported(tables, country.gather(lanes.origin), country.gather(lanes.destination))
    found: Mask = lane[:, flows.lane] & controlled(tables)[:, flows.product]
    return found


Pairs = tuple[Codes, Codes, Floats, Floats]


def _bans(tables: Tables, periods: Periods, moved: tuple[Lanes, Flows], pairs: Pairs) -> Bans:
    """Return where no day on which the lane is open is left: the days of all bans on a flow count together."""
    control, flow, opens, closes = pairs
    _, flows = moved
    frame = tables.frame("lanes")
    lane = flows.lane[flow]
    begin = np.maximum(opens[control], days(frame["starts"], -np.inf)[lane])
    end = np.minimum(closes[control], days(frame["ends"], np.inf)[lane])
    rows = pl.DataFrame({"control": control, "flow": flow, "begin": begin, "end": end})
    rows = rows.filter(pl.col("begin") < pl.col("end")).sort("flow", "begin", "control")
    before = pl.col("end").cum_max().shift(1).over("flow").fill_null(-np.inf)
    rows = rows.with_columns(pl.max_horizontal("begin", before).alias("fresh"))
    own, begin, fresh, end = (rows[name].to_numpy() for name in ("flow", "begin", "fresh", "end"))
    distinct, at = np.unique(own, return_inverse=True)
    added = periods.overlap(fresh, np.maximum(fresh, end), "day")
    held = np.zeros((len(distinct), periods.count))
    np.add.at(held, at, added)
    lane = flows.lane[distinct]
    window = days(frame["starts"], -np.inf)[lane], days(frame["ends"], np.inf)[lane]
    left = periods.overlap(*window, "day") - held
    place, period = np.nonzero((left <= 0.0) & (held > 0.0))
    most = _most(periods.overlap(begin, end, "day"), at, len(distinct))
    return Bans(distinct[place], period, rows["control"].to_numpy()[most[place, period]])


def _most(amount: Floats, group: Codes, count: int) -> Codes:
    """Return the first row of each group with the most in each column, shape (group, column)."""
    found = np.full((count, amount.shape[1]), -1)
    best = np.full((count, amount.shape[1]), -np.inf)
    np.maximum.at(best, group, amount)
    row, column = np.nonzero(amount == best[group])
    found[group[row[::-1]], column[::-1]] = row[::-1]
    return found


def _quotas(tables: Tables, periods: Periods, names: pl.DataFrame, pairs: Pairs) -> Quotas:
    owner, flow, opens, closes = pairs
    years = calendar_years(periods)
    unit = tables["controls"].time("limit")
    length = years.overlap(opens, closes, unit)
    limit = Windows(tables, years, "controls", opens, closes).total("limit")
    quota = (tables.frame("controls")["kind"] == "quota").to_numpy()
    control, year = np.nonzero((length > 0.0) & np.isfinite(limit) & quota[:, None])
    begin, end = np.maximum(opens[control], years.starts[year]), np.minimum(closes[control], years.ends[year])
    share = periods.overlap(begin, end, "day") / periods.length("day")
    dates = years.dates.dt.year().cast(pl.String).alias("year")
    return Quotas(
        frame=names[control].with_columns(dates.gather(year), _units(tables)[control]),
        control=control,
        period=periods.count - 1 - np.argmax(share[:, ::-1] > 0.0, axis=1),
        limit=limit[control, year],
        length=length[control, year],
        share=share,
        owner=owner,
        flow=flow,
    )


def _units(tables: Tables) -> pl.Series:
    """Return the unit of the products of each control, `unit` where they have several."""
    units = tables.frame("products")["unit"].to_numpy()
    found = [set(units[mask]) for mask in controlled(tables)]
    return pl.Series("unit", [one.pop() if len(one) == 1 else "unit" for one in found], dtype=pl.String)


def _fees(tables: Tables, periods: Periods, sold: tuple[Pieces, Offers], window: tuple[Floats, Floats]) -> Fees:
    pieces, offers = sold
    country = tables.frame("sites")["country"]
    there = scope(tables, "controls", "destination", country)[:, pieces.market[offers.piece]]
    fee = (tables.frame("controls")["kind"] == "fee").to_numpy()
    control, offer = np.nonzero(there & controlled(tables)[:, offers.product] & fee[:, None])
    part = periods.overlap(*window, "day") / periods.length("day")
    rate = Windows(tables, periods, "controls", *window).average("fee_rate", empty=0.0)
    return Fees(control, offer, rate * part)
