"""Tariffs: what is owed on a unit of each flow, by program, when it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.network.codes import Codes, days, pairs
from reshore.network.flows import Flows, Lanes
from reshore.network.items import Items
from reshore.network.lags import spread
from reshore.network.periods import Floats, Periods, shift
from reshore.network.points import Products
from reshore.tables import Tables
from reshore.tables.customs import digits, replacing, territories

Mask = NDArray[np.bool_]
ENTRY: Final = ("product", "country_of_origin", "content", "from", "to")


@dataclass(frozen=True)
class Duties:
    """What programs charge on flows: arrays (charge,) of the flow and the program; names in `frame`.

    Entries, arrays (entry,): a unit of the flow of `charge` that leaves in `source` owes `amount` [currency/unit] in `target`,
    or, where `late`, after the horizon.
    """

    frame: pl.DataFrame
    flow: Codes
    charge: Codes
    source: Codes
    target: Codes
    late: Mask
    amount: Floats


def make_duties(tables: Tables, periods: Periods, goods: tuple[Products, Items], ways: tuple[Lanes, Flows]) -> Duties:
    """Return the duty on every flow that enters another customs territory, by program, departure and arrival."""
    products, items = goods
    lanes, flows = ways
    if tables.frame("tariffs").is_empty():
        none = np.zeros(0, dtype=np.int64)
        frame = flows.frame.clear().with_columns(pl.Series("program", [], dtype=pl.String))
        return Duties(frame, none, none, none, none, none.astype(bool), none.astype(float))
    crossing, kind, entries = _entries(tables, lanes, flows)
    matches = _matches(tables, entries)
    unit = tables["lanes"].time("transit_time")
    last = shift(np.full(len(lanes.transit_time), periods.end), lanes.transit_time, unit)
    cells = _cells(periods, matches, float(last.max(initial=periods.end)))
    period = np.minimum(periods.containing(cells.starts), periods.count - 1)
    charges = _charged(matches, _amounts(matches, items, products, (cells, period)), cells)
    entry, group = pairs(kind, charges.entry)
    flow = crossing[entry]
    frame = flows.frame[flow].with_columns(charges.program.gather(group).alias("program"))
    time, which = np.unique(lanes.transit_time[flows.lane[flow]], return_inverse=True)
    spans = shift(periods.bounds[None, :], time[:, None], unit)
    shares = spread(cells, spans[:, :-1].ravel(), spans[:, 1:].ravel())
    charge, part = pairs(which.ravel(), shares.index // periods.count)
    cell = shares.period[part]
    amount = shares.share[part] * charges.duty[group[charge], cell]
    kept = amount > 0.0
    charge, part, cell = charge[kept], part[kept], cell[kept]
    late = cells.starts[cell] >= periods.end
    return Duties(frame, flow, charge, shares.index[part] % periods.count, period[cell], late, amount[kept])


def _entries(tables: Tables, lanes: Lanes, flows: Flows) -> tuple[Codes, Codes, pl.DataFrame]:
    """Return the flows that enter another territory, the entry that each is, and the distinct entries.

    An entry is a product of a country of origin and content that comes from a country to another one.
    """
    sites = tables.frame("sites")
    country = sites["country"].fill_null("")
    territory = territories(tables)
    tail, head = lanes.origin[flows.lane], lanes.destination[flows.lane]
    taxing = country.is_in(tables.frame("tariffs")["destination"].implode())
    crosses = (territory.gather(tail) != territory.gather(head)) & taxing.gather(head)
    crossing = np.flatnonzero(crosses.to_numpy())
    frame = flows.frame[crossing].select("product", "country_of_origin", "content")
    frame = frame.with_columns(
        pl.Series("item", flows.item[crossing]),
        pl.Series("from", country.gather(tail[crossing])),
        pl.Series("to", country.gather(head[crossing])),
    )
    distinct = frame.unique(maintain_order=True).with_row_index("entry").with_columns(pl.col("entry").cast(pl.Int64))
    kind = frame.join(distinct, on=list(ENTRY), how="left", maintain_order="left")["entry"].to_numpy()
    return crossing, kind, distinct


def _matches(tables: Tables, entries: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of tariffs that match an entry on some day: of an entry and program the most specific last."""
    heads = tables.frame("products").select("product", _head=digits("hs_code"))
    goods = entries.join(heads, on="product", how="left", maintain_order="left").with_columns(
        _origin=pl.when(pl.col("country_of_origin") == "").then("from").otherwise("country_of_origin")
    )
    rows = tables.frame("tariffs").rename({"product": "_product"}).with_row_index("row")
    rows = rows.with_columns(_prefix=digits("hs_prefix"))
    both = goods.join(rows, left_on="to", right_on="destination")
    both = both.filter(
        (pl.col("origin") == "") | (pl.col("origin") == pl.col("_origin")),
        (pl.col("_product") == "") | (pl.col("_product") == pl.col("product")),
        pl.col("_head").str.starts_with(pl.col("_prefix")),
    )
    both = both.with_columns(_named=pl.col("_product") != "", _length=pl.col("_prefix").str.len_chars())
    both = both.with_columns(_of=pl.col("origin") != "")
    both = both.sort("entry", "program", "_named", "_length", "_of", "starts", "row").with_row_index("match")
    return both.with_columns(
        group=pl.struct("entry", "program").rle_id().cast(pl.Int64), match=pl.col("match").cast(pl.Int64)
    )


