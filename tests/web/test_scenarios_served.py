"""Scenarios over HTTP: given other edits, renamed, moved aside, for whoever has the model as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.web.clients import client, until

import reshore

CASTING = {"table": "products", "key": "casting", "column": "value", "value": "21"}
PUMP = {"table": "products", "key": "pump", "column": "value", "value": "250"}
TEXT = """# mine
description = "Dear"

[[edits]]
table = "products"
where = {product = "casting"}
column = "value"
value = 21
"""
HEAD = {"x-reshore": "1"}
DEAR = "/api/models/mine/scenarios/dear"


def version(served: Any) -> str:
    """Return the version of the model."""
    return str(served.get("/api/models/mine").json()["version"])


def begin(served: Any, home: Path, source: str = "first-plan") -> Path:
    """Make a model with a scenario that somebody wrote, and return its file."""
    served.post("/api/models", json={"name": "mine", "source": source})
    file = home / "mine" / "scenarios" / "dear.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_a_scenario_is_given_other_edits(tmp_path: Path) -> None:
    """Proves: a dry run tells what changes and writes nothing; edits on the scenario itself stay in its text; others take its
    place, and the file as it was is in `.removed`; what was made to another version is refused.

    By hand: 21 becomes 23, then one edit takes the place of two, with a comment. Sensitivity: a last writer who wins.
    """
    with client(tmp_path) as served:
        file = begin(served, tmp_path)
        first = version(served)
        asked = {"scenario": "dear", "edits": [{**CASTING, "value": "23"}, PUMP], "version": first}
        dry = served.put(DEAR, json={**asked, "dry": True}).json()
        assert file.read_text(encoding="utf-8") == TEXT
        assert dry == {
            "version": first,
            "before": 1,
            "gone": ["products casting: value = 21"],
            "added": ["products casting: value = 23", "products pump: value = 250"],
            "comments": 0,
            "kept": None,
        }
        done = served.put(DEAR, json=asked)
        assert done.status_code == 200
        assert {**done.json(), "version": first} == dry
        assert file.read_text(encoding="utf-8").startswith(TEXT.replace("21", "23"))
        assert done.json()["version"] == version(served) != first
        assert served.put(DEAR, json=asked).status_code == 409
        kept = file.read_bytes()
        other = {"edits": [PUMP], "description": "Pumps", "version": version(served)}
        told = served.put(DEAR, json=other).json()
        assert (told["comments"], told["gone"], told["added"]) == (1, ["products casting: value = 23"], [])
        assert (tmp_path / told["kept"]).read_bytes() == kept
        assert told["kept"].startswith(".removed/")
        assert served.get("/api/models/mine").json()["scenarios"] == [{"scenario": "dear", "description": "Pumps"}]
        cells = served.get("/api/models/mine/tables/products?scenario=dear").json()["rows"]
        assert {row["key"]: row["cells"]["value"] for row in cells} == {"casting": "20", "pump": "250"}
        wrong = {"edits": [{**PUMP, "value": "much"}], "version": version(served)}
        assert served.put(DEAR, json=wrong).status_code == 422
        assert served.put(DEAR.replace("dear", "none"), json=other).status_code == 404
        example = "/api/models/us-buildout/scenarios/april-2025"
        assert served.put(example, json={"edits": [], "version": ""}).status_code == 403


def test_a_scenario_is_renamed_and_moved_aside(tmp_path: Path) -> None:
    """Proves: both keep the bytes of the file, look at the version, and refuse names that are taken or none, and examples."""
    with client(tmp_path) as served:
        file = begin(served, tmp_path)
        served.post("/api/models/mine/scenarios", json={"name": "other", "edits": []})
        now = version(served)
        for name, status in (("other", 409), ("../x", 400), ("", 400), ("dear", 409)):
            assert served.patch(DEAR, json={"name": name, "version": now}).status_code == status, name
        assert served.patch(DEAR, json={"name": "dearer", "version": "old"}).status_code == 409
        done = served.patch(DEAR, json={"name": "dearer", "version": now})
        assert done.json() == {"scenario": "dearer", "version": version(served)}
        assert (file.parent / "dearer.toml").read_text(encoding="utf-8") == TEXT
        new = DEAR.replace("dear", "dearer")
        assert served.delete(f"{new}?version={now}", headers=HEAD).status_code == 409
        assert served.delete(f"{new}?version={version(served)}").status_code == 403
        assert served.delete(new, headers=HEAD).status_code == 400
        assert served.delete(f"{new}?version={version(served)}", headers=HEAD).json() == {"version": version(served)}
        assert [each["scenario"] for each in served.get("/api/models/mine").json()["scenarios"]] == ["other"]
        example = "/api/models/us-buildout/scenarios/april-2025"
        assert served.patch(example, json={"name": "x", "version": ""}).status_code == 403
        assert served.delete(f"{example}?version=x", headers=HEAD).status_code == 403

    assert [path.read_text(encoding="utf-8") for path in tmp_path.glob(".removed/*-dearer.toml")] == [TEXT]


def test_a_scenario_that_a_job_uses_stays(tmp_path: Path) -> None:
    """Proves: the job is named, whether it plans the scenario or all of them, and afterwards the scenario goes."""
    with client(tmp_path, workers=1) as served:
        begin(served, tmp_path, "us-buildout")
        orders: list[dict[str, Any]] = [
            {"kind": "plan", "model": "mine", "scenario": "dear"},
            {"kind": "sweep", "model": "mine", "options": {"scenarios": ["dear"]}},
            {"kind": "plan", "model": "mine"},
        ]
        for order, status in zip(orders, (409, 409, 200), strict=True):
            if status == 409:
                (tmp_path / "mine" / "scenarios" / "dear.toml").write_text("edits = []\n", encoding="utf-8")
            job = served.post("/api/jobs", json=order).json()
            gone = served.delete(f"{DEAR}?version={version(served)}", headers=HEAD)
            assert gone.status_code == status, gone.text
            if status == 409:
                told = gone.json()["error"]["message"]
                assert told == f"'{job['title']}' uses the scenario dear just now."
            served.post(f"/api/jobs/{job['id']}/cancel", json={})
            until(lambda job=job: served.get(f"/api/jobs/{job['id']}").json()["state"] == "cancelled", "cancelled")


def test_scenarios_of_workbooks(tmp_path: Path) -> None:
    """Proves: those in a sheet are changed in it, and what is removed is kept as a file; a file that two workbooks share stays,
    and the other is named; a workbook with more than a model says so.
    """
    folder = reshore.new(tmp_path / "source", "first-plan")
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "dear.toml").write_text(TEXT, encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    reshore.new(home / "mine", folder, "xlsx")
    with client(home) as served:
        asked = {"scenario": "dear", "edits": [PUMP], "version": version(served)}
        done = served.put(DEAR, json=asked)
        assert done.status_code == 200, done.text
        assert done.json()["added"] == ["products pump: value = 250"]
        assert served.patch(DEAR, json={"name": "b", "version": version(served)}).status_code == 200
        gone = served.delete(f"{DEAR.replace('dear', 'b')}?version={version(served)}", headers=HEAD)
        assert gone.status_code == 200
        assert served.get("/api/models/mine").json()["scenarios"] == []
    (kept,) = home.glob(".removed/*-b.toml")
    assert 'product = "pump"' in kept.read_text(encoding="utf-8")

    (home / "scenarios").mkdir()
    (home / "scenarios" / "dear.toml").write_text(TEXT, encoding="utf-8")
    book = (home / "mine" / "model.xlsx").read_bytes()
    for name in ("one", "two"):
        (home / f"{name}.xlsx").write_bytes(book)
    with client(home) as served:
        now = served.get("/api/models/one").json()["version"]
        place = DEAR.replace("mine", "one")
        for answer in (
            served.put(place, json={"edits": [], "version": now}),
            served.patch(place, json={"name": "x", "version": now}),
            served.delete(f"{place}?version={now}", headers=HEAD),
        ):
            assert answer.status_code == 409
            told = answer.json()["error"]["message"]
            assert told == "The scenario dear is one of two too: workbooks in one folder share it."
    assert (home / "scenarios" / "dear.toml").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_changes_of_scenarios_are_documented(method: str, tmp_path: Path) -> None:
    """Proves: each is in the description of the API and on its page."""
    with client(tmp_path) as served:
        described = served.get("/api/openapi.json").json()["paths"]["/api/models/{model}/scenarios/{scenario}"]
        assert described[method]["description"]
        assert f"{method.upper()} /api/models/{{model}}/scenarios/{{scenario}}" in served.get("/api/docs").text


def test_a_description_that_is_not_sent_stays(tmp_path: Path) -> None:
    """Proves: of a description over several lines nothing is lost where another is not asked for; one that is asked for is told
    of by a dry run as it is done. Sensitivity: a text that is written anew for a description that nobody touched.
    """
    long = TEXT.replace('"Dear"', '"""Castings\nare dear"""')
    with client(tmp_path) as served:
        file = begin(served, tmp_path)
        file.write_text(long, encoding="utf-8")
        asked = {"scenario": "dear", "edits": [PUMP], "version": version(served)}
        assert served.put(DEAR, json=asked).json()["kept"] is None
        assert file.read_text(encoding="utf-8").startswith(long.rstrip())
        other = {**asked, "description": "Cheap", "version": version(served)}
        dry, done = (served.put(DEAR, json={**other, "dry": dry}).json() for dry in (True, False))
        assert (dry["comments"], dry["kept"] is None) == (done["comments"], done["kept"] is None)


def test_a_workspace_is_known_again(tmp_path: Path) -> None:
    """Proves: what browsers keep of a workspace is found again, in no other. Sensitivity: a name for each start."""

    def known(home: Path) -> str:
        with client(home) as served:
            return str(served.get("/api/about").json()["id"])

    assert known(tmp_path / "one") == known(tmp_path / "one") != known(tmp_path / "two")


def test_names_of_scenarios_differ_in_letters(tmp_path: Path) -> None:
    """Proves: a scenario is not called as another one is but for large letters; itself it may be. By hand: dear, Dear.

    Sensitivity: two files that are one elsewhere.
    """
    with client(tmp_path) as served:
        file = begin(served, tmp_path)
        new = served.post("/api/models/mine/scenarios", json={"name": "DEAR", "edits": [PUMP]})
        assert (new.status_code, new.json()["error"]["message"]) == (409, "There is a scenario 'DEAR' already.")
        asked = {"name": "Dear", "version": version(served)}
        assert served.patch(DEAR, json=asked).status_code == 200
        assert not file.exists()
        assert (file.parent / "Dear.toml").read_text(encoding="utf-8") == TEXT
