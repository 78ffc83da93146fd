"""Money terms in units of time and cases that the little plan does not have."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from reshore.verify import Inputs
from reshore.verify.case import Case
from reshore.verify.money import expected_money
from reshore.verify.plan import Plan
from reshore.verify.world import World

Frames = dict[str, pl.DataFrame]
YEAR_OF_A_PERIOD = [(t + 0.5) / 12 for t in range(4)]


def amounts(inputs: Inputs, plan: Frames, term: str, name: str) -> list[float]:
    """Return the recomputed amounts of a term in the four months: rows with this name, of chips or of no product."""
    world = World.of(inputs)
    rows = expected_money(Case(world, Plan.of(world, plan), 0.0)).filter(
        (pl.col("term") == term) & (pl.col("name") == name) & pl.col("product").is_in(["", "chip"])
    )
    by_period = dict(zip(rows["t"], rows["value"], strict=True))
    return [by_period.get(t, 0.0) for t in range(4)]


def expansion(tables: Frames, name: str, **cells: object) -> Frames:
    """Return the tables with other cells in the row of an expansion."""
    frame = tables["expansions"]
    for column, value in cells.items():
        cell = pl.lit(value, dtype=frame[column].dtype)
        frame = frame.with_columns(pl.when(pl.col("expansion") == name).then(cell).otherwise(column).alias(column))
    return {**tables, "expansions": frame}


def built(plan: Frames, name: str, period: date, start: datetime, ready: datetime) -> Frames:
    """Return the plan with other dates in the row of an expansion."""
    row = plan["build"].filter(pl.col("expansion") == name)
    dates = {"period": period, "start": start, "ready": ready}
    moved = row.with_columns(pl.lit(day, dtype=row[column].dtype).alias(column) for column, day in dates.items())
    return {**plan, "build": pl.concat([plan["build"].filter(pl.col("expansion") != name), moved])}


def test_transit_time_of_the_pipeline_in_years(setting: dict[str, object], tables: Frames, plan: Frames) -> None:
    """Proves: 2 days are 2/365.25 years, 2 months are 2/12; a rate per month counts them in months.

    5 chips of 100 leave in January at 0.24 a year (0.24 a month in the last case).
    """
    monthly = tables["lanes"].rename({"transit_time": "transit_time [month]"})
    rate = tables["products"].rename({"holding_rate": "holding_rate [1/month]"})
    cases = [({}, 2 / 365.25), ({"lanes": monthly}, 2 / 12), ({"products": rate}, 2 / 365.25 * 12)]
    for changed, time in cases:
        inputs = Inputs.of(setting, {**tables, **changed})
        assert amounts(inputs, plan, "pipeline", "air")[0] == pytest.approx(-0.24 * 100 * 5 * time)


def test_lateness_in_weeks(setting: dict[str, object], tables: Frames, plan: Frames) -> None:
    """Proves: what is due in February and served in March is 4 weeks late, in April 59/7; from March to April 31/7."""
    demands = tables["demands"].rename({"late_cost": "late_cost [EUR/unit/week]"})
    wanted = [0, 0, -5 * 2 * 4, -5 * (1 * 59 + (4 + 0.75 / 0.5) * 31) / 7]
    assert amounts(Inputs.of(setting, {**tables, "demands": demands}), plan, "late", "") == pytest.approx(wanted)


def test_capex_without_build_time_is_paid_on_the_day(setting: dict[str, object], tables: Frames, plan: Frames) -> None:
    """Proves: with no build time and no profile, all of the 300 falls in the period of the start."""
    first = datetime(2026, 2, 1)
    inputs = Inputs.of(setting, expansion(tables, "C", build_time="0"))
    moved = built(plan, "C", date(2026, 2, 1), first, first)
    assert amounts(inputs, moved, "capex", "C") == pytest.approx([0, -300, 0, 0])


def test_what_was_spent_before_the_horizon_is_sunk(setting: dict[str, object], tables: Frames, plan: Frames) -> None:
    """Proves: of 2 · 1000, the quarter paid at the start (16 December) is sunk; the rest is paid two months later.

    Two months after 16 December is in February. What is left of it after (3 + 16/31)/12 of 5 years is the residual
    value, of 1500 only.
    """
    inputs = Inputs.of(setting, expansion(tables, "A", spend_profile="pay"))
    assert amounts(inputs, plan, "capex", "A") == pytest.approx([0, -1500, 0, 0])
    left = 1500 * (1 - (3 + 16 / 31) / 12 / 5)
    assert amounts(inputs, plan, "residual", "A") == pytest.approx([0, 0, 0, left])


def test_capex_at_the_price_of_the_start_period(setting: dict[str, object], tables: Frames, plan: Frames) -> None:
    """Proves: a price that changes on 15 February counts by its average over February, when C starts: 400."""
    row = {"table": "expansions", "key": "C", "column": "capex", "date": "2026-02-15", "value": "500"}
    profiles = pl.concat([tables["profiles"], pl.DataFrame(row)], how="vertical_relaxed")
    inputs = Inputs.of(setting, {**tables, "profiles": profiles})
    assert amounts(inputs, plan, "capex", "C") == pytest.approx([0, -400, 0, 0])


def test_a_project_complete_after_the_horizon_keeps_all_its_worth(
    setting: dict[str, object], tables: Frames, plan: Frames
) -> None:
    """Proves: of a committed project from 1 April that takes 61 days, 30/61 is spent, and that is what it is worth.

    Its build time is two months, to 1 June; its life has not begun at the end of the horizon.
    """
    late = expansion(tables, "A", earliest="2026-04-01", build_time="2")
    moved = built(plan, "A", date(2026, 4, 1), datetime(2026, 4, 1), datetime(2026, 6, 1))
    inputs = Inputs.of(setting, late)
    assert amounts(inputs, moved, "capex", "A") == pytest.approx([0, 0, 0, -2000 * 30 / 61])
    assert amounts(inputs, moved, "residual", "A") == pytest.approx([0, 0, 0, 2000 * 30 / 61])
    assert amounts(inputs, moved, "upkeep", "A") == [0, 0, 0, 0]


def test_a_short_life_ends_upkeep_and_worth(setting: dict[str, object], tables: Frames, plan: Frames) -> None:
    """Proves: B lives two months from 10/31 of February: 21/31 of that month, March, 10/31 of April; then nothing."""
    inputs = Inputs.of(setting, expansion(tables, "B", life=2 / 12))
    assert amounts(inputs, plan, "upkeep", "B") == pytest.approx([0, -12 * 21 / 31, -12, -12 * 10 / 31])
    assert amounts(inputs, plan, "residual", "B") == [0, 0, 0, 0]


def test_discounting(setting: dict[str, object], tables: Frames, plan: Frames) -> None:
    """Proves: 10 % a year from the middle of the month, in months; what is left at the end, from the end."""
    world = World.of(Inputs.of(setting, tables))
    money = expected_money(Case(world, Plan.of(world, plan), 0.0))
    for row in money.iter_rows(named=True):
        years = 4 / 12 if row["term"] in ("terminal", "residual") else YEAR_OF_A_PERIOD[row["t"]]
        assert row["discounted"] == pytest.approx(row["value"] / 1.1**years)
