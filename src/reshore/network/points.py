"""Stock points: the pairs of site and item that have a balance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import polars as pl

from reshore.network.codes import Codes, match
from reshore.network.exchange import rates_on
from reshore.network.items import Items
from reshore.network.periods import Floats, Periods, years
from reshore.network.series import Windows, over_time
from reshore.tables import Tables


@dataclass(frozen=True)
class Products:
    """Every product, with its value in each period, shape (product, period), and its worth at the end [currency/unit]."""

    names: pl.Series
    units: pl.Series
    mass: Floats
    value: Floats
    holding_rate: Floats
    holding_years: Floats
    scrap_cost: Floats
    shelf_life: Floats
    terminal_value: Floats


def make_products(tables: Tables, periods: Periods) -> Products:
    """Return the products of the tables; `holding_rate` counts per its own unit of time, `holding_years` are its lengths."""
    frame, table = tables.frame("products"), tables["products"]
    value = over_time(tables, periods, "products", "value")
    share = cast("float", tables.setting["terminal_share"])
    worth = frame["terminal_value"].fill_null(np.nan).to_numpy() * rates_on(tables, "products", periods.end - 1.0)
    return Products(
        names=frame["product"],
        units=frame["unit"],
        mass=frame["mass"].to_numpy(),
        value=value,
        holding_rate=over_time(tables, periods, "products", "holding_rate")
        / float(years(1.0, table.time("holding_rate"))),
        holding_years=periods.length(table.time("holding_rate")) * float(years(1.0, table.time("holding_rate"))),
        scrap_cost=over_time(tables, periods, "products", "scrap_cost", empty=np.nan),
        shelf_life=frame["shelf_life"].fill_null(np.inf).to_numpy(),
        terminal_value=np.where(np.isnan(worth), share * value[:, -1], worth),
    )


@dataclass(frozen=True)
class Points:
    """The stock points in order of (site, item): codes of both and of the product, shape (point,), and names in `frame`.

    Of a product whose origin is tracked, the point of the product itself is the mix, from which those take to whom the
    origin does not matter: `mix` says whether a point is one, `feeds` is the mix that a point feeds, −1 where there is none.
    """

    site: Codes
    item: Codes
    product: Codes
    mix: np.ndarray
    feeds: Codes
    items: int
    frame: pl.DataFrame

    @property
    def count(self) -> int:
        """Number of stock points."""
        return len(self.site)

    def find(self, site: Codes, item: Codes) -> Codes:
        """Return the point of each (site, item), of a tracked product that of its mix; −1 where it is none."""
        wanted = site * self.items + item
        known = self.site * self.items + self.item
        position = np.minimum(np.searchsorted(known, wanted), max(len(known) - 1, 0))
        if not len(known):
            return np.full(len(wanted), -1)
        return np.where(known[position] == wanted, position, -1)


def make_points(tables: Tables, items: Items, pairs: list[tuple[Codes, Codes]]) -> Points:
    """Return the stock points of all (site, product) pairs, and of the tracked items at their places."""
    count = items.count
    both = [site * count + item for site, item in (*pairs, items.places)]
    cell = np.unique(np.concatenate([*both, np.zeros(0, dtype=np.int64)]))
    site, item = cell // count, cell % count
    product = items.product[item]
    frame = pl.DataFrame({"site": tables.frame("sites")["site"][site]}).hstack(items.frame[item])
    mix = items.tracked[product] & (item == product)
    points = Points(site, item, product, mix, np.full(len(cell), -1), count, frame)
    return replace(points, feeds=np.where(item == product, -1, points.find(site, product)))


@dataclass(frozen=True)
class Stocks:
    """What the table of stocks says of each point, shape (point,) or (point, period).

    `minimum` and `maximum` hold for all origins together: of a product whose origin is tracked, they are those of the mix, and
    all else is that of the points that feed it.
    """

    initial: Floats
    in_transit: Floats
    in_transit_time: Floats
    minimum: Floats
    maximum: Floats
    holding_cost: Floats
    terminal_value: Floats


def make_stocks(tables: Tables, periods: Periods, points: Points, items: Items, products: Products) -> Stocks:
    """Spread the rows of `stocks` over the points; `holding_cost` is for the whole period [currency/unit]."""
    frame = tables.frame("stocks")
    row = match(points.frame, frame, ["site", "product"])
    goods, limits = (row >= 0) & ~points.mix, (row >= 0) & (points.mix | ~items.tracked[points.product])
    first = goods & _is_first(points, items, frame, row)

    def column(name: str, otherwise: float, where: np.ndarray) -> Floats:
        values = np.full(points.count, otherwise)
        values[where] = frame[name].fill_null(np.nan).to_numpy()[row[where]]
        return values

    def series(name: str, otherwise: float) -> Floats:
        values = np.broadcast_to(np.float64(otherwise), (points.count, periods.count))
        if not len(frame):
            return values
        values = values.copy()
        values[limits] = over_time(tables, periods, "stocks", name)[row[limits]]
        return values

    holding_cost = np.zeros((points.count, periods.count))
    holding_cost[goods] = Windows.always(tables, periods, "stocks").total("holding_cost")[row[goods]]
    worth = column("terminal_value", np.nan, goods)
    worth[goods] *= rates_on(tables, "stocks", periods.end - 1.0)[row[goods]]
    return Stocks(
        initial=column("initial", 0.0, first),
        in_transit=column("in_transit", 0.0, first),
        in_transit_time=column("in_transit_time", 0.0, first),
        minimum=series("minimum", 0.0),
        maximum=series("maximum", np.inf),
        holding_cost=holding_cost,
        terminal_value=np.where(np.isnan(worth), products.terminal_value[points.product], worth),
    )


def _is_first(points: Points, items: Items, frame: pl.DataFrame, row: Codes) -> np.ndarray:
    """Return which points have the origin of what `stocks` says is there at the start, shape (point,)."""
    if not items.tracked.any() or not len(frame):
        return np.ones(points.count, dtype=bool)
    origin = frame["origin"].fill_null("")[np.maximum(row, 0)]
    content = items.content.wholly(points.product, origin)
    same = (points.frame["country_of_origin"] == origin) & (points.frame["content"] == content)
    return np.asarray(same.to_numpy() | ~items.tracked[points.product])
