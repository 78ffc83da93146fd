"""Limits on single decisions: lanes, storage, runs, shelf life."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reshore.verify.arrays import Bools, Floats, floats, grid_sum, ints
from reshore.verify.calendar import shift
from reshore.verify.case import Case
from reshore.verify.residuals import Check, Rows, at_most, compare


def _sides(left: Floats, right: Floats, holds: Bools) -> tuple[Floats, Floats]:
    """Return both sides as flat arrays, zero where the law does not hold."""
    return np.where(holds, left, 0.0).ravel(), np.where(holds, right, 0.0).ravel()


def check_lanes(case: Case) -> Iterator[Check]:
    """Check Σ over products of ship(t) ≤ capacity over t ∩ window."""
    world, ship = case.world, case.plan.ship
    room = world.accrued("lanes", "capacity", world.windows("lanes"))
    shipped = grid_sum(ints(ship, "lane"), ints(ship, "t"), floats(ship, "value"), room.shape)
    names = case.words("lanes", ("origin", "destination", "mode"))
    rows = case.grid_rows(names, ["unit"] * len(names))
    yield at_most("lanes", "departures within the lane's capacity", _sides(shipped, room, ~np.isnan(room)), rows)


def check_storage(case: Case) -> Iterator[Check]:
    """Check minimum(t) ≤ stock(t) ≤ maximum(t) for the rows of `stocks`, all origins together."""
    world, book = case.world, case.ledger
    product = world.linked("stocks", "product")
    width = world.inputs["products"].height
    code = world.linked("stocks", "site") * width + product
    place, which = np.unique(book.site * width + book.product, return_inverse=True)
    total = np.zeros((len(place), world.periods))
    np.add.at(total, which, book.stock)
    stock = total[np.searchsorted(place, code)]
    low, high = world.profiled("stocks", "minimum"), world.profiled("stocks", "maximum")
    units = [world.product_units[p] for p in product]
    rows = case.grid_rows(case.words("stocks", ("site", "product")), units, product)
    yield at_most("storage", "stock at least the minimum", _sides(low, stock, ~np.isnan(low)), rows)
    yield at_most("storage", "stock at most the maximum", _sides(stock, high, ~np.isnan(high)), rows)


def check_runs(case: Case) -> Iterator[Check]:
    """Check minimum ≤ Σ_v make ≤ maximum, both over the overlap with the window, and whole numbers."""
    world = case.world
    names = case.words("operations", ("site", "process"))
    rows = case.grid_rows(names, ["run"] * len(names))
    window = world.operation_windows
    low, high = (world.accrued("operations", column, window) for column in ("minimum", "maximum"))
    yield at_most("runs", "runs at least the minimum", _sides(low, case.runs, ~np.isnan(low)), rows)
    yield at_most("runs", "runs at most the maximum", _sides(case.runs, high, ~np.isnan(high)), rows)
    yield _whole_runs(case, names)


def _whole_runs(case: Case, names: list[str]) -> Check:
    make = case.plan.make
    operation, t, value = ints(make, "operation"), ints(make, "t"), floats(make, "value")
    whole = case.world.inputs["operations"]["whole_runs"].to_numpy().astype(np.bool_)[operation]
    off = np.where(whole, value - np.rint(value), 0.0)
    rows = Rows(lambda i: f"{names[operation[i]]}, {case.day(t[i])}", lambda _: "run", operation)
    return compare("runs", "runs are whole", off, np.where(whole, np.maximum(value, 1.0), 0.0), rows)


def check_shelf_life(case: Case) -> Iterator[Check]:
    """Check stock(t) ≤ Σ_{u > t} w(u) · outflow(u), with w(u) the share of u within the shelf life after t."""
    world, book = case.world, case.ledger
    life = world.number("products", "shelf_life")[book.product]
    edges = world.calendar.bounds
    outflow, enough = book.outflow(), np.zeros_like(book.stock)
    holds = np.zeros(book.stock.shape, dtype=np.bool_)
    for distinct in np.unique(life[~np.isnan(life)]):
        until = shift(edges[1:], float(distinct), world.time("products", "shelf_life"))
        share = world.calendar.within(edges[1:], until, "day") / world.calendar.lengths("day")
        points = np.flatnonzero(life == distinct)
        enough[points] = outflow[points] @ share.T
        holds[points] = until <= world.calendar.end
    sites, products = world.text("sites", "site"), world.text("products", "product")
    names = [f"site {sites[s]}, product {products[p]}" for s, p in zip(book.site, book.product, strict=True)]
    rows = case.grid_rows(names, [world.product_units[p] for p in book.product], book.product)
    yield at_most("shelf life", "stock is used within its shelf life", _sides(book.stock, enough, holds), rows)
