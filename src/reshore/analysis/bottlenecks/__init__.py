"""Bottlenecks: what limits a plan, what one more unit of each limit is worth, when, and how far that holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.binding import binding
from reshore.analysis.bottlenecks.asking import MUSTS, Asker
from reshore.analysis.bottlenecks.groups import KEYS, By, Groups, grouped, timed
from reshore.analysis.optimum import optimum_of
from reshore.solution import Plan
from reshore.solve import stepped

MORE: Final = 0.01
"""Share of a limit by which it is raised to see what that really earns."""
NOTHING: Final = 1e-9
"""A worth that is a smaller share of all money that moves is none."""
COUNTS: Final = (pl.col("value") > 0.0) | pl.col("law").is_in(MUSTS)
"""What is listed: limits of which more earns, and what must be."""
COLUMNS: Final = (
    "law",
    "entity",
    "more",
    "first",
    "last",
    "periods",
    "value",
    "unit",
    "limit",
    "quantity",
    "low",
    "high",
)


@dataclass(frozen=True)
class Bottlenecks:
    """What binds at a plan, in tables by `period`, by `year` and in `total`; each ranked by the money of the whole limit.

    Columns: `law` (the kind of limit), `entity` (what it is called), `more` (what one more unit is), `first`, `last` and
    `periods` (when it binds), `period` or `year`, `value` (discounted profit from one more unit [`unit`]), `limit` (as it
    stands, with what was built [`quantity`]), `low` and `high` (the value holds exactly while the limit is between these;
    `high` null where nothing ends it), `money` (value × limit). In total also `step`, `gain` and `then` for the first limits:
    what raising the limit by a share of it, `step`, really earns, and what one more unit is worth from there on.

    In a year or in total, one more unit of a rate is one more per unit of time in every period in which it binds; of demand
    it is one more in all, shared as demand is. `plan` is the plan that was asked about.
    """

    run: str
    currency: str
    period: pl.DataFrame
    year: pl.DataFrame
    total: pl.DataFrame
    plan: Plan | None = field(default=None, repr=False, compare=False)


def bottlenecks(plan: Plan, tell: Callable[[str], None] | None = None, top: int = 8, more: float = MORE) -> Bottlenecks:
    """Return what limits a plan. Whole numbers of modules stay as they are.

    The value is what the objective gains for more of the limit: its right derivative. It is the dual where the basis lets the
    limit rise; where it does not, the program is solved again a little further, and the duals there count. For the `top`
    limits the program is solved again with `more` of the limit (a share of it). Raises StateError where the plan
    cannot be solved on from, SolverError where the solver fails.
    """
    tell = tell or (lambda _: None)
    tell("solving the plan again from where it stood")
    optimum = optimum_of(plan)
    rows = timed(binding(optimum, plan.network))
    asker = Asker(optimum)
    valued = _Valued(asker, tell)
    groups = {by: grouped(rows, by, plan.currency) for by in KEYS}
    tables = {by: valued.table(groups[by], by) for by in KEYS}
    money = tables["period"].filter(COUNTS).select("law", "entity", "year", "money")
    found = {by: _ranked(table, by, money, NOTHING * asker.moved) for by, table in tables.items()}
    total = valued.raised(found["total"], groups["total"], top, more)
    return Bottlenecks(
        str(plan.about.get("run", "")),
        plan.currency,
        found["period"].drop("index"),
        found["year"].drop("index"),
        total.drop("index"),
        plan,
    )


@dataclass(frozen=True)
class _Valued:
    """Values groups of limits, and raises the first of them."""

    asker: Asker
    tell: Callable[[str], None]

    def table(self, groups: Groups, by: By) -> pl.DataFrame:
        """Return the groups with value and span, and the money of their limits at that value."""
        self.tell(f"how far {groups.table.height:,} values hold, by {by}")
        found = self.asker.values(
            groups, lambda text: self.tell(f"solving again for values that change at once, by {by}: {text}")
        )
        duals, sizes = (groups.rows[name].to_numpy() for name in ("value", "size"))
        members = np.bincount(groups.group, weights=np.abs(duals), minlength=len(found.value))
        average = np.bincount(groups.group, weights=np.abs(duals) * sizes, minlength=len(found.value)) / members
        limit = groups.table["amount"].to_numpy()
        return groups.table.rename({"limit": "law", "group": "entity", "amount": "limit"}).with_columns(
            pl.Series("index", np.arange(len(limit))),
            pl.Series("value", found.value),
            pl.Series("low", np.maximum(limit + found.low, np.minimum(limit, 0.0))),
            pl.Series("high", limit + found.high).replace([-np.inf, np.inf], None),
            pl.Series("money", found.value * average),
        )

    def raised(self, table: pl.DataFrame, groups: Groups, top: int, more: float) -> pl.DataFrame:
        """Return the table with what raising the first limits by a share really earns, and what more is worth then."""
        supply, demand = (table.filter((pl.col("law") == "demand") == asked) for asked in (False, True))
        chosen = pl.concat([supply.head(top), demand.head(top // 2)]).filter(pl.col("limit") > 0.0)
        steps, gains, thens = [], [], []
        for count, (index, limit) in enumerate(chosen.select("index", "limit").iter_rows()):
            self.tell(f"solving again with {more:.3%} more of a limit: {count + 1} of {chosen.height}")
            step = stepped(self.asker.optimum, groups.move(index), more * limit)
            steps.append(step.size)
            gains.append(step.gain if np.isfinite(step.gain) else None)
            thens.append(step.value if np.isfinite(step.value) else None)
        asked = chosen.select("index").with_columns(
            pl.Series(name, values, dtype=pl.Float64)
            for name, values in (("step", steps), ("gain", gains), ("then", thens))
        )
        return table.join(asked, on="index", how="left", maintain_order="left")


def _ranked(table: pl.DataFrame, by: By, money: pl.DataFrame, nothing: float) -> pl.DataFrame:
    """Return a table in the order of the money of whole limits, with the money of each row."""
    keys = ["law", "entity"]
    whole = money.group_by(keys).agg(pl.col("money").sum().alias("_whole"))
    if by != "period":
        keys = [*keys, "year"] if by == "year" else keys
        table = table.drop("money").join(money.group_by(keys).agg(pl.col("money").sum()), on=keys, how="left")
    own = {"period": ["period"], "year": ["year"], "total": []}[by]
    size = (pl.col("value") * pl.max_horizontal(pl.col("limit").abs(), 1.0)).abs()
    return (
        table.join(whole, on=["law", "entity"], how="left")
        .filter((size > nothing) & COUNTS)
        .sort(pl.col("_whole").abs(), "law", "entity", "first", descending=[True, False, False, False], nulls_last=True)
        .select(*COLUMNS[:2], *own, *COLUMNS[2:], "money", "index")
    )
