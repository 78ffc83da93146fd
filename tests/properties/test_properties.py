"""What must hold for every model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.properties.cases import NETWORKS, WEEKS, Numbers, Weeks

import reshore
from reshore import api
from reshore.model import Program
from reshore.network.periods import Floats
from reshore.solve import solve_program
from reshore.tables import Tables, resolve

usual = settings(
    deadline=None, max_examples=60, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
"""The same examples in each run. A failure is not shrunk, as each example takes a good part of a tenth of a second."""
sizes = pytest.mark.parametrize(
    "share", [pytest.param(1.0, id="some"), pytest.param(15.0, id="many", marks=pytest.mark.slow)]
)


def examples(share: float, of: int = 60) -> settings:
    """Return settings for so many examples, times the share."""
    return settings(usual, max_examples=round(of * share))


@sizes
def test_numbers_in_place_are_those_of_the_files(share: float) -> None:
    """Proves: the properties below speak of models that are read: numbers put in place give the tables of the files.

    By hand: identity. Sensitivity: a number that the properties change in the rows, but not in the tables.
    """

    @examples(share, of=8)
    @given(numbers=NETWORKS, money=st.sampled_from([1.0, 3.0]), amount=st.sampled_from([1.0, 0.25]))
    def proved(numbers: Numbers, money: float, amount: float) -> None:
        changed = numbers.times(money, amount)
        same_tables(changed.tables(), resolve(changed.case().read()))

    proved()


def same_tables(left: Tables, right: Tables) -> None:
    """Assert that all rows, and the units of time, are equal."""
    for table in right:
        assert left.frame(table.name).equals(table.frame), table.name
        assert left[table.name].times == table.times


@sizes
def test_names_mean_nothing(share: float) -> None:
    """Proves: other names for sites and products (in another order of the alphabet) give the same program.

    By hand: identity. Sensitivity: any place that sorts by name, or treats a name as special.
    """

    @examples(share)
    @given(numbers=NETWORKS)
    def proved(numbers: Numbers) -> None:
        before = numbers.program()
        after = replace(numbers, names=("z 9", "é-a", "B", "part", "ore 2")).program()

        assert before.matrix.indices.tolist() == after.matrix.indices.tolist()
        for name in ("lower", "upper", "cost", "row_lower", "row_upper", "worth"):
            assert getattr(before, name).tolist() == getattr(after, name).tolist()
        assert before.matrix.data.tolist() == after.matrix.data.tolist()

    proved()


@sizes
def test_money_scales_the_objective(share: float) -> None:
    """Proves: k times every price, cost and value is k times the objective.

    By hand: linearity. Sensitivity: an absolute tolerance, or a price that is left out of the scaling.
    """

    @examples(share)
    @given(numbers=NETWORKS, factor=st.sampled_from([0.25, 3.0, 1e6]))
    def proved(numbers: Numbers, factor: float) -> None:
        one, many = numbers.solve(), numbers.times(money=factor).solve()

        assert many.objective == pytest.approx(factor * one.objective, rel=1e-6, abs=1e-6 * factor)

    proved()


@sizes
def test_quantities_scale_the_plan(share: float) -> None:
    """Proves: k times every demand, stock and capacity is k times the objective, and the scaled plan is optimal too.

    By hand: linearity. Sensitivity: a fixed quantity in a law.
    """

    @examples(share)
    @given(numbers=NETWORKS, factor=st.sampled_from([0.25, 3.0, 1e5]))
    def proved(numbers: Numbers, factor: float) -> None:
        one, large = numbers.solve(), numbers.times(amount=factor).program()
        many = solve_program(large)

        assert many.objective == pytest.approx(factor * one.objective, rel=1e-6, abs=1e-6 * factor)
        assert _breach(large, factor * one.columns) <= 1e-6 * factor
        assert large.cost @ (factor * one.columns) + large.constant == pytest.approx(
            many.objective, rel=1e-6, abs=1e-6 * factor
        )

    proved()


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


@sizes
def test_more_capacity_never_costs(share: float) -> None:
    """Proves: capacity that need not be used cannot lower profit.

    By hand: the old plan is still possible. Sensitivity: capacity that must be used, or costs by its size.
    """

    @examples(share)
    @given(numbers=NETWORKS, more=st.sampled_from([0.125, 5.0, 1000.0]))
    def proved(numbers: Numbers, more: float) -> None:
        before = numbers.solve().objective
        after = replace(numbers, capacity=numbers.capacity + more).solve().objective

        assert after >= before - 1e-6 * max(1.0, abs(before))

    proved()


@sizes
def test_splitting_periods_changes_nothing_where_nothing_is_dynamic(share: float) -> None:
    """Proves: weeks cut into days earn the same: rates, spread demand and costs are exact in any buckets.

    By hand: a weekly plan spread evenly over its days is a daily plan, and the days of a week sum to a weekly plan.
    Sensitivity: a rate per period, or demand that falls on the first day.
    """

    @examples(share)
    @given(weeks=WEEKS, finer=st.sampled_from(["28 days", "14 days, 2 weeks", "2 weeks, 14 days"]))
    def proved(weeks: Weeks, finer: str) -> None:
        coarse, fine = (solve_program(weeks.program(buckets)).objective for buckets in ("4 weeks", finer))

        assert fine == pytest.approx(coarse, rel=1e-6, abs=1e-6)

    proved()


def test_numbers_of_weeks_in_place_are_those_of_the_files() -> None:
    """Proves: the property above speaks of models that are read. By hand: identity. Sensitivity: as for networks."""
    weeks = Weeks((7.0, 11.0, 13.0, 17.0), capacity=23.0, initial=29.0)

    same_tables(weeks.tables("28 days"), resolve(weeks.case("28 days").read()))


@sizes
def test_strong_duality(share: float) -> None:
    """Proves: cost = Aᵀ·y + d, and the objective is what the active limits are worth: constant + Σ y·b + Σ d·bound.

    By hand: the theorem. Sensitivity: duals in scaled units, with a wrong sign, or missing for bounds.
    """

    @examples(share)
    @given(numbers=NETWORKS)
    def proved(numbers: Numbers) -> None:
        program = numbers.program()
        solution = solve_program(program)
        y, d = solution.row_duals, solution.column_duals

        assert program.matrix.T @ y + d == pytest.approx(program.cost, rel=1e-6, abs=1e-5)
        worth = _worth(y, program.row_lower, program.row_upper) + _worth(d, program.lower, program.upper)
        assert worth + program.constant == pytest.approx(solution.objective, rel=1e-6, abs=1e-4)

    proved()


def _worth(duals: Floats, lower: Floats, upper: Floats) -> float:
    """Return Σ dual · the limit that it speaks of: the upper one where a higher limit earns more, else the lower one."""
    real = np.abs(duals) > 1e-7
    limits = np.where(duals > 0, upper, lower)[real]
    assert np.isfinite(limits).all()
    return float(duals[real] @ limits)


@sizes
def test_a_stored_run_is_the_plan(share: float) -> None:
    """Proves: a plan that is saved and opened again has the same tables, duals and objective, and verifies.

    By hand: identity. Sensitivity: a type or a null that Parquet or the record turns into another.
    """

    @examples(share, of=6)
    @given(numbers=NETWORKS)
    def proved(numbers: Numbers) -> None:
        with TemporaryDirectory() as folder:
            _stored_is_the_same(numbers.case().plan(), folder)

    proved()


def _stored_is_the_same(plan: reshore.Plan, folder: str) -> None:
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
