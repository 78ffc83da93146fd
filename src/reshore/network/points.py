"""Stock points: the pairs of site and product that have a balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import polars as pl

from reshore.network.codes import Codes, encode
from reshore.network.exchange import rates_on
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
    """The stock points in order of (site, product): codes of both, shape (point,), and names in `frame`."""

    site: Codes
    product: Codes
    products: int
    frame: pl.DataFrame

    @property
    def count(self) -> int:
        """Number of stock points."""
        return len(self.site)

    def find(self, site: Codes, product: Codes) -> Codes:
        """Return the point of each (site, product); −1 where it is none."""
        wanted = site * self.products + product
        known = self.site * self.products + self.product
        position = np.minimum(np.searchsorted(known, wanted), max(len(known) - 1, 0))
        if not len(known):
            return np.full(len(wanted), -1)
        return np.where(known[position] == wanted, position, -1)


def make_points(tables: Tables, pairs: list[tuple[Codes, Codes]]) -> Points:
    """Return the stock points of all (site, product) pairs."""
    sites, products = tables.frame("sites")["site"], tables.frame("products")
    both = [site * len(products) + product for site, product in pairs]
    cell = np.unique(np.concatenate([*both, np.zeros(0, dtype=np.int64)]))
    site, product = cell // len(products), cell % len(products)
    frame = pl.DataFrame(
        {"site": sites[site], "product": products["product"][product], "unit": products["unit"][product]}
    )
    return Points(site, product, len(products), frame)


@dataclass(frozen=True)
class Stocks:
    """What the table of stocks says of each point, shape (point,) or (point, period)."""

    initial: Floats
    in_transit: Floats
    in_transit_time: Floats
    minimum: Floats
    maximum: Floats
    holding_cost: Floats
    terminal_value: Floats


def make_stocks(tables: Tables, periods: Periods, points: Points, products: Products) -> Stocks:
    """Spread the rows of `stocks` over the points; `holding_cost` is for the whole period [currency/unit]."""
    frame = tables.frame("stocks")
    at = points.find(encode(frame["site"], tables.frame("sites")["site"]), encode(frame["product"], products.names))

    def column(name: str, otherwise: float) -> Floats:
        values = np.full(points.count, otherwise)
        values[at] = frame[name].fill_null(np.nan).to_numpy()
        return values

    def series(name: str, otherwise: float) -> Floats:
        values = np.broadcast_to(np.float64(otherwise), (points.count, periods.count))
        if not len(frame):
            return values
        values = values.copy()
        values[at] = over_time(tables, periods, "stocks", name)
        return values

    holding_cost = np.zeros((points.count, periods.count))
    holding_cost[at] = Windows.always(tables, periods, "stocks").total("holding_cost")
    worth = column("terminal_value", np.nan)
    worth[at] *= rates_on(tables, "stocks", periods.end - 1.0)
    return Stocks(
        initial=column("initial", 0.0),
        in_transit=column("in_transit", 0.0),
        in_transit_time=column("in_transit_time", 0.0),
        minimum=series("minimum", 0.0),
        maximum=series("maximum", np.inf),
        holding_cost=holding_cost,
        terminal_value=np.where(np.isnan(worth), products.terminal_value[points.product], worth),
    )
