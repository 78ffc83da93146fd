"""Which method is asked, what follows where it fails, and whole numbers in large programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest
from tests.builders import Case, asks, half_a_run, line, plant, project

from reshore.model import Program
from reshore.solve import SolveOptions, SolverError, branch, highs, linear, solve_program, whole
from reshore.solve.highs import Answer, Session, Watch

Solve = Callable[..., Answer]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every program a large one."""
    monkeypatch.setattr(linear, "SMALL", 0)
    monkeypatch.setattr(whole, "SMALL", 0)


def watched(monkeypatch: pytest.MonkeyPatch, spoil: Callable[[dict[str, Any], Solve], Answer]) -> list[str]:
    """Let `spoil` stand between a session and its solver; return the methods in the order in which they are asked."""
    asked: list[str] = []
    solve = Session.solve

    def stand_in(session: Session, settings: dict[str, Any], watch: object) -> Answer:
        asked.append(f"{settings.get('solver', 'search')} {settings.get('presolve', '')}".strip())
        return spoil(settings, lambda: solve(session, settings, watch))

    monkeypatch.setattr(Session, "solve", stand_in)
    return asked


def chain() -> Program:
    """Return the program of a line with 30 hours a month at 2 a part: 45 parts at 9 in three months."""
    return plant(**line(30, 2), demands=asks([40, 40, 40], price=9)).program()[1]


@pytest.mark.usefixtures("large")
def test_the_interior_point_method_finds_the_vertex_of_a_large_program() -> None:
    """Proves: with crossover it ends at exact values and duals.

    By hand: 15 parts a month at 9: 405. Sensitivity: values between vertices.
    """
    solution = solve_program(chain())

    assert solution.objective == pytest.approx(405, abs=1e-9)
    assert solution.gap == pytest.approx(0, abs=1e-12)


@pytest.mark.usefixtures("large")
def test_where_one_method_fails_the_next_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: an error, or an answer that runs out of iterations, leads to the next method, and then to the simplex method.

    By hand: the first raises; the quick question says that there is a plan; the one within a box raises, the presolved one
    stops; the elastic program says again that there is a plan; the simplex method answers.
    Sensitivity: passing on the failure, or an answer that is no optimum.
    """
    left = ["raise", "raise", "stop"]

    def spoil(settings: dict[str, Any], solve: Callable[[], Answer]) -> Answer:
        if settings["solver"] == "ipx" and left:
            if left.pop(0) == "raise":
                raise SolverError("HiGHS refused the solve")
            settings["simplex_iteration_limit"] = 0
            answer = solve()
            return Answer(**{**answer.__dict__, "status": "limit", "out_of_iterations": True, "feasible": False})
        return solve()

    asked = watched(monkeypatch, spoil)

    assert solve_program(chain()).objective == pytest.approx(405)
    assert asked == ["ipx off", "simplex on", "ipx off", "ipx on", "ipx off", "simplex choose"]


def test_columns_that_do_not_add_up_to_their_rows_are_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: what a solver hands back after its presolve is summed up again; where it disagrees, the next method is asked.

    By hand: 405, by the interior point method. HiGHS 1.16 hands back such columns now and then, and says that they are exact.
    Sensitivity: its own word for how far limits are broken.
    """
    found = highs._Quiet.getSolution
    settings: list[str] = []

    def spoilt(solver: highs._Quiet) -> Any:
        solution = found(solver)
        if settings[-1] == "simplex choose":
            solution.col_value = [value * 1.001 for value in solution.col_value]
        return solution

    monkeypatch.setattr(highs._Quiet, "getSolution", spoilt)
    settings = watched(monkeypatch, lambda _, solve: solve())
    solution = solve_program(chain())

    assert settings[:2] == ["simplex choose", "ipx off"]
    assert solution.objective == pytest.approx(405, abs=1e-6)


@pytest.mark.usefixtures("large")
def test_where_every_method_fails_the_error_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: no answer is never taken for a plan.

    By hand: every call raises. Sensitivity: returning the last best of nothing.
    """

    def spoil(_settings: dict[str, Any], _solve: Callable[[], Answer]) -> Answer:
        raise SolverError("HiGHS refused the solve")

    watched(monkeypatch, spoil)
    with pytest.raises(SolverError, match="refused"):
        solve_program(chain())


@pytest.mark.usefixtures("large")
def test_a_large_program_without_an_optimum_is_settled_without_the_simplex_method(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Proves: infeasible and unbounded are told apart by programs that have an optimum.

    By hand: 37 required of a line that makes 15 a month; a part worth 5 at the end that costs 2.
    Sensitivity: minutes of simplex iterations, or one word for both.
    """
    asked = watched(monkeypatch, lambda _, solve: solve())
    required = plant(**line(30, 2), demands=asks([0, 37], required=True, price=5)).program()[1]
    endless = plant(
        operations=[{"site": "plant", "process": "make", "unit_cost": 2}],
        stocks=[{"site": "plant", "product": "part", "terminal_value": 5}],
        demands=asks([9], price=3),
    ).program()[1]

    assert solve_program(required).status == "infeasible"
    assert solve_program(endless).status == "unbounded"
    assert "simplex choose" not in asked


