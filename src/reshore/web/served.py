"""What the routes work with: the workspace, what was read of it, and its jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from reshore.web.jobs.queue import Queue
from reshore.web.library import Library
from reshore.web.plans import Plans
from reshore.web.settings import Settings
from reshore.web.workspace import Workspace


@dataclass(frozen=True)
class Served:
    """A workspace that is being served."""

    settings: Settings
    workspace: Workspace
    library: Library
    plans: Plans
    queue: Queue


def _served(request: Request) -> Served:
    return cast("Served", request.app.state.served)


Here = Annotated[Served, Depends(_served)]
