"""Items: products, and what is made of a product whose origin is tracked, by country of origin and domestic content."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network.codes import Codes, match
from reshore.network.content import Content, make_content
from reshore.network.drift import drift_of
from reshore.network.makers import ITEM
from reshore.network.operations import Operations, Recipes, make_recipes
from reshore.network.origins import Origins, make_origins
from reshore.tables import Tables


@dataclass(frozen=True)
class Items:
    """Every item: arrays (item,), names in `frame`. The first are the products themselves, in their order.

    A product whose origin is tracked is there once more for each country of origin (and content) that it can have; the first
    one then stands for the mix of all. `places` are the (site, item) at which tracked items can be. `runs` has a row for each
    variant of an operation: operation, variant, parts; `taken` and `made` the item of each product whose origin matters to a
    variant: variant, product, item. `domestic` has, for each item, the share of its content that is of each country
    that `content` knows.
    """

    frame: pl.DataFrame
    product: Codes
    tracked: np.ndarray
    places: tuple[Codes, Codes]
    runs: pl.DataFrame
    taken: pl.DataFrame
    made: pl.DataFrame
    content: Content
    domestic: pl.DataFrame

    @property
    def count(self) -> int:
        """Number of items."""
        return len(self.product)

    def matters(self, inputs: Recipes) -> np.ndarray:
        """Return whether the origin of each input matters to what its operation makes, shape (entry,)."""
        if not self.taken.height:
            return np.zeros(len(inputs.product), dtype=bool)
        rows = pl.DataFrame({"operation": inputs.operation, "product": inputs.product})
        known = self.taken.join(self.runs, on="variant").select("operation", "product").unique()
        return match(rows, known, ["operation", "product"]) >= 0

    def codes(self, rows: pl.DataFrame) -> Codes:
        """Return the item of each row of (product, country_of_origin, content), product as a code; −1 where there is none."""
        known = self.frame.select(pl.Series("product", self.product), "country_of_origin", "content")
        return match(rows, known, list(ITEM))


def make_items(
    tables: Tables, operations: Operations, recipes: tuple[Recipes, Recipes], flows: tuple[Codes, Codes, Codes]
) -> Items:
    """Return the items of a model; `flows` are the (origin, destination, product) of what lanes carry."""
    products = tables.frame("products")
    tracked = products["track_origin"].to_numpy().astype(bool)
    plain = pl.DataFrame({"product": np.arange(len(products))}).with_columns(
        country_of_origin=pl.lit(""), content=pl.lit("")
    )
    named = tables.named or tables
    naming = recipes if tables.named is None else make_recipes(named, operations)
    content = make_content(named, tracked, naming)
    origins = make_origins(tables, operations, naming, flows, (tracked, content))
    known = origins.places.select(ITEM).filter(pl.col("country_of_origin") != "").unique().sort(ITEM)
    every = pl.concat([plain, known])
    code = every["product"].to_numpy()
    names = pl.DataFrame({"product": products["product"].gather(code), "unit": products["unit"].gather(code)})
    frame = names.select("product", every["country_of_origin"], every["content"], "unit")
    domestic = pl.DataFrame({name: content.share(every["content"], name) for name in content.countries})
    if content.countries and tables.named is not None:
        drift = drift_of(tables, operations, recipes, (tracked, content), origins.places)
        more = every.join(drift, on=list(ITEM), how="left", maintain_order="left").fill_null(0.0)
        domestic = domestic.with_columns(domestic[name] + more[name] for name in content.countries)
    none = (code[:0], code[:0])
    return _with_runs(Items(frame, code, tracked, none, origins.runs, plain, plain, content, domestic), origins)


def _with_runs(items: Items, origins: Origins) -> Items:
    def chosen(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.select("variant", "product").with_columns(pl.Series("item", items.codes(rows)))

    return Items(
        items.frame,
        items.product,
        items.tracked,
        (origins.places["site"].to_numpy(), items.codes(origins.places)),
        origins.runs,
        chosen(origins.taken),
        chosen(origins.made),
        items.content,
        items.domestic,
    )
