"""Makers: what each operation makes of inputs whose origin matters, in every choice of their items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.network.content import Content
from reshore.network.operations import Operations, Recipes
from reshore.tables import Tables

INHERITS: Final = "inherits:"
ITEM: Final = ("product", "country_of_origin", "content")
PLACE: Final = {"site": pl.Int64, "product": pl.Int64, "country_of_origin": pl.String, "content": pl.String}


@dataclass(frozen=True)
class Makers:
    """Operations as frames: `sites` (operation, site, country), `relevant` (operation, rank, product, quantity) of inputs
    whose origin matters, `outputs` (operation, product, quantity, part: the input whose origin it keeps, null for its own)."""

    sites: pl.DataFrame
    relevant: pl.DataFrame
    outputs: pl.DataFrame
    values: pl.DataFrame
    names: pl.Series
    content: Content

    @staticmethod
    def of(
        tables: Tables,
        operations: Operations,
        recipes: tuple[Recipes, Recipes],
        tracked: np.ndarray,
        content: Content,
    ) -> Makers:
        """Return the makers of tracked products, and all other operations without inputs whose origin matters."""
        names = tables.frame("products")["product"]
        inputs, outputs = (_lines(part) for part in recipes)
        rules = _rules(tables, operations, names)
        made = outputs.join(rules, on=["operation", "product"], how="left", maintain_order="left")
        made = made.filter(pl.Series(tracked).gather(made["product"]))
        known = made.filter(pl.Series(content.needed).gather(made["product"])).select("operation").unique()
        kept = pl.concat(
            [
                made.filter(pl.col("part").is_not_null()).select("operation", pl.col("part").alias("product")),
                inputs.join(known, on="operation", how="semi").select("operation", "product"),
            ]
        ).unique()
        relevant = inputs.join(kept, on=["operation", "product"], how="semi", maintain_order="left")
        relevant = relevant.filter(pl.Series(tracked).gather(relevant["product"]))
        rank = pl.int_range(pl.len()).over("operation").alias("rank")
        country = tables.frame("sites")["country"].fill_null("")
        sites = pl.DataFrame(
            {
                "operation": np.arange(operations.count),
                "site": operations.site,
                "country": country.gather(operations.site),
            }
        )
        return Makers(sites, relevant.with_columns(rank), made, _values(content, operations, recipes), names, content)

    @property
    def ranks(self) -> int:
        """The most inputs whose origin matters to one operation."""
        return int(self.relevant["rank"].max() or 0) + 1 if self.relevant.height else 0  # type: ignore[arg-type]

    def runs(self, known: pl.DataFrame) -> pl.DataFrame:
        """Return the variants of each operation: one for each choice of items of the inputs whose origin matters."""
        runs = self.sites
        for rank in range(self.ranks):
            names = {name: f"{name}_{rank}" for name in ITEM}
            part = self.relevant.filter(rank=rank).select("operation", "product")
            items = part.join(self.sites, on="operation").join(known, on=["site", "product"])
            items = items.select("operation", *ITEM).rename(names)
            without = runs.join(part, on="operation", how="anti").with_columns(
                pl.lit(None, PLACE[name]).alias(other) for name, other in names.items()
            )
            runs = pl.concat([without, runs.join(items, on="operation")])
        columns = [f"{name}_{rank}" for rank in range(self.ranks) for name in ITEM]
        runs = runs.sort("operation", *columns).with_row_index("variant")
        return runs.with_columns(pl.col("variant").cast(pl.Int64))

    def taken(self, runs: pl.DataFrame) -> pl.DataFrame:
        """Return the items that each variant takes: variant, product, country_of_origin, content."""
        none = pl.DataFrame(schema={"variant": pl.Int64, **{name: PLACE[name] for name in ITEM}})
        parts = [
            runs.select("variant", *(pl.col(f"{name}_{rank}").alias(name) for name in ITEM)).drop_nulls("product")
            for rank in range(self.ranks)
        ]
        return pl.concat([none, *parts])

    def words(self) -> pl.Expr:
        """Return an expression for the items that a variant takes: `wafer: Japan; chip: Mexico (Mexico 25.0000 %)`."""
        if not self.ranks:
            return pl.lit("")
        return pl.concat_str([self._word(rank) for rank in range(self.ranks)], separator="; ", ignore_nulls=True)

    def _word(self, rank: int) -> pl.Expr:
        product, country, content = (pl.col(f"{name}_{rank}") for name in ITEM)
        name = product.replace_strict(np.arange(len(self.names)), self.names, return_dtype=pl.String)
        more = pl.when(content == "").then(pl.lit("")).otherwise(pl.format(" ({})", content))
        return pl.when(product.is_null()).then(None).otherwise(pl.concat_str([name, pl.lit(": "), country, more]))

    def made(self, runs: pl.DataFrame) -> pl.DataFrame:
        """Return the tracked items that each variant makes: operation, variant, product, country_of_origin, content."""
        taken = self.taken(runs).select("variant", pl.col("product").alias("part"), "country_of_origin")
        made = runs.select("operation", "variant", "country").join(self.outputs, on="operation")
        made = made.join(taken, on=["variant", "part"], how="left")
        origin = pl.when(pl.col("part").is_null()).then("country").otherwise("country_of_origin")
        made = made.with_columns(origin.alias("country_of_origin"))
        shares = self.shares(runs).select("variant", *self.content.countries)
        made = made.join(shares, on="variant", how="left")
        known = self.content.needed[made["product"].to_numpy()]
        content = self.content.text(made.select(self.content.countries), known)
        return made.select("operation", "variant", "product", "country_of_origin", content)

    def shares(self, runs: pl.DataFrame, drift: pl.DataFrame | None = None) -> pl.DataFrame:
        """Return the share of each country in the value of what a variant makes: what its parts bring, and its value added.

        The parts bring what their labels say, and `drift` (items, and a column for each country) more than that.
        """
        values = runs.select("operation", "variant", "country").join(self.values, on="operation", maintain_order="left")
        taken = runs.select("operation", "variant").join(self.taken(runs), on="variant")
        taken = taken.join(self.relevant.select("operation", "product", "quantity"), on=["operation", "product"])
        worth = taken["quantity"].to_numpy() * self.content.value[taken["product"].to_numpy()]
        for name in self.content.countries:
            share = self.content.share(taken["content"], name)
            if drift is not None:
                more = taken.select(ITEM).join(drift, on=list(ITEM), how="left", maintain_order="left")[name]
                share = share + more.fill_null(0.0).to_numpy()
            own = taken.with_columns(pl.Series(name, worth * share))
            values = values.join(
                own.group_by("variant").agg(pl.col(name).sum()), on="variant", how="left", maintain_order="left"
            )
            home = pl.when(pl.col("country") == name).then("added").otherwise(0.0)
            whole = (pl.col(name).fill_null(0.0) + home) / pl.col("worth")
            values = values.with_columns(
                pl.when(pl.col("worth") > 0).then(whole.clip(0.0, 1.0)).otherwise(0.0).alias(name)
            )
        return values


def _lines(recipes: Recipes) -> pl.DataFrame:
    return pl.DataFrame({"operation": recipes.operation, "product": recipes.product, "quantity": recipes.quantity})


def _rules(tables: Tables, operations: Operations, names: pl.Series) -> pl.DataFrame:
    """Return operation, product and the input whose origin it keeps, for outputs that inherit theirs."""
    codes = pl.DataFrame({"name": names, "code": np.arange(len(names))})
    rows = tables.frame("recipes").filter(pl.col("origin_rule").str.starts_with(INHERITS))
    rows = rows.select("process", "product", name=pl.col("origin_rule").str.strip_prefix(INHERITS).str.strip_chars())
    rows = rows.join(codes.rename({"name": "product", "code": "made"}), on="product")
    rows = rows.join(codes.rename({"code": "part"}), on="name")
    return (
        operations.frame.with_row_index("operation")
        .join(rows, on="process")
        .select(pl.col("operation").cast(pl.Int64), pl.col("made").alias("product"), "part")
    )


def _values(content: Content, operations: Operations, recipes: tuple[Recipes, Recipes]) -> pl.DataFrame:
    """Return operation, the worth of what a run makes, and what it adds to the worth of its inputs [currency/run]."""
    used, worth = (
        np.bincount(part.operation, part.quantity * content.value[part.product], operations.count) for part in recipes
    )
    return pl.DataFrame(
        {"operation": np.arange(operations.count), "worth": worth, "added": np.maximum(worth - used, 0.0)}
    )
