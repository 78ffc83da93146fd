"""Answers say nothing of where things lie on the server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.web.clients import client, until

import reshore
from reshore.runs import within
from reshore.web.places import without_places
from reshore.web.problems import problem_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("There is no run 'x' in {home}/runs.", "There is no run 'x' in runs."),
        ("{home} holds model.toml already", "the workspace holds model.toml already"),
        ("Nothing is in {home}.", "Nothing is in the workspace."),
        ("{home}/a b/sites.csv is there already", "a b/sites.csv is there already"),
        ("{home}-2/x.csv cannot be written", "x.csv cannot be written"),
        ("/etc/hosts cannot be read.", "hosts cannot be read."),
        ("'/usr/lib/python3/x.csv': no", "'x.csv': no"),
        ("GET /api/runs lists those there are. See /api/docs.", "GET /api/runs lists those there are. See /api/docs."),
        ("path:/usr/secret/x.csv", "path:x.csv"),
        ("-/usr/s/x.csv", "-x.csv"),
        ("/usr{home}/x.csv", "x.csv"),
        ("works/line, 3 wafer/month, https://example.org/usr/x, a /b", None),
    ],
)
def test_paths_are_told_from_the_workspace_on(text: str, wanted: str | None, tmp_path: Path) -> None:
    """Proves: what lies in the workspace, beside it and elsewhere; what is no path stays. By hand: each text.

    Sensitivity: a workspace whose name another begins with; addresses of the API, keys and units taken for paths.
    """
    told = text.format(home=tmp_path)
    with within(tmp_path):
        assert without_places(told) == (told if wanted is None else wanted)


@pytest.mark.parametrize(
    "error", [FileExistsError, PermissionError, FileNotFoundError], ids=lambda each: str(each.__name__)
)
def test_errors_with_paths_are_told_without(error: type[OSError], tmp_path: Path) -> None:
    """Proves: each kind of error that is told. Sensitivity: a message as the command line has it."""
    with within(tmp_path):
        problem = problem_of(error(f"{tmp_path}/mine/x.csv cannot be written"))
        assert problem is not None
        assert problem.body()["error"]["message"] == "mine/x.csv cannot be written"


def test_no_answer_says_where_the_workspace_is(tmp_path: Path) -> None:
    """Proves: errors that name files, findings of a base that is not there, a job that fails, and a run that was changed tell
    no folder of the server. By hand: what each says instead. Sensitivity: texts of exceptions as they are.
    """
    secret = tmp_path / "secret"
    folder = reshore.new(secret / "mine", "first-plan")
    text = (folder / "model.toml").read_text(encoding="utf-8")
    (folder / "model.toml").write_text(f'{text}base = "{secret}/nowhere"\n', encoding="utf-8")
    rules = "rule,measure,filters,sense,value,of_base\nkeep,made,product = pump,at_least,0.5,true\n"
    (folder / "rules.csv").write_text(rules, encoding="utf-8")
    reshore.save(reshore.plan("first-plan"), secret / "runs")
    (run,) = (path.name for path in (secret / "runs").iterdir())
    with client(secret) as served:
        answers: list[Any] = [served.get("/api/models/mine/check")]
        assert "E351" in answers[0].text
        served.post("/api/models", json={"name": "other", "source": "first-plan"})
        new = {"name": "dear", "edits": []}
        served.post("/api/models/other/scenarios", json=new)
        answers.append(served.post("/api/models/other/scenarios", json=new))
        assert answers[-1].status_code == 409
        assert "There is a scenario 'dear' already." in answers[-1].text
        answers.append(served.post("/api/jobs", json={"kind": "plan", "model": "mine"}))
        assert answers[-1].status_code == 422
        (secret / "runs" / run / "inputs").rename(secret / "runs" / run / "elsewhere")
        answers += [served.get(f"/api/runs/{run}{part}") for part in ("", "/figures", "/results.xlsx", "/report.html")]
        job = served.post("/api/jobs", json={"kind": "bottlenecks", "run": run}).json()
        until(lambda: served.get(f"/api/jobs/{job['id']}").json()["state"] == "failed", "failed")
        answers.append(served.get(f"/api/jobs/{job['id']}"))
        answers.append(served.get(f"/api/compare?a={run}&b={run}"))
        answers += [served.get(path) for path in ("/api/about", "/api/models", "/api/runs", "/api/jobs")]
    assert sum(answer.status_code >= 400 for answer in answers) >= 4
    for answer in answers:
        assert str(tmp_path) not in json.dumps(answer.text), answer.url
        assert tmp_path.name not in answer.text, answer.url
