"""Controls, incentives and currencies of a plan that the model made: it passes, and every change of it is caught."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl
import pytest
from tests.builders import Case, Row, asks, line, plant, project

from reshore.verify import Inputs, verify_plan
from reshore.verify.verification import verify_world
from reshore.verify.world import World

Tables = Mapping[str, pl.DataFrame]
QUOTA: Row = {"control": "rule", "product": "part", "destination": "B", "starts": "2025-01-01"}
PAID: Row = {"site": "plant", "starts": "2025-01-01"}


@dataclass(frozen=True)
class Solved:
    """The tables of a model and of its plan, and the objective."""

    setting: Mapping[str, object]
    tables: Tables
    plan: Tables
    objective: float

    def failures(self, plan: Tables, **tables: pl.DataFrame) -> tuple[str, ...]:
        """Return what the verification says of a plan of the model with other tables."""
        return verify_plan(Inputs.of(self.setting, {**self.tables, **tables}), plan, self.objective).failures


def case() -> Case:
    """Return a plant in A that makes parts for a shop in B over four months, under every kind of control and incentive."""
    tables = {
        **line(12),
        "sites": [{"site": "plant", "country": "A"}, {"site": "shop", "country": "B"}],
        "products": [{"product": "part", "value": 9, "control_class": "X", "currency": "EUR"}],
        "operations": [{"site": "plant", "process": "make", "unit_cost": 2, "cycle_time": 9, "currency": "EUR"}],
        "lanes": [{"origin": "plant", "destination": "shop", "mode": "air", "transit_time": 3}],
        "stocks": [{"site": "shop", "product": "part", "maximum": 0}],
        "expansions": [
            project(capex=30, build_time=1, max_modules=2, currency="EUR", earliest="2025-01-20", latest="2025-03-20")
        ],
        "controls": [
            {**QUOTA, "kind": "quota", "limit": 150},
            {**QUOTA, "kind": "ban", "product": "", "starts": "2025-04-01", "control": "end"},
            {**QUOTA, "kind": "fee", "control_class": "X", "fee_rate": 0.1, "starts": "2025-01-16"},
        ],
        "incentives": [
            {**PAID, "incentive": "aid", "kind": "grant", "amount": 8, "expansion": "grow"},
            {**PAID, "incentive": "itc", "kind": "investment_credit", "rate": 0.25, "cap": 9},
            {**PAID, "incentive": "ptc", "kind": "production_credit", "rate": 0.1, "cap": 60, "country": "A"},
            {**PAID, "incentive": "more", "kind": "production_credit", "per_unit": 0.5, "starts": "2025-02-10"},
        ],
        "rates": [
            {"currency": "EUR", "date": "2025-01-01", "value": 1.1},
            {"currency": "EUR", "date": "2025-02-20", "value": 1.3},
        ],
    }
    cells: Row = {"price": 30, "patience": 70, "late_cost": 1, "currency": "EUR"}
    return plant("4 months", **tables, demands=asks([20, 20, 20, 20], market="shop", **cells)).over(
        "4 months", discount_rate=0.1
    )


@cache
def solved() -> Solved:
    """Return the case with its plan, which quota, ban, cap and capacity shape."""
    plan = case().plan()
    tables = {table.name: table.frame for table in plan.inputs if table.name != "model"}
    return Solved(plan.inputs.setting, tables, plan.tables, plan.objective)


def test_the_plan_is_right_and_everything_in_it_moves() -> None:
    """Proves: the verification agrees with the model on every term, with quota, ban, claims in and after the horizon at work.

    By hand: 150 a year are 50 in four months, and nothing is shipped in April. Sensitivity: a term that is 0 in both.
    """
    whole = solved()

    assert whole.failures(whole.plan) == ()
    assert set(whole.plan["money"]["term"]) >= {"fee", "incentive", "revenue", "capex", "operation"}
    assert set(whole.plan["money"]["program"]) == {"", "rule", "aid", "itc", "ptc", "more"}
    assert whole.plan["ship"]["value"].sum() == pytest.approx(50)
    assert whole.plan["ship"]["period"].dt.month().max() == 3
    assert set(whole.plan["claim"]["incentive"]) == {"itc", "ptc"}


@pytest.mark.parametrize("table", ["claim", "money"])
def test_every_change_is_caught(table: str) -> None:
    """Proves: another number, name, unit or date in a row of claims or of money, a row less or twice, is rejected.

    By hand: the plan above is right. Sensitivity: a column of either table that nothing compares.
    """
    whole = solved()
    frame = whole.plan[table]
    world = World.of(Inputs.of(whole.setting, whole.tables))
    others: dict[str, object] = {"incentive": "itc", "program": "aid", "term": "fee", "site": "shop", "unit": "EUR"}
    accepted = []
    for row in range(frame.height):
        changed = {"deleted": frame.filter(pl.int_range(pl.len()) != row), "twice": pl.concat([frame, frame[row]])}
        for column, value in frame.row(row, named=True).items():
            if isinstance(value, float):
                other: object = value * 1.01
            elif column in ("starts", "period"):
                other = value.replace(day=2) if column == "starts" else value.replace(month=value.month % 4 + 1)
            else:
                other = "at the end" if value == "in its period" else others.get(column, "plant")
            if other != value:
                cell = frame[column].clone().scatter(row, pl.Series([other], dtype=frame[column].dtype))
                changed[column] = frame.with_columns(cell)
        accepted += [
            (row, what)
            for what, other_frame in changed.items()
            if verify_world(world, {**whole.plan, table: other_frame}, whole.objective).ok
        ]
    assert accepted == []


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "fails"),
    [
        ("controls", 0, "limit", 149.0, "quotas: departures within the quota of the year"),
        ("controls", 1, "starts", "2025-03-01", "tables: ship: bans leave a day of the period"),
        ("controls", 2, "fee_rate", 0.11, "money: value as recomputed"),
        ("controls", 2, "starts", "2025-03-16", "money: value as recomputed"),
        ("controls", 2, "product", "else", "money: value as recomputed"),
        ("incentives", 0, "amount", 9.0, "money: value as recomputed"),
        ("incentives", 0, "starts", "2025-03-21", "money: value as recomputed"),
        ("incentives", 1, "cap", 8.0, "caps: claims within the cap"),
        ("incentives", 1, "rate", 0.05, "claims: claims within what is entitled to"),
        ("incentives", 1, "construction_deadline", "2025-01-20", "claims: claims within what is entitled to"),
        ("incentives", 2, "rate", 0.01, "claims: claims within what is entitled to"),
        ("incentives", 3, "per_unit", 0.51, "money: value as recomputed"),
        ("incentives", 3, "ends", "2025-03-15", "money: value as recomputed"),
        ("rates", 1, "value", 1.31, "money: value as recomputed"),
        ("rates", 1, "date", "2025-02-21", "money: value as recomputed"),
        ("expansions", 0, "currency", None, "money: value as recomputed"),
        ("operations", 0, "currency", None, "money: value as recomputed"),
        ("demands", 0, "currency", None, "money: value as recomputed"),
        ("products", 0, "currency", None, "claims: claims within what is entitled to"),
    ],
)
def test_a_plan_of_other_tables_is_caught(table: str, row: int, column: str, value: object, fails: str) -> None:
    """Proves: each number of controls, incentives and rates is read by the verification, which names the law that fails.

    By hand: the plan is right for the tables as they are. Sensitivity: a check that reads a number without using it.
    """
    whole = solved()
    frame = whole.tables[table]
    dated = frame[column].dtype == pl.Date
    cell = pl.Series([value]).str.to_date() if dated else pl.Series([value], dtype=frame[column].dtype)
    changed = frame.with_columns(frame[column].clone().scatter(row, cell))

    assert any(line.startswith(fails) for line in whole.failures(whole.plan, **{table: changed}))
