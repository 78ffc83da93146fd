"""Jobs: asked for, watched, cancelled, and what came of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from reshore.report.page import page_policy
from reshore.web.jobs.asked import job_of
from reshore.web.jobs.queue import Queue
from reshore.web.jobs.store import ANSWER
from reshore.web.problems import Problem
from reshore.web.routes.runs import download
from reshore.web.served import Here, Served
from reshore.web.shapes.jobs import Answer, Job, NewJob

router = APIRouter(tags=["jobs"])
EVERY: Final = 0.2
"""Seconds between two looks at what changed."""
QUIET: Final = 15.0
"""Seconds after which a stream without news says that it is still there."""
STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"text/event-stream": {}}, "description": "Events `job`, each with a job as data."}
}


@router.post("/jobs", status_code=202)
def new_job(here: Here, asked: NewJob) -> Job:
    """Take a job; answers 422 with findings at once where its model has errors."""
    seen = _version(here, asked)
    job, spec = job_of(here.workspace, here.library, asked, here.settings.workers)
    with here.library.writing:
        if _version(here, asked) != seen:
            raise Problem(409, f"{asked.model} has changed while it was looked at.", "Start the job again.")
        return here.queue.submit(job, spec)


def _version(here: Served, asked: NewJob) -> str | None:
    """Return what the model of a job is just now; raises Problem where it has gone."""
    return None if asked.model is None else here.library.version(here.workspace.model(asked.model))


@router.get("/jobs")
def list_jobs(here: Here) -> list[Job]:
    """List the jobs, newest first."""
    return here.queue.jobs()


@router.get("/jobs/{job}")
def open_job(here: Here, job: str) -> Job:
    """Return a job."""
    return here.queue.job(job)


@router.post("/jobs/{job}/cancel")
def cancel_job(here: Here, job: str) -> Job:
    """End a job with all its processes; one that is over stays as it is."""
    return here.queue.cancel(job)


@router.get("/jobs/{job}/events", responses=STREAM, response_class=StreamingResponse)
def job_events(here: Here, job: str) -> StreamingResponse:
    """Follow a job: an event at each change, until it has ended."""
    return _streamed(_events(here.queue, here.queue.job(job).id))


@router.get("/events", responses=STREAM, response_class=StreamingResponse)
def all_events(here: Here) -> StreamingResponse:
    """Follow all jobs: an event at each change, without end."""
    return _streamed(_events(here.queue, None))


@router.get("/jobs/{job}/result", response_model=Answer)
def job_result(here: Here, job: str) -> Response:
    """Return what the command of a job prints, as tables and words, and its figures."""
    found = here.queue.job(job)
    file = here.workspace.jobs / found.id / ANSWER
    if found.result is None or not file.is_file():
        raise Problem(404, "The job has no result.", "Look at its state.")
    return Response(file.read_bytes(), media_type="application/json")


@router.get("/jobs/{job}/file", response_class=Response)
def job_file(here: Here, job: str) -> Response:
    """Return the file that a job made."""
    found = here.queue.job(job)
    name = found.result.file if found.result is not None else None
    file = here.workspace.jobs / found.id / str(name)
    if name is None or not file.is_file():
        raise Problem(404, "The job made no file.", "Look at its state.")
    answer = download(file.read_bytes(), f"{found.run}-{name}" if file.suffix != ".html" else "")
    if file.suffix == ".html":
        answer.headers["content-security-policy"] = f"{page_policy()}; frame-ancestors 'none'"
    return answer


def _streamed(events: AsyncIterator[str]) -> StreamingResponse:
    return StreamingResponse(events, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _events(queue: Queue, name: str | None) -> AsyncIterator[str]:
    """Yield the events of a job, or of all: first what it is now, then each change, at most five a second."""
    since, quiet = (queue.changed(0)[0], 0.0) if name is None else (-1, 0.0)
    yield ": here\n\n"
    while not queue.closing.is_set():
        since, jobs = queue.changed(since)
        own = [job for job in jobs if name in (None, job.id)]
        for job in own:
            yield f"event: job\ndata: {json.dumps(job.model_dump(), separators=(',', ':'))}\n\n"
        if name is not None and (any(job.over for job in own) or not queue.known(name)):
            return
        quiet = 0.0 if own else quiet + EVERY
        if quiet >= QUIET:
            quiet = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(EVERY)
