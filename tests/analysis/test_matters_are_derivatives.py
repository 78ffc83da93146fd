"""What matters is what changing each number earns: row by row in a model of everything, by solving again in random ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from tests.analysis.varied import optimum_elsewhere, varied
from tests.builders import Case
from tests.docs.test_law_pages import UNREAD as SAID_TO_BE_UNREAD
from tests.units.everything import everything

import reshore
from reshore.analysis.matters import program_of
from reshore.analysis.matters.attributed import Attribution
from reshore.analysis.matters.derivatives import derivatives
from reshore.analysis.matters.lagrangian import Lagrangian
from reshore.analysis.matters.numbers import NOT_INPUT, UNREAD, Numbers, all_numbers, numbers_at, numeric_columns
from reshore.analysis.optimum import optimum_of
from reshore.model import Program
from reshore.network.periods import Floats
from reshore.pipeline import NoPlan
from reshore.schema import schema
from reshore.tables import DataError, Tables

FARTHER = {True: 100.0, False: 3000.0}
"""Steps of a derivative in one of a comparison, of lengths of time and of other numbers: clear of the solver's tolerances."""


def test_every_number_of_the_schema_is_asked_about_or_said_to_be_read_by_nothing() -> None:
    """Proves: a new column with numbers is asked about by itself; what is left out is what no statement of the model reads.

    By hand: latitude, longitude and the time to recover. Sensitivity: a column that a law reads, in the list of those left out.
    """
    declared = {
        (table, column.name)
        for table, each in schema().items()
        for column in each.columns
        if column.dtype in ("float", "int") and table not in NOT_INPUT
    }

    assert {(table, column.name) for table, column in numeric_columns()} == declared - set(UNREAD)
    assert {f"{table}.{column}" for table, column in UNREAD} <= set(SAID_TO_BE_UNREAD)


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_numbers_moved_together_are_worth_what_each_is_alone(every: int) -> None:
    """Proves: nothing that all numbers of a column change is credited to another of them, in a model in which each law holds.

    By hand: the same program with one number moved. All columns with numbers are there. Sensitivity: steps of a ramp, of a
    vintage's yield, two dates of a profile in one period, several products of one run: places that answer to several numbers.
    One column in four is asked here, all of them among the slow tests.
    """
    plan = everything().plan()
    optimum = optimum_of(plan)
    attribution = Attribution(plan.inputs, program_of, Lagrangian(optimum.program, optimum.solution), few=1)
    columns = all_numbers(plan.inputs)
    together = [numbers for numbers in columns if len(numbers.rows) > 1]

    assert {(each.table, each.column) for each in columns} >= {
        (table, column.name) for table, column in numeric_columns()
    }
    assert len(together) > 20
    for numbers in together[::every]:
        alone = [attribution.derivatives(numbers.only(np.array([at])))[0] for at in range(len(numbers.rows))]
        found = attribution.derivatives(numbers)
        scale = np.nanmax(np.abs(np.array(alone) * numbers.steps), initial=1e-12) / numbers.steps
        assert np.allclose(found / scale, alone / scale, atol=1e-5, equal_nan=True), (numbers.table, numbers.column)


def test_a_whole_table_asked_about_at_once_takes_a_handful_of_programs() -> None:
    """Proves: what `matters` takes does not grow with the rows of a table.

    By hand: 40 plants that make and sell by themselves: three programs for the cost of 40 operations. Sensitivity: one program
    for each.
    """
    sites = [f"plant {number}" for number in range(40)]
    case = Case(
        {"name": "many", "start": "2025-01-01", "buckets": "1 months"},
        {
            "sites": [{"site": site} for site in sites],
            "products": [{"product": "part"}],
            "recipes": [{"process": "make", "product": "part", "quantity": 1}],
            "operations": [{"site": site, "process": "make", "unit_cost": 2} for site in sites],
            "demands": [
                {"market": site, "product": "part", "date": "2025-01-01", "quantity": 5 + place, "price": 9}
                for place, site in enumerate(sites)
            ],
        },
    )
    plan, built = case.plan(), []
    optimum = optimum_of(plan)

    def build(tables: Tables) -> Program:
        built.append(1)
        return program_of(tables)

    cost = numbers_at(plan.inputs, "operations", "unit_cost", np.arange(40))
    found = Attribution(plan.inputs, build, Lagrangian(optimum.program, optimum.solution)).derivatives(cost)

    assert found == pytest.approx(-(5.0 + np.arange(40)))
    assert len(built) == 3


@pytest.mark.parametrize(
    "seeds", [(10,), *(pytest.param(range(first, first + 10), marks=pytest.mark.slow) for first in (11, 31, 51))]
)
def test_a_derivative_is_what_more_of_the_number_earns(seeds: Sequence[int]) -> None:
    """Proves: each derivative, known from both sides or one, is the slope of the optimum there; at a corner it lies between
    the slopes to both sides.

    By hand: the definition; the optimum comes from `linprog` over the program of the changed tables. Sensitivity: duals of the
    scaled program, the sign of a bound or a balance, limits of vintages, a rate taken for an amount.
    """
    compared = 0
    for seed in seeds:
        try:
            plan = varied(seed).plan()
        except (DataError, NoPlan):
            continue
        compared += _compared(seed, plan)
    assert compared >= 60


def _compared(seed: int, plan: reshore.Plan) -> int:
    """Compare the numbers of a plan with slopes, and return how many there were."""
    assert plan.state is not None
    optimum, whole = optimum_of(plan), plan.state.columns
    now = optimum_elsewhere(optimum.program, whole)
    assert now is not None
    found, count = derivatives(plan.inputs, program_of, optimum), 0
    for row in found.iter_rows(named=True):
        numbers = numbers_at(plan.inputs, row["table"], row["column"], np.array([row["row"]]))
        down, up = (_slope(plan.inputs, numbers, sign, (now, whole)) for sign in (-1.0, 1.0))
        if row["derivative"] is None or down is None or up is None:
            continue
        told = [row["derivative_down"], row["derivative_up"]]
        low, high = sorted((down, up))
        room = 2e-3 * max(abs(low), abs(high)) + 1e-9 * (1.0 + abs(now)) / (
            FARTHER[numbers.duration] * numbers.steps[0]
        )
        for side in [each for each in told if each is not None] or [row["derivative"]]:
            assert low - room <= side <= high + room, (seed, row, down, up)
        count += 1
    return count


def _slope(tables: Tables, numbers: Numbers, sign: float, at: tuple[float, Floats]) -> float | None:
    """Return what one more unit of a number earns by solving its program elsewhere; None where decisions come or go."""
    now, whole = at
    step = sign * FARTHER[numbers.duration] * numbers.steps[0]
    if numbers.values[0] + step < numbers.low:
        return None
    program = program_of(numbers.moved(tables, np.array([step])))
    if program.shape[1] != len(whole):
        return None
    moved = optimum_elsewhere(program, whole)
    return None if moved is None else (moved - now) / step
