"""Jobs on disk: a folder each, with `job.json`, written aside and renamed; what an answer is in files beside it."""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Container, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from reshore.tables.aside import aside
from reshore.web.shapes.jobs import Job

LOG = logging.getLogger(__name__)
RECORD: Final = "job.json"
ANSWER: Final = "result.json"
MOST: Final = 200


class Store:
    """The folder of jobs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def folder(self, job: str) -> Path:
        """Return the folder of a job."""
        return self._folder / job

    def write(self, job: Job) -> None:
        """Keep a job as it is now."""
        with aside(self.folder(job.id) / RECORD) as path:
            path.write_text(job.model_dump_json(indent=2), encoding="utf-8")

    def jobs(self) -> list[Job]:
        """Return the jobs, oldest first; one that cannot be read is left out, and the log says so."""
        return sorted(self._readable(), key=lambda job: (job.created, job.id))

    def forget(self, jobs: list[Job], busy: Container[str]) -> list[str]:
        """Remove the oldest of those that are over, where there are more than are kept, and return which; busy ones stay."""
        over = [job.id for job in jobs if job.over and job.id not in busy][: max(0, len(jobs) - MOST)]
        for job in over:
            shutil.rmtree(self.folder(job), ignore_errors=True)
        return over

    def _readable(self) -> Iterator[Job]:
        for file in self._folder.glob(f"[!.]*/{RECORD}"):
            try:
                job = Job.model_validate_json(file.read_bytes())
            except (OSError, ValidationError) as error:
                LOG.warning("%s cannot be read: %s. It is left out.", file, error)
                continue
            if job.id == file.parent.name:
                yield job


def new_id() -> str:
    """Return a name for a job: when it was asked for, and something that no other has."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def now() -> str:
    """Return the time, as jobs keep it."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")
