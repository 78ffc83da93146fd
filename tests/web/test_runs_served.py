"""Runs over HTTP: listed with their targets, opened, drawn, paged, handed on, compared."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.web.clients import client, until

import reshore
from reshore.web.security import POLICY


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two runs of first-plan with a target, the second with dearer castings."""
    folder = tmp_path_factory.mktemp("home")
    model = reshore.new(folder / "mine", "first-plan")
    (model / "targets.csv").write_text(
        "target,measure,filters,by,at_least,claim\npumps,made,product = pump,2025-07-01,1000,A thousand pumps\n"
        "more,delivered,,2025-07-01,800,\n",
        encoding="utf-8",
    )
    for sets in ((), ("products:casting:value=30",)):
        reshore.save(reshore.plan(model, sets=sets), folder / "runs")
    return folder


def test_runs_are_listed_with_their_targets(home: Path) -> None:
    """Proves: newest first, with what each has of its targets, in numbers and words; found again without the plan.

    By hand: 864 pumps are made and delivered, of 1,000 and 800. Sensitivity: targets of another run; a plan read for each list.
    """
    with client(home) as served:
        until(lambda: not any(run["pending"] for run in served.get("/api/runs").json()), "targets are looked up")
        runs = served.get("/api/runs").json()
        assert [run["model"] for run in runs] == ["mine", "mine"]
        assert runs[0]["created"] > runs[1]["created"]
        assert [run["sets"] for run in runs] == [["products:casting:value=30"], []]
        told = {target["target"]: target for target in runs[1]["targets"]}
        assert {name: (each["value"], each["aim"], each["reached"]) for name, each in told.items()} == {
            "pumps": (pytest.approx(864.0), 1000.0, False),
            "more": (pytest.approx(864.0), 800.0, True),
        }
        assert "A thousand pumps" in told["pumps"]["words"]
    kept = json.loads(next((home / "jobs" / ".known").glob(f"{runs[1]['run']}.json")).read_text(encoding="utf-8"))
    assert kept["targets"] == runs[1]["targets"]


def test_a_run_is_opened_and_drawn(home: Path) -> None:
    """Proves: key figures, tables and figures are those of the plan.

    By hand: the objective, 864 pumps delivered. Sensitivity: the totals of one year.
    """
    with client(home) as served:
        name = served.get("/api/runs").json()[1]["run"]
        plan = reshore.open_run(name, home / "runs")
        run = served.get(f"/api/runs/{name}").json()
        values = {kpi["name"]: kpi["value"] for kpi in run["kpis"]}
        assert values["objective"] == pytest.approx(plan.objective)
        assert values["delivered:pump"] == pytest.approx(864.0)
        assert {each["table"]: each["rows"] for each in run["tables"]} == {
            table: frame.height for table, frame in plan.tables.items()
        }
        assert "Built" in [section["title"] for section in run["summary"]]
        names = [figure["name"] for figure in served.get(f"/api/runs/{name}/figures").json()]
        assert {"targets", "chain", "build"} <= set(names)
        page = served.get(f"/api/runs/{name}/tables/build?sort=value&descending=true").json()
        assert page["total"] == plan.table("build").height
        assert page["rows"][0]["expansion"] == "second line"
        assert served.get(f"/api/runs/{name}/tables/build?search=nowhere").json()["total"] == 0
        assert served.get(f"/api/runs/{name}/tables/nothing").status_code == 404


