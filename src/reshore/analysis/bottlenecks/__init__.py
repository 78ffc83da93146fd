"""Bottlenecks: what limits a plan, what one more unit of each limit is worth, when, and how far that holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from scipy import sparse

from reshore.analysis.binding import binding
from reshore.analysis.bottlenecks.groups import KEYS, By, Groups, grouped, timed
from reshore.analysis.optimum import optimum_of
from reshore.solution import Plan
from reshore.solve import Move, Optimum, Ranging, stepped

MORE: Final = 0.01
"""Share of a limit by which it is raised to see what that really earns."""
PROBE: Final = 0.01
"""How far the scaled value that answers most is moved where a limit has to be solved again: clear of the tolerances."""
CLOSER: Final = 3
SHORTER: Final = 0.2
"""A probe beyond a change of the value is made shorter by this, so many times at most."""
APART: Final = 1e-4
"""A gain that differs from what the value says by a smaller share is the same."""
NOISE: Final = 1e-7
"""So is one that differs by a smaller share of all money that moves."""
NOTHING: Final = 1e-9
"""A worth that is a smaller share of all money that moves is none."""
MUSTS: Final = ("minimum runs", "minimum stock", "committed project")
"""Limits that ask for something: more of them may well cost."""
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
    it is one more in all, shared as demand is.
    """

    run: str
    currency: str
    period: pl.DataFrame
    year: pl.DataFrame
    total: pl.DataFrame

    def table(self, by: By) -> pl.DataFrame:
        """Return the table by period, by year or in total."""
        return {"period": self.period, "year": self.year, "total": self.total}[by]


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
    moved = float(np.abs(optimum.program.cost) @ np.abs(optimum.solution.columns)) + 1.0
    asker = _Asker(optimum, Ranging(optimum), moved, tell)
    groups = {by: grouped(rows, by, plan.currency) for by in KEYS}
    tables = {by: asker.table(groups[by], by) for by in KEYS}
    money = tables["period"].select("law", "entity", "year", "money")
    found = {by: _ranked(table, by, money, NOTHING * moved) for by, table in tables.items()}
    total = asker.raised(found["total"], groups["total"], top, more)
    return Bottlenecks(
        str(plan.about.get("run", "")),
        plan.currency,
        *(table.drop("index") for table in (found["period"], found["year"], total)),
    )


@dataclass(frozen=True)
class _Asker:
    """Asks an optimum, with `moved` money in all, what moving groups of limits is worth."""

    optimum: Optimum
    ranging: Ranging
    moved: float
    tell: Callable[[str], None]

    def table(self, groups: Groups, by: By) -> pl.DataFrame:
        """Return the groups with value and span, and the money of their limits at that value."""
        self.tell(f"how far {groups.table.height:,} values hold, by {by}")
        span = self.ranging.spans(self._directions(groups))
        duals, sizes = (groups.rows[name].to_numpy() for name in ("value", "size"))
        value, low, high = groups.summed(duals), span.low, span.high
        stuck = np.flatnonzero(high == 0.0)
        for count, index in enumerate(stuck):
            self.tell(f"solving again for values that change at once, by {by}: {count + 1} of {len(stuck)}")
            beyond = self._further(groups.move(int(index)), float(span.speed[index]))
            if np.isfinite(beyond[0]):
                value[index], low[index], high[index] = beyond
            elif groups.table["limit"][int(index)] not in MUSTS:
                value[index] = 0.0
        members = np.bincount(groups.group, weights=np.abs(duals), minlength=len(value))
        average = np.bincount(groups.group, weights=np.abs(duals) * sizes, minlength=len(value)) / members
        limit = groups.table["amount"].to_numpy()
        return groups.table.rename({"limit": "law", "group": "entity", "amount": "limit"}).with_columns(
            pl.Series("index", np.arange(len(value))),
            pl.Series("value", value),
            pl.Series("low", np.maximum(limit + low, np.minimum(limit, 0.0))),
            pl.Series("high", limit + high).replace([-np.inf, np.inf], None),
            pl.Series("money", value * average),
        )

    def raised(self, table: pl.DataFrame, groups: Groups, top: int, more: float) -> pl.DataFrame:
        """Return the table with what raising the first limits by a share really earns, and what more is worth then."""
        supply, demand = (table.filter((pl.col("law") == "demand") == asked) for asked in (False, True))
        chosen = pl.concat([supply.head(top), demand.head(top // 2)]).filter(pl.col("limit") > 0.0)
        steps, gains, thens = [], [], []
        for count, (index, limit) in enumerate(chosen.select("index", "limit").iter_rows()):
            self.tell(f"solving again with {more:.3%} more of a limit: {count + 1} of {chosen.height}")
            step = stepped(self.optimum, groups.move(index), more * limit)
            steps.append(step.size)
            gains.append(step.gain if np.isfinite(step.gain) else None)
            thens.append(step.value if np.isfinite(step.value) else None)
        asked = chosen.select("index").with_columns(
            pl.Series(name, values, dtype=pl.Float64)
            for name, values in (("step", steps), ("gain", gains), ("then", thens))
        )
        return table.join(asked, on="index", how="left", maintain_order="left")

    def _directions(self, groups: Groups) -> sparse.csc_array:
        """Return the change of right-hand sides for a unit of each group, shape (row, group)."""
        matrix, rows = self.optimum.program.matrix, groups.rows
        row, column = (rows[name].to_numpy() for name in ("row", "column"))
        weight = (rows["weight"] * rows["moves"]).to_numpy()
        shape = (matrix.shape[0], groups.table.height)
        real = row >= 0
        direct = sparse.csc_array((weight[real], (row[real], groups.group[real])), shape=shape)
        picked = sparse.csc_array(
            (weight[~real], (column[~real], groups.group[~real])), shape=(matrix.shape[1], shape[1])
        )
        return sparse.csc_array(direct - matrix @ picked)

    def _further(self, move: Move, speed: float) -> tuple[float, float, float]:
        """Return the value beyond where the basis lets the limit rise, and how far it was seen to hold.

        Where the gain on the way there is not the value there, it changes in between: a shorter way is tried.
        """
        step = stepped(self.optimum, move, PROBE / speed)
        for _ in range(CLOSER):
            if not step.gain - step.value * step.size > APART * abs(step.gain) + NOISE * self.moved:
                break
            step = stepped(self.optimum, move, step.size * SHORTER)
        return step.value, 0.0, step.size


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
        .filter((size > nothing) & ((pl.col("value") > 0.0) | pl.col("law").is_in(MUSTS)))
        .sort(pl.col("_whole").abs(), "law", "entity", "first", descending=[True, False, False, False], nulls_last=True)
        .select(*COLUMNS[:2], *own, *COLUMNS[2:], "money", "index")
    )
