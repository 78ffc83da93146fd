"""Who may ask for what: each bound has a request that passes it if it is taken out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import Message
from tests.web.clients import client

from reshore.web.app import make_app
from reshore.web.security import POLICY
from reshore.web.settings import Settings

TOKEN = "a-secret"  # noqa: S105
JSON = {"content-type": "application/json"}
OUTSIDE = [
    "..%2f..%2fetc",
    "..%2Foutside",
    "%2e%2e%2foutside",
    "..%5coutside",
    "%2Fetc",
    "%2ftmp%2foutside",
    "mine%00",
    "%00",
    ".hidden",
    "linked",
    "runs",
    "jobs",
    "..%2fhome%2f.",
    "~root",
    "C:%5coutside",
]


def test_another_name_of_this_machine_is_not_answered(tmp_path: Path) -> None:
    """Proves: a page of another site whose name was made to lead here (DNS rebinding) reads nothing.

    By hand: names of loopback, with any port, and no other. Sensitivity: no look at `Host`; a look at its beginning alone.
    """
    with client(tmp_path) as served:
        for host in ("127.0.0.1:1", "localhost", "[::1]:8765", "LOCALHOST:80"):
            assert served.get("/api/about", headers={"host": host}).status_code == 200, host
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", "", "10.0.0.1"):
            answer = served.get("/api/about", headers={"host": host})
            assert answer.status_code == 403, host
            assert "does not answer under that name" in answer.json()["error"]["message"]


def test_a_proxy_may_lead_here_under_a_name_that_is_told(tmp_path: Path) -> None:
    """Proves: a name that is given is answered, and its pages may change things, whether the proxy keeps `Host` or not.

    Sensitivity: names alone that are bound, so that no proxy can stand before the server; any origin at all.
    """
    ours = {**JSON, "origin": "https://plans.example"}
    with client(tmp_path, names=("plans.example",)) as served:
        assert served.get("/api/about", headers={"host": "Plans.Example"}).status_code == 200
        for headers in (ours, {**ours, "host": "plans.example"}):
            answer = served.post("/api/models", json={"name": f"mine{len(headers)}"}, headers=headers)
            assert answer.status_code == 201, answer.text
        theirs = {**ours, "origin": "https://plans.example.evil"}
        assert served.post("/api/models", json={"name": "other"}, headers=theirs).status_code == 403


def test_with_a_token_nothing_is_answered_without_it(tmp_path: Path) -> None:
    """Proves: header, cookie and the first address are the only ways in; the address is not kept.

    Sensitivity: a token that is asked for by some routes alone, or compared by its beginning.
    """
    with client(tmp_path, token=TOKEN) as served:
        for path in ("/api/about", "/api/openapi.json", "/api/docs", "/api/jobs", "/api/nothing"):
            assert served.get(path).status_code == 401, path
        assert served.get("/").status_code == 401
        assert served.get("/api/about", headers={"authorization": "Bearer a-secre"}).status_code == 401
        assert served.get("/api/about?token=a-secret").status_code == 401
        assert served.get("/?token=wrong", follow_redirects=False).status_code == 401
        assert served.get("/api/about", headers={"authorization": "Bearer a-secret"}).json()["token"] is True

        welcome = served.get("/?token=a-secret", follow_redirects=False)
        assert (welcome.status_code, welcome.headers["location"]) == (303, "/")
        cookie = welcome.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert served.get("/api/about").status_code == 200


def test_what_another_site_can_send_changes_nothing(tmp_path: Path) -> None:
    """Proves: a form or a plain `fetch` of another site cannot make a model.

    By hand: no folder. Sensitivity: a route that takes any content type; no look at the origin.
    """
    body = b'{"name": "mine"}'
    with client(tmp_path) as served:
        for headers in (
            {"content-type": "text/plain"},
            {"content-type": "application/x-www-form-urlencoded"},
            {},
            {**JSON, "origin": "http://evil.example"},
            {**JSON, "origin": "null"},
            {**JSON, "sec-fetch-site": "cross-site"},
            {**JSON, "sec-fetch-site": "same-site"},
        ):
            assert served.post("/api/models", content=body, headers=headers).status_code == 403, headers
        assert served.delete("/api/models/mine").status_code == 403
        assert not (tmp_path / "mine").exists()
        own = {**JSON, "origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}
        assert served.post("/api/models", content=body, headers=own).status_code == 201
        assert served.delete("/api/models/mine", headers={"x-reshore": "1"}).status_code == 204


def test_every_answer_has_the_policy_and_no_answer_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: the headers are on answers of every kind, and an error that nobody expected says nothing of the inside.

    Sensitivity: headers that routes add; a debugging handler.
    """
    with client(tmp_path) as served:

        def fails() -> None:
            raise ZeroDivisionError("the secret path /etc/hidden")

        monkeypatch.setattr("reshore.web.workspace.Workspace.models", lambda _: fails())
        answers = [
            served.get("/"),
            served.get("/api/about"),
            served.get("/api/nothing"),
            served.get("/api/models"),
            served.get("/api/about", headers={"host": "evil.example"}),
            served.post("/api/models", content=b"{", headers=JSON),
            served.post("/api/models", content=b"x" * 2_000_000, headers=JSON),
            served.put("/api/about", headers=JSON),
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 500, 403, 400, 413, 405]
    for answer in answers:
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert not any(word in answer.text for word in ("Traceback", "hidden", "ZeroDivision", ".py"))
    assert all("error" in answer.json() for answer in answers[2:])