def test_what_is_handed_on_is_whole(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: report and workbooks come as files, the report with its own policy; where nothing can print, it says so.

    Sensitivity: a policy under which the script of the report does not run, or any script would.
    """
    with client(home) as served:
        name = served.get("/api/runs").json()[0]["run"]
        page = served.get(f"/api/runs/{name}/report.html")
        policy = page.headers["content-security-policy"]
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "script-src 'sha256-" in policy
        assert "frame-ancestors 'none'" in policy
        assert policy != POLICY
        for kind in ("results", "inputs"):
            answer = served.get(f"/api/runs/{name}/{kind}.xlsx")
            assert f"{name}-{kind}.xlsx" in answer.headers["content-disposition"]
            assert len(load_workbook(BytesIO(answer.content)).sheetnames) > 5
        monkeypatch.setenv("RESHORE_CHROMIUM", "no-such-program")
        none = served.get(f"/api/runs/{name}/report.pdf")
        assert none.status_code == 404
        assert "which is no program" in none.json()["error"]["message"]


def test_two_runs_are_compared(home: Path) -> None:
    """Proves: words, tables and the waterfall are those of `reshore compare`. By hand: holding dearer castings costs more."""
    with client(home) as served:
        second, first = (run["run"] for run in served.get("/api/runs").json())
        told: dict[str, Any] = served.get(f"/api/compare?a={first}&b={second}").json()
        assert [figure["name"] for figure in told["figures"]] == ["difference-terms"]
        assert any(line.startswith("B earns") and "less than A" in line for line in told["words"])
        assert "By term, discounted [USD]" in [section["title"] for section in told["sections"]]
        assert served.get(f"/api/compare?a={first}&b=nothing").status_code == 404
        assert served.get(f"/api/compare?a={first}").status_code == 400


def test_differences_that_are_not_told_are_asked_for(tmp_path: Path) -> None:
    """Proves: an answer says that it has the largest differences alone, and all of them come where they are asked for.

    By hand: four cells of six rows. Sensitivity: an answer that is kept for both.
    """
    model = reshore.new(tmp_path / "mine", "first-plan")
    reshore.save(reshore.plan(model), tmp_path / "runs")
    file = model / "demands.csv"
    text = file.read_text(encoding="utf-8").replace(",200,1,10,30,", ",199,2,11,31,")
    file.write_text(text, encoding="utf-8")
    reshore.save(reshore.plan(model), tmp_path / "runs")
    with client(tmp_path) as served:
        second, first = (run["run"] for run in served.get("/api/runs").json())
        short, whole = (served.get(f"/api/compare?a={first}&b={second}{part}").json() for part in ("", "&all=true"))
        same = served.get(f"/api/compare?a={first}&b={first}").json()
    assert (short["more"], whole["more"], same["more"]) == (True, True, False)
    cells = [
        next(each["rows"] for each in told["sections"] if each["title"] == "Cells of the tables that differ")
        for told in (short, whole)
    ]
    assert cells[0][-1][0] == "12 others"
    assert [*cells[1][:12]] == cells[0][:12]
    assert len(cells[1]) == 24


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    """Proves: names and notes of a model are no formulas in the workbooks that are handed on.

    By hand: a note that begins with `=`. Sensitivity: a writer that makes formulas of text.
    """
    with client(tmp_path) as served:
        served.post("/api/models", json={"name": "mine", "source": "first-plan"})
        version = served.get("/api/models/mine").json()["version"]
        note = {"table": "sites", "key": "city", "column": "note", "value": '=HYPERLINK("http://evil.example")'}
        assert served.post("/api/models/mine/save", json={"version": version, "edits": [note]}).status_code == 200
        content = served.get("/api/models/mine/inputs.xlsx").content
    sheet = load_workbook(BytesIO(content))["sites"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPERLINK")]
    assert [cell.data_type for cell in cells] == ["s"]


def test_the_page_and_its_files(tmp_path: Path) -> None:
    """Proves: a built page is served with files that are kept for ever; where none is built it says so, and the API works.

    Sensitivity: files of the folder that are no part of the page; an index that is kept.
    """
    page = tmp_path / "page"
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text("<title>the page</title>")
    (page / "built.json").write_text("{}")
    (page / "icon.svg").write_text("<svg/>")
    (page / "assets" / "main-1a2b.js").write_text(f"'{'x' * 5000}'")
    with client(tmp_path / "home", page=page) as served:
        assert "the page" in served.get("/").text
        assert served.get("/").headers["cache-control"] == "no-cache"
        script = served.get("/assets/main-1a2b.js")
        assert "immutable" in script.headers["cache-control"]
        assert script.headers["content-encoding"] == "gzip"
        assert served.get("/icon.svg").status_code == 200
        assert served.get("/built.json").status_code == 404
        assert served.get("/models").status_code == 404
        assert served.get("/api/about").headers["cache-control"] == "no-store"
        assert len(served.get("/api/world.json").json()["features"]) > 100
    with client(tmp_path / "other", page=tmp_path / "none") as served:
        assert "The page is not built" in served.get("/").text
        docs = served.get("/api/docs").text
        described = served.get("/api/openapi.json").json()
        for path in described["paths"]:
            assert path in docs
        assert "<script" not in docs
        assert described["paths"]["/api/jobs"]["post"]["responses"]["202"]["content"]["application/json"]["schema"] == {
            "$ref": "#/components/schemas/Job"
        }