def _cells(periods: Periods, matches: pl.DataFrame, last: float) -> Periods:
    """Return the periods, and the time until the last arrival, cut where some rate begins or ends."""
    dates = np.concatenate([days(matches["starts"], np.nan), days(matches["ends"], np.nan)])
    dates = dates[(dates > periods.start) & (dates < last)]
    return Periods(np.unique(np.concatenate([periods.bounds, dates, [last]])))


def _amounts(matches: pl.DataFrame, items: Items, products: Products, time: tuple[Periods, Codes]) -> Floats:
    """Return what each match would charge on a unit in each cell [currency/unit], NaN on days on which it does not hold."""
    cells, period = time
    codes = pl.DataFrame({"product": products.names, "code": np.arange(len(products.names))})
    code = matches.join(codes, on="product", how="left", maintain_order="left")["code"].to_numpy()
    share = np.ones(matches.height)
    for country in items.content.countries:
        taxed = ((matches["basis"] == "foreign_content") & (matches["to"] == country)).to_numpy()
        share[taxed] -= items.domestic[country].to_numpy()[matches["item"].to_numpy()[taxed]]
    value = products.value[code][:, period] * (matches["rate"].to_numpy() * share)[:, None]
    amount = value + matches["per_unit"].to_numpy()[:, None]
    opens, closes = days(matches["starts"], -np.inf)[:, None], days(matches["ends"], np.inf)[:, None]
    return np.where((opens <= cells.starts) & (cells.starts < closes), amount, np.nan)


@dataclass(frozen=True)
class _Charged:
    """What each program charges on each entry: arrays (group,), `duty` (group, cell) [currency/unit]."""

    entry: Codes
    program: pl.Series
    duty: Floats


def _charged(matches: pl.DataFrame, amounts: Floats, cells: Periods) -> _Charged:
    """Stack the programs: of each the most specific row, without those replaced, and of those that say `max` the largest."""
    groups = matches.unique("group", keep="first", maintain_order=True)
    entry, program = groups["entry"].to_numpy(), groups["program"]
    if not len(entry):
        return _Charged(entry, program, np.zeros((0, cells.count)))
    first = groups["match"].to_numpy()
    place = np.where(np.isnan(amounts), -1, np.arange(len(amounts))[:, None])
    winner = np.maximum.reduceat(place, first, axis=0)
    charged = (winner >= 0) & ~_replaced(matches, groups, winner)
    duty = np.where(charged, amounts[np.maximum(winner, 0), np.arange(cells.count)], 0.0)
    largest = charged & (matches["stacks"] == "max").to_numpy()[np.maximum(winner, 0)]
    bounds = np.flatnonzero(np.diff(entry, prepend=-1))
    most = np.maximum.reduceat(np.where(largest, duty, -1.0), bounds, axis=0)
    of = np.cumsum(np.diff(entry, prepend=-1) != 0) - 1
    number = np.arange(len(entry))[:, None]
    chosen = np.minimum.reduceat(np.where(largest & (duty == most[of]), number, len(entry)), bounds, axis=0)
    return _Charged(entry, program, np.where(largest & (chosen[of] != number), 0.0, duty))


def _replaced(matches: pl.DataFrame, groups: pl.DataFrame, winner: Codes) -> Mask:
    """Return where a program is replaced by one that applies and is not itself replaced, shape (group, cell)."""
    rows = replacing(matches.select("entry", "match", "group", "stacks")).rename({"replaced": "program"})
    edges = rows.join(groups.select("entry", "program", target="group"), on=["entry", "program"])
    match, group, target = (edges[name].to_numpy() for name in ("match", "group", "target"))
    applies = winner[group] == match[:, None]
    replaced = np.zeros(winner.shape, dtype=bool)
    for _ in range(groups["program"].n_unique() if len(match) else 0):
        before, replaced = replaced, np.zeros(winner.shape, dtype=bool)
        np.logical_or.at(replaced, target, applies & ~before[group])
        if np.array_equal(before, replaced):
            break
    return replaced
