"""A sweep that is killed or interrupted keeps what is finished, and goes on where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cases.test_pool import ROOT, alive, children, until

import reshore
from reshore import CaseOptions
from reshore.runs import list_runs
from reshore.tables import write_scenario, write_tables
from reshore.testing.synthetic import synthetic

SCENARIOS = 5
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a model of 9,000 variables, a second or two each, with five scenarios."""
    write_tables(synthetic(9_000), tmp_path / "model", "csv")
    for number in range(SCENARIOS):
        edit = {"table": "model", "column": "discount_rate", "op": "+", "value": 0.01 * (number + 1)}
        write_scenario(tmp_path / "model" / "scenarios" / f"rate_{number}.toml", "dearer money", [edit])
    return tmp_path / "model"


@contextmanager
def sweeping(model: Path, workers: int) -> Iterator[subprocess.Popen[str]]:
    """Run `reshore sweep` in a process of its own group, and give it when its first case is done."""
    call = "from reshore.cli import main; main()"
    words = [
        sys.executable,
        "-c",
        call,
        "sweep",
        str(model),
        "--runs",
        str(model.parent / "runs"),
        "--workers",
        str(workers),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    with subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as process:
        assert process.stderr is not None
        assert any("1 of 6 done" in text for text in process.stderr)
        yield process


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_a_killed_sweep_repeats_no_finished_case(model: Path, workers: int) -> None:
    """Proves: after SIGKILL no worker lives on, whole runs are kept, and a second sweep plans the others alone.

    By hand: six cases, less those whose runs are there. Sensitivity: all planned again; half a run taken for one; a worker
    that goes on planning beside the second sweep.
    """
    runs = model.parent / "runs"
    with sweeping(model, workers) as process:
        workers_ids = children(process.pid)
        process.send_signal(signal.SIGKILL)
    until(lambda: not any(alive(one) for one in workers_ids))
    finished = {str(run.record["scenario"] or "base") for run in list_runs(runs)}
    found = reshore.sweep(model, workspace=runs, how=CaseOptions(workers=2))
    again = {row.scenario for row in found.rows if row.planned}

    assert 1 <= len(finished) < 1 + SCENARIOS
    assert again == {row.scenario for row in found.rows} - finished
    assert {row.status for row in found.rows} == {"optimal"}
    assert len(list_runs(runs)) == 1 + SCENARIOS


@pytest.mark.parametrize("group", [False, True])
def test_an_interrupted_sweep_ends_cleanly(model: Path, group: bool) -> None:
    """Proves: Ctrl-C, to the process or (as a terminal does) to its workers too, ends with 130 and says what is kept.

    By hand: the words; the runs that are there are whole. Sensitivity: tracebacks, workers that are waited for, half a run.
    """
    with sweeping(model, 2) as process:
        workers_ids = children(process.pid)
        if group:
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=60)
    kept = list_runs(model.parent / "runs")

    assert process.returncode == 130
    assert "are finished and kept in" in told
    assert "Traceback" not in told
    assert out == ""
    until(lambda: not any(alive(one) for one in workers_ids), 5.0)
    assert 1 <= len(kept) < 1 + SCENARIOS
    assert all(reshore.verify_plan(run.folder).ok for run in kept)
    assert not list((model.parent / "runs").glob(".*"))
