"""`compare` and `sweep` on the command line: text, JSON, files, exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.cases.made import CAPACITY, DEMAND, FEWER, PRICE, case, folder
from tests.cli.test_commands import answer, run

from reshore import api
from reshore.tables import write_scenario


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two runs, of 150 and then of 364."""
    home = tmp_path_factory.mktemp("compared")
    model = folder(home / "model", {"more": [CAPACITY, {**DEMAND, "note": "a second shop"}, PRICE]})
    for name in (None, "more"):
        api.save(api.plan(model, name), home / "runs")
    return home / "runs"


def test_compare_tells_the_decision_first(workspace: Path) -> None:
    """Proves: the text has both objectives, the difference, each edit with its note, and what it adds up to.

    By hand: 150 and 364; +35, +75, +104. Sensitivity: a part left out, sides exchanged.
    """
    text = " ".join(run("compare", "latest~1", "latest", "--runs", workspace).stdout.split())

    assert "discounted profit 150 USD (optimal)" in text
    assert "B earns 214 USD more than A (142.67%)." in text
    assert "1 resources line: capacity = 52 +35 185 2 demands part: quantity * 2 (a second shop) +75 260" in text
    assert "3 demands part: price + 2 +104 364 in all +214" in text
    assert "revenue 150 364 +214" in text
    assert "part plant +22 +22 piece" in text
    assert text.index("What each edit") < text.index("By term") < text.index("Made of what is sold")


def test_compare_as_json(workspace: Path) -> None:
    """Proves: the keys, and the parts that sum to the difference. Sensitivity: a part missing; an infinite number."""
    found = answer("compare", "latest~1", "latest", "--by", "site", "--by", "year", "--runs", workspace)

    assert set(found) == {
        *("a", "b", "currency", "goal", "difference", "attributed", "edits", "by", "notes"),
        *("terms", "sites", "products", "years", "countries", "units", "measures", "builds", "inputs"),
    }
    assert found["attributed"] == {"by": "edits", "why": ""}
    for part in ("terms", "sites", "products", "years", "countries", "by"):
        assert sum(row["change"] for row in found[part]) == pytest.approx(214)
    assert sum(row["contribution"] for row in found["edits"]) == pytest.approx(214)
    assert set(found["by"][0]) == {"site", "year", "a", "b", "change"}


def test_compare_by_one_thing_and_without_planning(workspace: Path, tmp_path: Path) -> None:
    """Proves: `--by` tells that alone, `--no-attribute` plans nothing, `--csv` writes every table in full."""
    result = run(
        "compare",
        "latest~1",
        "latest",
        "--by",
        "term",
        "--no-attribute",
        "--csv",
        tmp_path / "out",
        "--runs",
        workspace,
    )

    assert "By term, discounted [USD]" in result.stdout
    assert "By site" not in result.stdout
    assert "contributes" not in result.stdout
    assert result.stderr == ""
    assert {path.stem for path in (tmp_path / "out").iterdir()} == {"money", "measures", "builds", "inputs"}
    assert pl.read_csv(tmp_path / "out" / "money.csv")["change"].sum() == pytest.approx(214)
    run("compare", "latest~1", "latest", "--csv", tmp_path / "all", "--runs", workspace)
    assert pl.read_csv(tmp_path / "all" / "edits.csv")["contribution"].to_list() == pytest.approx([35, 75, 104])


def test_compare_of_a_run_with_itself_says_that_nothing_differs(workspace: Path) -> None:
    """Proves: no table of zeros is shown. By hand: the words. Sensitivity: a division by nothing, an empty heading."""
    text = run("compare", "latest", "latest", "--runs", workspace).stdout

    for words in (
        "B has the same profit as A.",
        "Nothing was edited between A and B.",
        "The same is built, at the same time.",
    ):
        assert words in text


def test_compare_speaks_of_cost_where_that_is_the_aim(tmp_path: Path) -> None:
    """Proves: where the objective is cost, more is worse, and it says costs.

    By hand: losing one of 7 costs 3, 21; of 22 wanted more, 87. Sensitivity: 'earns' with the sign turned.
    """
    model = folder(
        tmp_path / "model", {"more": [{**FEWER, "value": 59}]}, case(lost_cost=3).over("1 months", objective="cost")
    )
    for name in (None, "more"):
        api.save(api.plan(model, name), tmp_path / "runs")
    text = run("compare", "latest~1", "latest", "--runs", tmp_path / "runs").stdout

    assert "discounted cost 21 USD" in text
    assert "B costs 66 USD more than A (314.29%)." in text
    assert "+66" in text


