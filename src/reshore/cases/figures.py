"""The figures of one plan in a table of many: one column each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl

from reshore.analysis.targets.target import reached_by
from reshore.analysis.why.short import TINY
from reshore.schema import money_goal
from reshore.solution import Plan

Figure = dict[str, Any]
OF_GOAL: Final = "of_goal"
UNITS: Final = ("made", "delivered")
KINDS: Final = ("on_time", "late", "lost")
DEMAND: Final = ("market", "product", "class", "date")


def figures(plan: Plan) -> list[Figure]:
    """Return the figures of a plan in the order of the columns: `{measure, filters, value, unit}`, each over the whole horizon.

    To add a column to the table of a sweep, add it here.
    """
    return [*_money(plan), *_targets(plan), *_service(plan), *_units(plan)]


def title(figure: Figure) -> str:
    """Return the title of the column of a figure: measure, what it is narrowed to, and its unit."""
    return f"{':'.join([figure['measure'], *figure['filters'].values()])} [{figure['unit']}]"


def _money(plan: Plan) -> Iterator[Figure]:
    """Yield revenue, every cost, and the part of it that is investment: as paid, not discounted."""
    for name in ("revenue", "cost", "capex"):
        yield _figure(name, float(plan.measure(name)["value"].sum()), plan.currency)


def _targets(plan: Plan) -> Iterator[Figure]:
    """Yield what a plan has of each target by its day, and that as a share of a goal above 0."""
    for target, value, unit in reached_by(plan):
        yield _figure("target", value, unit, target=target.name)
        if target.at_least > 0.0:
            yield _figure(OF_GOAL, value / target.at_least, "1", target=target.name)


def _service(plan: Plan) -> Iterator[Figure]:
    """Yield the shares of demand served on time, late and lost, then the same in units of each product.

    Shares weigh demand by its price (where the objective is cost, by the cost of losing it; where all of that is 0, by units).
    """
    served = _served(plan)
    by_product = served.group_by("product", "unit", maintain_order=True).agg(pl.col("wanted", *KINDS).sum())
    for kind in KINDS if served["wanted"].sum() > 0.0 else ():
        share = (pl.col(kind) * pl.col("weight")).sum() / (pl.col("wanted") * pl.col("weight")).sum()
        yield _figure(kind, float(served.select(share).item()), "1")
    for kind in KINDS:
        for row in by_product.iter_rows(named=True):
            yield _figure(kind, row[kind], row["unit"], product=row["product"])


def _served(plan: Plan) -> pl.DataFrame:
    """Return product, unit, wanted, on_time, late, lost [unit asked for] and weight [currency/unit] of what falls due."""
    pieces, network = plan.network.pieces, plan.network
    keys = [*DEMAND, "due"]
    ratios = network.offers.frame.select(*keys, "by").with_columns(pl.Series("ratio", network.offers.ratio))
    served = (
        plan.table("serve")
        .join(ratios.unique([*keys, "by"]), on=[*keys, "by"], how="left")
        .with_columns(pl.col("value") / pl.col("ratio"))
    )
    prompt = pl.when(pl.col("period") == pl.col("due")).then("value").otherwise(0.0)
    sums = served.group_by(keys).agg(pl.col("value").sum().alias("served"), prompt.sum().alias("on_time"))
    cost = money_goal(plan.inputs.setting["objective"]) == "cost"
    weight = np.maximum(pieces.lost_cost if cost else pieces.price, 0.0)
    if float(np.sum(weight * pieces.quantity)) <= 0.0:
        weight = np.ones(pieces.count)
    frame = pieces.frame.select(*keys, "unit").with_columns(
        pl.Series("wanted", pieces.quantity), pl.Series("weight", weight)
    )
    rows = frame.join(sums, on=keys, how="left", maintain_order="left").with_columns(
        pl.col("served", "on_time").fill_null(0.0)
    )
    return rows.with_columns(
        _clean(pl.col("served") - pl.col("on_time")).alias("late"),
        _clean(pl.col("wanted") - pl.col("served")).alias("lost"),
    )


def _clean(amount: pl.Expr) -> pl.Expr:
    """Return an amount without what is rounding."""
    return pl.when(amount > TINY * pl.max_horizontal("wanted", pl.lit(1e-12))).then(amount).otherwise(0.0)


def _units(plan: Plan) -> Iterator[Figure]:
    """Yield what is made and delivered of each product that is sold, in all and by country."""
    sold = plan.inputs.frame("demands")["product"].unique(maintain_order=True)
    for name in UNITS:
        rows = plan.measure(name).filter(pl.col("product").is_in(sold.implode()))
        for by in (["product"], ["product", "country"]):
            sums = rows.group_by(*by, "unit").agg(pl.col("value").sum()).sort(*by)
            for row in sums.iter_rows(named=True):
                yield _figure(name, row["value"], row["unit"], **{key: row[key] or "(none)" for key in by})


def _figure(measure: str, value: float, unit: str, **filters: str) -> Figure:
    return {"measure": measure, "filters": filters, "value": value, "unit": unit}
