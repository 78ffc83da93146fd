"""What a plan has of each measure, by the names that rules filter by, from the tables of the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import polars as pl

from reshore.verify.arrays import Floats, Ints, days, floats, ints
from reshore.verify.case import Case
from reshore.verify.learning import yield_factor
from reshore.verify.origin import read, run_labels
from reshore.verify.plan import MOMENT
from reshore.verify.world import World

NO_COST: Final = ("revenue", "incentive", "terminal", "residual", "penalty")
NAMED: Final = {
    "revenue": "class",
    "late": "class",
    "lost": "class",
    "operation": "process",
    "fixed": "resource",
    "upkeep": "expansion",
    "capex": "expansion",
    "residual": "expansion",
    "transport": "mode",
    "pipeline": "mode",
    "duty": "mode",
}
"""What the column `name` of each term of money is."""
GOODS: Final = ("made", "shipped", "delivered", "stock")
CAPACITIES: Final = ("capacity", "used")


def amounts(case: Case, measure: str) -> pl.DataFrame:
    """Return names, `t` and `value` of a measure of a plan; raises KeyError where there is no such measure."""
    return MEASURES[measure](case)


def chosen(world: World, frame: pl.DataFrame, filters: str | None) -> pl.DataFrame:
    """Return the rows of a measure that filters choose, written as `key = name | name; key = name`."""
    if filters is None or filters.strip() == "all":
        return frame
    frame = _described(world, frame)
    for part in filter(str.strip, filters.split(";")):
        key, _, text = part.partition("=")
        names = [name.strip() for name in text.split("|")]
        within = {*names, *(member for name in names for member in _members(world, name))}
        frame = frame.filter(pl.col(key.strip()).is_in(list(within)))
    return frame


def by_period(world: World, frame: pl.DataFrame) -> Floats:
    """Return the sum of a measure in each period, shape (period)."""
    return np.bincount(ints(frame, "t"), floats(frame, "value"), world.periods).astype(np.float64)


def counted(world: World, measure: str, frame: pl.DataFrame) -> set[str]:
    """Return the units of the goods or capacities that rows of a measure name; none for what counts in no such unit."""
    frame = frame.filter(pl.col("value") != 0.0)
    if measure in CAPACITIES:
        at, units = world.position("resources", frame, ["site", "resource"]), world.text("resources", "unit")
    elif measure in GOODS:
        at, units = world.position("products", frame, ["product"]), world.product_units
    else:
        return set()
    return {units[place] for place in np.unique(at)}


def _members(world: World, group: str) -> set[str]:
    """Return what a group has in it, directly or through other groups."""
    pairs = list(world.inputs["groups"].select("group", "member").iter_rows())
    found: set[str] = set()
    wanted = {group}
    while wanted:
        inner = {member for name, member in pairs if name in wanted}
        wanted = inner - found
        found |= inner
    return found


def _described(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    sites, products = world.inputs["sites"], world.inputs["products"]
    if "site" in frame.columns:
        own = sites.select("site", "country", "region", "operator", "kind")
        frame = frame.join(own, on="site", how="left", maintain_order="left")
    if "destination" in frame.columns:
        there = sites.select(destination="site", destination_country="country")
        frame = frame.join(there, on="destination", how="left", maintain_order="left")
    if "product" in frame.columns:
        labels = products.select("product", "generation", "control_class")
        frame = frame.join(labels, on="product", how="left", maintain_order="left")
    return frame


def _valued(frame: pl.DataFrame, values: Floats, *names: str, **renamed: str) -> pl.DataFrame:
    columns = [*(pl.col(name) for name in names), *(pl.col(old).alias(new) for new, old in renamed.items())]
    return frame.select(*columns, "t").with_columns(pl.Series("value", values, dtype=pl.Float64))


def _lines(case: Case, sign: int) -> tuple[pl.DataFrame, Ints, Floats]:
    """Return a row for each run and product made (or consumed), the product's position, and the amount."""
    world = case.world
    recipes = world.recipe_lines.filter(pl.col("quantity") * sign > 0).select("operation", "quantity", at="product")
    lines = case.plan.make.join(recipes, on="operation", how="inner", maintain_order="left")
    product = ints(lines, "at")
    amount = floats(lines, "value") * np.abs(floats(lines, "quantity"))
    if sign > 0:
        operation, t = ints(lines, "operation"), ints(lines, "t")
        factor = yield_factor(world, ints(lines, "start_at"), operation, t)
        amount = amount * world.profiled("operations", "yield")[operation, t] * factor
    named = lines.with_columns(world.inputs["products"]["product"].gather(product))
    return _with_origin(case, named, sign > 0), product, amount


