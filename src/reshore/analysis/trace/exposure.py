"""Exposure: how much of each product, and of the value in it, comes from each country and each operator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.trace.content import contents
from reshore.analysis.trace.done import Done
from reshore.analysis.trace.sources import Sources, sources_of
from reshore.analysis.trace.ways import Ways
from reshore.network import Network
from reshore.network.codes import Codes, encode
from reshore.network.periods import Floats

BY: Final = ("country", "operator")
UNKNOWN: Final = "(unknown)"
"""Where the value of stock at the start was added, and that of products that nothing makes."""
SMALLEST: Final = 1e-9


@dataclass(frozen=True)
class Exposure:
    """Two tables: `shares` by product and country or operator, and `concentration`, their Herfindahl indices."""

    shares: pl.DataFrame
    concentration: pl.DataFrame


def exposure(network: Network, ways: Ways, found: Done | None = None) -> Exposure:
    """Return the exposure of each product to countries and operators.

    `shares` has product, by, name, quantity_share, value_share, basis. `quantity_share` is where the product itself is made,
    by the mix of sources (see `sources_of`); `value_share` where the value in it was added, through all tiers (see
    `contents`). Both sum to 1 over the names for each product and `by`; they are null for a product of which nothing is made,
    or without value. A stage whose output is worth less than its inputs adds negative value, so that a share of value may be
    below 0. A site that does not say its operator is its own; those that do not say their country are under an empty name.
    `concentration` has product, by, quantity_hhi, value_hhi: sums of squared shares, 1 where all comes from one;
    null where sites do not say their country.
    """
    mix = sources_of(network, ways, found)
    shares = pl.concat([_shares(network, by, mix, found) for by in BY]).sort(
        "product", "by", "value_share", "name", descending=[False, False, True, False], nulls_last=True
    )
    squares = shares.group_by("product", "by", maintain_order=True).agg(
        _index("quantity_share").alias("quantity_hhi"), _index("value_share").alias("value_hhi")
    )
    return Exposure(shares, squares)


def _index(column: str) -> pl.Expr:
    """Return the sum of squares, null where there are no shares, or some have no name."""
    share = pl.col(column)
    unnamed = ((pl.col("name") == "") & (share.abs() > SMALLEST)).any()
    return pl.when(share.is_not_null().any() & ~unnamed).then((share**2).sum())


def _shares(network: Network, by: str, mix: Sources, found: Done | None) -> pl.DataFrame:
    names, category = _categories(network, by)
    count = len(names)
    value = contents(network, category, count, mix, found)
    quantity = np.zeros_like(value)
    np.add.at(quantity, (network.outputs.product, category[network.outputs.operation]), mix.weight)
    quantity, value = (_normal(each) for each in (quantity, value))
    shown = (np.abs(np.nan_to_num(quantity)) > SMALLEST) | (np.abs(np.nan_to_num(value)) > SMALLEST)
    product, name = np.nonzero(shown)
    columns = [
        pl.Series(label, shares[product, name]).fill_nan(None)
        for label, shares in (("quantity_share", quantity), ("value_share", value))
    ]
    basis = pl.Series("basis", mix.basis, dtype=pl.String).gather(product)
    return pl.DataFrame(
        {
            "product": network.products.names.gather(product),
            "by": pl.Series([by] * len(product), dtype=pl.String),
            "name": pl.Series([*names, UNKNOWN], dtype=pl.String).gather(name),
        }
    ).with_columns(*columns, basis)


def _categories(network: Network, by: str) -> tuple[pl.Series, Codes]:
    """Return the distinct countries or operators, and that of each operation's site, shape (operation,)."""
    frame = network.tables.frame("sites")
    own = pl.col("site") if by == "operator" else pl.lit("")
    given = pl.col(by).fill_null("")
    sites = frame.select(pl.when(given == "").then(own).otherwise(given).alias(by))[by]
    names = sites.unique(maintain_order=True)
    return names, encode(sites, names)[network.operations.site]


def _normal(amounts: Floats) -> Floats:
    """Return shares of the sum of each row, NaN where that is not above 0."""
    total = amounts.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0.0)
    return shares