def test_what_cannot_be_compared_is_exit_2(workspace: Path, tmp_path: Path) -> None:
    """Proves: an unknown run, one that was changed, and another currency are usage errors that say what to do."""
    copy = tmp_path / "runs"
    shutil.copytree(workspace, copy)
    changed = next(copy.glob("*more*/base/model.toml"))
    changed.write_text(changed.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    euros = case().over("1 months", currency="EUR").write(tmp_path / "euros")
    api.save(api.plan(euros), copy)

    for words, expected in (
        (("nothing", "latest"), "There is no run 'nothing'"),
        (("latest~9", "latest"), "There is no run 'latest~9'"),
        (("latest~2", "latest~1"), "was changed after it was stored: base/model.toml"),
        (("latest~2", "latest"), "they count in USD and EUR"),
    ):
        result = run("compare", *words, "--runs", copy)
        assert (result.exit_code, result.stdout) == (2, "")
        assert expected in result.stderr


def test_a_damaged_run_is_exit_2(workspace: Path, tmp_path: Path) -> None:
    """Proves: a run whose record cannot be read is said so. Sensitivity: a traceback."""
    copy = tmp_path / "runs"
    shutil.copytree(workspace, copy)
    name = sorted(copy.iterdir())[-1].name
    (copy / name / "run.json").write_text("{", encoding="utf-8")

    result = run("compare", name, name, "--runs", copy)
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_sweep_as_text_and_as_json(tmp_path: Path) -> None:
    """Proves: the table is written, the text has a row for each scenario, and --json its figures.

    By hand: 150, 185 with the line. Sensitivity: differences to the wrong row.
    """
    model = folder(tmp_path / "model", {"line": [CAPACITY]})
    words = ("sweep", model, "--runs", tmp_path / "runs", "--workers", 1)
    text = " ".join(run(*words).stdout.split())
    found = answer(*words)

    assert "base optimal 150 150" in text
    assert "line optimal 185 +35 185" in text
    assert "base 30 line +7" in text
    assert pl.read_csv(tmp_path / "runs" / "sweep.csv")["difference"].to_list() == pytest.approx([0, 35])
    assert [row["planned"] for row in found["scenarios"]] == [False, False]
    assert {"scenario", "status", "run", "objective", "difference", "seconds", "text", "figures"} <= found["scenarios"][
        1
    ].keys()
    assert found["file"] == str(tmp_path / "runs" / "sweep.csv")
    assert {"scenario", "measure", "product", "country", "value", "unit"} == found["units"][0].keys()


def test_the_exit_code_of_a_sweep_is_that_of_the_worst_case(tmp_path: Path) -> None:
    """Proves: 0, then 4 with a scenario without a plan, then 3 with one that has errors; the table is written each time.

    By hand: 52 are required of 30. Sensitivity: 0 whatever happens; no table.
    """
    model = folder(tmp_path / "model", {"fewer": [FEWER]}, case(required=True).changing("demands", quantity=29))
    words = ("sweep", model, "--runs", tmp_path / "runs", "--out", tmp_path / "all.parquet", "--workers", 1)

    assert run(*words).exit_code == 0
    write_scenario(model / "scenarios" / "bad.toml", "bad", [{**FEWER, "value": 52}])
    infeasible = run(*words)
    assert infeasible.exit_code == 4
    assert "bad: No plan is possible" in infeasible.stdout
    write_scenario(model / "scenarios" / "wrong.toml", "wrong", [{**FEWER, "column": "quantiy"}])
    assert [row["status"] for row in answer(*words, code=3)["scenarios"]] == [
        "optimal",
        "infeasible",
        "optimal",
        "data errors",
    ]
    assert pl.read_parquet(tmp_path / "all.parquet")["status"].to_list()[1] == "infeasible"


def test_what_cannot_be_swept_is_a_usage_error(tmp_path: Path) -> None:
    """Proves: unknown scenarios, endings and models are exit 2, errors of the model 3, and nothing is written."""
    model = folder(tmp_path / "model", {"fewer": [FEWER]})
    runs = tmp_path / "runs"

    for words, code, expected in (
        ((model, "--scenarios", "fewr"), 2, "Did you mean 'fewer'"),
        ((model, "--out", "table.ods"), 2, "Let it end in"),
        (("no-such-model",), 2, "no-such-model"),
        ((model, "--set", "demands:plant/part//2025-01-01:quantity=-1"), 3, "E206"),
    ):
        result = run("sweep", *words, "--runs", runs)
        assert result.exit_code == code
        assert expected in " ".join(result.stderr.replace("│", " ").split())
    assert not runs.exists()


def test_a_run_before_the_last_can_be_named(workspace: Path) -> None:
    """Proves: latest~1 is the run before the last. Sensitivity: the last, or an order by name."""
    names = [row["run"] for row in answer("runs", "--runs", workspace)["runs"]]

    assert answer("show", "latest~1", "--runs", workspace)["run"] == names[-2]
    assert answer("show", "latest~0", "--runs", workspace)["run"] == names[-1]


def test_the_record_of_a_run_has_its_edits_in_order(workspace: Path) -> None:
    """Proves: run.json keeps the edits with their remarks, and the folder the model before them."""
    record = json.loads(next(workspace.glob("*more*/run.json")).read_text(encoding="utf-8"))

    assert [edit["column"] for edit in record["edits"]] == ["capacity", "quantity", "price"]
    assert record["edits"][1]["note"] == "a second shop"
    assert api.load(next(workspace.glob("*more*/base"))).frame("demands")["quantity"].to_list() == [37]
