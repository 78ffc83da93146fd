"""What must hold for every model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.builders import Case, Row, plant
from tests.properties.cases import NETWORKS, Numbers

from reshore import api
from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve import solve_program

pytestmark = pytest.mark.slow

few = settings(deadline=None, max_examples=15, derandomize=True, phases=[Phase.generate])
"""Enough to meet every branch of the strategy. A failure is not shrunk: each example is a model that is read and solved."""


@few
@given(numbers=NETWORKS)
def test_names_mean_nothing(numbers: Numbers) -> None:
    """Proves: other names for sites and products (in another order of the alphabet) give the same program.

    By hand: identity. Sensitivity: any place that sorts by name, or treats a name as special.
    """
    _, before = numbers.case().program()
    _, after = replace(numbers, names=("z 9", "é-a", "B", "part", "ore 2")).case().program()

    assert before.matrix.indices.tolist() == after.matrix.indices.tolist()
    for name in ("lower", "upper", "cost", "row_lower", "row_upper", "worth"):
        assert getattr(before, name).tolist() == getattr(after, name).tolist()
    assert before.matrix.data.tolist() == after.matrix.data.tolist()


@few
@given(numbers=NETWORKS, factor=st.sampled_from([0.25, 3.0, 1e6]))
def test_money_scales_the_objective(numbers: Numbers, factor: float) -> None:
    """Proves: k times every price, cost and value is k times the objective.

    By hand: linearity. Sensitivity: an absolute tolerance, or a price that is left out of the scaling.
    """
    one, many = numbers.solve(), numbers.times(money=factor).solve()

    assert many.objective == pytest.approx(factor * one.objective, rel=1e-6, abs=1e-6 * factor)


@few
@given(numbers=NETWORKS, factor=st.sampled_from([0.25, 3.0, 1e5]))
def test_quantities_scale_the_plan(numbers: Numbers, factor: float) -> None:
    """Proves: k times every demand, stock and capacity is k times the objective, and the scaled plan is optimal too.

    By hand: linearity. Sensitivity: a fixed quantity in a law.
    """
    one, many = numbers.solve(), numbers.times(amount=factor).solve()
    _, large = numbers.times(amount=factor).case().program()

    assert many.objective == pytest.approx(factor * one.objective, rel=1e-6, abs=1e-6 * factor)
    assert _breach(large, factor * one.columns) <= 1e-6 * factor
    assert large.cost @ (factor * one.columns) + large.constant == pytest.approx(
        many.objective, rel=1e-6, abs=1e-6 * factor
    )


def _breach(program: Program, columns: Floats) -> float:
    """Return by how much the columns break a row or a bound at most."""
    rows = program.matrix @ columns
    gaps = (
        program.row_lower - rows,
        rows - program.row_upper,
        program.lower - columns,
        columns - program.upper,
    )
    return float(np.max(np.concatenate(gaps)))


@few
@given(numbers=NETWORKS, more=st.sampled_from([0.125, 5.0, 1000.0]))
def test_more_capacity_never_costs(numbers: Numbers, more: float) -> None:
    """Proves: capacity that need not be used cannot lower profit.

    By hand: the old plan is still possible. Sensitivity: capacity that must be used, or costs by its size.
    """
    before = numbers.solve().objective
    after = replace(numbers, capacity=numbers.capacity + more).solve().objective

    assert after >= before - 1e-6 * max(1.0, abs(before))


def weekly(buckets: str, demand: list[float], capacity: float, initial: float) -> Case:
    """Return a plant over four weeks with demand that falls due evenly within each week, and nothing dynamic."""
    rows: list[Row] = [
        {
            "market": "plant",
            "product": "part",
            "date": f"2025-01-{1 + 7 * week:02}",
            "quantity": quantity,
            "spread [week]": 1,
            "price": 9 - week,
            "lost_cost": 2,
        }
        for week, quantity in enumerate(demand)
    ]
    return plant(
        buckets,
        operations=[{"site": "plant", "process": "make", "unit_cost": 3, "minimum [run/week]": 1}],
        resources=[{"site": "plant", "resource": "line", "capacity [hour/week]": capacity, "fixed_cost [USD/week]": 4}],
        uses=[{"site": "plant", "process": "make", "resource": "line", "per_run": 2}],
        stocks=[{"site": "plant", "product": "part", "initial": initial}],
        demands=rows,
    )


@few
@given(
    demand=st.lists(st.integers(1, 30).map(float), min_size=4, max_size=4),
    capacity=st.integers(4, 60).map(float),
    initial=st.integers(0, 30).map(float),
    finer=st.sampled_from(["28 days", "14 days, 2 weeks", "2 weeks, 14 days"]),
)
def test_splitting_periods_changes_nothing_where_nothing_is_dynamic(
    demand: list[float], capacity: float, initial: float, finer: str
) -> None:
    """Proves: weeks cut into days earn the same: rates, spread demand and costs are exact in any buckets.

    By hand: a weekly plan spread evenly over its days is a daily plan, and the days of a week sum to a weekly plan.
    Sensitivity: a rate per period, or demand that falls on the first day.
    """
    objectives = [
        solve_program(weekly(buckets, demand, capacity, initial).program()[1]).objective
        for buckets in ("4 weeks", finer)
    ]

    assert objectives[1] == pytest.approx(objectives[0], rel=1e-6, abs=1e-6)


@few
@given(numbers=NETWORKS)
def test_strong_duality(numbers: Numbers) -> None:
    """Proves: cost = Aᵀ·y + d, and the objective is what the active limits are worth: constant + Σ y·b + Σ d·bound.

    By hand: the theorem. Sensitivity: duals in scaled units, with a wrong sign, or missing for bounds.
    """
    _, program = numbers.case().program()
    solution = solve_program(program)
    y, d = solution.row_duals, solution.column_duals

    assert program.matrix.T @ y + d == pytest.approx(program.cost, rel=1e-6, abs=1e-5)
    worth = _worth(y, program.row_lower, program.row_upper) + _worth(d, program.lower, program.upper)
    assert worth + program.constant == pytest.approx(solution.objective, rel=1e-6, abs=1e-4)


def _worth(duals: Floats, lower: Floats, upper: Floats) -> float:
    """Return Σ dual · the limit that it speaks of: the upper one where a higher limit earns more, else the lower one."""
    real = np.abs(duals) > 1e-7
    limits = np.where(duals > 0, upper, lower)[real]
    assert np.isfinite(limits).all()
    return float(duals[real] @ limits)


@settings(few, max_examples=5)
@given(numbers=NETWORKS)
def test_a_stored_run_is_the_plan(numbers: Numbers) -> None:
    """Proves: a plan that is saved and opened again has the same tables, duals and objective, and verifies.

    By hand: identity. Sensitivity: a type or a null that Parquet or the record turns into another.
    """
    plan = numbers.case().plan()
    with TemporaryDirectory() as folder:
        stored = api.save(plan, Path(folder))
        again = api.open_run(stored.name, folder)

        assert plan.tables.keys() == again.tables.keys()
        assert all(plan.tables[name].equals(again.tables[name]) for name in plan.tables)
        assert plan.duals.keys() == again.duals.keys()
        assert all(plan.duals[name].equals(again.duals[name]) for name in plan.duals)
        assert (plan.objective, plan.status, plan.gap, plan.residual) == (
            again.objective,
            again.status,
            again.gap,
            again.residual,
        )
        assert api.verify_plan(stored.name, folder).ok
        assert api.plan(again.inputs).objective == pytest.approx(plan.objective)
