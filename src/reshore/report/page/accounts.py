"""The accounts: money by term and year, and the key figures by year."""

from __future__ import annotations

import polars as pl

from reshore.report.figures import Subject
from reshore.report.figures.amounts import money_scale
from reshore.report.page.markup import Markup, element, joined, table
from reshore.report.text import figure
from reshore.solution import kpis
from reshore.solution.measures import by_year

AT_END = ("terminal", "residual")


def accounts_html(subject: Subject) -> Markup:
    """Return the ledger and the key figures as HTML."""
    return joined(
        [
            element("h2", "The accounts", id="accounts"),
            element("p", subject.source, class_="source"),
            ledger(subject),
            key_figures(subject),
        ]
    )


def ledger(subject: Subject) -> Markup:
    """Return money by term and calendar year as paid, and discounted, with their sums."""
    money = subject.plan.table("money")
    if money.is_empty():
        return element("p", "No money moves in this plan.")
    rows = by_year(subject.plan.network.periods, money, pl.col("term").is_in(AT_END))
    wide = (
        rows.group_by("term", "year")
        .agg(pl.col("value").sum())
        .sort("year")
        .pivot("year", index="term", values="value")
    )
    wide = wide.fill_null(0.0)
    years = wide.columns[1:]
    whole = money.group_by("term").agg(pl.col("discounted").sum())
    wide = wide.join(whole, on="term").sort("discounted", "term", descending=[True, False])
    sums = wide.select(pl.col(*years, "discounted").sum()).row(0)
    scale = money_scale([*sums, *wide["discounted"]], subject.currency)
    lines = [(row[0], *(scale.told(value) for value in row[1:])) for row in wide.iter_rows()]
    return table(
        f"The ledger of money, by year as paid, and discounted in all [{scale.words}]",
        ("term", *years, "discounted"),
        [*lines, ("in all", *(scale.told(value) for value in sums))],
    )


def key_figures(subject: Subject) -> Markup:
    """Return the key figures by calendar year."""
    rows = [
        {"measure": each["measure"], "of": ", ".join(map(str, each["filters"].values())), **each}
        for each in kpis(subject.plan)
        if each["period"] != "total"
    ]
    if not rows:
        return Markup("")
    frame = pl.DataFrame([{name: row[name] for name in ("measure", "of", "unit", "period", "value")} for row in rows])
    wide = frame.sort("period").pivot("period", index=["measure", "of", "unit"], values="value").fill_null(0.0)
    order = {name: at for at, name in enumerate(dict.fromkeys(row["measure"] for row in rows))}
    years = wide.columns[3:]
    wide = wide.sort(pl.col("measure").replace_strict(order, return_dtype=pl.Int64), "of")
    lines = [
        (row["measure"].replace("_", " "), row["of"], row["unit"], *(figure(row[year]) for year in years))
        for row in wide.iter_rows(named=True)
    ]
    return table("Key figures by year", ("figure", "of", "unit", *years), lines, words=3)
