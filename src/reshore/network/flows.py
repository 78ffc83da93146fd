"""Flows: one item on one lane, wherever it can come from and is of use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.network.codes import Codes, days, encode, pairs
from reshore.network.items import Items
from reshore.network.lags import Lags, make_lags
from reshore.network.operations import Recipes
from reshore.network.periods import Floats, Periods, years
from reshore.network.series import Windows
from reshore.tables import Tables

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Lanes:
    """Every lane: `capacity` is for the period, shape (lane, period) [unit]; `allowed` whether its window overlaps it."""

    frame: pl.DataFrame
    origin: Codes
    destination: Codes
    capacity: Floats
    allowed: Mask
    cost_per_unit: Floats
    cost_per_mass: Floats
    emissions_per_mass: Floats
    transit_time: Floats
    transit_years: Floats


@dataclass(frozen=True)
class Flows:
    """Every flow: codes of lane, product and item, and the lag matrices of transit; names in `frame`."""

    frame: pl.DataFrame
    lane: Codes
    product: Codes
    item: Codes
    transit: Lags

    @property
    def count(self) -> int:
        """Number of flows."""
        return len(self.lane)


def make_lanes(tables: Tables, periods: Periods) -> Lanes:
    """Return the lanes of the tables."""
    table, sites = tables["lanes"], tables.frame("sites")["site"]
    frame = table.frame
    opens, closes = days(frame["starts"], -np.inf), days(frame["ends"], np.inf)
    windows = Windows(tables, periods, "lanes", opens, closes)
    transit = frame["transit_time"].to_numpy()
    return Lanes(
        frame=frame.select("origin", "destination", "mode"),
        origin=encode(frame["origin"], sites),
        destination=encode(frame["destination"], sites),
        capacity=windows.total("capacity"),
        allowed=periods.overlap(opens, closes, "day") > 0.0,
        cost_per_unit=windows.average("cost_per_unit"),
        cost_per_mass=windows.average("cost_per_mass"),
        emissions_per_mass=windows.average("emissions_per_mass"),
        transit_time=transit,
        transit_years=years(transit, table.time("transit_time")),
    )


def carried(tables: Tables, lanes: Lanes, inputs: Recipes, outputs: Recipes) -> tuple[Codes, Codes]:
    """Return (lane, product) for what a lane may carry, can be had at its origin and is of use beyond."""
    products = tables.frame("products")["product"]
    shape = (len(tables.frame("sites")), len(products))
    lane, product = _candidates(tables, products)
    tail, head = lanes.origin[lane], lanes.destination[lane]
    supplied = _reach(_sources(tables, shape, outputs), tail, head, product)
    needed = _reach(_uses(tables, shape, inputs), head, tail, product)
    kept = supplied[tail, product] & needed[head, product]
    return lane[kept], product[kept]


def make_flows(tables: Tables, periods: Periods, lanes: Lanes, items: Items, carries: tuple[Codes, Codes]) -> Flows:
    """Return the flows: what lanes carry, by origin where that is tracked and can be at the origin of the lane."""
    lane, item = _by_origin(lanes, items, carries)
    frame = pl.concat([lanes.frame[lane], items.frame[item]], how="horizontal")
    transit = make_lags(periods, lanes.transit_time[lane], tables["lanes"].time("transit_time"))
    return Flows(frame, lane, items.product[item], item, transit)


def _by_origin(lanes: Lanes, items: Items, carries: tuple[Codes, Codes]) -> tuple[Codes, Codes]:
    lane, product = carries
    tracked = items.tracked[product]
    if not tracked.any():
        return lane, product
    site, item = items.places
    entry, place = pairs(
        lanes.origin[lane[tracked]] * items.count + product[tracked], site * items.count + items.product[item]
    )
    lane = np.concatenate([lane[~tracked], lane[tracked][entry]])
    item = np.concatenate([product[~tracked], item[place]])
    order = np.lexsort((item, items.product[item], lane))
    return lane[order], item[order]


def _candidates(tables: Tables, products: pl.Series) -> tuple[Codes, Codes]:
    """Return (lane, product) for what each lane may carry: the products that it lists, else every product."""
    lists = tables.frame("lanes")["products"]
    listed = lists.list.len().to_numpy() > 0
    count = len(products)
    free = np.flatnonzero(~listed)
    named = pl.DataFrame({"lane": np.flatnonzero(listed), "product": lists.filter(pl.Series(listed))}).explode(
        "product"
    )
    lane = np.concatenate([named["lane"].to_numpy(), np.repeat(free, count)])
    code = encode(named["product"].cast(pl.String), products)
    product = np.concatenate([code, np.tile(np.arange(count), len(free))])
    order = np.lexsort((product, lane))
    return lane[order].astype(np.int64), product[order]


def _sources(tables: Tables, shape: tuple[int, int], outputs: Recipes) -> Mask:
    there = np.zeros(shape, dtype=bool)
    there[outputs.site, outputs.product] = True
    stocks = tables.frame("stocks").filter((pl.col("initial") > 0) | (pl.col("in_transit") > 0))
    there[_pairs(tables, stocks, "site", "product")] = True
    return there


def _uses(tables: Tables, shape: tuple[int, int], inputs: Recipes) -> Mask:
    there = np.zeros(shape, dtype=bool)
    there[inputs.site, inputs.product] = True
    there[_pairs(tables, tables.frame("stocks"), "site", "product")] = True
    there[_pairs(tables, tables.frame("demands"), "market", "product")] = True
    instead = tables.frame("demands").select("market", "product").join(tables.frame("substitutes"), on="product")
    there[_pairs(tables, instead, "market", "by")] = True
    return there


def _pairs(tables: Tables, rows: pl.DataFrame, site: str, product: str) -> tuple[Codes, Codes]:
    sites, products = tables.frame("sites")["site"], tables.frame("products")["product"]
    return encode(rows[site], sites), encode(rows[product], products)


def _reach(seed: Mask, before: Codes, after: Codes, product: Codes) -> Mask:
    """Return the places that lanes connect to a seed: `after` joins wherever `before` is in."""
    reached = seed.copy()
    while True:
        known = int(reached.sum())
        moving = reached[before, product]
        reached[after[moving], product[moving]] = True
        if int(reached.sum()) == known:
            return reached
