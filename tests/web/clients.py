"""A workspace in a folder, served to a client of the tests, in this process or in one of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from reshore.web.app import make_app
from reshore.web.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have the next httpx
    from starlette.testclient import TestClient

ADDRESS = "http://127.0.0.1:8765"
CALL = "from reshore.cli import main; main()"
PATIENCE = 40.0


@contextmanager
def client(workspace: Path, **settings: Any) -> Iterator[TestClient]:
    """Give a client of a workspace that is served in this process."""
    workspace.mkdir(exist_ok=True)
    app = make_app(Settings(workspace, **settings))
    with TestClient(app, ADDRESS, raise_server_exceptions=False) as found:
        yield found


@contextmanager
def server(workspace: Path, *options: str, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Give a server in a process of its own, at a free port where none is given, and a client of it; it ends with its group."""
    workspace.mkdir(exist_ok=True)
    command = [sys.executable, "-c", CALL, "serve", str(workspace), "--port", str(port), "--no-open", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert " at http" in line, process.stderr.read() if process.stderr else ""
            with httpx.Client(base_url=line.split(" at ")[1].split()[0], timeout=PATIENCE) as found:
                yield process, found
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End a server as somebody would, and what it leaves behind if it does not end."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=10)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def events(found: httpx.Client, job: str) -> Iterator[dict[str, Any]]:
    """Yield the job at each event of its stream."""
    with found.stream("GET", f"/api/jobs/{job}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


def until(true: Any, what: str, seconds: float = PATIENCE) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not in {seconds} s: {what}"
        time.sleep(0.05)


def processes(word: str) -> list[int]:
    """Return the processes that have a word in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue
        if word.encode() in words:
            found.append(int(path.parent.name))
    return found
