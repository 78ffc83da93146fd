"""Recipes that lead back to their own inputs: what they gain, and whether they can begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.builders import Case, Row, Rows, asks, plant

from reshore.pipeline import Request, plan_tables
from reshore.tables import Finding, read_model

Recipe = Mapping[str, float]
TURN: Mapping[str, Recipe] = {"turn": {"x": -1, "y": 2}, "back": {"y": -2, "x": 1}}
START = {"site": "plant", "product": "x", "initial": 4}


def factory(recipes: Mapping[str, Recipe], operations: Rows = (), **tables: Rows) -> Case:
    """Return a plant that performs the recipes, and makes and sells parts; it has some x at the start."""
    every = {**recipes, "make": {"part": 1}}
    given = {(row["site"], row["process"]) for row in operations}
    usual: Sequence[Row] = [{"site": "plant", "process": name} for name in every if ("plant", name) not in given]
    names = dict.fromkeys(product for recipe in every.values() for product in recipe)
    rows = [{"process": name, "product": p, "quantity": n} for name, recipe in every.items() for p, n in recipe.items()]
    return plant(
        **{
            "products": [{"product": name} for name in names],
            "recipes": rows,
            "operations": [*usual, *operations],
            "demands": asks([5]),
            "stocks": [START],
            **tables,
        }
    )


def found(case: Case, folder: Path) -> list[Finding]:
    return list(read_model(case.write(folder / "case")).findings)


def at(**cells: object) -> Row:
    return {"site": "plant", "process": "back", **cells}


def of_yield(day: date, value: float) -> Row:
    return {"table": "operations", "key": "plant/back", "column": "yield", "date": day, "value": value}


def test_a_loop_with_gain_is_one_that_a_plan_earns_from(tmp_path: Path) -> None:
    """Proves: the finding is about what the model would do: serve a demand out of nothing, without any x at the start.

    By hand: 2 y make 2 x, of which 1 makes 2 y: 1 x is left. Sensitivity: recipes checked one by one.
    """
    recipes = {**TURN, "back": {"y": -1, "x": 1}}
    case = factory(recipes, stocks=[], demands=asks([5], product="x", price=3))
    reading = read_model(case.write(tmp_path))

    assert [finding.code for finding in reading.findings] == ["E320", "E315"]
    assert reading.tables is not None
    started = factory(recipes, demands=asks([5], product="x", price=3)).write(tmp_path / "started")
    tables = read_model(started).tables
    assert tables is not None
    assert plan_tables(tables, Request()).objective == pytest.approx(15.0, rel=1e-3)


GAINING = {
    "a loop of two": factory({**TURN, "back": {"y": -1.999, "x": 1}}),
    "a loop of three": factory({"a": {"x": -3, "y": 7}, "b": {"y": -11, "z": 13}, "c": {"z": -7, "x": 2.6}}),
    "something besides": factory({**TURN, "turn": {"x": -1, "y": 2, "dust": 0.25}}),
    "the better of two sites": factory(
        {**TURN, "back": {"y": -1.75, "x": 1}},
        [at(**{"yield": 0.75}), {"site": "annex", "process": "back", "yield": 0.9}],
        sites=[{"site": "plant"}, {"site": "annex"}],
    ),
    "a yield that gets better": factory(
        {**TURN, "back": {"y": -1.75, "x": 1}}, [at(**{"yield": 0.5})], profiles=[of_yield(date(2025, 3, 31), 0.9)]
    ),
    "two ways back that need each other": factory(
        {"split": {"x": -2, "y": 1, "z": 1}, "join": {"y": -1, "z": -1, "x": 2.5}},
    ),
}
EVEN = {
    "what goes out comes back": factory(TURN),
    "thirds and sevenths": factory({"a": {"x": -3, "y": 1}, "b": {"y": -7, "z": 1}, "c": {"z": -1, "x": 21}}),
    "a small loss": factory({**TURN, "back": {"y": -2.001, "x": 1}}),
    "something from outside": factory({**TURN, "turn": {"x": -1, "part": -0.001, "y": 9}}),
    "a yield that is never so good": factory(
        {**TURN, "back": {"y": -1.75, "x": 1}},
        [at(**{"yield": 1})],
        profiles=[of_yield(date(2024, 6, 1), 0.875), of_yield(date(2025, 4, 1), 1)],
    ),
    "one of two inputs lost": factory({"split": {"x": -2, "y": 1, "z": 1}, "join": {"y": -1, "z": -1.5, "x": 2.5}}),
    "gain that nobody performs": factory(TURN).adding(
        recipes=[
            {"process": "dream", "product": "y", "quantity": -1},
            {"process": "dream", "product": "x", "quantity": 9},
        ]
    ),
}


@pytest.mark.parametrize("name", GAINING)
def test_goods_from_nothing_are_found(name: str, tmp_path: Path) -> None:
    """Proves: a loop that leaves more than it takes is an error, with the best yields that hold at some time.

    By hand: 2/1.999; 7/3 · 13/11 · 2.6/7 = 1.0242; 2/1.75 · 0.9 = 1.03; 2.5 out of 2. Sensitivity: loops of two only; own
    yields only; the yield of the first site.
    """
    assert [finding.code for finding in found(GAINING[name], tmp_path)] == ["E320"]


@pytest.mark.parametrize("name", EVEN)
def test_loops_without_gain_are_fine(name: str, tmp_path: Path) -> None:
    """Proves: reuse, rework, losses and inputs from outside are no goods from nothing.

    By hand: 2/2; 1/3 · 1/7 · 21; 2/1.75 · 0.875 = 1 within the horizon. Sensitivity: any loop an error; rounding.
    """
    assert {finding.code for finding in found(EVEN[name], tmp_path)} <= {"W302", "I302"}


def test_a_loop_names_its_own_products_and_processes_only(tmp_path: Path) -> None:
    """Proves: of two loops, the one that gains is named, at its first row, without what it does not need.

    Sensitivity: one finding for all loops, or the names of both.
    """
    other = {"in": {"u": -1, "v": 1}, "out": {"v": -1, "u": 1}, "lossy": {"y": -4, "x": 1}}
    (finding,) = found(
        factory({**other, **TURN, "back": {"y": -1, "x": 1}}).adding(stocks=[{**START, "product": "u"}]), tmp_path
    )

    assert finding.message.startswith("'turn' and 'back' make goods from nothing: run in a loop over 'x' and 'y',")
    assert (finding.row, finding.file) == (8, "recipes.csv")


def test_a_loop_that_cannot_begin_is_a_warning_where_nobody_waits_for_it(tmp_path: Path) -> None:
    """Proves: without any x, the loop is a warning; where x is asked for, for itself or to make what is, the error alone.

    By hand: y from x from y. Sensitivity: silence where nobody asks; the same thing said twice where somebody does.
    """
    idle = factory(TURN, stocks=[])
    assert [(one.code, one.severity) for one in found(idle, tmp_path / "idle")] == [("W305", "warning")]
    assert [one.code for one in found(idle.having(demands=asks([5], product="y")), tmp_path / "asked")] == ["E315"]
    needed = factory({**TURN, "build": {"x": -1, "rack": 1}}, stocks=[], demands=asks([5], product="rack"))
    assert [one.code for one in found(needed, tmp_path / "needed")] == ["E315"]


def test_a_loop_with_another_maker_is_no_loop_that_cannot_begin(tmp_path: Path) -> None:
    """Proves: where x could be bought but for something missing, that is what is wrong, not the loop.

    Sensitivity: every loop that is not running is said to need itself.
    """
    assert found(factory({**TURN, "buy": {"x": 1}}, stocks=[]), tmp_path / "bought") == []
    assert found(factory({**TURN, "dig": {"ore": -1, "x": 1}}, stocks=[]), tmp_path / "missing") == []
