"""`reshore export`: what it writes, what it tells, and what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.cli.test_commands import answer, run

from reshore import api


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two runs of first-plan, the second with one module at most."""
    home = tmp_path_factory.mktemp("exported")
    for sets in ([], ["expansions:second line:max_modules=1"]):
        api.save(api.plan("first-plan", sets=sets), home)
    return home


def test_results_and_inputs_are_written_where_they_are_asked_for(workspace: Path, tmp_path: Path) -> None:
    """Proves: two files, of the run that is named, in folders that are made; told with their sizes.

    By hand: the first run builds two modules. Sensitivity: the latest run in place of the one named.
    """
    results, inputs = tmp_path / "new" / "first.xlsx", tmp_path / "new" / "inputs.xlsx"
    found = answer("export", "latest~1", "-o", results, "--inputs", inputs, "--runs", workspace)

    assert found == {"files": [{"file": str(file), "bytes": file.stat().st_size} for file in (results, inputs)]}
    assert next(openpyxl.load_workbook(results)["build"].iter_rows(min_row=2, values_only=True))[-1] == 2
    assert "_read me" in openpyxl.load_workbook(inputs).sheetnames


def test_without_a_file_results_are_written_and_with_inputs_alone_only_these(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proves: `results.xlsx` of the last run unless a file is named; a file of results is replaced.

    Sensitivity: results that nobody asked for beside inputs.
    """
    monkeypatch.chdir(tmp_path)
    assert run("export", "--inputs", "in.xlsx", "--runs", workspace).stdout == "Wrote in.xlsx.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["in.xlsx"]
    (tmp_path / "results.xlsx").write_text("old")
    assert run("export", "--runs", workspace).stdout == "Wrote results.xlsx.\n"
    assert next(openpyxl.load_workbook("results.xlsx")["build"].iter_rows(min_row=2, values_only=True))[-1] == 1


def test_the_inputs_are_planned_again(workspace: Path, tmp_path: Path) -> None:
    """Proves: the workbook is a model for `plan`, with the setting of its run applied. By hand: 54,464 with one module."""
    file = tmp_path / "inputs.xlsx"
    run("export", "latest", "--inputs", file, "--runs", workspace)

    assert answer("plan", file, "--out", tmp_path / "runs")["objective"] == pytest.approx(54_464)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("nowhere", "-o", "no.xlsx"), "There is no run 'nowhere'"),
        (("latest", "-o", "no.csv"), "'no.csv' is no name of a workbook. Let it end in .xlsx."),
        (("latest", "--inputs", "no.xls"), "'no.xls' is no name of a workbook."),
        (("latest", "-o", "no.xlsx", "--inputs", "./no.xlsx"), "Results and inputs are two workbooks."),
        (("latest", "-o", "folder.xlsx"), "folder.xlsx is a folder. Give the name of a file."),
        (("latest", "-o", "file/no.xlsx"), "file"),
        (("latest", "-o", "no.xlsx", "--inputs", "mine.xlsx"), "mine.xlsx is there already, and may have been edited."),
    ],
)
def test_what_cannot_be_exported_is_told(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], said: str
) -> None:
    """Proves: exit code 2 and a sentence, with --json too, nothing written, and nothing edited replaced.

    Sensitivity: a traceback; results beside inputs that were refused.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.xlsx").mkdir()
    for name in ("file", "mine.xlsx"):
        (tmp_path / name).write_text("mine")
    found = run("export", *given, "--runs", workspace)

    assert found.exit_code == 2
    assert said in found.stderr
    assert said in answer("export", *given, "--runs", workspace, code=2)["error"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder.xlsx", "mine.xlsx"]
    assert (tmp_path / "mine.xlsx").read_text() == "mine"


def test_a_run_that_was_changed_is_not_exported(workspace: Path, tmp_path: Path) -> None:
    """Proves: numbers that are not those of the run are not handed on. Sensitivity: files that are read as they are."""
    copy = tmp_path / "runs" / "copy"
    shutil.copytree(next(path for path in workspace.iterdir() if path.is_dir()), copy)
    (copy / "plan" / "build.parquet").write_bytes((copy / "plan" / "make.parquet").read_bytes())
    found = run("export", "copy", "-o", tmp_path / "no.xlsx", "--runs", tmp_path / "runs")

    assert found.exit_code == 2
    assert "was changed after it was stored: plan/build.parquet" in found.stderr
    assert not (tmp_path / "no.xlsx").exists()
