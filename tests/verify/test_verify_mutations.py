"""Every wrong number, name, date or unit, every missing row and every row too many is caught.

The little plan is right. Each test changes one thing in it and expects the verification to say no; a verification that
reads a column without checking it, or not at all, lets one of the changes through.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import polars as pl
import pytest

from reshore.verify import Inputs, verify_plan
from reshore.verify.verification import verify_world
from reshore.verify.world import World

Plan = dict[str, pl.DataFrame]

TABLES = ("make", "ship", "stock", "serve", "lost", "build", "scrap", "slack", "capacity", "money")
OTHERS = {
    "site": ["MINE", "FAB", "MKT"],
    "process": ["dig", "etch", "etch2"],
    "expansion": ["A", "B", "C"],
    "origin": ["MINE", "FAB"],
    "destination": ["FAB", "MKT"],
    "mode": ["truck", "air", "road"],
    "product": ["ore", "chip", "chip2"],
    "market": ["MKT", "FAB"],
    "class": ["", "gold"],
    "by": ["chip", "chip2"],
    "resource": ["line", "power"],
    "unit": ["t", "wafer", "run", "module", "EUR", "kWh"],
    "term": ["revenue", "late", "operation", "capex", "holding", "terminal"],
    "rule": ["air", "mine", "road"],
    "side": ["under", "over"],
    "partner": ["", "FAB", "MKT"],
    "program": ["", "rule"],
    "name": ["", "gold", "etch", "line", "A", "air", "road"],
}
DATES = [date(2026, month, 1) for month in (1, 2, 3, 4)]
DEMANDED = [date(2026, 1, 15), date(2026, 2, 20), date(2026, 4, 1)]


def changed(column: str, value: object) -> Iterator[object]:
    """Yield other values that could stand in the cell."""
    if isinstance(value, float):
        yield value * 1.01 if value else 0.01
    elif isinstance(value, datetime):
        yield value + timedelta(days=1)
    elif column in ("period", "due", "vintage", "date", "starts", "ends"):
        yield next(day for day in (DEMANDED if column == "date" else DATES) if day != value)
        if column == "period":
            yield next(day for day in reversed(DATES) if day != value)
    else:
        yield next(name for name in OTHERS[column] if name != (value or ""))


def mutations(frame: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield (what was done, the table) for every change of a cell, every row deleted and every row doubled."""
    for row in range(frame.height):
        for column, value in frame.row(row, named=True).items():
            for other in changed(column, value):
                cell = pl.Series([other], dtype=frame[column].dtype)
                series = frame[column].clone().scatter(row, cell)
                yield f"row {row}, {column}: {value} → {other}", frame.with_columns(series.alias(column))
        yield f"row {row} deleted", pl.concat([frame.head(row), frame.tail(frame.height - row - 1)])
        yield f"row {row} doubled", pl.concat([frame, frame.slice(row, 1)])


def accepted(world: World, plan: Plan, objective: float, name: str, every: int) -> list[str]:
    """Return what was done in those of every so many changes of a table that the verification lets through."""
    return [
        f"{name}: {what}"
        for number, (what, frame) in enumerate(mutations(plan[name]))
        if number % every == 0 and verify_world(world, {**plan, name: frame}, objective).ok
    ]


@pytest.mark.parametrize("name", TABLES)
def test_every_change_is_caught(
    name: str, setting: dict[str, object], tables: Plan, plan: Plan, objective: float
) -> None:
    """Proves (for some of the changes, in all rows and columns): a single wrong cell or row is rejected."""
    every = {"money": 19, "stock": 5, "capacity": 7, "make": 7, "ship": 7, "serve": 5}.get(name, 1)
    assert accepted(World.of(Inputs.of(setting, tables)), plan, objective, name, every) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_every_single_change_is_caught(
    name: str, setting: dict[str, object], tables: Plan, plan: Plan, objective: float
) -> None:
    """Proves: every single wrong cell or row is rejected."""
    assert accepted(World.of(Inputs.of(setting, tables)), plan, objective, name, 1) == []


@pytest.mark.parametrize("name", TABLES)
def test_missing_tables_and_columns_are_caught(
    name: str, setting: dict[str, object], tables: Plan, plan: Plan, objective: float
) -> None:
    """Proves: a table that is missing, or lacks a column, or has a wrong type, is reported and raises nothing."""
    without = {other: frame for other, frame in plan.items() if other != name}
    narrow = {**plan, name: plan[name].drop("period")}
    untyped = {**plan, name: plan[name].with_columns(pl.lit("soon").alias("period"))}
    for broken in (without, narrow, untyped):
        verification = verify_plan(Inputs.of(setting, tables), broken, objective)
        assert any(line.startswith(f"tables: {name}: columns and types") for line in verification.failures)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_numbers_that_are_none_are_caught(
    value: float | None, setting: dict[str, object], tables: Plan, plan: Plan, objective: float
) -> None:
    """Proves: NaN, infinity and an empty cell are reported, in whatever row of whatever table."""
    for name in TABLES:
        column = "used" if name == "capacity" else "value"
        frame = plan[name]
        series = frame[column].clone().scatter(frame.height - 1, pl.Series([value], dtype=pl.Float64))
        verification = verify_plan(Inputs.of(setting, tables), {**plan, name: frame.with_columns(series)}, objective)
        assert any(line.startswith(f"tables: {name}: numbers are finite") for line in verification.failures)


@pytest.mark.parametrize("factor", [1.01, 0.99999, 0.0, float("nan"), float("inf")])
def test_a_wrong_objective_is_caught(
    factor: float, setting: dict[str, object], tables: Plan, plan: Plan, objective: float
) -> None:
    """Proves: the objective has to be the sum of the money table."""
    verification = verify_plan(Inputs.of(setting, tables), plan, objective * factor)
    assert len(verification.failures) == 1
    assert verification.failures[0].startswith("money: discounted sums to the objective")


def test_a_negative_amount_is_caught(setting: dict[str, object], tables: Plan, plan: Plan, objective: float) -> None:
    """Proves: decisions below zero are reported as such."""
    frame = plan["lost"].with_columns(-pl.col("value"))
    verification = verify_plan(Inputs.of(setting, tables), {**plan, "lost": frame}, objective)
    assert any(line.startswith("tables: lost: not below zero") for line in verification.failures)
