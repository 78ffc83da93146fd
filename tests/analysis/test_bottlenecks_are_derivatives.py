"""Every value of a bottleneck is what changing its input earns, as far as it says, in random plants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from tests.analysis.varied import CHANGES, Spans, optimum_elsewhere, varied
from tests.builders import Case

import reshore
from reshore.analysis.binding import binding
from reshore.analysis.optimum import optimum_of
from reshore.api import bottlenecks
from reshore.network.periods import Floats
from reshore.pipeline import NoPlan
from reshore.solve import Optimum
from reshore.tables import DataError

FAR = 5.0
MOST = 0.9


def planned(seed: int) -> tuple[Case, reshore.Plan] | None:
    """Return a random plant and its plan, None where it has none."""
    case = varied(seed)
    try:
        return case, case.plan()
    except (DataError, NoPlan):
        return None


@pytest.mark.parametrize(
    "seeds", [(10, 23), *(pytest.param(range(first, first + 25), marks=pytest.mark.slow) for first in (9, 34, 59))]
)
def test_a_value_is_what_more_of_the_input_earns(seeds: Sequence[int]) -> None:
    """Proves: value × step is what the objective gains when the table is changed by the step, by period and in total, up to nine
    tenths of the way to `high` (the gain is concave, so it is the same all along).

    By hand: the definition; the optimum comes from `linprog` over the program of the changed tables. Sensitivity: a rate
    that counts days on which the site is closed, one row of two that an input states, a maximum that takes the minimum along,
    a bound whose variable earns something, goods under way taken for stock, a number that is not finite.
    """
    proved: dict[str, int] = {}
    for seed in seeds:
        found = planned(seed)
        if found is not None:
            for law in _prove(seed, *found):
                proved[law] = proved.get(law, 0) + 1
    assert len(proved) >= 6, proved


def _prove(seed: int, case: Case, plan: reshore.Plan) -> list[str]:
    """Compare each value with its change of the tables and return the laws that were compared."""
    assert plan.state is not None
    optimum, whole = optimum_of(plan), plan.state.columns
    now = optimum_elsewhere(optimum.program, whole)
    assert now == pytest.approx(plan.objective, rel=1e-6, abs=1e-6)
    found, laws = bottlenecks(plan, top=0), []
    for table in (found.period, found.total):
        for column in ("value", "limit", "low", "money"):
            assert table[column].is_finite().all(), (seed, column)
        assert not table.select("law", "entity", *({"period"} & set(table.columns))).is_duplicated().any()
        for row in table.filter(pl.col("law").is_in(list(CHANGES))).iter_rows(named=True):
            spans, length = _when(optimum, plan, row)
            room = (np.inf if row["high"] is None else row["high"]) - row["limit"]
            step = min(MOST * room, FAR)
            assert step > 0.0, (seed, row)
            changed = CHANGES[row["law"]](case, row["entity"], spans, step / length)
            assert changed is not None
            gain = _optimum(changed, whole) - now
            assert gain == pytest.approx(row["value"] * step, rel=1e-4, abs=1e-6 * abs(now) + 1e-6), (seed, row)
            laws.append(row["law"])
    return laws


def _when(optimum: Optimum, plan: reshore.Plan, row: dict[str, object]) -> tuple[Spans, float]:
    """Return the periods in which a limit binds, and how many units of a rate's own one natural unit of a period is."""
    limits = binding(optimum, plan.network).filter((pl.col("limit") == row["law"]) & (pl.col("group") == row["entity"]))
    if "period" in row:
        limits = limits.filter(period=row["period"])
    days = [date(1970, 1, 1) + timedelta(days=int(day)) for day in plan.network.periods.ends]
    spans = [(start, days[time]) for start, time in limits.select("period", "time").unique().sort("time").iter_rows()]
    return spans, float(limits["length"][0]) if "period" in row else 1.0


def _optimum(case: Case, whole: Floats) -> float:
    found = optimum_elsewhere(case.program()[1], whole)
    assert found is not None
    return found
