"""Drift: how much more of the value of items is of a country than their labels say, where numbers have moved a little.

Labels round content to millionths, and name items. Of tables whose numbers have moved a little since, items keep their labels,
so that their programs have the same names, and the rates of duty follow the content that there really is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from reshore.network.content import Content, standard_values
from reshore.network.makers import ITEM, Makers
from reshore.network.operations import Operations, Recipes, make_recipes
from reshore.tables import Tables

ALIKE: Final = 1e-6
"""Share of the largest drift by which that of several makers of an item may differ."""


class Torn(Exception):
    """An item is made in several ways, and its content drifts apart: it would be several items."""


def drift_of(
    tables: Tables,
    operations: Operations,
    recipes: tuple[Recipes, Recipes],
    tracking: tuple[np.ndarray, Content],
    places: pl.DataFrame,
) -> pl.DataFrame:
    """Return items, and by how much the content of each is more of each country than its label says: a column for each.

    `tables` are those of `recipes`; the items are those of `tables.named`, of `places` and with the content of `tracking`.
    Raises Torn where an item that is made in several ways drifts apart.
    """
    named, (tracked, content) = tables.named or tables, tracking
    naming, moved = make_recipes(named, operations), replace(content, value=standard_values(tables))
    countries = list(content.countries)
    before, after = (
        Makers.of(tables, operations, lines, tracked, values) for lines, values in ((naming, content), (recipes, moved))
    )
    runs = before.runs(places)
    made = before.made(runs).select("variant", *ITEM)
    made = made.filter(pl.Series(content.needed).gather(made["product"]))
    drift = made.select(*ITEM, *(pl.lit(0.0).alias(name) for name in countries)).clear()
    if np.array_equal(moved.value, content.value) and _same(naming, recipes):
        return drift
    then = before.shares(runs)
    for _ in range(len(content.needed) + 1):
        now = after.shares(runs, drift)
        grown = now.select("variant", *(pl.col(name) - then[name] for name in countries))
        items = made.join(grown, on="variant", maintain_order="left").group_by(*ITEM, maintain_order=True)
        last, drift = drift, items.agg(pl.col(countries).mean())
        if drift.equals(last):
            break
    spread = items.agg(pl.col(countries).max() - pl.col(countries).min())
    largest, apart = (
        each.select(pl.col(countries).abs().max()).to_numpy().max(initial=0.0) for each in (drift, spread)
    )
    if apart > ALIKE * largest:
        raise Torn
    return drift


def _same(one: tuple[Recipes, Recipes], other: tuple[Recipes, Recipes]) -> bool:
    return all(np.array_equal(a.quantity, b.quantity) for a, b in zip(one, other, strict=True))
