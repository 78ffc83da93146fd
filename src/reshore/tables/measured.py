"""What measures may be counted by in a model: their labels, and which of these filters choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from reshore.schema.measures import ALONG, measures
from reshore.tables.filters import Filters
from reshore.tables.table import Tables


def described(tables: Tables, labels: pl.DataFrame) -> pl.DataFrame:
    """Return labels with what the tables say of their sites, destinations and products: country, operator, generation, ..."""
    sites = tables.frame("sites").select("site", *ALONG["site"]).unique("site", keep="first")
    to = sites.select(pl.col("site").alias("destination"), pl.col("country").alias("destination_country"))
    products = tables.frame("products").select("product", *ALONG["product"]).unique("product", keep="first")
    for key, frame in (("site", sites), ("destination", to), ("product", products)):
        if key in labels.columns:
            labels = labels.join(frame, on=key, how="left", maintain_order="left")
    return labels


def matches(tables: Tables, labels: pl.DataFrame, filters: Filters) -> pl.Series:
    """Say which labels the filters choose; raises KeyError for a key that the labels do not have.

    Names of one key are alternatives, keys hold together. Groups must be expanded.
    """
    every = described(tables, labels)
    for key in filters:
        if key not in every.columns:
            raise KeyError(key)
    chosen = [pl.col(key).is_in(list(names)).fill_null(False) for key, names in filters.items()]
    everything = pl.repeat(True, labels.height, dtype=pl.Boolean, eager=True)
    return every.select(pl.all_horizontal(*chosen)).to_series() if chosen else everything


def possible(tables: Tables, measure: str) -> pl.DataFrame:
    """Return labels that a measure may have in a model, and `unit`, from resolved tables.

    Where a model only knows once it is built (which goods a lane can carry), there are more than it will have. A measure of
    money that has terms of all kinds has those of its sites. Raises KeyError where there is no such measure.
    """
    declared = measures()[measure]
    labels = POSSIBLE[measure](tables)
    if declared.unit == "unit":
        units = tables.frame("products").select("product", "unit").unique("product", keep="first")
        return labels.join(units, on="product", how="left", maintain_order="left")
    if declared.unit == "capacity":
        return labels
    word = str(tables.setting["currency"]) if declared.unit == "currency" else declared.unit
    return labels.with_columns(unit=pl.lit(word))


def units(tables: Tables, measure: str, filters: Filters) -> list[str]:
    """Return the units that a measure counts in under filters (groups expanded), in order of name.

    A key that only some labels of money have (`expansion`) chooses nothing here.
    """
    labels = possible(tables, measure)
    known = {key: names for key, names in filters.items() if key in described(tables, labels.clear()).columns}
    chosen = labels.filter(matches(tables, labels, known))
    return sorted(chosen["unit"].drop_nulls().unique())


def _made(tables: Tables) -> pl.DataFrame:
    return _from_anywhere(tables, _runs(tables).filter(pl.col("quantity") > 0).drop("quantity"))


def _from_anywhere(tables: Tables, labels: pl.DataFrame) -> pl.DataFrame:
    """Return labels of goods with each country that those whose origin is tracked can come from; empty for others."""
    tracked = tables.frame("products").filter("track_origin").select("product")
    named = [tables.frame("sites")["country"], tables.frame("stocks")["origin"]]
    countries = pl.concat(named).drop_nulls().unique().alias("country_of_origin")
    own = labels.join(tracked, on="product", how="semi").join(countries.to_frame(), how="cross")
    others = labels.join(tracked, on="product", how="anti", maintain_order="left")
    return pl.concat([own, others.with_columns(country_of_origin=pl.lit(""))])


def _runs(tables: Tables) -> pl.DataFrame:
    recipes = tables.frame("recipes").select("process", "product", "quantity")
    return _performed(tables).join(recipes, on="process", maintain_order="left_right")


def _performed(tables: Tables) -> pl.DataFrame:
    """Return site, process and expansion of runs: those of no expansion, and those on modules whose yield learns."""
    runs = tables.frame("operations").select("site", "process")
    learning = tables.frame("expansions").filter(pl.col("yield_ramp").is_not_null(), pl.col("yield_ramp") != "")
    uses = tables.frame("uses").select("site", "resource", "process")
    on = uses.join(learning.select("site", "resource", "expansion"), on=["site", "resource"], maintain_order="left")
    own = runs.join(on.select("site", "process", "expansion").unique(maintain_order=True), on=["site", "process"])
    return pl.concat([runs.with_columns(expansion=pl.lit("")), own])


def _value_added(tables: Tables) -> pl.DataFrame:
    return _runs(tables).drop("quantity")


def _shipped(tables: Tables) -> pl.DataFrame:
    lanes = tables.frame("lanes").select(pl.col("origin").alias("site"), "destination", "mode", "products")
    listed = lanes.filter(pl.col("products").list.len() > 0).explode("products").rename({"products": "product"})
    free = lanes.filter(pl.col("products").list.len() == 0).drop("products")
    every = pl.concat([listed, free.join(tables.frame("products").select("product"), how="cross")])
    return _from_anywhere(tables, every)


def _entering(tables: Tables) -> pl.DataFrame:
    return _shipped(tables).drop("site").rename({"destination": "site"})


def _delivered(tables: Tables) -> pl.DataFrame:
    asked = tables.frame("demands").select(pl.col("market").alias("site"), "product", "class")
    instead = tables.frame("substitutes").select("product", "by")
    given = asked.join(instead, on="product").select("site", pl.col("by").alias("product"), "class")
    return pl.concat([asked, given]).unique(maintain_order=True)


def _revenue(tables: Tables) -> pl.DataFrame:
    return tables.frame("demands").select(pl.col("market").alias("site"), "product", "class")


def _stock(tables: Tables) -> pl.DataFrame:
    every = tables.frame("sites").select("site").join(tables.frame("products").select("product"), how="cross")
    return _from_anywhere(tables, every)


def _capacity(tables: Tables) -> pl.DataFrame:
    return tables.frame("resources").select("site", "resource", "unit")


def _used(tables: Tables) -> pl.DataFrame:
    uses = tables.frame("uses").select("site", "resource", "process")
    uses = uses.join(_performed(tables), on=["site", "process"], maintain_order="left")
    return uses.join(_capacity(tables), on=["site", "resource"], how="left", maintain_order="left")


def _projects(tables: Tables) -> pl.DataFrame:
    return tables.frame("expansions").select("site", "resource", "expansion")


def _emissions(tables: Tables) -> pl.DataFrame:
    return pl.concat([_performed(tables), _shipped(tables)], how="diagonal").with_columns(
        pl.col(pl.String).fill_null("")
    )


def _anything(tables: Tables) -> pl.DataFrame:
    return tables.frame("sites").select("site")


POSSIBLE: Final[Mapping[str, Callable[[Tables], pl.DataFrame]]] = {
    "made": _made,
    "shipped": _shipped,
    "delivered": _delivered,
    "stock": _stock,
    "capacity": _capacity,
    "used": _used,
    "built": _projects,
    "capex": _projects,
    "revenue": _revenue,
    "duty": _entering,
    "cost": _anything,
    "profit": _anything,
    "value_added": _value_added,
    "gross_value": _made,
    "emissions": _emissions,
}
