"""Every command: help, results as JSON, exit codes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.builders import Case, asks, line, plant, project
from typer.testing import CliRunner, Result

from reshore import api
from reshore.cli.app import app
from reshore.cli.commands import COMMANDS


def run(*words: object) -> Result:
    """Return the result of a command; raises what the command does not handle."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answer(*words: object, code: int = 0) -> dict[str, Any]:
    """Return what a command prints with --json; raises where standard output is anything but one JSON object."""
    result = run(*words, "--json")
    assert result.exit_code == code, result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one stored run, of `first-plan`."""
    folder = tmp_path_factory.mktemp("runs")
    api.save(api.plan("first-plan"), folder)
    return folder


def short() -> Case:
    """Return a model that requires more in February than its line can make."""
    return plant("2 months", **line(30, 2), demands=asks([0, 37], required=True, price=5))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_has_an_example(command: str) -> None:
    """Proves: `--help` says what a command does and gives an example of it.

    By hand: the words. Sensitivity: a command without docstring.
    """
    result = run(command, "--help")

    assert result.exit_code == 0
    assert f"Example: reshore {command}" in result.stdout.replace("`", "")
    assert "--json" in result.stdout


def test_without_a_command_there_is_help_and_version() -> None:
    """Proves: `reshore` lists every command, `--version` gives the version on standard output.

    By hand: the names. Sensitivity: a command that is not registered.
    """
    text = run("--help").stdout

    assert all(command in text for command in COMMANDS)
    assert run("--version").stdout.startswith("reshore ")


def test_examples_and_new_and_check(tmp_path: Path) -> None:
    """Proves: a copy of an example is a model without errors, and a second copy overwrites nothing.

    By hand: first-plan has 11 tables, settings and a README. Sensitivity: files that are left out.
    """
    names = [row["example"] for row in answer("examples")["examples"]]
    made = answer("new", tmp_path / "mine", "--from", "first-plan")

    assert {"first-plan", "factory", "us-buildout"} <= set(names)
    assert {"model.toml", "demands.csv", "ramps.csv"} <= set(made["files"])
    assert answer("check", tmp_path / "mine") == {"findings": []}
    assert "not empty" in answer("new", tmp_path / "mine", code=2)["error"]


def test_new_and_check_speak_excel(tmp_path: Path) -> None:
    """Proves: a workbook is written, checked and planned by its path, and one that is none ends with exit code 3.

    By hand: first-plan earns 61 648. Sensitivity: a plan of the folder's name, a traceback.
    """
    made = answer("new", tmp_path / "mine", "--from", "first-plan", "--format", "xlsx")
    book = tmp_path / "mine" / "model.xlsx"

    assert made["files"] == ["model.xlsx"]
    assert answer("check", book) == answer("check", tmp_path / "mine") == {"findings": []}
    found = answer("plan", book, "--out", tmp_path / "runs")
    assert (found["objective"], found["run"].split("-")[0]) == (pytest.approx(61648), "mine")
    (tmp_path / "bad.xlsx").write_text("site\nFAB\n")
    (finding,) = answer("check", tmp_path / "bad.xlsx", code=3)["findings"]
    assert (finding["code"], finding["file"], finding["sheet"], finding["cell"]) == ("E110", "bad.xlsx", None, None)
    assert run("new", tmp_path / "other", "--format", "ods").exit_code == 2


def test_plan_prints_its_record_and_stores_a_run(tmp_path: Path) -> None:
    """Proves: `plan --json` prints the keys that the design promises, and `runs`, `show`, `verify` find the run.

    By hand: first-plan earns 61 648; with one module at most 54 464. Sensitivity: a setting that is ignored.
    """
    found = answer("plan", "first-plan", "--out", tmp_path, "--set", "expansions:second line:max_modules=1")

    assert {"run", "status", "objective", "gap", "residual", "seconds", "size", "kpis"} <= found.keys()
    assert {"read", "build", "solve", "results", "verify"} <= found["seconds"].keys()
    assert {"rows", "columns", "nonzeros"} <= found["size"].keys()
    assert {"measure", "filters", "period", "value", "unit"} <= found["kpis"][0].keys()
    assert found["objective"] == pytest.approx(54464)
    (stored,) = answer("runs", "--runs", tmp_path)["runs"]
    assert (stored["run"], stored["edits"]) == (found["run"], ["expansions:second line:max_modules=1"])
    (line,) = [line for line in run("runs", "--runs", tmp_path).stdout.splitlines() if found["run"] in line]
    assert "54.5 k USD" in line
    assert answer("show", "latest", "--runs", tmp_path)["run"] == found["run"]
    assert answer("verify", found["run"], "--runs", tmp_path)["ok"] is True


@pytest.mark.parametrize("table", ["make", "build", "capacity", "money", "lost", "scrap", "value_added", "cost"])
def test_show_prints_tables_and_measures(workspace: Path, table: str) -> None:
    """Proves: every table and measure is JSON and text, empty ones too.

    By hand: nothing is scrapped in first-plan. Sensitivity: dates or empty tables that JSON cannot hold.
    """
    rows = answer("show", "latest", table, "--runs", workspace)["rows"]

    assert (rows == []) == (table == "scrap")
    assert run("show", "latest", table, "--runs", workspace).exit_code == 0


def test_write_gives_a_file(tmp_path: Path) -> None:
    """Proves: `write` writes the program and says where. By hand: its size. Sensitivity: a file left aside."""
    found = answer("write", "first-plan", "--mps", tmp_path / "a.mps")

    assert found["bytes"] == (tmp_path / "a.mps").stat().st_size > 1000
    assert [path.name for path in tmp_path.iterdir()] == ["a.mps"]


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "no-such-model"),
        ("check", "no-such-model"),
        ("write", "no-such-model", "--mps", "never.mps"),
        ("show", "no-such-run"),
        ("verify", "no-such-run"),
        ("show", "latest"),
        ("new", "never", "--from", "no-such-example"),
        ("plan",),
        ("plan", "first-plan", "--no-such-option"),
        ("no-such-command",),
    ],
)
def test_what_is_not_there_is_exit_2(words: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a wrong name ends with 2, a message on standard error, and nothing written.

    By hand: the codes of the design. Sensitivity: a traceback (1).
    """
    monkeypatch.chdir(tmp_path)
    result = run(*words)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr != ""
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_table_of_a_run_is_exit_2_and_lists_those_there_are(workspace: Path) -> None:
    """Proves: the message names the tables. By hand: the list. Sensitivity: a bare KeyError."""
    assert "value_added" in answer("show", "latest", "rockets", "--runs", workspace, code=2)["error"]


