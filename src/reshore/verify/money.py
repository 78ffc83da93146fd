"""Money: every row of the table is recomputed from the plan's other tables, and its sum is the objective."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from reshore.schema import money_goal
from reshore.verify.arrays import Floats, floats, ints
from reshore.verify.case import Case
from reshore.verify.layout import row_words
from reshore.verify.residuals import CELL_FLOOR, Check, Rows, compare
from reshore.verify.terms import AT_END, TERMS
from reshore.verify.world import World

KEY = ["term", "site", "partner", "name", "product", "program", "t"]


def expected_money(case: Case) -> pl.DataFrame:
    """Return the money table that follows from the other tables of the plan: the key, value and discounted.

    Where the model's objective is cost, revenue is no term.
    """
    left_out = "revenue" if money_goal(case.world.inputs.setting["objective"]) == "cost" else None
    terms = {name: term for name, term in TERMS.items() if name != left_out}
    parts = [term(case).with_columns(pl.lit(name).alias("term")) for name, term in terms.items()]
    rows = pl.concat(parts)
    final = (rows["term"].is_in(AT_END) | rows["final"]).to_numpy()
    factor = np.where(final, _end_factor(case.world), _factors(case.world)[ints(rows, "t")])
    rows = rows.with_columns((pl.col("value") * pl.Series(factor)).alias("discounted"))
    return rows.group_by(KEY).agg(pl.col("value", "discounted").sum())


def _factors(world: World) -> Floats:
    return np.asarray((1.0 + world.inputs.number("discount_rate")) ** -world.calendar.middle_years())


def _end_factor(world: World) -> float:
    years = world.calendar.years(world.calendar.bounds[-1:])[0]
    return float((1.0 + world.inputs.number("discount_rate")) ** -years)


def check_money(case: Case) -> Iterator[Check]:
    """Check value and discounted of every row of the table `money`, rows that it lacks too."""
    expected = expected_money(case).rename({"value": "wanted_value", "discounted": "wanted_discounted"})
    given = case.plan.money.select(*KEY, "value", "discounted")
    both = given.with_columns(pl.col("t").cast(pl.Int64)).join(expected, on=KEY, how="full", coalesce=True).sort(KEY)
    terms = both["term"].rank("dense").cast(pl.Int64).to_numpy().astype(np.int64)
    words = row_words(both, KEY[:-1])
    t = ints(both, "t")
    currency = str(case.world.inputs.setting["currency"])
    rows = Rows(lambda i: f"{words(i)}, {case.day(t[i])}", lambda _: currency, terms, CELL_FLOOR)
    for column in ("value", "discounted"):
        cell, right = floats(both, column, 0.0), floats(both, f"wanted_{column}", 0.0)
        size = np.maximum(np.abs(cell), np.abs(right))
        yield compare("money", f"{column} as recomputed", cell - right, size, rows)


def check_objective(case: Case) -> Iterator[Check]:
    """Check that the objective is the sum of `discounted`."""
    amounts = floats(case.plan.money, "discounted")
    total = float(amounts.sum())
    size = max(abs(total), abs(case.objective), CELL_FLOOR * float(np.abs(amounts).max(initial=0.0)))
    currency = str(case.world.inputs.setting["currency"])
    rows = Rows(lambda _: f"objective {case.objective:.10g}, sum of discounted {total:.10g}", lambda _: currency)
    yield compare(
        "money", "discounted sums to the objective", np.array([total - case.objective]), np.array([size]), rows
    )
