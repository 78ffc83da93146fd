"""Plan B against plan A: everything that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl

from reshore.analysis.compare.amounts import measure_difference
from reshore.analysis.compare.built import build_difference
from reshore.analysis.compare.cells import cell_difference
from reshore.analysis.compare.ledgers import money_difference, summed
from reshore.solution import Plan

EXACT: Final = 1e-6


@dataclass(frozen=True)
class Side:
    """One of the two plans: its run (empty where it is none), its model and scenario, how it ended, and its objective."""

    run: str
    model: str
    scenario: str
    status: str
    objective: float
    gap: float

    @staticmethod
    def of(plan: Plan) -> Side:
        """Return what is told of a plan."""
        run, model, scenario = (str(plan.about.get(name) or "") for name in ("run", "model", "scenario"))
        return Side(run, model, scenario, plan.status, plan.objective, plan.gap)


@dataclass(frozen=True)
class Attribution:
    """The difference of the objectives, step by step from the inputs of A to those of B.

    `table` has a row for each step, or for steps that could be told only together: `first` and `last` step, `kind` (edit, undo,
    table, other), `text`, `note`, `contribution` and `objective` after it [currency], `within`: how far the contribution may be
    off because searches over whole numbers stopped at a gap [currency], `together`: why the steps are not told apart.
    Contributions sum to the difference. `by` is edits or tables, `why` says why not edits.
    """

    by: str
    table: pl.DataFrame
    why: str = ""


@dataclass(frozen=True)
class Comparison:
    """The differences of plan B from plan A. Money is discounted [currency]; `change` is always B less A.

    `money` has every row of the ledgers: term, site, partner, name, product, country, year, period, a, b, change; it sums to
    `difference`. `measures`: measure, site, country, product, year, unit, a, b, change. `builds`: what is built otherwise, with
    dates. `inputs`: the cells that differ: table, key, column, a, b. `attribution` is None where it was not asked for. `notes`
    say what else differs: options, versions, horizons. `plan` is plan B.
    """

    a: Side
    b: Side
    currency: str
    goal: str
    money: pl.DataFrame
    measures: pl.DataFrame
    builds: pl.DataFrame
    inputs: pl.DataFrame
    sold: frozenset[str] = frozenset()
    notes: tuple[str, ...] = field(default=())
    attribution: Attribution | None = None
    plan: Plan | None = field(default=None, repr=False, compare=False)

    @property
    def difference(self) -> float:
        """Objective of B less that of A."""
        return self.b.objective - self.a.objective

    def by(self, *columns: str) -> pl.DataFrame:
        """Return the money by some of its columns, the largest change first; `change` sums to `difference`.

        Raises KeyError where money has no such column.
        """
        for name in columns:
            if name not in self.money.columns or name in ("a", "b", "change"):
                raise KeyError(f"Money is not told by '{name}'. It is by {', '.join(self.money.columns[:-3])}.")
        return summed(self.money, columns).sort(pl.col("change").abs(), descending=True, maintain_order=True)

    @cached_property
    def units(self) -> pl.DataFrame:
        """What is made of the products that are sold, by product, site and year: a, b, change."""
        made = self.measures.filter(pl.col("measure") == "made", pl.col("product").is_in(sorted(self.sold)))
        return made.select("product", "site", "country", "year", "unit", "a", "b", "change")


def compare_plans(a: Plan, b: Plan, attribution: Attribution | None = None) -> Comparison:
    """Return the differences of plan `b` from plan `a`.

    Raises ValueError where they do not count in the same currency, or do not aim at the same.
    """
    for what, one, other in (
        ("count in", a.currency, b.currency),
        ("aim at", a.inputs.setting["objective"], b.inputs.setting["objective"]),
    ):
        if one != other:
            raise ValueError(f"The plans cannot be compared: they {what} {one} and {other}.")
    return Comparison(
        a=Side.of(a),
        b=Side.of(b),
        currency=a.currency,
        goal=str(a.inputs.setting["objective"]),
        money=money_difference(a, b),
        measures=measure_difference(a, b),
        builds=build_difference(a, b),
        inputs=cell_difference(a.inputs_without_goals, b.inputs_without_goals),
        sold=frozenset().union(*(plan.inputs.frame("demands")["product"].unique() for plan in (a, b))),
        notes=tuple(_notes(a, b)),
        attribution=attribution,
        plan=b,
    )


def _notes(a: Plan, b: Plan) -> Iterator[str]:
    """Yield what differs besides the tables, or makes the figures less than exact."""
    first, second = ("; ".join(str(goal.get("goal")) for goal in plan.goals) or "none" for plan in (a, b))
    if first != second:
        yield f"The plans have other goals before money: {first} and {second}."
    for name, words in (("options", "solved with other options"), ("versions", "made by other versions")):
        if a.about.get(name) != b.about.get(name):
            yield f"The plans were {words}: {_told(a.about.get(name), b.about.get(name))}."
    for plan, name in ((a, "A"), (b, "B")):
        if plan.gap > EXACT:
            amount = f"{plan.gap * max(1.0, abs(plan.objective)):,.6g} {plan.currency}"
            within = f"Plan {name} is within {100.0 * plan.gap:.2g}% of the best possible: {amount}"
            yield f"{within}. Smaller differences may be chance."


def _told(a: object, b: object) -> str:
    left, right = (one if isinstance(one, dict) else {} for one in (a, b))
    names = [name for name in {**left, **right} if left.get(name) != right.get(name)]
    return ", ".join(f"{name} {left.get(name)} and {right.get(name)}" for name in names)
