"""Which products a lane carries."""

from __future__ import annotations

import numpy as np

from reshore.verify.arrays import Bools, Ints, ints
from reshore.verify.world import World


def allowed(world: World) -> Bools:
    """Return whether each lane carries each product, shape (lane, product).

    A lane with `products` carries those. Another carries every product that can be at its origin (made, in stock at
    the start or under way to it, or arriving there) and is of use at its destination (consumed, demanded, a
    substitute for what is demanded, stocked by a row of `stocks`, or passing on to such a place).
    """
    return world.once("allowed", lambda: _allowed(world))


def _allowed(world: World) -> Bools:
    listed, free = _listed(world)
    origin = world.linked("lanes", "origin")
    destination = world.linked("lanes", "destination")
    carried = listed | free[:, None]
    present = _closure(_present(world), carried, origin, destination)
    useful = _closure(_useful(world), carried, destination, origin)
    return np.asarray(np.where(free[:, None], present[origin] & useful[destination], listed), dtype=np.bool_)


def _listed(world: World) -> tuple[Bools, Bools]:
    lanes = world.inputs["lanes"].select("products").with_row_index("lane")
    free = lanes["products"].is_null().to_numpy().astype(np.bool_)
    rows = lanes.filter(~lanes["products"].is_null()).explode("products")
    product = world.position("products", rows, ["products"])
    if (product < 0).any():
        raise ValueError("lanes.products names a product that does not exist")
    listed = np.zeros((lanes.height, world.inputs["products"].height), dtype=np.bool_)
    listed[ints(rows, "lane"), product] = True
    return listed, free


def _blank(world: World) -> Bools:
    return np.zeros((world.inputs["sites"].height, world.inputs["products"].height), dtype=np.bool_)


def _stocked(world: World) -> tuple[Ints, Ints]:
    return world.linked("stocks", "site"), world.linked("stocks", "product")


def _present(world: World) -> Bools:
    result = _blank(world)
    lines = world.recipe_lines
    made = lines.filter(lines["quantity"] > 0)
    result[ints(made, "site"), ints(made, "product")] = True
    site, product = _stocked(world)
    there = (world.number("stocks", "initial") > 0) | (world.number("stocks", "in_transit") > 0)
    result[site[there], product[there]] = True
    return result


def _useful(world: World) -> Bools:
    result = _blank(world)
    lines = world.recipe_lines
    consumed = lines.filter(lines["quantity"] < 0)
    result[ints(consumed, "site"), ints(consumed, "product")] = True
    result[_stocked(world)] = True
    demands = world.inputs["demands"]
    market = world.linked("demands", "market")
    result[market, world.linked("demands", "product")] = True
    substitutes = world.inputs["substitutes"].select("product", "by")
    pairs = demands.select("market", "product").unique().join(substitutes, on="product", how="inner")
    result[world.position("sites", pairs, ["market"]), world.position("products", pairs, ["by"])] = True
    return result


def _closure(known: Bools, carried: Bools, source: Ints, target: Ints) -> Bools:
    """Return where products are (or are of use) when lanes pass them on from `source` to `target`."""
    order = np.argsort(target, kind="stable")
    source, target, carried = source[order], target[order], carried[order]
    first = np.flatnonzero(np.diff(target, prepend=-1))
    while len(target):
        passed = np.logical_or.reduceat(known[source] & carried, first, axis=0)
        wider = known.copy()
        wider[target[first]] |= passed
        if (wider == known).all():
            break
        known = wider
    return known
