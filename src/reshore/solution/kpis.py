"""The figures that people ask for first."""

from __future__ import annotations

from typing import Any

import polars as pl

from reshore.solution.plan import Plan

Kpi = dict[str, Any]


def kpis(plan: Plan) -> list[Kpi]:
    """Return the main figures as `{measure, filters, period, value, unit}`, period being a year, or `total`."""
    asked = plan.inputs.frame("demands")["product"].unique()
    final = pl.col("product").is_in(asked.implode())
    return [
        {
            "measure": "objective",
            "filters": {},
            "period": "total",
            "value": plan.objective,
            "unit": plan.currency,
        },
        *_summed(plan, "value_added", ["country"]),
        *_summed(plan, "made", ["product", "site"], final),
        *_summed(plan, "delivered", ["product", "site"]),
        *_summed(plan, "revenue", []),
        *_summed(plan, "cost", []),
        *_summed(plan, "duty", ["country"]),
        *_summed(plan, "capex", ["site"]),
    ]


def _summed(plan: Plan, measure: str, by: list[str], where: pl.Expr | None = None) -> list[Kpi]:
    rows = plan.measure(measure)
    if where is not None:
        rows = rows.filter(where)
    sums = rows.group_by(*by, "year", "unit", maintain_order=True).agg(pl.col("value").sum()).sort(*by, "year")
    return [
        {
            "measure": measure,
            "filters": {name: row[name] for name in by},
            "period": row["year"],
            "value": row["value"],
            "unit": row["unit"],
        }
        for row in sums.iter_rows(named=True)
    ]
