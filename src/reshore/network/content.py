"""Domestic content: the share of an item's value that was added in a country, as far as its parts are tracked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, cast

import numpy as np
import polars as pl

from reshore.network.codes import Codes, pairs
from reshore.network.exchange import rates_on
from reshore.network.operations import Recipes
from reshore.network.periods import Floats
from reshore.tables import Tables
from reshore.tables.customs import digits

STEPS: Final = 1e6
"""Shares of content are whole parts of so many: items that differ by less are the same."""
EDGE: Final = 1e-4
"""What lies this close below the middle between two steps is rounding, and goes to the upper one."""


@dataclass(frozen=True)
class Content:
    """Whose content is known: `needed` (product,), and the `countries` whose share counts, shape (country,).

    `value` is the standard value of each product at the start of the horizon, shape (product,) [currency/unit].
    """

    needed: np.ndarray
    countries: tuple[str, ...]
    value: Floats

    def wholly(self, product: Codes, country: pl.Series) -> pl.Series:
        """Return the content of goods that count wholly as of their country of origin, as text."""
        own = [pl.when(pl.col("country") == name).then(1.0).otherwise(0.0).alias(name) for name in self.countries]
        shares = pl.DataFrame({"country": country}).select(own)
        return self.text(shares, self.needed[product])

    def text(self, shares: pl.DataFrame, known: np.ndarray) -> pl.Series:
        """Return shares (a column for each country) as text, `Mexico 25.0000 % + Peru 7.5000 %`; empty where not known."""
        steps = {name: (pl.col(name) * STEPS + 0.5 + EDGE).floor().cast(pl.Int64) for name in self.countries}
        per_cent = int(STEPS / 100.0)
        parts = [
            pl.when(step > 0)
            .then(
                pl.format("{} {}.{} %", pl.lit(name), step // per_cent, (step % per_cent).cast(pl.String).str.zfill(4))
            )
            .otherwise(None)
            for name, step in steps.items()
        ]
        empty = pl.Series("content", [""]).new_from_index(0, len(known))
        if not parts:
            return empty
        written = shares.select(pl.concat_str(parts, separator=" + ", ignore_nulls=True).alias("content"))["content"]
        return pl.select(pl.when(pl.Series(known)).then(written).otherwise(pl.lit(""))).to_series().alias("content")

    def share(self, content: pl.Series, country: str) -> Floats:
        """Return the share of a country in each content."""
        rows = pl.DataFrame({"content": content}).with_row_index("row")
        parts = rows.with_columns(pl.col("content").str.split(" + ")).explode("content")
        name = pl.col("content").str.replace(r" [^ ]* %$", "")
        number = pl.col("content").str.extract(r" ([^ ]*) %$").cast(pl.Float64)
        own = parts.filter(name == country).select("row", (number / 100.0).alias("share"))
        found: Floats = rows.join(own, on="row", how="left", maintain_order="left")["share"].fill_null(0.0).to_numpy()
        return found


def make_content(tables: Tables, tracked: np.ndarray, recipes: tuple[Recipes, Recipes]) -> Content:
    """Return whose content is known: tracked products on which a tariff by foreign content may be owed, and their parts."""
    products, tariffs = tables.frame("products"), tables.frame("tariffs").filter(pl.col("basis") == "foreign_content")
    needed = np.zeros(len(products), dtype=bool)
    for name, prefix in tariffs.select("product", digits("hs_prefix")).unique().iter_rows():
        matching = (pl.lit(name) == "") | (pl.col("product") == name)
        needed |= products.select(matching & digits("hs_code").str.starts_with(prefix)).to_series().to_numpy()
    needed &= tracked
    inputs, outputs = recipes
    part, good = pairs(inputs.operation, outputs.operation)
    part, good = inputs.product[part], outputs.product[good]
    while True:
        known = int(needed.sum())
        needed[part[needed[good]]] = True
        needed &= tracked
        if int(needed.sum()) == known:
            break
    countries = tuple(sorted(set(tariffs["destination"].to_list()) if needed.any() else ()))
    return Content(needed, countries, standard_values(tables))


def standard_values(tables: Tables) -> Floats:
    """Return the row's own value of each product, at the rate of its currency on the first day of the horizon."""
    first = cast("date", tables.setting["start"]) - date(1970, 1, 1)
    value: Floats = tables.frame("products")["value"].to_numpy().astype(np.float64)
    return value * rates_on(tables, "products", float(first.days))
