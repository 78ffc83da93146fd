"""Measures: sums of what a plan does, by site, country, product, operator and period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import polars as pl

from reshore.network import Network, Periods

PlanTables = Mapping[str, pl.DataFrame]
BY = ("site", "product", "period")


def made(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return good output of runs started in each period [unit]."""
    return _through_recipes(network, tables, pl.col("quantity") > 0, good=True)


def consumed(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return inputs of runs started in each period [unit]."""
    return _through_recipes(network, tables, pl.col("quantity") < 0, good=False)


def gross_value(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return the standard value of good output [currency]."""
    return _valued(network, made(network, tables))


def value_added(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return the standard value of good output less that of the inputs [currency], in the period of the start."""
    inputs = _valued(network, consumed(network, tables)).with_columns(-pl.col("value"))
    both = pl.concat([_valued(network, made(network, tables)), inputs])
    return both.group_by(*BY, maintain_order=True).agg(pl.col("value").sum(), pl.col("unit").first())


def delivered(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return what demands were served [unit], by market."""
    return _grouped(tables["serve"].rename({"market": "site", "product": "asked"}).rename({"by": "product"}))


def shipped(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return departures [unit], by origin."""
    return _grouped(tables["ship"].rename({"origin": "site"}))


def stock(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return stock at the end of each period [unit]."""
    return _grouped(tables["stock"])


def capacity(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return available capacity [capacity]; `product` is the resource."""
    return _resource(tables, "available")


def used(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return used capacity [capacity]; `product` is the resource."""
    return _resource(tables, "used")


def revenue(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return revenue as earned [currency]."""
    return _money(tables, pl.col("term") == "revenue", 1.0)


def capex(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return investment as paid [currency], positive."""
    return _money(tables, pl.col("term") == "capex", -1.0)


def cost(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return every cost as paid, less what incentives pay [currency], positive; not what is left at the end."""
    return _money(tables, ~pl.col("term").is_in(["revenue", "terminal", "residual"]), -1.0)


LEVELS = ("stock",)
"""Measures that say what there is at the end of a period, not what happens in it."""
Measure = Callable[[Network, PlanTables], pl.DataFrame]
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.__name__: measure
        for measure in (
            made,
            shipped,
            delivered,
            stock,
            capacity,
            used,
            capex,
            revenue,
            cost,
            value_added,
            gross_value,
        )
    }
)


def measure(network: Network, tables: PlanTables, name: str) -> pl.DataFrame:
    """Return a measure with columns site, country, operator, product, generation, year, period, value, unit.

    There is a row for each calendar year that a period overlaps, with its share of the value by days; what is a level at
    the end of the period (stock) is whole, in the year of the last day. Raises KeyError where there is no such measure.
    """
    if name not in MEASURES:
        raise KeyError(f"There is no measure '{name}'. There are: {', '.join(MEASURES)}.")
    sites = network.tables.frame("sites").select("site", "country", "operator")
    products = network.tables.frame("products").select("product", "generation")
    rows = by_year(network.periods, MEASURES[name](network, tables), pl.lit(name in LEVELS))
    return (
        rows.join(sites, on="site", how="left", maintain_order="left")
        .join(products, on="product", how="left", maintain_order="left")
        .select("site", "country", "operator", "product", "generation", "year", "period", "value", "unit")
    )


def by_year(periods: Periods, rows: pl.DataFrame, at_end: pl.Expr) -> pl.DataFrame:
    """Return rows split by days over the calendar years of their `period`, with `year`; those `at_end` are in the last."""
    shares = _years(periods)
    whole = at_end.alias("_whole")
    split = rows.with_columns(whole).join(shares, on="period", how="left", maintain_order="left_right")
    share = pl.when("_whole").then(1.0).otherwise("_share")
    kept = split.filter(~pl.col("_whole") | pl.col("_last"))
    return kept.with_columns(pl.col("value") * share).drop("_whole", "_share", "_last")


def _years(periods: Periods) -> pl.DataFrame:
    """Return the share of each period (by days) in each calendar year, and whether its last day is in that year."""
    bounds = pl.Series([periods.start, periods.end - 1.0]).cast(pl.Int32).cast(pl.Date).dt.year()
    years = np.arange(bounds[0], bounds[1] + 1)
    opens = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.float64)
    closes = (years - 1969).astype("datetime64[Y]").astype("datetime64[D]").astype(np.float64)
    share = periods.overlap(opens, closes, "day").T / periods.length("day")[:, None]
    period, year = np.nonzero(share)
    return pl.DataFrame(
        {
            "period": periods.dates[period],
            "year": years[year].astype(np.int32),
            "_share": share[period, year],
            "_last": periods.ends[period] <= closes[year],
        }
    )


def _through_recipes(network: Network, tables: PlanTables, which: pl.Expr, good: bool) -> pl.DataFrame:
    recipes = network.tables.frame("recipes").filter(which).select("process", "product", "quantity")
    units = network.tables.frame("products").select("product", "unit")
    yields = _yields(network, tables) if good else pl.lit(1.0)
    runs = tables["make"].with_columns(yields.alias("good")) if good else tables["make"].with_columns(good=1.0)
    amounts = runs.drop("unit").join(recipes, on="process").join(units, on="product")
    return _grouped(amounts.with_columns(pl.col("value") * pl.col("quantity").abs() * pl.col("good")))


def _yields(network: Network, tables: PlanTables) -> pl.Series:
    """Return the yield of each row of `make`, its vintage's factor included."""
    keys = ["site", "process", "expansion", "vintage"]
    known = network.activities.frame.select(keys).with_row_index("activity")
    rows = (
        tables["make"].select(*keys, "period").join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")
    )
    activity = rows["activity"].to_numpy()
    period = network.periods.containing(rows["period"].cast(pl.Int32).to_numpy())
    operation = network.activities.operation[activity]
    return pl.Series(network.operations.yields[operation, period] * network.activities.factor[activity, period])


def _valued(network: Network, amounts: pl.DataFrame) -> pl.DataFrame:
    names = network.products.names
    code = amounts.join(
        pl.DataFrame({"product": names}).with_row_index("code"), on="product", how="left", maintain_order="left"
    )
    period = network.periods.containing(amounts["period"].cast(pl.Int32).to_numpy())
    value = network.products.value[code["code"].to_numpy(), period]
    currency = str(network.tables.setting["currency"])
    return amounts.with_columns(pl.col("value") * pl.Series(value), pl.lit(currency).alias("unit"))


def _grouped(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by(*BY, maintain_order=True).agg(pl.col("value").sum(), pl.col("unit").first())


def _resource(tables: PlanTables, column: str) -> pl.DataFrame:
    return tables["capacity"].select(
        "site", pl.col("resource").alias("product"), "period", pl.col(column).alias("value"), "unit"
    )


def _money(tables: PlanTables, which: pl.Expr, sign: float) -> pl.DataFrame:
    return _grouped(tables["money"].filter(which).with_columns(pl.col("value") * sign))
