"""The accounts: money by term and year, and the key figures by year."""

from __future__ import annotations

import polars as pl

from reshore.report.accounts import figures_by_year, money_by_year
from reshore.report.figures import Subject
from reshore.report.figures.amounts import money_scale
from reshore.report.page.markup import Markup, element, joined, table
from reshore.report.text import figure


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
    if subject.plan.table("money").is_empty():
        return element("p", "No money moves in this plan.")
    wide = money_by_year(subject.plan)
    years = wide.columns[1:-1]
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
    wide = figures_by_year(subject.plan)
    if wide.is_empty():
        return Markup("")
    years = wide.columns[3:]
    lines = [
        (row["measure"].replace("_", " "), row["of"], row["unit"], *(figure(row[year]) for year in years))
        for row in wide.iter_rows(named=True)
    ]
    return table("Key figures by year", ("figure", "of", "unit", *years), lines, words=3)
