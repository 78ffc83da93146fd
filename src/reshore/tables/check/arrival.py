"""The check that a required demand is not due before anything can arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from reshore.tables.check.reach import BATCH, Points, operated
from reshore.tables.check.steps import LONGEST_DAYS, SHORTEST_DAYS, Floats, bounds_of, day, days_of
from reshore.tables.findings import Finding
from reshore.tables.report import Place
from reshore.tables.table import ROW, Tables

Step = Callable[[Floats, Floats], None]


def in_time(tables: Tables) -> Iterator[Finding]:
    """A required demand can be met in time by what is there at the start, or made and shipped from the first day on.

    Capacities, windows and quantities are left aside, so that what is found is certain.
    """
    bounds, required = bounds_of(tables), tables.frame("demands").filter(pl.col("required") & (pl.col("quantity") > 0))
    if bounds is None or required.is_empty():
        return
    required = required.filter(pl.col("date") < day(bounds[-1]))
    offers = tables.frame("substitutes").select("product", offer="by")
    own = required.select("product", offer="product").unique()
    offers = pl.concat([own, offers]).join(own.select("product"), on="product", how="semi")
    earliest = _earliest(tables, offers["offer"].unique().to_list(), bounds)
    served = required.join(offers, on="product").join(
        earliest, left_on=["market", "offer"], right_on=["site", "product"], how="left"
    )
    first = served.group_by(ROW).agg(pl.col("days").min())
    rows = required.join(first, on=ROW, maintain_order="left").filter(pl.col("days").is_finite())
    late = rows.filter(pl.Series(bounds[0] + rows["days"].to_numpy() >= _last(tables, rows, bounds)))
    for market, product, days, row in late.select("market", "product", "days", ROW).iter_rows():
        message = (
            f"'{product}' can be at '{market}' from {day(bounds[0] + days)} on, after the required demand must be met."
        )
        remedy = "Add a stock at the start, shorten what is on the way to it, give patience, or do not require it."
        yield Place.of(tables["demands"]).finding("E323", message, remedy, row, "required")


def _last(tables: Tables, rows: pl.DataFrame, bounds: Floats) -> Floats:
    """Return the end of the last period in which each demand is taken: it begins before patience is over."""
    due = bounds[np.searchsorted(bounds, [days_of(date) for date in rows["date"]], side="right")]
    patience = rows["patience"].to_numpy() * LONGEST_DAYS[tables["demands"].time("patience")]
    ends: Floats = bounds[np.searchsorted(bounds[:-1], np.maximum(due + patience, due), side="left")]
    return ends


def _earliest(tables: Tables, wanted: list[str], bounds: Floats) -> pl.DataFrame:
    """Return site, product and the fewest days after which it can be there, for the wanted and what they are made from.

    What comes within a period may leave from its first day on, because the balance is over periods.
    """
    recipes = _needed(operated(tables), wanted)
    names = pl.concat([pl.Series(wanted, dtype=pl.String), recipes["product"]]).unique()
    kept = tables["products"].with_frame(tables.frame("products").filter(pl.col("product").is_in(names.implode())))
    points = Points.of(tables.with_table(kept))
    days = np.full(points.sites.height * points.products.height, np.inf)
    stocks = tables.frame("stocks").filter((pl.col("initial") > 0) | (pl.col("in_transit") > 0))
    days[points.coded(stocks)["_code"].to_numpy()] = 0.0
    steps = (_make(tables, points, recipes), _carry(tables, points), _carry_any(tables, points))
    before = np.full_like(days, -1.0)
    while not np.array_equal(before, days):
        before = days.copy()
        for step in steps:
            begun = np.searchsorted(bounds, bounds[0] + days, side="right") - 1
            step(np.where(np.isinf(days), np.inf, bounds[begun] - bounds[0]), days)
    site, product = np.divmod(np.arange(days.size), max(1, points.products.height))
    there = {"site": points.sites["site"].gather(site), "product": points.products["product"].gather(product)}
    return pl.DataFrame({**there, "days": days})


def _needed(recipes: pl.DataFrame, wanted: list[str]) -> pl.DataFrame:
    """Return the recipes of the operations that make the wanted products, or what those are made from."""
    kept, names = recipes.clear(), pl.Series("product", wanted, dtype=pl.String)
    while True:
        making = recipes.filter((pl.col("quantity") > 0) & pl.col("product").is_in(names.implode()))["_op"].implode()
        more = recipes.filter(pl.col("_op").is_in(making))
        if more.height == kept.height:
            return kept
        kept, names = more, pl.concat([names, more["product"]]).unique()


def _make(tables: Tables, points: Points, recipes: pl.DataFrame) -> Step:
    """Return the step from the inputs of operations to their outputs."""
    operations = tables.frame("operations").unique(["site", "process"], keep="first", maintain_order=True)
    shortest = SHORTEST_DAYS[tables["operations"].time("cycle_time")]
    cycle = operations["cycle_time"].to_numpy() * shortest
    rows = points.coded(recipes)
    used, made = rows.filter(pl.col("quantity") < 0), rows.filter(pl.col("quantity") > 0)

    def step(begun: Floats, days: Floats) -> None:
        start = np.zeros(cycle.size)
        np.maximum.at(start, used["_op"].to_numpy(), begun[used["_code"].to_numpy()])
        np.minimum.at(days, made["_code"].to_numpy(), (start + cycle)[made["_op"].to_numpy()])

    return step


def _carry(tables: Tables, points: Points) -> Step:
    """Return the step along the lanes that name their products."""
    lanes = tables.frame("lanes").select("origin", "destination", "products", "transit_time")
    lanes = lanes.explode("products", empty_as_null=False).rename({"products": "product"})
    rows = points.coded(points.coded(lanes, "origin"), "destination", "_to")
    transit = rows["transit_time"].to_numpy() * SHORTEST_DAYS[tables["lanes"].time("transit_time")]

    def step(begun: Floats, days: Floats) -> None:
        np.minimum.at(days, rows["_to"].to_numpy(), begun[rows["_code"].to_numpy()] + transit)

    return step


def _carry_any(tables: Tables, points: Points) -> Step:
    """Return the step along the lanes for every product."""
    free = (
        tables.frame("lanes").filter(pl.col("products").list.len() == 0).select("origin", "destination", "transit_time")
    )
    rows = free.join(points.sites, left_on="origin", right_on="site")
    rows = rows.join(points.sites, left_on="destination", right_on="site", suffix="_to")
    transit = rows["transit_time"].to_numpy() * SHORTEST_DAYS[tables["lanes"].time("transit_time")]
    width = points.products.height
    parts = np.array_split(np.arange(rows.height), rows.height * width // BATCH + 1)
    origin, destination = rows["_s"].to_numpy(), rows["_s_to"].to_numpy()

    def step(begun: Floats, days: Floats) -> None:
        grid, result = begun.reshape(-1, width), days.reshape(-1, width)
        for part in parts:
            np.minimum.at(result, destination[part], grid[origin[part]] + transit[part, None])

    return step
