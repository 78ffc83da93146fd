"""Where there is no plan, the rows and decisions that contradict each other are named."""

import polars as pl
import pytest
from tests.builders import Case, asks, depot, half_a_run, line, plant, project

import reshore
from reshore.report import conflict_text
from reshore.solve import Conflict, SolveOptions, SolverError
from reshore.solve.highs import Arrays
from reshore.solve.solve import solve_arrays


def conflict(case: Case) -> Conflict:
    """Return why a case has no plan; raises where it has one."""
    with pytest.raises(reshore.NoPlan) as caught:
        case.plan()
    assert caught.value.conflict is not None
    return caught.value.conflict


def named(found: Conflict) -> set[tuple[str, str, int]]:
    """Return (law, entity, month) of each row that takes part."""
    return {(row["law"], row["entity"], row["period"].month) for row in found.rows.iter_rows(named=True)}


def test_required_demand_above_capacity_names_both() -> None:
    """Proves: the demand and every capacity row that could have served it are named, and how much must give.

    By hand: 30 hours a month at 2 a part make 15 in January and 15 in February; 37 are required in February, so 7
    parts (or 14 hours) are missing. March has nothing to do with it.
    Sensitivity: an explanation that lists all rows, or only the first.
    """
    case = plant(**line(30, 2), demands=[*asks([0, 37], required=True, price=5), *asks([0, 0, 8], price=5)])
    found = conflict(case)
    rows = named(found)

    assert found.kind == "infeasible"
    assert {("capacity", "plant line", 1), ("capacity", "plant line", 2)} <= rows
    assert any(law == "demand" and entity.startswith("plant part") and month == 2 for law, entity, month in rows)
    assert all(month < 3 for _, _, month in rows)
    change = found.rows["change"].abs().max()
    assert change == pytest.approx(7) or change == pytest.approx(14)


def test_what_is_asked_for_gives_before_capacity_does() -> None:
    """Proves: the repair is the least that the request must give, not more of what there is not.

    By hand: of 37 required parts 30 can be made in two months, so 7 must be lost. A part takes 2 hours, and hours are
    worth less: letting capacity give would name 14 of them.
    Sensitivity: an elastic program in which every row gives at the same price.
    """
    case = plant(
        **line(30, 2), products=[{"product": "part", "value": 9}], demands=asks([0, 37], required=True, price=5)
    )
    gives = conflict(case).rows.filter(pl.col("change") != 0.0)

    assert gives["law"].to_list() == ["required demand"]
    assert gives["change"].abs().to_list() == pytest.approx([7])


def test_a_conflict_is_told_by_what_gives_and_what_stands_against_it() -> None:
    """Proves: the text names the request and how much of it must give, and each capacity once with its span.

    By hand: as above. Sensitivity: a line for each of hundreds of rows.
    """
    lines = conflict_text(conflict(plant(**line(30, 2), demands=asks([0, 37], required=True, price=5)))).splitlines()

    assert lines[0] == "The least that must give:"
    assert "required demand: plant part" in lines[1]
    assert lines[1].endswith("7 unit more than can be served")
    assert any("capacity: plant line, 2025-01-01 to 2025-02-01 (2 periods)" in text for text in lines)


def test_a_minimum_stock_that_cannot_be_reached_names_its_limit() -> None:
    """Proves: a bound of stock takes part as the law `storage`, with the runs that limit it.

    By hand: 4 at the start and 6 runs cannot make 13.
    Sensitivity: bounds left out of the proof would name the balance alone.
    """
    case = plant(
        "1 months",
        operations=[{"site": "plant", "process": "make", "maximum": 6}],
        stocks=[{"site": "plant", "product": "part", "initial": 4, "minimum": 13}],
        demands=asks([5], price=3),
    )
    found = conflict(case)

    assert found.kind == "infeasible"
    assert {("storage", "plant part", 1), ("runs", "plant make", 1)} <= named(found)


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
    laws = {law for law, _, _ in named(found)}

    assert found.kind == "unbounded"
    assert {"make", "stock"} <= laws
    assert "lost" not in laws


def test_whole_numbers_alone_can_contradict() -> None:
    """Proves: a model that has a plan in fractions only is `infeasible in whole numbers`.

    By hand: runs make 4; at most 10 parts may be kept and 10 are required to be there: 2.5 runs.
    Sensitivity: blaming the linear rows, which have a plan.
    """
    found = conflict(half_a_run())

    assert found.kind == "infeasible in whole numbers"
    assert found.rows.height > 0


def test_a_committed_project_can_contradict() -> None:
    """Proves: what is committed takes part in the proof by name.

    By hand: 2 modules of 20 m², not ready in time, are committed on 50 m²; 8 parts need 0.8 of another one, 16 m².
    Sensitivity: fixed builds left out of the proof.
    """
    case = plant(
        "1 months",
        sites=[{"site": "plant", "floor_area": 50}],
        **line(0),
        expansions=[
            project(floor_area=20, max_modules=2, status="committed", build_time=5),
            project(expansion="more", floor_area=20),
        ],
        demands=asks([8], price=3, required=True),
    )

    assert {("floor_area", "plant", 1), ("committed project", "grow plant line", 1)} <= named(conflict(case))


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
