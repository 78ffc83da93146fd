"""The first page: the targets, the answer in a sentence, three reasons, three actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import polars as pl

from reshore.report.figures import Subject
from reshore.report.figures.amounts import amount, chance_told, money
from reshore.report.limiting import when
from reshore.report.page.markup import Markup, element, joined
from reshore.report.text import figure

COUNT: Final = 3
CLOSE: Final = 1e-6
WHAT_IS: Final = ("demand", "stock at the start", "stock under way")
"""Limits of which nobody can get more."""
TERMS: Final = {
    "revenue": "Sales bring",
    "operation": "Making costs",
    "capex": "Investment costs",
    "transport": "Transport costs",
    "duty": "Duties cost",
    "holding": "Holding stock costs",
    "pipeline": "Goods under way cost",
    "late": "Late deliveries cost",
    "lost": "Demand that is not served costs",
    "fixed": "Keeping capacity costs",
    "upkeep": "Keeping new capacity costs",
    "scrap": "Disposal costs",
    "fee": "Fees of export controls cost",
    "penalty": "Rules that are not kept cost",
    "incentive": "Incentives bring",
    "terminal": "What is in stock at the end is worth",
    "residual": "What new capacity is worth at the end is",
}
"""How the terms of money are told."""


@dataclass(frozen=True)
class Executive:
    """What a reader with one minute reads."""

    answer: str
    reasons: tuple[str, ...]
    actions: tuple[str, ...]


def executive(subject: Subject) -> Executive:
    """Return the answer, the three largest reasons for it and the three first things to do."""
    return Executive(_answer(subject), tuple(islice(_reasons(subject), COUNT)), tuple(islice(_actions(subject), COUNT)))


def _answer(subject: Subject) -> str:
    plan, found = subject.plan, subject.comparison
    value = money(plan.objective if subject.goal == "profit" else -plan.objective, subject.currency)
    verb = "earns" if subject.goal == "profit" else "costs"
    reached = [planned >= target.at_least * (1 - CLOSE) for target, planned, _ in subject.reached]
    targets = f"reaches {sum(reached)} of {len(reached)} targets and " if reached else ""
    text = f"The plan {targets}{verb} {value} in discounted {subject.goal}"
    if found is not None:
        more = "more" if found.difference > 0 else "less"
        change = money(abs(found.difference), found.currency)
        return f"{text}: {change} {'better' if more == 'more' else 'worse'} than the plan that it is compared with."
    return f"{text}."


def _reasons(subject: Subject) -> Iterator[str]:
    """Yield what each step to a compared plan contributes, else what limits supply, then the largest terms of money."""
    currency = subject.currency
    if subject.comparison is not None:
        steps = subject.comparison.by("term").head(COUNT)
        for row in steps.filter(pl.col("change").abs() > 0.0).iter_rows(named=True):
            sign = "+" if row["change"] > 0 else ""
            change = f"{sign}{money(row['change'], currency)} against the other plan"
            yield f"{_term(row['term'])} {money(abs(row['b']), currency)}, discounted: {change}."
    if subject.bottlenecks is not None:
        limits = subject.bottlenecks.total.filter(pl.col("law") != "demand").head(COUNT)
        for row in limits.iter_rows(named=True):
            yield (
                f"{row['entity']} limits supply, {when(row)}: one more {row['quantity']} is worth "
                f"{money(row['value'], currency)}."
            )
    else:
        yield from _full(subject)
    terms = subject.plan.table("money").group_by("term").agg(pl.col("discounted").sum())
    for row in terms.sort(pl.col("discounted").abs(), "term", descending=[True, False]).iter_rows(named=True):
        yield f"{_term(row['term'])} {money(abs(row['discounted']), currency)}, discounted."


def _full(subject: Subject) -> Iterator[str]:
    """Yield the capacities that are full where more of them would be worth the most, by the duals of the plan."""
    duals, table = subject.plan.duals.get("capacity"), subject.plan.table("capacity")
    if duals is None or not {"site", "resource", "period"} <= set(duals.columns):
        return
    keys = ["site", "resource"]
    joined = duals.join(table, on=[*keys, "period"], how="inner")
    full = joined.group_by(*keys, "unit").agg(
        pl.col("dual").sum(), (pl.col("dual") * pl.col("available")).sum().alias("worth"), pl.col("period").n_unique()
    )
    periods = subject.plan.network.periods.count
    for row in (
        full.filter(pl.col("worth") > 0.0).sort("worth", *keys, descending=[True, False, False]).iter_rows(named=True)
    ):
        yield (
            f"{row['resource']} at {row['site']} holds the plan back in {row['period']} of {periods} periods: one more "
            f"{row['unit']} in each would be worth about {money(row['dual'], subject.currency)}."
        )


def _term(name: str) -> str:
    return TERMS.get(name, f"{name.capitalize()}:")


def _actions(subject: Subject) -> Iterator[str]:
    """Yield more of the limits that earn most, the projects that are worth starting, and the demand that is not served."""
    currency = subject.currency
    if subject.bottlenecks is not None:
        raised = subject.bottlenecks.total.filter(~pl.col("law").is_in(WHAT_IS), pl.col("gain") > 0.0)
        for row in raised.sort("gain", descending=True).head(2).iter_rows(named=True):
            share = 100.0 * row["step"] / row["limit"]
            yield f"Get {share:.2g} % more of {row['entity']}: that earns {money(row['gain'], currency)}."
    for row in _projects(subject).head(COUNT).iter_rows(named=True):
        modules = "" if row["value"] == 1 else f"{figure(row['value'])} modules of "
        paid = money(row["capex"], currency)
        yield f"Build {modules}{row['expansion']} at {row['site']}: {_starts(row)}, {paid} paid in the plan."
    lost = subject.plan.table("lost").group_by("product", "market", "unit").agg(pl.col("value").sum())
    for row in lost.sort("value", "product", "market", descending=[True, False, False]).iter_rows(named=True):
        amount_lost = f"{figure(row['value'])} {row['unit']} of {row['product']}"
        yield f"Decide about {amount_lost} at {row['market']} that the plan does not serve."


def _starts(row: dict[str, Any]) -> str:
    """Return when the modules of a project are to be started, and when they are ready: each start by itself."""
    starts = list(zip(row["modules"], row["start"], row["ready"], strict=True))
    told = [
        f"{'' if len(starts) == 1 else f'{figure(modules)} '}start by {start:%Y-%m-%d}, ready {ready:%Y-%m-%d}"
        for modules, start, ready in starts[:COUNT]
    ]
    return "; ".join([*told, *([f"{len(starts) - COUNT} later starts"] if len(starts) > COUNT else [])])


def _projects(subject: Subject) -> pl.DataFrame:
    """Return the projects that the plan chooses, the most money first: those that are committed already are no action.

    `value` are all modules; `modules`, `start` and `ready` are lists, of each start in order.
    """
    paid = (
        subject.plan.table("money")
        .filter(pl.col("term") == "capex")
        .group_by(pl.col("name").alias("expansion"))
        .agg(-pl.col("value").sum().alias("capex"))
    )
    options = subject.plan.inputs.frame("expansions").filter(pl.col("status") != "committed").select("expansion")
    built = subject.plan.table("build").filter(pl.col("value") > 0.0)
    projects = (
        built.sort("start")
        .group_by("expansion", "site", maintain_order=True)
        .agg(pl.col("value").sum(), pl.col("value").alias("modules"), "start", "ready")
    )
    chosen = projects.join(options, on="expansion", how="semi").join(paid, on="expansion", how="left")
    chosen = chosen.with_columns(pl.col("capex").fill_null(0.0))
    return chosen.sort("capex", "expansion", descending=[True, False])


def executive_html(subject: Subject) -> Markup:
    """Return the first page as HTML."""
    found = executive(subject)
    lists = [
        element("div", element("h3", title), element("ol", *(element("li", line) for line in lines)))
        for title, lines in (("Reasons", found.reasons), ("Actions", found.actions))
        if lines
    ]
    return joined(
        [
            element("h2", "The answer", class_="first", id="answer"),
            element("p", found.answer, class_="answer"),
            element("ul", *(_tile(*line) for line in targets_told(subject)), class_="tiles")
            if subject.reached
            else Markup(""),
            element("div", *lists, class_="pair"),
        ]
    )


def targets_told(subject: Subject) -> Iterator[tuple[str, str, str, bool, str]]:
    """Yield of each target its name, what is planned, its claim and goal, whether it is reached, and what any plan could."""
    known = {} if subject.targets is None else {row["target"]: row for row in subject.targets.targets.to_dicts()}
    for target, planned, unit in subject.reached:
        goal, has = (amount(value, unit, subject.currency) for value in (target.at_least, planned))
        answer = known.get(target.name)
        could = ""
        if answer is not None:
            most = "without limit" if answer["most"] is None else amount(answer["most"], unit, subject.currency)
            could = f" Any plan could have at most {most}: {'reachable' if answer['reachable'] else 'not reachable'}."
        chance = subject.chances.get(target.name)
        could += "" if chance is None else f" Probability {chance_told(chance)}."
        claim = target.claim if not target.claim or target.claim[-1] in ".!?" else f"{target.claim}."
        words = f"goal {goal} by {target.by}. {claim}"
        yield target.name, has, words, planned >= target.at_least * (1 - CLOSE), could


def _tile(name: str, has: str, words: str, reached: bool, could: str) -> Markup:
    told = element("span", "reached" if reached else "missed", class_="yes" if reached else "no")
    return element("li", name, ": ", told, element("strong", has), element("small", f"{words}{could}"))
