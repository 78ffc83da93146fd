"""The accounts of a plan by calendar year: money by term, and the key figures."""

from __future__ import annotations

from typing import Final

import polars as pl

from reshore.solution import Plan, kpis
from reshore.solution.measures import by_year

AT_END: Final = ("terminal", "residual")
"""Terms that count in the year in which their period ends."""
FIGURE: Final = ("measure", "of", "unit")


def money_by_year(plan: Plan) -> pl.DataFrame:
    """Return money by term: term, a column for each year as paid, and `discounted` in all, the largest first [currency]."""
    money = plan.table("money")
    rows = by_year(plan.network.periods, money, pl.col("term").is_in(AT_END))
    sums = rows.group_by("term", "year", maintain_order=True).agg(pl.col("value").sum()).sort("year")
    wide = sums.pivot("year", index="term", values="value").fill_null(0.0)
    whole = money.group_by("term", maintain_order=True).agg(pl.col("discounted").sum())
    return wide.join(whole, on="term").sort("discounted", "term", descending=[True, False])


def figures_by_year(plan: Plan) -> pl.DataFrame:
    """Return the key figures in order: measure, what it is of, unit, and a column for each year."""
    rows = [
        {"measure": each["measure"], "of": ", ".join(map(str, each["filters"].values())), **each}
        for each in kpis(plan)
        if each["period"] != "total"
    ]
    if not rows:
        return pl.DataFrame(schema=dict.fromkeys(FIGURE, pl.String))
    frame = pl.DataFrame([{name: row[name] for name in (*FIGURE, "period", "value")} for row in rows])
    wide = frame.sort("period").pivot("period", index=FIGURE, values="value").fill_null(0.0)
    order = {name: at for at, name in enumerate(dict.fromkeys(row["measure"] for row in rows))}
    return wide.sort(pl.col("measure").replace_strict(order, return_dtype=pl.Int64), "of")
