"""What jobs use: a job reads its model when it starts, so that neither goes nor is another while one waits or runs with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reshore.web.problems import Problem
from reshore.web.served import Served
from reshore.web.shapes.jobs import Job
from reshore.web.workspace import Place


@contextmanager
def free(here: Served, place: Place, version: str | None = None) -> Iterator[None]:
    """Let nobody write to a model or start a job meanwhile; raises Problem where a job uses it, or it is of another version."""
    with here.library.writing:
        if version is not None and here.library.version(place) != version:
            raise Problem(
                409, f"{place.name} has changed since it was read.", "Look at it again before you replace it."
            )
        refuse_jobs(here.queue.using(place.path), place.name)
        yield


def refuse_jobs(jobs: Sequence[Job], what: str) -> None:
    """Raise Problem where there are jobs that wait or run with what is to change."""
    if jobs:
        titles = ", ".join(f"'{job.title}'" for job in jobs[:3]) + (", ..." if len(jobs) > 3 else "")
        verb = "uses" if len(jobs) == 1 else "use"
        raise Problem(409, f"{titles} {verb} {what} just now.", "Wait until it has ended, or cancel it.")
