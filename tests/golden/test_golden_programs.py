"""The program of `first-plan`, byte for byte."""

from pathlib import Path

import highspy
import pytest

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
