"""Origins, what is taken of a mix, and duties are recomputed: each wrong cell in their tables is caught."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import polars as pl
import pytest
from tests.laws.test_money_duty import tariff
from tests.laws.test_origin import chain

from reshore import Plan
from reshore.tables import Tables, resolve
from reshore.verify import Inputs
from reshore.verify.verification import Verification, verify_world
from reshore.verify.world import World

OTHERS = {
    "country_of_origin": ("Japan", "Spain", "Peru", ""),
    "content": ("", "Peru 18.7500 %", "Peru 20.0000 %"),
    "parts": ("", "wafer: Japan", "wafer: Peru (Peru 100.0000 %)", "wafer: Spain", "chip: Japan"),
    "program": ("", "a", "b"),
}


@cache
def planned() -> tuple[World, Plan]:
    """Return a plan over two months in which origins mix, contents differ, and duties stack and change with time."""
    case = chain(
        tariffs=[
            tariff("a", 0.4, product="chip", basis="foreign_content"),
            tariff("b", 0.1, origin="Japan"),
            tariff("b", 0.2, origin="Japan", starts=date(2025, 1, 20)),
            tariff("b", 0.05, product="wafer"),
            tariff("c", 0.3, product="wafer", stacks="max", per_unit=0.1),
        ],
        stocks=[
            {"site": "rack", "product": "chip", "initial": 6, "origin": "Japan", "minimum": 2, "maximum": 50},
            {"site": "shop", "product": "box", "in_transit": 3, "in_transit_time": 40, "origin": "Peru"},
        ],
    )
    case = case.changing("sites", 1, country="Peru").changing("operations", 1, maximum=20)
    lanes = [{**lane, "transit_time": 12} for lane in case.tables["lanes"]]
    case = case.having(lanes=lanes).changing("demands", date=date(2025, 2, 1)).over("2 months", discount_rate=0.1)
    plan = case.plan()
    return World.of(inputs(plan.inputs)), plan


def inputs(tables: Tables) -> Inputs:
    """Return the inputs of the verification."""
    frames = {table.name: table.frame.drop("_row") for table in resolve(tables) if table.name != "model"}
    return Inputs.of(dict(tables.setting), frames)


def verified(name: str, frame: pl.DataFrame) -> Verification:
    """Return the verification of the plan with another table."""
    world, plan = planned()
    return verify_world(world, {**plan.tables, name: frame}, plan.objective)


def mutations(frame: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield (what was done, the table) for every change of an amount or a label, and every row deleted."""
    for row in range(frame.height):
        for column, value in frame.row(row, named=True).items():
            others: tuple[object, ...] = OTHERS.get(column, ())
            if isinstance(value, float):
                others = (value * 1.01,)
            for other in others:
                if other != value:
                    series = frame[column].clone().scatter(row, pl.Series([other], dtype=frame[column].dtype))
                    yield f"row {row}, {column}: {value} → {other}", frame.with_columns(series.alias(column))
        yield f"row {row} deleted", pl.concat([frame.head(row), frame.tail(frame.height - row - 1)])


def test_the_plan_is_right_and_has_something_of_everything() -> None:
    """Proves: the plan that is changed below passes, and there is something to change.

    By hand: chips of Chile with and without content of Peru, two origins of wafers, duty of two programs.
    Sensitivity: mutations of empty tables.
    """
    _, plan = planned()

    assert verified("make", plan.table("make")).failures == ()
    assert plan.table("make")["parts"].n_unique() > 2
    assert plan.table("ship").select("country_of_origin", "content").n_unique() > 3
    assert plan.table("take").height > 1
    assert set(plan.table("money").filter(term="duty")["program"]) >= {"a", "b"}


@pytest.mark.parametrize("name", ["make", "ship", "stock", "take", "money"])
def test_every_change_is_caught(name: str) -> None:
    """Proves: a wrong origin, content, part, program or amount, and a row that is missing, are rejected.

    By hand: the plan is right as it is. Sensitivity: a label that is read and not checked.
    """
    _, plan = planned()
    frame = plan.table(name)
    if name == "money":
        frame = frame.sort(pl.col("term") != "duty", maintain_order=True)
    kept = frame if name != "money" else frame.head(12)
    rest = frame.tail(frame.height - kept.height)
    passed = [what for what, changed in mutations(kept) if verified(name, pl.concat([changed, rest])).ok]

    assert passed == []
