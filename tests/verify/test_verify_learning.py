"""What modules offer by age, and the yield of vintages."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from reshore.verify import Inputs
from reshore.verify.learning import offered, yield_factor
from reshore.verify.world import World

RAMPS = {"ramp": ["up", "up", "learn", "learn"], "age": [0.0, 1, 1, 2], "fraction": [0.2, 1, 0.5, 0.9]}


def world(site: dict[str, date] | None = None, **expansion: object) -> World:
    """Return a world with one expansion of 100 wafers a month and two months to build."""
    values = {"module": 100.0, "build_time": 2.0, "capex": 1.0, **expansion}
    tables = {
        "sites": pl.DataFrame({"site": ["FAB"], **{name: [day] for name, day in (site or {}).items()}}),
        "resources": pl.DataFrame({"site": ["FAB"], "resource": ["line"]}),
        "operations": pl.DataFrame(
            {"site": ["FAB"] * 2, "process": ["now", "later"], "qualification_time": [0.0, 15.0]}
        ),
        "expansions": pl.DataFrame(
            {"expansion": ["E"], "site": ["FAB"], "resource": ["line"], **{k: [v] for k, v in values.items()}}
        ),
        "ramps": pl.DataFrame(RAMPS),
    }
    return World.of(Inputs.of({"start": date(2026, 1, 1), "buckets": "6 months"}, tables))


def offer(made: World, start: int = 0, q: float = 0.0) -> list[float]:
    return [float(amount) for amount in offered(made, np.array([start]), np.array([q]))[0]]


def test_a_ramp_starts_when_the_plan_starts_the_module() -> None:
    """Proves: 20 % for a month and then all, from two months after the start, whichever month that is.

    Sensitivity: a ramp read by the calendar would give the same for both starts.
    """
    assert offer(world(ramp="up"), 0) == pytest.approx([0, 0, 20, 100, 100, 100])
    assert offer(world(ramp="up"), 2) == pytest.approx([0, 0, 0, 0, 20, 100])


def test_qualification_delays_capacity_and_its_ramp() -> None:
    """Proves: with 10 days of qualification, March has 21 of 31 days at 20 %, and the ramp rises a month later.

    10 March 24:00 is 10/31 of a month after 1 March, so full capacity comes 10/31 of a month into April.
    """
    third = 10 / 31
    wanted = [0, 0, 20 * (1 - third), 20 * third + 100 * (1 - third), 100, 100]
    assert offer(world(ramp="up"), 0, q=10) == pytest.approx(wanted)


def test_life_ends_capacity_for_all_alike() -> None:
    """Proves: a module that lives a quarter of a year from 1 March offers nothing from June, however late it starts."""
    made = world(life=0.25)
    assert offer(made, 0) == pytest.approx([0, 0, 100, 100, 100, 0])
    assert offer(made, 0, q=15.5) == pytest.approx([0, 0, 50, 100, 100, 0])
    life = made.starts.rho[:1], made.starts.retire[:1]
    assert made.calendar.within(*life, "day")[0].tolist() == [0, 0, 31, 30, 31, 0]


def test_a_closed_site_offers_nothing() -> None:
    """Proves: capacity counts within [opens, closes): from 16 March (16 of 31 days) to 16 April (15 of 30)."""
    made = world(site={"opens": date(2026, 3, 16), "closes": date(2026, 4, 16)})
    assert offer(made) == pytest.approx([0, 0, 100 * 16 / 31, 50, 0, 0])


def test_module_in_weeks() -> None:
    """Proves: 70 wafers a week are 310 in a month of 31 days."""
    made = world(module=70.0)
    table = made.inputs["expansions"].rename({"module": "module [wafer/week]"})
    inputs = Inputs.of(made.inputs.setting, {**made.inputs.tables, "expansions": table})
    assert offer(World.of(inputs)) == pytest.approx([0, 0, 310, 300, 310, 300])


def test_starts_of_an_option() -> None:
    """Proves: σ = max(b(s), earliest) before `latest`, and starts that are complete only at H do not exist.

    With two months to build, June 1 is H less two months for May 1: the last start is in April.
    """
    made = world(earliest=date(2026, 2, 11), latest=date(2026, 4, 1))
    starts = made.starts
    assert starts.s.tolist() == [1, 2]
    assert (starts.sigma - made.calendar.bounds[1]).tolist() == [10, 28]
    assert world().starts.s.tolist() == [0, 1, 2, 3]
    assert starts.rho[0] == pytest.approx(made.calendar.bounds[3] + 30 * 10 / 28)


@pytest.mark.parametrize(
    ("earliest", "s", "sigma"),
    [(None, [0], [0]), (date(2025, 12, 2), [0], [-30]), (date(2026, 6, 11), [5], [161]), (date(2026, 7, 1), [], [])],
)
def test_starts_of_a_committed_project(earliest: date | None, s: list[int], sigma: list[float]) -> None:
    """Proves: it starts on `earliest`, also before the horizon (in period 0) and where it is complete after it."""
    made = world(earliest=earliest, status="committed")
    assert made.starts.s.tolist() == s
    assert (made.starts.sigma - made.calendar.bounds[0]).tolist() == sigma


def test_yield_of_a_vintage_follows_its_age() -> None:
    """Proves: 0 before the first age, then the average by days of each month; the pool has factor 1.

    Completed halfway through March, so 0.5 from halfway through April and 0.9 from halfway through May: March 0,
    April (0 + 0.5)/2, May (0.5 + 0.9)/2, June 0.9.
    """
    made = world(build_time=2.5, yield_ramp="learn")
    factors = yield_factor(
        made, np.array([0, 0, 0, 0, 0, -1]), np.zeros(6, dtype=np.int64), np.array([2, 3, 4, 5, 1, 1])
    )
    assert factors == pytest.approx(np.array([0, 0.25, 0.7, 0.9, 0, 1]))


def test_yield_is_weighted_by_what_is_offered_to_the_operation() -> None:
    """Proves: the average of the yield counts the days by the capacity ramp, from qualification on.

    Complete on 1 March, qualified at once: 20 % in March at yield 0, in April all at 0.5; ages of both ramps change with
    months. Qualified 15 days later (16 March, 15/31 of March): in April the ramp rises at 15/31 of it, 0.2 before and 1
    after, all at 0.5; in May the yield is 0.9. A site that closes on 11 May cuts nothing of that.
    With a yield of 0.5 until 15/30 of April (age 1.5) and 0.9 after, April is (0.5 · 0.2 · 15/31 + (0.5 · (1/2 − 15/31) +
    0.9/2))/(0.2 · 15/31 + 16/31).
    """
    made = world(ramp="up", yield_ramp="learn", site={"closes": date(2026, 5, 11)})
    table = made.inputs["ramps"].with_columns(
        pl.when((pl.col("ramp") == "learn") & (pl.col("age") == 2)).then(1.5).otherwise("age").alias("age")
    )
    changed = World.of(Inputs.of(made.inputs.setting, {**made.inputs.tables, "ramps": table}))
    later, part = 15 / 31, np.array([2, 3, 4])

    assert yield_factor(made, np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64), part) == pytest.approx(
        [0, 0.5, 0.9]
    )
    assert yield_factor(made, np.zeros(3, dtype=np.int64), np.ones(3, dtype=np.int64), part) == pytest.approx(
        [0, 0.5, 0.9]
    )
    wanted = (0.1 * later + 0.5 * (0.5 - later) + 0.45) / (0.2 * later + 1 - later)
    found = yield_factor(changed, np.array([0]), np.array([1]), np.array([3]))
    assert found == pytest.approx([wanted])


def test_yield_counts_only_the_days_after_completion() -> None:
    """Proves: in the month of completion the average is over the days from then on, not over the month."""
    made = world(build_time=2.5)
    table = made.inputs["ramps"].with_columns(pl.lit(0.5).alias("fraction"), pl.col("age") - 1)
    expansions = made.inputs["expansions"].with_columns(pl.lit("learn").alias("yield_ramp"))
    ramps = table.filter(pl.col("ramp") == "learn")
    inputs = Inputs.of(made.inputs.setting, {**made.inputs.tables, "ramps": ramps, "expansions": expansions})
    factor = yield_factor(World.of(inputs), np.array([0]), np.array([0]), np.array([2]))
    assert factor == pytest.approx(np.array([0.5]))
