"""Jobs of a real server: watched by several, cancelled, ended with it, and what is left of them after that."""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.cases.made import FEWER, case, folder
from tests.web.clients import client, events, processes, server, until
from typer.testing import CliRunner

import reshore
from reshore.cli.app import app
from reshore.web.jobs.kinds import do
from reshore.web.jobs.spec import Made, Spec
from reshore.web.lock import locked

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")
LONG = {"kind": "plan", "model": "us-buildout"}
SLOWER = {"table": "expansions", "key": "second line", "column": "build_time", "value": "3"}


def asked(found: httpx.Client, **job: Any) -> dict[str, Any]:
    """Ask for a job and return it."""
    answer = found.post("/api/jobs", json=job)
    assert answer.status_code == 202, answer.text
    told: dict[str, Any] = answer.json()
    return told


def begun(found: httpx.Client, job: str) -> bool:
    """Say whether the process of a job has told anything."""
    return bool(found.get(f"/api/jobs/{job}").json()["progress"]["text"])


def solving(found: httpx.Client, job: str) -> bool:
    """Say whether a job has come to the solver."""
    return "solving" in found.get(f"/api/jobs/{job}").json()["progress"]["text"]


def test_two_people_plan_at_once_and_see_what_comes(tmp_path: Path) -> None:
    """Proves: the jobs of two clients run, each sees its own to the end with progress, and both runs are stored.

    By hand: first-plan earns 61,648, with a slower second line 54,464. Sensitivity: edits that are lost or shared; a stream that
    does not end.
    """
    with server(tmp_path, "--workers", "2") as (_, found):
        seen: dict[str, list[dict[str, Any]]] = {}

        def follow(name: str, edits: list[dict[str, str]]) -> None:
            with httpx.Client(base_url=found.base_url, timeout=60) as own:
                job = asked(own, kind="plan", model="first-plan", edits=edits)
                seen[name] = list(events(own, job["id"]))

        threads = [threading.Thread(target=follow, args=each) for each in (("a", []), ("b", [SLOWER]))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        last = {name: told[-1] for name, told in seen.items()}
        assert {name: job["state"] for name, job in last.items()} == {"a": "done", "b": "done"}
        assert any(job["progress"]["text"] for job in seen["a"])
        runs = {run["run"]: run for run in found.get("/api/runs").json()}
        values = {name: runs[job["result"]["run"]]["objective"] for name, job in last.items()}
        assert values == {"a": pytest.approx(61_648), "b": pytest.approx(54_464)}
        assert found.get(f"/api/runs/{last['b']['result']['run']}").json()["sets"] == [
            "expansions:second line:build_time=3"
        ]
        told = found.get(f"/api/jobs/{last['a']['id']}/result").json()
        assert "Money [USD], by year as paid; discounted in all" in [section["title"] for section in told["sections"]]
        *_, report = events(found, asked(found, kind="report", run=last["a"]["result"]["run"])["id"])
        page = found.get(f"/api/jobs/{report['id']}/file")
        assert page.text.startswith("<!DOCTYPE html>")
        assert "sha256-" in page.headers["content-security-policy"]
        assert next(job["id"] for job in found.get("/api/jobs").json()) == report["id"]


def test_a_cancelled_plan_leaves_nothing(tmp_path: Path) -> None:
    """Proves: cancelling ends the process of a plan in the middle of solving, and the next job starts; no run, nothing hidden.

    By hand: no process that has the folder in its command line. Sensitivity: a process that is left to itself; a place in the
    queue that is not given back.
    """
    with server(tmp_path, "--workers", "1") as (_, found):
        job, waiting = asked(found, **LONG), asked(found, kind="plan", model="first-plan")
        gone = asked(found, kind="plan", model="factory")
        assert waiting["state"] == "queued"
        until(lambda: solving(found, job["id"]), "the solver begins")
        assert found.post(f"/api/jobs/{gone['id']}/cancel", headers={"x-reshore": "1"}).json()["state"] == "cancelled"
        answer = found.post(f"/api/jobs/{job['id']}/cancel", headers={"x-reshore": "1"})
        assert answer.json()["state"] == "cancelled"
        assert answer.elapsed.total_seconds() < 6
        assert not processes(str(tmp_path / "jobs" / job["id"]))
        *_, last = events(found, waiting["id"])
        assert last["state"] == "done"
        assert found.get(f"/api/jobs/{job['id']}").json()["state"] == "cancelled"
        again = found.post(f"/api/jobs/{waiting['id']}/cancel", headers={"x-reshore": "1"}).json()
        assert again["state"] == "done"
        assert [run["model"] for run in found.get("/api/runs").json()] == ["first-plan"]

    assert [path.name for path in (tmp_path / "runs").iterdir()] == [last["result"]["run"]]


def test_a_killed_server_takes_its_jobs_with_it_and_loses_no_run(tmp_path: Path) -> None:
    """Proves: jobs end with a server that is killed; the next one says which were interrupted, and has every finished run.

    By hand: one plan done, one running, one waiting. Sensitivity: jobs that go on; states that stay `running` for ever.
    """
    with server(tmp_path, "--workers", "1") as (process, found):
        *_, done = events(found, asked(found, kind="plan", model="first-plan")["id"])
        running, waiting = asked(found, **LONG), asked(found, kind="plan", model="factory")
        until(lambda: solving(found, running["id"]), "the solver begins")
        process.send_signal(signal.SIGKILL)
        process.wait()
    until(lambda: not processes(str(tmp_path / "jobs")), "the process of the job ends", 10)
    with client(tmp_path) as served:
        states = {job["id"]: job["state"] for job in served.get("/api/jobs").json()}
        assert states == {done["id"]: "done", running["id"]: "interrupted", waiting["id"]: "interrupted"}
        (run,) = served.get("/api/runs").json()
        assert run["run"] == done["result"]["run"]
        assert served.get(f"/api/runs/{run['run']}/figures").status_code == 200
        assert served.get(f"/api/jobs/{done['id']}/result").json()["sections"]
    assert reshore.verify_plan(run["run"], tmp_path / "runs").ok


def test_a_server_ends_cleanly_with_its_jobs(tmp_path: Path) -> None:
    """Proves: Ctrl-C ends streams, jobs and the server in seconds, without a traceback, and says what was interrupted.

    Sensitivity: a stream of events that keeps the server waiting; workers that hear the interrupt themselves.
    """
    with server(tmp_path) as (process, found):
        job = asked(found, **LONG)
        until(lambda: begun(found, job["id"]), "the job begins")
        with found.stream("GET", "/api/events") as stream:
            next(stream.iter_lines())
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=15)
    assert process.returncode == 0, err
    assert out + err == ""
    assert not processes(str(tmp_path / "jobs"))
    with client(tmp_path) as served:
        assert served.get(f"/api/jobs/{job['id']}").json()["state"] == "interrupted"