def _with_origin(case: Case, lines: pl.DataFrame, made: bool) -> pl.DataFrame:
    """Return what runs make (or take) with the country of its origin, empty where that is not tracked or does not matter."""
    known = run_labels(case.world, lines.select("operation", "parts").unique(), made)
    countries = known.with_columns(
        pl.Series("country_of_origin", [read(label)[0] for label in known["label"]], dtype=pl.String)
    )
    on = ["operation", "parts", "product"]
    named = lines.join(
        countries.select(*on, "country_of_origin"),
        left_on=["operation", "parts", "at"],
        right_on=on,
        how="left",
        maintain_order="left",
    )
    return named.with_columns(pl.col("country_of_origin").fill_null(""))


def _made(case: Case) -> pl.DataFrame:
    lines, _, amount = _lines(case, 1)
    return _valued(lines, amount, "site", "process", "expansion", "product", "country_of_origin")


def _worth(case: Case, sign: int) -> pl.DataFrame:
    lines, product, amount = _lines(case, sign)
    value = case.world.profiled("products", "value")[product, ints(lines, "t")]
    return _valued(lines, sign * value * amount, "site", "process", "expansion", "product", "country_of_origin")


def _shipped(case: Case) -> pl.DataFrame:
    ship = case.plan.ship
    return _valued(ship, floats(ship, "value"), "destination", "mode", "product", "country_of_origin", site="origin")


def _delivered(case: Case) -> pl.DataFrame:
    serve = case.plan.serve
    return _valued(serve, floats(serve, "value"), "class", site="market", product="by")


def _stock(case: Case) -> pl.DataFrame:
    return _valued(case.plan.stock, floats(case.plan.stock, "value"), "site", "product", "country_of_origin")


def _capacity(case: Case) -> pl.DataFrame:
    return _valued(case.plan.capacity, floats(case.plan.capacity, "available"), "site", "resource")


def _used(case: Case) -> pl.DataFrame:
    world = case.world
    lines = case.plan.make.join(world.use_lines.select("operation", "line"), on="operation", how="inner")
    line = ints(lines, "line")
    amount = floats(lines, "value") * world.profiled("uses", "per_run")[line, ints(lines, "t")]
    lines = lines.with_columns(world.inputs["uses"]["resource"].gather(line))
    return _valued(lines, amount, "site", "process", "expansion", "resource")


def _built(case: Case) -> pl.DataFrame:
    build, edges = case.plan.build, case.world.calendar.bounds
    ready = days(build, "ready", np.inf) + MOMENT
    t = np.searchsorted(edges, ready, side="right") - 1
    frame = build.with_columns(pl.Series("t", t)).filter(pl.Series((edges[0] <= ready) & (ready < edges[-1])))
    return _valued(frame, floats(frame, "value"), "site", "resource", "expansion")


def _money(case: Case, keep: Callable[[str], bool], sign: float, column: str = "value") -> pl.DataFrame:
    frame = case.plan.money
    frame = frame.filter(pl.Series([keep(term) for term in frame["term"]], dtype=pl.Boolean))
    named = [
        pl.when(pl.col("term").is_in([term for term, name in NAMED.items() if name == key]))
        .then("name")
        .otherwise(pl.lit(""))
        .alias(key)
        for key in dict.fromkeys(NAMED.values())
    ]
    frame = frame.with_columns(named)
    names = ("site", "product", "term", *dict.fromkeys(NAMED.values()))
    return _valued(frame, sign * floats(frame, column), *names, destination="partner")


def _duty(case: Case) -> pl.DataFrame:
    """Return duty by the site at which goods enter."""
    return _money(case, lambda term: term == "duty", -1.0).drop("site").rename({"destination": "site"})


def _emissions(case: Case) -> pl.DataFrame:
    world, make, ship = case.world, case.plan.make, case.plan.ship
    of_runs = world.profiled("operations", "emissions")[ints(make, "operation"), ints(make, "t")]
    of_lanes = world.profiled("lanes", "emissions_per_mass")[ints(ship, "lane"), ints(ship, "t")]
    mass = world.number("products", "mass")[ints(ship, "product_at")]
    runs = _valued(make, of_runs * floats(make, "value"), "site", "process", "expansion")
    goods = _valued(ship, of_lanes * mass * floats(ship, "value"), "destination", "mode", "product", site="origin")
    return pl.concat([runs, goods], how="diagonal")


MEASURES: Final[Mapping[str, Callable[[Case], pl.DataFrame]]] = {
    "made": _made,
    "shipped": _shipped,
    "delivered": _delivered,
    "stock": _stock,
    "capacity": _capacity,
    "used": _used,
    "built": _built,
    "capex": lambda case: _money(case, lambda term: term == "capex", -1.0),
    "revenue": lambda case: _money(case, lambda term: term == "revenue", 1.0),
    "duty": _duty,
    "cost": lambda case: _money(case, lambda term: term not in NO_COST, -1.0),
    "profit": lambda case: _money(case, lambda _: True, 1.0, "discounted"),
    "value_added": lambda case: pl.concat([_worth(case, 1), _worth(case, -1)]),
    "gross_value": lambda case: _worth(case, 1),
    "emissions": _emissions,
}
"""Functions that return a measure of a plan by the names that it has, `t` and `value`."""