def test_a_body_is_counted_as_it_comes(tmp_path: Path) -> None:
    """Proves: a body without a length is cut off at 1 MB, and one with a length is not read at all.

    Sensitivity: a look at the length that a client states, and nothing else.
    """

    def endless() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 100_000

    with client(tmp_path) as served:
        assert served.post("/api/models", content=endless(), headers=JSON).status_code == 413
        stated = served.post("/api/jobs", content=b" " * 1_000_001, headers=JSON)
        assert stated.status_code == 413
        assert stated.json()["error"]["message"] == "The request is too large: at most 1 MB are taken."


def test_a_body_that_is_stated_as_too_large_is_not_read(tmp_path: Path) -> None:
    """Proves: nothing of it is taken in. By hand: the length alone. Sensitivity: a body that is counted while it comes only."""
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the body is read")

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", b"application/json"), (b"content-length", b"1000001")]
    scope = {"type": "http", "method": "POST", "path": "/api/jobs", "query_string": b"", "headers": headers}
    asyncio.run(make_app(Settings(tmp_path))(scope, receive, send))

    assert sent[0]["status"] == 413


def test_no_name_leads_out_of_the_workspace(tmp_path: Path) -> None:
    """Proves: names are looked up among what there is, and links that lead out are not there.

    By hand: a real model outside, one behind a link. Sensitivity: a name joined to the folder of the workspace.
    """
    home = tmp_path / "home"
    with client(home) as served:
        assert served.post("/api/models", json={"name": "mine", "source": "first-plan"}).status_code == 201
        (home / "mine").rename(tmp_path / "outside")
        (home / "linked").symlink_to(tmp_path / "outside")
        (home / "runs").mkdir()
        (home / "runs" / "linked").symlink_to(tmp_path / "outside")
        (tmp_path / "outside" / "run.json").write_text("{}")
        for name in OUTSIDE:
            paths = [
                *(f"/api/models/{name}{part}" for part in ("", "/check", "/tables/sites")),
                *(f"/api/runs/{name}{part}" for part in ("", "/report.html")),
                *(f"/api/jobs/{name}{part}" for part in ("", "/file")),
                f"/api/models/first-plan/tables/{name}",
                f"/api/models/first-plan/check?scenario={name}",
                *(f"{part}{name}" for part in ("/", "/assets/", "/assets/..%2f..%2f")),
            ]
            for path in paths:
                answer = served.get(path)
                assert answer.status_code == 404, path
                assert "casting" not in answer.text
            assert served.delete(f"/api/models/{name}", headers={"x-reshore": "1"}).status_code == 404
        models = [entry["model"] for entry in served.get("/api/models").json()]
        assert served.get("/api/runs").json() == []

    assert models == ["factory", "first-plan", "us-buildout"]
    assert (tmp_path / "outside" / "model.toml").is_file()


def test_new_things_have_plain_names(tmp_path: Path) -> None:
    """Proves: a model or a scenario with another name is not made. Sensitivity: a name that is only looked at for `/`."""
    names = ["../out", "/abs", "a\0b", "", ".x", "a/b", "x" * 65, "a.", "-x", "a\n"]
    home = tmp_path / "home"
    with client(home) as served:
        served.post("/api/models", json={"name": "mine", "source": "first-plan"})
        before = sorted(tmp_path.rglob("*"))
        for name in names:
            assert served.post("/api/models", json={"name": name}).status_code == 400, name
            assert served.post("/api/models/mine/scenarios", json={"name": name, "edits": []}).status_code == 400, name
        for name in ("runs", "jobs", "scenarios", "MINE"):
            assert served.post("/api/models", json={"name": name}).status_code == 409, name

    assert sorted(tmp_path.rglob("*")) == before


def test_a_model_that_names_a_run_outside_reads_nothing_of_it(tmp_path: Path) -> None:
    """Proves: the base plan of a model, which may be a path, is found in the workspace alone.

    By hand: a run outside whose path the model gives; the finding is that of a run that is not there. Sensitivity: a server that
    calls the functions of the command line without a bound.
    """
    import reshore

    outside = reshore.save(reshore.plan("first-plan"), tmp_path / "elsewhere").folder
    home = tmp_path / "home"
    rule = "rule,measure,sense,value,of_base\nmore,delivered,at_least,1,true\n"
    with client(home) as served:
        served.post("/api/models", json={"name": "mine", "source": "first-plan"})
        (home / "mine" / "rules.csv").write_text(rule)
        edit = {"table": "model", "key": "", "column": "base", "value": str(outside)}
        found = served.post("/api/models/mine/check", json={"edits": [edit]}).json()["findings"]

    told = next(one for one in found if one["code"] == "E351")
    assert "There is no run" in told["message"]
