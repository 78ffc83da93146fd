"""The jobs of a workspace: some run, the others wait, and whoever looks sees each change."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reshore.cases.pool import DIED
from reshore.runs import sweep_leftovers
from reshore.web.jobs.process import Worker
from reshore.web.jobs.spec import Line, Spec
from reshore.web.jobs.store import Store, now
from reshore.web.problems import Problem
from reshore.web.shapes.common import Error
from reshore.web.shapes.jobs import Job, State
from reshore.web.workspace import Workspace, short

LOG = logging.getLogger(__name__)
WAITING: Final = 500
"""Jobs that wait at most."""


@dataclass
class _Held:
    """A job as it is now, which change that is, its process, and how it is to end where somebody wants it to."""

    job: Job
    change: int
    spec: Spec | None = None
    worker: Worker | None = None
    ending: State | None = None


class Queue:
    """Jobs, `workers` of them at once. What ran or waited when the server before this one ended is interrupted."""

    def __init__(self, workspace: Workspace, workers: int) -> None:
        self._workspace, self._workers = workspace, workers
        self._store = Store(workspace.jobs)
        self._lock = threading.RLock()
        self._change = 0
        self._held: dict[str, _Held] = {}
        self._threads: list[threading.Thread] = []
        self.closing = threading.Event()
        for job in self._store.jobs():
            self._held[job.id] = _Held(job, 0)
            if not job.over:
                self._note(job.id, state="interrupted", ended=now())

    def jobs(self) -> list[Job]:
        """Return the jobs, newest first."""
        with self._lock:
            return [held.job for held in reversed(self._held.values())]

    def job(self, name: str) -> Job:
        """Return a job; raises Problem where there is none."""
        with self._lock:
            if name not in self._held:
                raise Problem(404, f"There is no job '{short(name)}'.", "GET /api/jobs lists those there are.")
            return self._held[name].job

    def known(self, name: str) -> bool:
        """Whether there is a job of that name."""
        with self._lock:
            return name in self._held

    def using(self, model: Path) -> list[Job]:
        """Return the jobs that wait or run with the model at a place."""
        with self._lock:
            held = [one for one in self._held.values() if not one.job.over and one.spec is not None]
            return [one.job for one in held if one.spec is not None and one.spec.model == str(model)]

    def changed(self, since: int) -> tuple[int, list[Job]]:
        """Return the number of the last change, and the jobs that changed after another one, in that order."""
        with self._lock:
            later = sorted((held for held in self._held.values() if held.change > since), key=lambda held: held.change)
            return self._change, [held.job for held in later]

    def submit(self, job: Job, spec: Spec) -> Job:
        """Take a job, and start it where there is room."""
        with self._lock:
            if sum(held.job.state == "queued" for held in self._held.values()) >= WAITING:
                raise Problem(409, f"{WAITING} jobs wait already.", "Cancel some, or wait.")
            self._held[job.id] = _Held(job, self._change, spec)
            self._note(job.id)
            busy = {name for name, held in self._held.items() if held.worker is not None}
            for old in self._store.forget([held.job for held in self._held.values()], busy):
                del self._held[old]
            self._fill()
            return self._held[job.id].job

    def cancel(self, name: str) -> Job:
        """End a job, with its process and whatever that started; one that is over stays as it is."""
        self.job(name)
        return self._end(name, "cancelled")

    def close(self) -> None:
        """End all jobs, which are interrupted."""
        self.closing.set()
        with self._lock:
            names = [name for name, held in self._held.items() if not held.job.over]
            for name in names:
                if self._held[name].worker is None:
                    self._note(name, state="interrupted", ended=now())
        enders = [threading.Thread(target=self._end, args=(name, "interrupted")) for name in names]
        for thread in enders:
            thread.start()
        for thread in (*enders, *self._threads):
            thread.join()

    def _end(self, name: str, state: State) -> Job:
        with self._lock:
            held = self._held[name]
            if held.job.over:
                return held.job
            if held.worker is None:
                self._note(name, state=state, ended=now())
                return held.job
            held.ending = held.ending or state
            worker = held.worker
            self._note(name, state=held.ending, ended=now())
        worker.end()
        sweep_leftovers(self._workspace.runs, worker.group)
        return held.job

    def _fill(self) -> None:
        """Start jobs that wait, the first first, while there is room."""
        with self._lock:
            running = sum(held.worker is not None for held in self._held.values())
            waiting = [name for name, held in self._held.items() if held.job.state == "queued"]
            for name in waiting[: max(0, self._workers - running)] if not self.closing.is_set() else []:
                held = self._held[name]
                assert held.spec is not None  # noqa: S101
                try:
                    held.worker = Worker(held.spec, self._store.folder(name))
                except OSError as error:
                    failure = Error(
                        message=f"The process of the job cannot be started: {error.strerror}.", remedy=None, findings=[]
                    )
                    self._note(name, state="failed", ended=now(), error=failure)
                    continue
                self._note(name, state="running", started=now())
                thread = threading.Thread(target=self._listen, args=(name, held.worker), daemon=True)
                self._threads = [one for one in self._threads if one.is_alive()] + [thread]
                thread.start()

    def _listen(self, name: str, worker: Worker) -> None:
        """Take what a process tells until it has ended, and let the next one start."""
        last: Line | None = None
        with suppress(OSError, ValueError):
            for line in worker.lines():
                if line.progress is not None:
                    self._progress(name, line)
                else:
                    last = line
        with self._lock:
            ending = self._held[name].ending
        if ending is None:
            worker.wait()
            worker.reap()
            self._settle(name, last)
        elif last is not None and last.result is not None:
            with self._lock:
                self._note(name, state="done", result=last.result)
        with self._lock:
            self._held[name].worker = None
        self._fill()

    def _progress(self, name: str, line: Line) -> None:
        with self._lock:
            held = self._held[name]
            if held.job.state == "running" and line.progress is not None:
                held.job = held.job.model_copy(update={"progress": line.progress})
                self._change += 1
                held.change = self._change

    def _settle(self, name: str, last: Line | None) -> None:
        """Keep how a job ended by itself."""
        failure = Error(message=DIED, remedy=None, findings=[]) if last is None else last.error
        state: State = "done" if failure is None else "failed"
        with self._lock:
            if not self._held[name].job.over:
                self._note(name, state=state, ended=now(), error=failure, result=None if last is None else last.result)

    def _note(self, name: str, **changes: object) -> None:
        """Change a job, and keep it so."""
        held = self._held[name]
        held.job = held.job.model_copy(update=changes)
        self._change += 1
        held.change = self._change
        try:
            self._store.write(held.job)
        except OSError:
            LOG.exception("Job %s cannot be kept as it is now", name)