def test_one_server_has_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a second server of the same folder, or at the same port, says so and ends before it touches a job.

    By hand: a lock and a port that are held here. Sensitivity: a server that marks the jobs of another as interrupted.
    """
    monkeypatch.chdir(tmp_path)
    with locked(tmp_path / "jobs"):
        taken = CliRunner().invoke(app, ["serve", str(tmp_path), "--port", "0"])
    assert taken.exit_code == 2
    assert "is being served already" in taken.stderr
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        taken = CliRunner().invoke(app, ["serve", str(tmp_path), "--port", str(port)])
    assert taken.exit_code == 2
    assert f"127.0.0.1:{port} cannot be had" in taken.stderr
    assert [path.name for path in (tmp_path / "jobs").iterdir()] == [".lock"]


def test_what_cannot_be_done_is_said_at_once(tmp_path: Path) -> None:
    """Proves: a job with wrong edits, options or names is refused before anything starts, with findings at the edits.

    Sensitivity: errors that come only from the process of the job.
    """
    with client(tmp_path) as served:
        wrong = {"table": "model", "key": "", "column": "discount_rate", "value": "x"}
        answer = served.post("/api/jobs", json={"kind": "plan", "model": "first-plan", "edits": [wrong]})
        assert answer.status_code == 422
        assert answer.json()["error"]["findings"][0]["edit"] == 0
        for status, job in (
            (404, {"kind": "plan", "model": "nothing"}),
            (404, {"kind": "plan", "model": "first-plan", "scenario": "nothing"}),
            (404, {"kind": "sweep", "model": "first-plan", "options": {"scenarios": ["nothing"]}}),
            (404, {"kind": "stress", "run": "latest"}),
            (404, {"kind": "report", "run": "../run"}),
            (400, {"kind": "plan"}),
            (400, {"kind": "plan", "model": "first-plan", "run": "x"}),
            (400, {"kind": "plan", "model": "first-plan", "options": {"gap": "wide"}}),
            (400, {"kind": "plan", "model": "first-plan", "options": {"speed": 1}}),
            (400, {"kind": "dance", "model": "first-plan"}),
        ):
            assert served.post("/api/jobs", json=job).status_code == status, job
        assert served.get("/api/jobs").json() == []

    assert [path.name for path in (tmp_path / "jobs").iterdir()] == []


def test_a_job_that_fails_says_why(tmp_path: Path) -> None:
    """Proves: of a model without a plan the job has the conflict in words, and one whose process dies says that it did.

    By hand: more is required than can be made. Sensitivity: a traceback as message; a job that runs for ever.
    """
    folder = reshore.new(tmp_path / "greedy", "first-plan")
    text = (folder / "demands.csv").read_text(encoding="utf-8").splitlines()
    header = text[0].split(",")
    rows = [line.split(",") for line in text[1:]]
    rows[0][header.index("quantity") if "quantity" in header else 3] = "100000"
    table = [[*header, "required"], *([*row, "true" if at == 0 else ""] for at, row in enumerate(rows))]
    (folder / "demands.csv").write_text("\n".join(",".join(row) for row in table), encoding="utf-8")
    with server(tmp_path) as (_, found):
        *_, last = events(found, asked(found, kind="plan", model="greedy")["id"])
        assert last["state"] == "failed"
        assert last["error"]["message"] == "No plan is possible: these cannot hold together."
        told = found.get(f"/api/jobs/{last['id']}/result").json()
        assert any("city" in line for line in told["words"])
        job = asked(found, **LONG)
        until(lambda: begun(found, job["id"]), "the job begins")
        for process in processes(str(tmp_path / "jobs" / job["id"])):
            os.kill(process, signal.SIGKILL)
        *_, dead = events(found, job["id"])
        assert dead["state"] == "failed"
        assert "ended before the case was done" in dead["error"]["message"]


def test_what_a_stress_test_cannot_read_is_said_at_once(tmp_path: Path) -> None:
    """Proves: all durations and dates that cannot be read are named before a job is taken, and those that can be are not.

    Sensitivity: the first of them, from a job that failed.
    """
    run = reshore.save(reshore.plan("first-plan"), tmp_path / "runs").name
    with client(tmp_path) as served:
        options = {"durations": ["2x", "recover", "1m"], "starts": ["2025-02-01", "soon"]}
        told = served.post("/api/jobs", json={"kind": "stress", "run": run, "options": options})

    assert told.status_code == 400
    message = told.json()["error"]["message"]
    assert "durations 1: '2x' is no duration." in message
    assert "starts 2: 'soon' is no start." in message
    assert "recover is" not in message


def test_every_kind_of_job_makes_what_its_command_prints(tmp_path: Path) -> None:
    """Proves: jobs of each kind come to an end with figures, tables or words, and tell progress.

    By hand: how the titles begin. Sensitivity: a kind whose answer is not kept.
    """
    run = reshore.save(reshore.plan("first-plan"), tmp_path / "runs").name
    steps: list[tuple[int, int]] = []

    def made(kind: Any, **options: Any) -> Made:
        of = {"model": "first-plan", "run": None} if kind == "sweep" else {"model": None, "run": run}
        own = Spec(kind=kind, workspace=str(tmp_path), scenario=None, sets=[], options=options, processes=1, **of)
        return do(own, tmp_path, lambda done, count, _: steps.append((done, count)))

    stress = made("stress", durations=["1m"])
    assert stress.sections[0].title == "What an outage costs [USD], with the best response"
    assert stress.figures[0].name == "stress"
    assert (3, 3) in steps
    assert [figure.name for figure in made("simulate", replications=50).figures] == ["chances-pump"]
    assert [figure.name for figure in made("bottlenecks").figures] == ["bottlenecks"]
    assert made("targets").words == ["The model has no targets: add a table `targets`."]
    assert len(made("sweep").runs) == 1
    assert made("why", subject="pump@city").words[0] == "pump@city: 16 pump never served"
    assert made("matters", table="operations").sections[0].rows[0][0] == "operations: works/assemble yield"


def test_a_sweep_says_which_scenarios_have_no_plan(tmp_path: Path) -> None:
    """Proves: how many are planned comes first, then which are not, and why; where all are, nothing is said.

    By hand: 52 are required of 30. Sensitivity: a sweep that is done and silent.
    """
    model = folder(
        tmp_path / "model",
        {"bad": [{**FEWER, "value": 52}], "fewer": [FEWER]},
        case(required=True).changing("demands", quantity=29),
    )

    def words(scenarios: list[str]) -> list[str]:
        own = Spec(
            kind="sweep",
            workspace=str(tmp_path),
            model=str(model),
            run=None,
            scenario=None,
            sets=[],
            options={"scenarios": scenarios},
            processes=1,
        )
        return do(own, tmp_path, lambda *_: None).words

    first, *more = words(["bad", "fewer"])
    assert first == "2 of 3 planned; there is no plan for bad (infeasible)."
    assert any(line.startswith("bad: No plan is possible") for line in more)
    assert not any("planned" in line for line in words(["fewer"]))


def test_the_port_that_is_printed_is_the_one_that_is_bound(tmp_path: Path) -> None:
    """Proves: another host gets a token in the printed address, and answers under it alone.

    Sensitivity: a server for the whole network without a token.
    """
    with server(tmp_path, "--host", "0.0.0.0") as (_, found):  # noqa: S104
        assert found.get("/api/about").status_code == 401
        assert str(found.base_url).startswith("http://127.0.0.1:")
        with socket.create_connection(("127.0.0.1", found.base_url.port or 0)):
            pass
