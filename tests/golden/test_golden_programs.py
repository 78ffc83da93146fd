"""The program of `first-plan`, byte for byte."""

from pathlib import Path

import highspy
import pytest
from tests.builders import asks, plant

import reshore

GOLDEN = Path(__file__).parent / "first-plan.mps"


def test_the_program_of_first_plan_is_the_stored_one(tmp_path: Path) -> None:
    """Proves: no row, column, number or name of the program has changed.

    By hand: the file is read in reviews; README.md here says how to write it again.
    Sensitivity: any change of a law, of a term, of an order or of a name.
    """
    written = reshore.write_mps("first-plan", tmp_path / "first-plan.mps")

    assert written.read_bytes().splitlines() == GOLDEN.read_bytes().splitlines()
    assert written.read_bytes() == GOLDEN.read_bytes()


def test_another_solver_finds_the_negative_of_the_objective(tmp_path: Path) -> None:
    """Proves: the file, read by HiGHS as any solver would, has the optimum −61 648.

    By hand: the README of the example. Sensitivity: a lost bound, whole number, constant or sign in the file.
    """
    copy = tmp_path / "copy.mps"
    copy.write_bytes(GOLDEN.read_bytes())
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(copy))
    highs.run()

    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    assert highs.getInfo().objective_function_value == pytest.approx(-61648)
    assert reshore.plan("first-plan").objective == pytest.approx(61648)


def test_goals_are_rules_of_the_program(tmp_path: Path) -> None:
    """Proves: the program of a model with goals is that of its plan: of money, with what the goals reached as rules.

    By hand: parts cost 7 and sell for 5: 20 of them, which the target asks for, lose 40; without goals none is made.
    Sensitivity: a program whose optimum is 0.
    """
    target = {"target": "t", "measure": "made", "by": "2025-04-01", "at_least": 20}
    case = plant(
        demands=asks([10, 10, 10], price=5),
        operations=[{"site": "plant", "process": "make", "unit_cost": 7}],
        targets=[target],
    )
    model = case.over("3 months", objective="target:t; profit", goal_tolerance=0).write(tmp_path / "model")
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(reshore.write_mps(model, tmp_path / "copy.mps")))
    highs.run()

    assert highs.getInfo().objective_function_value == pytest.approx(40)
    assert reshore.plan(model).objective == pytest.approx(-40)
