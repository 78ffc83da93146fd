"""What can be available where: a fixpoint over stocks, operations and lanes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from reshore.tables.table import Tables

Codes = npt.NDArray[np.int64]
BATCH: Final = 4_000_000


@dataclass(frozen=True)
class Links:
    """Pairs from → to, sorted by `start`."""

    start: Codes
    end: Codes

    @staticmethod
    def of(start: Codes, end: Codes) -> Links:
        """Return the links in order of their starts."""
        order = np.argsort(start, kind="stable")
        return Links(start[order], end[order])

    def follow(self, starts: Codes) -> tuple[Codes, Codes]:
        """Return, for each link from one of `starts`, the position of its start in `starts` and its end."""
        low = np.searchsorted(self.start, starts, "left")
        count = np.searchsorted(self.start, starts, "right") - low
        source = np.repeat(np.arange(starts.size), count)
        offset = np.arange(source.size) - np.repeat(np.cumsum(count) - count, count)
        return source, self.end[low[source] + offset]

    @property
    def widest(self) -> int:
        """The most links from one start."""
        return int(np.unique(self.start, return_counts=True)[1].max()) if self.start.size else 1


@dataclass(frozen=True)
class Points:
    """Codes of (site, product): the position of the site times the number of products, plus that of the product."""

    sites: pl.DataFrame
    products: pl.DataFrame

    @staticmethod
    def of(tables: Tables) -> Points:
        """Return codes for the declared sites and products."""
        sites = tables.frame("sites").select("site").unique(maintain_order=True).with_row_index("_s")
        products = tables.frame("products").select("product").unique(maintain_order=True).with_row_index("_p")
        return Points(sites.cast({"_s": pl.Int64}), products.cast({"_p": pl.Int64}))

    def coded(self, frame: pl.DataFrame, site: str = "site", code: str = "_code") -> pl.DataFrame:
        """Return the rows whose site and product are declared, with their code."""
        known = frame.join(self.sites, left_on=site, right_on="site", maintain_order="left").join(
            self.products, on="product", maintain_order="left"
        )
        return known.with_columns((pl.col("_s") * max(1, self.products.height) + pl.col("_p")).alias(code)).drop(
            "_s", "_p"
        )


def operated(tables: Tables) -> pl.DataFrame:
    """Return site, process, product, quantity of what each operation consumes and makes, and its number in `_op`."""
    recipes = tables.frame("recipes").filter(pl.col("quantity") != 0)
    operations = tables.frame("operations").select("site", "process").unique(maintain_order=True).with_row_index("_op")
    quantities = recipes.select("process", "product", "quantity").unique(["process", "product"], maintain_order=True)
    return operations.join(quantities, on="process", maintain_order="left_right")


def available(tables: Tables) -> pl.DataFrame:
    """Return the columns site and product: what can ever be there, made, in stock at the start or shipped."""
    points = Points.of(tables)
    reached = _reached(tables, points)
    width = max(1, points.products.height)
    return pl.DataFrame(
        {
            "site": points.sites["site"].gather(reached // width),
            "product": points.products["product"].gather(reached % width),
        }
    )


def _reached(tables: Tables, points: Points) -> Codes:
    width = max(1, points.products.height)
    operations = points.coded(operated(tables))
    inputs = operations.filter(pl.col("quantity") < 0)
    outputs = operations.filter(pl.col("quantity") > 0)
    needed, made = (
        Links.of(_codes(frame, first), _codes(frame, last))
        for frame, first, last in ((inputs, "_code", "_op"), (outputs, "_op", "_code"))
    )
    missing = np.bincount(needed.end, minlength=tables.frame("operations").height)
    free, special = _lanes(tables, points)
    stocks = tables.frame("stocks").filter((pl.col("initial") > 0) | (pl.col("in_transit") > 0))
    sources = outputs.filter(~pl.col("_op").is_in(inputs["_op"].implode()))
    frontier = _distinct(np.concatenate([_codes(points.coded(stocks), "_code"), _codes(sources, "_code")]))
    seen, widest = np.empty(0, np.int64), free.widest
    while frontier.size:
        seen = np.sort(np.concatenate([seen, frontier]), kind="stable")
        supplied = needed.follow(frontier)[1]
        np.subtract.at(missing, supplied, 1)
        ready = _distinct(supplied)
        found = [made.follow(ready[missing[ready] == 0])[1], special.follow(frontier)[1]]
        for part in np.array_split(frontier, frontier.size * widest // BATCH + 1):
            source, site = free.follow(part // width)
            found.append(_distinct(site * width + part[source] % width))
        frontier = _without(_distinct(np.concatenate(found)), seen)
    return seen


def _lanes(tables: Tables, points: Points) -> tuple[Links, Links]:
    """Return lanes for every product, site to site, and lanes for some, (site, product) to (site, product)."""
    lanes = tables.frame("lanes").select("origin", "destination", "products")
    every = pl.col("products").list.len() == 0
    free = lanes.filter(every).unique(["origin", "destination"]).join(points.sites, left_on="origin", right_on="site")
    free = free.join(points.sites, left_on="destination", right_on="site", suffix="_to")
    named = lanes.filter(~every).explode("products", empty_as_null=False).rename({"products": "product"})
    named = points.coded(points.coded(named, "origin"), "destination", "_to")
    return Links.of(_codes(free, "_s"), _codes(free, "_s_to")), Links.of(_codes(named, "_code"), _codes(named, "_to"))


def _distinct(codes: Codes) -> Codes:
    """Return the codes sorted, each once (faster than the hashing of `np.unique`)."""
    ordered = np.sort(codes)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if ordered.size else ordered


def _without(codes: Codes, seen: Codes) -> Codes:
    """Return the sorted codes that the sorted `seen` lacks."""
    position = np.minimum(np.searchsorted(seen, codes), seen.size - 1)
    fresh: Codes = codes[seen[position] != codes]
    return fresh


def _codes(frame: pl.DataFrame, name: str) -> Codes:
    return frame.get_column(name).to_numpy().astype(np.int64)
