"""What a small part of a large business does is decided as exactly as the large part."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from tests.builders import Case, Row, asks, plant

from reshore.solve import solve_program
from reshore.solve.accuracy import ACCURATE, prove
from reshore.solve.scaling import exchange, make_scaling, worths

SMALL = 2198.625
"""The profit of the small business alone: what the same program gives without the large one."""


def business(large: float, value: float = 3e6, spare: float | None = None) -> Case:
    """Return a small business of products without a value, beside `large` parts a month at three million each."""
    beside: dict[str, list[Row]] = {
        "products": [{"product": "part", "value": value}],
        "recipes": [{"process": "make", "product": "part", "quantity": 1}],
        "operations": [{"site": "plant", "process": "make", "unit_cost": 2}],
    }
    resources: list[Row] = [{"site": "plant", "resource": "line", "capacity": 100}]
    uses: list[Row] = [
        {"site": "plant", "process": "ma", "resource": "line", "per_run": 2},
        {"site": "plant", "process": "mb", "resource": "line", "per_run": 1.5},
    ]
    if spare:
        resources.append({"site": "plant", "resource": "hall", "capacity": spare})
        uses.append({"site": "plant", "process": "make", "resource": "hall", "per_run": 1})
    wanted = asks([large] * 6, price=3e6) if large else []
    return plant(
        "6 months",
        products=[{"product": "a"}, {"product": "b"}, {"product": "raw"}, *(beside["products"] if large else [])],
        recipes=[
            {"process": "ma", "product": "a", "quantity": 1},
            {"process": "ma", "product": "raw", "quantity": -2},
            {"process": "mb", "product": "b", "quantity": 1},
            {"process": "mb", "product": "raw", "quantity": -3},
            {"process": "buy", "product": "raw", "quantity": 1},
            *(beside["recipes"] if large else []),
        ],
        operations=[
            {"site": "plant", "process": "ma", "unit_cost": 1},
            {"site": "plant", "process": "mb", "unit_cost": 1},
            {"site": "plant", "process": "buy", "unit_cost": 0.5, "maximum": 170},
            *(beside["operations"] if large else []),
        ],
        resources=resources,
        uses=uses,
        stocks=[{"site": "plant", "product": name, "holding_cost": 0.05, "maximum": 40} for name in ("a", "b", "raw")],
        demands=[
            *asks([20, 50, 10, 60, 30, 40], product="a", price=8),
            *asks([30, 20, 60, 10, 50, 30], product="b", price=9),
            *wanted,
        ],
    )


@pytest.mark.parametrize("large", [0, 1e3, 1e6, 1e8])
@pytest.mark.parametrize("times", [None, 10, 1e6])
def test_a_small_business_is_planned_beside_a_large_one(large: float, times: float | None) -> None:
    """Proves: products without a value, and capacity that is not needed, do not coarsen what is decided.

    By hand: the small business earns 2198.625 alone, and shares nothing with the large one, whose hall is never full.
    Sensitivity: valueless columns left in natural units earned 0 beside 100 parts a month with a hall of a million, said
    to be optimal with a gap of 0.
    """
    plan = business(large, spare=None if times is None else times * large).plan()
    money = plan.table("money")
    small = money.filter(pl.col("product").is_in(["a", "b", "raw"]) | pl.col("name").is_in(["ma", "mb", "buy"]))

    assert small["value"].sum() == pytest.approx(SMALL)
    assert money["value"].sum() - small["value"].sum() == pytest.approx(6 * large * (3e6 - 2))


@pytest.mark.parametrize("large", [1e6, 1e9, 1e11])
def test_a_required_demand_is_served_beside_one_many_times_as_large(large: float) -> None:
    """Proves: 3 units are served though a solver that measures in the large demand's value sees next to nothing of them.

    By hand: profit is 34 · large − 12: the 3 units cost 4 each and earn nothing, in two months of 1.5.
    Sensitivity: an absolute tolerance in the unit of the largest demand loses them, and the plan does not verify.
    """
    case = plant(
        "2 months",
        products=[{"product": "part", "value": 1000}, {"product": "new", "value": 1}],
        recipes=[
            {"process": "make", "product": "part", "quantity": 1},
            {"process": "mn", "product": "new", "quantity": 1},
        ],
        operations=[
            {"site": "plant", "process": "make", "unit_cost": 3},
            {"site": "plant", "process": "mn", "unit_cost": 4},
        ],
        demands=[*asks([large, large], price=20), *asks([1.5, 1.5], product="new", required=True)],
    )
    plan = case.plan()

    assert plan.table("serve").filter(plan.table("serve")["by"] == "new")["value"].to_list() == pytest.approx(
        [1.5, 1.5]
    )
    assert plan.objective == pytest.approx(34 * large - 12)


def test_a_column_without_a_value_is_worth_what_it_is_exchanged_for() -> None:
    """Proves: prices go up the chain: a part sold at 9 makes its stock, its lane and the ore in it worth something.

    By hand: b sells at 9, so a run of `mb` is worth 9 and a unit of raw 3 (of b) or 4 (of a at 8): the larger.
    Sensitivity: a worth of 1 for whatever has no value.
    """
    network, program = business(0).program()
    worth = worths(program, exchange(program))
    block = program.columns["stock"]
    names = network.points.frame["product"].to_list()
    of = {names[entity]: worth[column] for entity, column in zip(block.entity, range(block.first, 10**9), strict=False)}

    assert of["b"] == pytest.approx(9)
    assert of["a"] == pytest.approx(8)
    assert of["raw"] == pytest.approx(4)


def test_scales_are_powers_of_two_and_leave_whole_numbers_alone() -> None:
    """Proves: scaling loses no digit, and a module stays a module.

    By hand: mantissa 0.5 of every factor. Sensitivity: a factor of 1/3, or a scaled 0/1 column.
    """
    case = plant(
        operations=[{"site": "plant", "process": "make", "whole_runs": True}],
        products=[{"product": "part", "value": 700}],
        demands=asks([5, 6, 7], price=900),
    )
    _, program = case.program()
    scaling = make_scaling(program)

    assert {float(m) for m in np.frexp(np.concatenate([scaling.column, scaling.row, [scaling.money]]))[0]} == {0.5}
    assert set(scaling.column[program.integer]) == {1.0}
    assert (scaling.column[~program.integer] != 1.0).any()


def test_duals_prove_the_best_plan_and_no_other() -> None:
    """Proves: the proof is exact for the optimum, and a plan that leaves money on the table has an error and a gap.

    By hand: 30 hours at 2 a part make 15 parts at 9; the dual of an hour is 4.5. Duals of 0 say that parts should be made.
    Sensitivity: a check that looks at the solver's own word.
    """
    case = plant(
        "1 months",
        resources=[{"site": "plant", "resource": "line", "capacity": 30}],
        uses=[{"site": "plant", "process": "make", "resource": "line", "per_run": 2}],
        demands=asks([40], price=9),
    )
    _, program = case.program()
    solution = solve_program(program)
    good = prove(program, solution.columns, solution.row_duals)
    nothing = prove(program, np.zeros_like(solution.columns), np.zeros_like(solution.row_duals))

    assert solution.objective == pytest.approx(135)
    assert good.bound == pytest.approx(135)
    assert good.error <= ACCURATE
    assert nothing.error == pytest.approx(1.0)


def test_more_of_the_largest_size_is_tried_where_the_proof_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: sizes are tried in order until the duals prove the plan, and the best proven one counts.

    By hand: with an accuracy that nothing reaches all three are tried. Sensitivity: stopping at the first.
    """
    import reshore.solve.solve as stage

    seen: list[float] = []

    def scaling(program: object, largest: float) -> object:
        seen.append(largest)
        return make_scaling(program, largest)

    monkeypatch.setattr(stage, "make_scaling", scaling)
    monkeypatch.setattr(stage, "ACCURATE", -1.0)
    _, program = business(0).program()

    assert solve_program(program).objective == pytest.approx(SMALL)
    assert len(seen) == 3
    assert all(before < after for before, after in pairwise(seen))
