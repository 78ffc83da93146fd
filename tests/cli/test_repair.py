"""`--repair` writes the least change as a scenario, with which the model plans."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tests.builders import Case, asks, line, plant
from tests.cli.test_commands import answer, run

from reshore import api
from reshore.examples import example_folder


def short() -> Case:
    """Return a plant that can make 30 parts and has to deliver 37 of them."""
    return plant("1 months", **line(30), demands=asks([37], required=True))


def test_the_repair_is_a_scenario_that_plans(tmp_path: Path) -> None:
    """Proves: the file is where the text says, its command gives a plan, and the exit code stays 4.

    By hand: 30 of 37. Sensitivity: a scenario that is written but does not read, or leaves a temporary file.
    """
    model = short().write(tmp_path / "short")
    result = run("plan", model, "--repair", "--out", tmp_path / "runs")
    file = model / "scenarios" / "repair.toml"

    assert result.exit_code == 4
    assert f"reshore plan {model} --scenario repair" in result.stderr
    assert [path.name for path in file.parent.iterdir()] == ["repair.toml"]
    assert run("plan", model, "--scenario", "repair", "--out", tmp_path / "runs").exit_code == 0
    assert api.plan(model, "repair").inputs.frame("demands")["quantity"].to_list() == [30]


def test_what_was_applied_before_is_part_of_the_scenario(tmp_path: Path) -> None:
    """Proves: the edits of the scenario and the settings come first, so that the repair is of what was planned.

    By hand: the scenario halves the hours, 15; a setting asks for 21 and makes a run take 1.5: 10 parts.
    Sensitivity: the repair of the model as it is in the files (nothing to repair there: 20 of 30).
    """
    case = plant("1 months", **line(30), demands=[{**asks([20], required=True)[0], "class": "a b"}])
    model = case.write(tmp_path / "case")
    (model / "scenarios").mkdir()
    half = '[[edits]]\ntable = "resources"\nwhere = {resource = "line"}\ncolumn = "capacity"\nop = "*"\nvalue = 0.5\n'
    (model / "scenarios" / "half.toml").write_text(half, encoding="utf-8")
    sets = (
        "demands:plant/part/a b/2025-01-01:quantity=21",
        "uses:plant/make/line:per_run=1.5",
        "model::terminal_share=0.25",
    )
    words = [word for text in sets for word in ("--set", text)]
    found = answer("plan", model, "-s", "half", *words, "--repair-as", "mended", "--out", tmp_path / "runs", code=4)
    plan = api.plan(model, "mended")

    assert found["repair_file"] == str(model / "scenarios" / "mended.toml")
    assert [(row["from"], row["to"]) for row in found["repair"]] == [(21, 10)]
    assert plan.inputs.frame("demands")["quantity"].to_list() == [10]
    assert plan.inputs.frame("resources")["capacity"].to_list() == [15]
    assert plan.inputs.setting["terminal_share"] == 0.25
    assert len(tomllib.loads(Path(found["repair_file"]).read_text(encoding="utf-8"))["edits"]) == 5


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Proves: a scenario of that name is kept and said to be there, before anything is solved.

    By hand: a file with other content. Sensitivity: a scenario lost.
    """
    model = short().write(tmp_path / "short")
    (model / "scenarios").mkdir()
    file = model / "scenarios" / "repair.toml"
    file.write_text("description = 'mine'\n", encoding="utf-8")
    result = run("plan", model, "--repair", "--out", tmp_path / "runs")

    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert "solving" not in result.stderr
    assert file.read_text(encoding="utf-8") == "description = 'mine'\n"


@pytest.mark.parametrize("name", ["../mine", ".hidden", ""])
def test_a_name_is_a_name_alone(tmp_path: Path, name: str) -> None:
    """Proves: no path leaves the folder of scenarios. By hand: names with a folder. Sensitivity: a file elsewhere."""
    model = short().write(tmp_path / "short")

    with pytest.raises(ValueError, match="no name of a scenario"):
        api.repair_file(model, name)
    assert run("plan", model, "--repair-as", name or " /", "--out", tmp_path / "runs").exit_code == 2


def test_examples_stay_as_they_are(tmp_path: Path) -> None:
    """Proves: a packaged example is not written to, and the way to a copy is told.

    By hand: first-plan by name and by path. Sensitivity: files in the installed package.
    """
    for model in ("first-plan", example_folder("first-plan")):
        result = run("plan", model, "--repair", "--out", tmp_path / "runs")

        assert result.exit_code == 2
        assert "reshore new FOLDER --from first-plan" in result.stderr


def test_a_model_with_a_plan_has_no_repair(tmp_path: Path) -> None:
    """Proves: with a plan, `--repair` writes nothing. By hand: 30 of 20. Sensitivity: an empty scenario."""
    model = plant("1 months", **line(30), demands=asks([20], required=True)).write(tmp_path / "fine")

    assert run("plan", model, "--repair", "--out", tmp_path / "runs").exit_code == 0
    assert not (model / "scenarios").exists()
