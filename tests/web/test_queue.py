"""Jobs as the server holds them: those that are forgotten, and those that end while they are being ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reshore.web.jobs import queue as queues
from reshore.web.jobs import store
from reshore.web.jobs.queue import Queue
from reshore.web.jobs.spec import Line, Spec
from reshore.web.jobs.store import new_id, now
from reshore.web.shapes.jobs import Job, Result
from reshore.web.workspace import Workspace


class Slow:
    """A process that has stored its run when it is told to end, and says so only then."""

    group = 0

    def __init__(self, *_: object) -> None:
        self.told = threading.Event()

    def lines(self) -> Iterator[Line]:
        """Yield what it tells."""
        self.told.wait(10.0)
        yield Line(result=Result(run="stored", runs=["stored"]))

    def end(self) -> None:
        """End it."""
        self.told.set()

    def wait(self) -> None:
        """Wait for its end."""

    reap = wait


def job(name: str = "") -> tuple[Job, Spec]:
    """Return a job, and what its process would be told."""
    nothing: dict[str, Any] = {"model": "mine", "run": None, "scenario": None, "options": {}}
    found = Job(id=name or new_id(), kind="plan", title="Plan", state="queued", created=now(), edits=[], **nothing)
    return found, Spec(kind="plan", workspace=".", sets=[], processes=1, **nothing)


def ended(queue: Queue) -> None:
    """Wait for the threads of a queue."""
    queue.close()


def test_a_job_that_was_done_when_it_was_cancelled_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a run that was stored before the process ended is told. Sensitivity: what a process says last is thrown away."""
    monkeypatch.setattr(queues, "Worker", Slow)
    queue = Queue(Workspace(tmp_path), 1)
    asked, spec = job()
    queue.submit(asked, spec)
    queue.cancel(asked.id)
    ended(queue)

    found = queue.job(asked.id)
    assert (found.state, found.result and found.result.run) == ("done", "stored")


def test_a_job_whose_process_is_there_is_not_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: of more jobs than are kept the oldest go, but for one whose process is still ending.

    By hand: two are kept; the first is cancelled and its process goes on. Sensitivity: a listener that looks for a job that
    is gone.
    """
    monkeypatch.setattr(queues, "Worker", Slow)
    monkeypatch.setattr(store, "MOST", 1)
    monkeypatch.setattr(Slow, "end", lambda _: None)
    queue = Queue(Workspace(tmp_path), 1)
    first, second, third = (job(name) for name in ("a", "b", "c"))
    queue.submit(*first)
    queue.cancel("a")
    queue.submit(*second)
    queue.cancel("b")
    queue.submit(*third)
    there = [name for name in ("a", "b", "c") if queue.known(name)]
    monkeypatch.setattr(Slow, "end", lambda self: self.told.set())
    for held in queue._held.values():
        if held.worker is not None:
            held.worker.end()
    ended(queue)

    assert there == ["a", "c"]