@pytest.mark.parametrize("command", ["check", "plan"])
def test_errors_in_the_data_are_exit_3_with_all_findings(command: str, tmp_path: Path) -> None:
    """Proves: all findings at once, with place and remedy, and no run.

    By hand: an unknown market and a negative quantity. Sensitivity: stopping at the first.
    """
    case = plant(demands=[*asks([5], market="plnt"), *asks([0, -3])])
    words = (command, case.write(tmp_path / "bad"), *(("--out", tmp_path / "runs") if command == "plan" else ()))
    found = answer(*words, code=3)["findings"]

    assert {"E214", "E206"} <= {finding["code"] for finding in found}
    assert {"code", "severity", "file", "table", "row", "column", "message", "remedy"} <= found[0].keys()
    assert not (tmp_path / "runs").exists() or not any((tmp_path / "runs").iterdir())


def test_no_plan_is_exit_4_and_names_the_rows(tmp_path: Path) -> None:
    """Proves: an infeasible model says which rows contradict, in text and in JSON.

    By hand: 37 are required and 30 can be made. Sensitivity: a bare word.
    """
    model = short().write(tmp_path / "short")
    result = run("plan", model, "--out", tmp_path / "runs")
    found = answer("plan", model, "--out", tmp_path / "runs", code=4)

    assert result.exit_code == 4
    assert "line at plant" in result.stderr
    assert "required demand for part in plant" in result.stderr
    assert found["status"] == "infeasible"
    assert {"law", "words", "entity", "first", "last", "limit", "unit"} <= found["conflict"][0].keys()
    assert {"table", "key", "column", "date", "from", "to", "unit", "words"} == found["repair"][0].keys()
    assert found["repair_file"] is None
    assert not (tmp_path / "runs").exists()


def test_findings_are_printed_as_they_are(tmp_path: Path) -> None:
    """Proves: a unit in brackets is printed, and the remedy stays on the line of its finding, however long.

    By hand: [widget/month] is no unit of the line, which counts hours. Sensitivity: brackets taken for markup, lines wrapped.
    """
    case = plant(**line(30), demands=asks([9]))
    rows = [{"site": "plant", "resource": "line", "unit": "hour", "capacity [widget/month]": 30}]
    result = run("check", case.having(resources=rows).write(tmp_path / "widgets"))

    assert result.exit_code == 3
    assert (
        "  [widget/month] does not fit: 'widget' is no unit of a resource. Write capacity, unit, hour (k, M, G, bn or a number "
        "may stand before it), or name it in the column `unit` of resources.\n"
    ) in result.stdout


