"""Measures: sums of what a plan does, by site, country, product, operator and period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import polars as pl

from reshore.network import Network, Periods
from reshore.network.codes import match
from reshore.network.periods import Floats, calendar_years
from reshore.schema.measures import measures
from reshore.schema.money import NO_COST

PlanTables = Mapping[str, pl.DataFrame]
BY = ("site", "product", "period")
RUN = ("site", pl.lit("").alias("product"), "period")
SECOND = 0.5 / 86_400
"""Moments are written to the millisecond: half a second later none is before the midnight that it is meant to be."""


def made(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return good output of runs started in each period [unit]."""
    return _through_recipes(network, tables, pl.col("quantity") > 0, good=True)


def consumed(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return inputs of runs started in each period [unit]."""
    return _through_recipes(network, tables, pl.col("quantity") < 0, good=False)


def gross_value(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return the standard value of good output [currency]."""
    return valued(network, made(network, tables))


def value_added(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return the standard value of good output less that of the inputs [currency], in the period of the start."""
    inputs = valued(network, consumed(network, tables)).with_columns(-pl.col("value"))
    both = pl.concat([valued(network, made(network, tables)), inputs])
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


def built(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return modules completed within the horizon [module], in the period of completion; `product` is the resource."""
    periods, build = network.periods, tables["build"]
    ready = build["ready"].dt.epoch("ms").to_numpy() / 86_400_000 + SECOND
    period = periods.containing(ready)
    within = (ready >= periods.start) & (ready < periods.end)
    rows = build.with_columns(periods.dates.gather(np.clip(period, 0, periods.count - 1)).alias("period"))
    return _grouped(rows.filter(pl.Series(within)).rename({"resource": "product"}))


def emissions(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return emissions of runs when they start and of goods when they leave [kg]."""
    runs, goods = tables["make"], tables["ship"]
    of_runs = _over_time(network, runs, ("site", "process"), network.operations.frame, network.operations.emissions)
    key = ("origin", "destination", "mode")
    of_goods = _over_time(network, goods, key, network.lanes.frame, network.lanes.emissions_per_mass)
    mass = network.tables.frame("products").select("product", "mass")
    carried = goods.join(mass, on="product", how="left", maintain_order="left")["mass"]
    return _grouped(
        pl.concat(
            [
                runs.select(*RUN, pl.col("value") * of_runs, pl.lit("kg").alias("unit")),
                goods.select(
                    pl.col("origin").alias("site"),
                    "product",
                    "period",
                    pl.col("value") * of_goods * carried,
                    pl.lit("kg").alias("unit"),
                ),
            ]
        )
    )


def revenue(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return revenue as earned [currency]."""
    return _money(tables, pl.col("term") == "revenue", 1.0)


def capex(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return investment as paid [currency], positive."""
    return _money(tables, pl.col("term") == "capex", -1.0)


def duty(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return duty as paid [currency], positive, by the site at which goods enter."""
    entering = tables["money"].with_columns(site="partner")
    return _money({"money": entering}, pl.col("term") == "duty", -1.0)


def cost(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return every cost as paid [currency], positive; not what is left at the end, and no penalty of a rule."""
    return _money(tables, ~pl.col("term").is_in(NO_COST), -1.0)


def profit(network: Network, tables: PlanTables) -> pl.DataFrame:
    """Return every term of money, discounted [currency]: the objective."""
    return _grouped(tables["money"].with_columns(pl.col("discounted").alias("value")))


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
            built,
            capex,
            revenue,
            duty,
            cost,
            profit,
            value_added,
            gross_value,
            emissions,
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
    rows = by_year(network.periods, MEASURES[name](network, tables), pl.lit(measures()[name].level))
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
    years = calendar_years(periods)
    share = periods.overlap(years.starts, years.ends, "day").T / periods.length("day")[:, None]
    period, year = np.nonzero(share)
    return pl.DataFrame(
        {
            "period": periods.dates[period],
            "year": years.dates.dt.year().gather(year),
            "_share": share[period, year],
            "_last": periods.ends[period] <= years.ends[year],
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
    keys = ["site", "process", "expansion", "vintage", "parts"]
    known = network.activities.frame.select(keys).with_row_index("activity")
    rows = (
        tables["make"].select(*keys, "period").join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")
    )
    activity = rows["activity"].to_numpy()
    period = network.periods.containing(rows["period"].cast(pl.Int32).to_numpy())
    operation = network.activities.operation[activity]
    return pl.Series(network.operations.yields[operation, period] * network.activities.factor[activity, period])


def _over_time(
    network: Network, rows: pl.DataFrame, key: tuple[str, ...], known: pl.DataFrame, values: Floats
) -> pl.Series:
    """Return for each row of a plan's table the value of what `key` names in its period; `values` has shape (known, period)."""
    period = network.periods.containing(rows["period"].cast(pl.Int32).to_numpy())
    return pl.Series(values[match(rows, known, list(key)), period], dtype=pl.Float64)


def valued(network: Network, amounts: pl.DataFrame) -> pl.DataFrame:
    """Return amounts of products (with `product` and `period`) at their standard value [currency]."""
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
