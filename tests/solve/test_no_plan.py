"""Where there is no plan for other reasons than limits that contradict each other, that is told too."""

import pytest
from tests.builders import asks, depot, line, plant, project
from tests.conflicts import conflict, named

import reshore
from reshore.report import conflict_text
from reshore.solve import SolveOptions, SolverError
from reshore.solve.highs import Arrays
from reshore.solve.solve import solve_arrays


def test_unlimited_profit_names_the_decisions_that_grow() -> None:
    """Proves: a profitable loop without limit is `unbounded`, with the decisions in it and no other.

    By hand: a made part is worth 5 at the end and costs 2; nothing limits the runs. Of demand only 9 can be lost.
    Sensitivity: reporting it as infeasible, or naming every column.
    """
    case = plant(
        "1 months",
        operations=[{"site": "plant", "process": "make", "unit_cost": 2}],
        stocks=[{"site": "plant", "product": "part", "terminal_value": 5}],
        demands=asks([9], price=3),
    )
    found = conflict(case)
    laws = {law for law, _ in named(found)}

    assert found.kind == "unbounded"
    assert {"make", "stock"} <= laws
    assert "lost" not in laws
    assert conflict_text(found) == "  runs of make at plant, 2025-01-01\n  stock of part at plant, 2025-01-01"


def test_a_time_limit_of_nothing_gives_no_plan_and_says_so() -> None:
    """Proves: where no plan was found in time, NoPlan has no conflict and the message says to give more time.

    By hand: no time at all. Sensitivity: calling the model infeasible.
    """
    case = plant(**line(30), expansions=[project(whole_modules=True, capex=3)], demands=asks([50, 50], price=9))

    with pytest.raises(reshore.NoPlan, match="time limit") as caught:
        reshore.plan(case.read(), options=SolveOptions(time_limit=0.0))
    assert caught.value.conflict is None


def test_unlimited_profit_in_whole_numbers_is_unbounded_too() -> None:
    """Proves: a search over whole numbers that stops at a feasible point of an unbounded model is no plan.

    By hand: as above, with runs in whole numbers.
    Sensitivity: taking the point that the solver holds for a plan (it earns 0).
    """
    case = plant(
        "1 months",
        operations=[{"site": "plant", "process": "make", "unit_cost": 2, "whole_runs": True}],
        stocks=[{"site": "plant", "product": "part", "terminal_value": 5}],
        demands=asks([9], price=3),
    )

    assert conflict(case).kind == "unbounded"


def test_a_model_in_which_nothing_can_happen_has_a_plan() -> None:
    """Proves: nothing to decide but a loss is a plan that earns its constants.

    By hand: a resource costs 6 a month for two months, and a part that is not there is lost at 4: −16.
    Sensitivity: a nearly empty program read as a failure.
    """
    case = depot(
        resources=[{"site": "depot", "resource": "dock", "fixed_cost": 6}],
        stocks=[{"site": "shop", "product": "part", "initial": 2}],
        demands=asks([3], market="shop", lost_cost=4),
    )

    assert case.plan().objective == pytest.approx(-16)


def test_arrays_that_the_solver_refuses_raise() -> None:
    """Proves: a refused call raises SolverError; it never passes as a plan.

    By hand: the matrix speaks of a row that there is not. Sensitivity: statuses that nobody reads.
    """
    _, program = plant("1 months", demands=asks([5], price=3)).program()
    matrix = program.matrix
    arrays = Arrays(
        cost=program.cost,
        constant=0.0,
        lower=program.lower,
        upper=program.upper,
        row_lower=program.row_lower,
        row_upper=program.row_upper,
        indptr=matrix.indptr,
        indices=matrix.indices + 1000,
        data=matrix.data,
        integer=program.integer,
    )

    with pytest.raises(SolverError, match="the program"):
        solve_arrays(arrays, SolveOptions())