def modules(capex: float) -> Case:
    """Return a line without capacity that grows by whole modules of 20 hours (10 parts a month), ready at once."""
    return plant(
        **line(0, 2),
        expansions=[project(module=20, build_time=0, whole_modules=True, max_modules=9, capex=capex)],
        demands=asks([25, 25, 25], price=9),
    )


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("capex", [7.0, 100.0, 200.0, 260.0])
def test_a_large_program_in_whole_numbers_has_the_same_optimum(capex: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: fractions first, then our search, gives what enumeration gives.

    By hand: 2.5 modules would do; the third earns 5 · 9 · 3 = 135 and the first two 270 each: 3 modules below 135, else
    2, none above 270. Sensitivity: rounding 2.5 to 2 where 3 are better.
    """
    monkeypatch.setattr(whole, "SMALL", 0)
    _, program = modules(capex).program()
    solution = solve_program(program, SolveOptions(gap=1e-9))
    best = max(9 * 3 * min(25, 10 * count) - capex * count for count in range(4))

    assert solution.objective == pytest.approx(best)
    built = solution.columns[program.integer]
    assert np.array_equal(built, np.round(built))
    assert solution.gap <= 1e-9


@pytest.mark.usefixtures("large")
def test_within_a_box_the_method_may_succeed_where_it_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: the answer within a box far away, with nothing at the box, is that of the program.

    By hand: 405, as before. Sensitivity: an answer at the box taken for a plan.
    """
    left = ["raise"]

    def spoil(_settings: dict[str, Any], solve: Callable[[], Answer]) -> Answer:
        if left:
            raise SolverError(left.pop())
        return solve()

    asked = watched(monkeypatch, spoil)

    assert solve_program(chain()).objective == pytest.approx(405)
    assert asked == ["ipx off", "simplex on", "ipx off"]


def several() -> Program:
    """Return three lines that grow by whole modules of different size for one market of 25 parts a month, on one floor."""
    names = ("a", "b", "c")
    return plant(
        sites=[{"site": "plant", "floor_area": 7}],
        recipes=[{"process": f"make {name}", "product": "part", "quantity": 1} for name in names],
        operations=[{"site": "plant", "process": f"make {name}", "unit_cost": 1} for name in names],
        resources=[{"site": "plant", "resource": name, "capacity": 0} for name in names],
        uses=[{"site": "plant", "process": f"make {name}", "resource": name, "per_run": 1} for name in names],
        expansions=[
            {
                "expansion": name,
                "site": "plant",
                "resource": name,
                "module": size,
                "capex": capex,
                "floor_area": floor,
                "whole_modules": True,
                "max_modules": 5,
            }
            for name, size, capex, floor in (("a", 7, 60, 2), ("b", 9, 85, 3), ("c", 4, 30, 1.5))
        ],
        demands=asks([25, 25, 25], price=9),
    ).program()[1]


@pytest.mark.usefixtures("large")
def test_our_search_finds_the_best_of_all_choices() -> None:
    """Proves: branching from the fractional optimum gives the best whole modules, by enumeration of all of them.

    By hand: modules at the start of January are best (no discount, no build time), so 6 · 6 · 6 choices, those within the
    floor: 24 times parts made (at most 25 a month) in three months less capex.
    Sensitivity: a node cut off too early, or a bound of the wrong side.
    """
    choices = [(a, b, c) for a in range(6) for b in range(6) for c in range(6) if 2 * a + 3 * b + 1.5 * c <= 7]
    best = max(24 * min(25, 7 * a + 9 * b + 4 * c) - 60 * a - 85 * b - 30 * c for a, b, c in choices)
    solution = solve_program(several(), SolveOptions(gap=0.0))

    assert solution.objective == pytest.approx(best)
    assert solution.gap <= 1e-9


@pytest.mark.usefixtures("large")
def test_a_large_program_without_a_plan_in_whole_numbers_is_infeasible() -> None:
    """Proves: a search that ends without a plan says so.

    By hand: runs make 4; 10 parts are to be there: 2.5 runs. Sensitivity: the fractional plan taken for one.
    """
    solution = solve_program(half_a_run().program()[1])

    assert solution.status == "infeasible"
    assert not solution.feasible


class Choices:
    """A session whose fractional optimum is a table: what is earned, and the whole columns, by their limits."""

    def __init__(self, table: dict[tuple[float, float], tuple[str, float, float]]) -> None:
        self.table, self.at = table, (0.0, 5.0)

    def limit(self, _columns: object, lower: np.ndarray, upper: np.ndarray) -> None:
        """Take other limits of the one column."""
        self.at = float(lower[0]), float(upper[0])

    def solve(self, _settings: object, _watch: object) -> Answer:
        """Return what the table says of the limits."""
        status, objective, value = self.table[self.at]
        none = np.zeros(0)
        return Answer(status, status == "optimal", objective, objective, np.array([value]), none, none, 1)


TREE: dict[tuple[float, float], tuple[str, float, float]] = {
    (0.0, 5.0): ("optimal", 100.0, 2.5),
    (3.0, 5.0): ("optimal", 90.0, 3.0),
    (0.0, 2.0): ("optimal", 94.0, 2.0),
}
"""One whole column: 2.5 earns 100 in fractions, 3 earns 90, 2 earns 94."""


def searched(tree: dict[tuple[float, float], tuple[str, float, float]], gap: float, most: int = 9) -> branch.Found:
    """Return what our search finds on a table."""
    session = Choices(tree)
    search = branch.Search(cast("Session", session), np.array([0]), {}, Watch(), gap, most)
    return search.run(session.solve(None, None), np.array([0.0]), np.array([5.0]))


def test_the_bound_of_a_search_holds_for_what_was_cut_off() -> None:
    """Proves: a branch that is not worth its gap is cut off, and the bound still covers it.

    By hand: 2 earns 94 (the lower half is nearer when 2.5 is halved), and up to 100 could be earned above: with a gap of
    10 % that half is cut off, and the bound is 100; with 1 % it is solved (90), and the bound is 94.
    Sensitivity: a bound that forgets what was cut off says that 94 is the best there is.
    """
    loose, exact = searched(TREE, 0.10), searched(TREE, 0.01)

    assert loose.best is not None
    assert exact.best is not None
    assert (loose.best.objective, loose.bound, loose.stopped) == (94.0, 100.0, "end")
    assert (exact.best.objective, exact.bound, exact.stopped) == (94.0, 94.0, "end")


@pytest.mark.parametrize("why", ["time", "error", "nodes"])
def test_a_search_that_stops_keeps_its_best_and_the_bound_of_what_is_open(why: str) -> None:
    """Proves: where the second half ends at a limit, in an error, or is one node too many, the first half's plan is kept.

    By hand: 94 found, 100 possible. Sensitivity: losing the plan, or a bound of 94.
    """
    ends = {"time": ("limit", np.nan, np.nan), "error": ("unbounded", np.nan, np.nan)}
    tree = {**TREE, (3.0, 5.0): ends[why]} if why in ends else TREE
    found = searched(tree, 0.0, 1 if why == "nodes" else 9)

    assert found.best is not None
    assert (found.best.objective, found.bound, found.stopped) == (94.0, 100.0, why)


@pytest.mark.usefixtures("large")
def test_what_our_search_does_not_end_goes_to_the_solvers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: with two nodes allowed, the search of HiGHS goes on and gives the same.

    By hand: as above. Sensitivity: passing off the best so far as the best.
    """
    best = solve_program(several(), SolveOptions(gap=0.0)).objective
    monkeypatch.setattr(whole, "NODES", 2)
    asked = watched(monkeypatch, lambda _, solve: solve())

    assert solve_program(several(), SolveOptions(gap=0.0)).objective == pytest.approx(best)
    assert "search" in asked


def test_progress_is_told_while_the_solver_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a long solve says what it does.

    By hand: with no pause between lines every look tells. Sensitivity: a callback that nobody calls.
    """
    import reshore.solve.highs as adapter
    from reshore.model import build_program
    from reshore.network import build_network
    from reshore.tables import resolve
    from reshore.testing import synthetic

    monkeypatch.setattr(adapter, "EVERY", 0.0)
    told: list[str] = []
    program = build_program(build_network(resolve(synthetic(10_000))))
    solve_program(program, SolveOptions(method="ipx", tell=told.append))

    assert told
    assert all(line.startswith("solving: ") for line in told)