def test_unlimited_profit_is_exit_4_and_names_the_decisions(tmp_path: Path) -> None:
    """Proves: a model without a limit on profit is no plan.

    By hand: parts cost 2 and are worth 5 at the end. Sensitivity: taking the solver's last point for a plan.
    """
    case = plant(
        operations=[{"site": "plant", "process": "make", "unit_cost": 2}],
        stocks=[{"site": "plant", "product": "part", "terminal_value": 5}],
        demands=asks([9], price=3),
    )
    found = answer("plan", case.write(tmp_path / "loop"), "--out", tmp_path / "runs", code=4)

    assert found["status"] == "unbounded"
    assert "make" in {row["law"] for row in found["conflict"]}


def test_a_time_limit_without_a_plan_is_exit_1(tmp_path: Path) -> None:
    """Proves: no plan in no time is 1, as 5 promises a usable plan, and nothing is stored.

    By hand: no time at all. Sensitivity: calling the model infeasible, or the missing plan usable (5).
    """
    option = project(whole_modules=True, capex=3)
    model = plant(**line(30), expansions=[option], demands=asks([50, 50], price=9)).write(tmp_path / "slow")
    found = answer("plan", model, "--time-limit", "0", "--out", tmp_path / "runs", code=1)

    assert "time limit" in found["error"].lower()
    assert not (tmp_path / "runs").exists()


def test_a_plan_at_the_time_limit_is_stored_and_exit_5(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a usable plan at a limit is kept, and the code says so.

    By hand: the status of the plan. Sensitivity: dropping it, or exit 0.
    """
    plan = replace(api.plan("first-plan"), status="limit")
    monkeypatch.setattr(api, "plan", lambda *_: plan)
    found = answer("plan", "first-plan", "--out", tmp_path, code=5)

    assert found["status"] == "limit"
    assert answer("runs", "--runs", tmp_path)["runs"][0]["status"] == "limit"


def changed(workspace: Path, folder: Path, mend: bool) -> Path:
    """Return a copy of the run in which 3 units more were served, with the hashes of its record mended or not."""
    source = next(workspace.iterdir())
    target = folder / source.name
    for path in [path for path in source.rglob("*") if path.is_file()]:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    file = target / "plan" / "serve.parquet"
    pl.read_parquet(file).with_columns(pl.col("value") + 3).write_parquet(file)
    if mend:
        record = json.loads((target / "run.json").read_text(encoding="utf-8"))
        record["files"]["plan/serve.parquet"] = hashlib.sha256(file.read_bytes()).hexdigest()
        (target / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def test_a_changed_plan_whose_hashes_fit_is_exit_6(workspace: Path, tmp_path: Path) -> None:
    """Proves: verification recomputes, so that a consistent forgery is found, and the laws that fail are named.

    By hand: 3 more a month are served than there are: balance, demand and money fail.
    Sensitivity: trusting hashes.
    """
    found = answer("verify", "latest", "--runs", changed(workspace, tmp_path, mend=True), code=6)

    assert found["ok"] is False
    assert {"balance", "demand", "money"} <= {check["law"] for check in found["checks"] if not check["ok"]}
    assert any(line.startswith("balance") for line in found["failures"])


def test_a_run_without_a_table_is_said_to_be_damaged(workspace: Path, tmp_path: Path) -> None:
    """Proves: what is missing is named, and what to do. Sensitivity: an empty table in its place; a table that plans lack."""
    copied = tmp_path / "runs"
    shutil.copytree(workspace, copied)
    name = answer("runs", "--runs", copied)["runs"][-1]["run"]
    (copied / name / "plan" / "money.parquet").unlink()
    result = run("show", name, "--runs", copied)

    assert result.exit_code == 2
    told = " ".join(result.stderr.replace("│", " ").split())
    assert "is damaged: plan/money.parquet is missing. Make it again" in told


def test_a_changed_file_is_exit_2_and_named(workspace: Path, tmp_path: Path) -> None:
    """Proves: a file that is not what was stored is said to be so. By hand: serve. Sensitivity: reading on."""
    error = answer("verify", "latest", "--runs", changed(workspace, tmp_path, mend=False), code=2)["error"]

    assert "plan/serve.parquet" in error


def test_a_plan_in_which_nothing_happens_is_shown(tmp_path: Path) -> None:
    """Proves: a model that has no reason to make anything has a plan, and its summary no tables.

    By hand: each part costs 4 and gives nothing. Sensitivity: a sum over the years of a table without rows.
    """
    costly = [{"site": "plant", "process": "make", "unit_cost": 4}]
    case = plant("2 months", operations=costly, demands=asks([3, 2]))
    result = run("plan", case.write(tmp_path / "idle"), "--out", tmp_path / "runs")

    assert result.exit_code == 0
    assert "Discounted profit 0 USD (optimal" in result.stdout
    assert "Delivered" not in result.stdout
