"""What is served."""

from __future__ import annotations

from fastapi import APIRouter

import reshore
from reshore.examples import example_names
from reshore.web.served import Here
from reshore.web.shapes.common import Shape

router = APIRouter(tags=["about"])


class About(Shape):
    """The server: its version, the name of its workspace, how many jobs run at once, and whether it asks for a token.

    `id` tells workspaces apart that are served at one address at different times, and nothing else of them.
    """

    version: str
    workspace: str
    id: str
    workers: int
    examples: int
    token: bool


@router.get("/about")
def about(here: Here) -> About:
    """Say what is served."""
    return About(
        version=reshore.__version__,
        workspace=here.workspace.root.name,
        id=here.workspace.id,
        workers=here.settings.workers,
        examples=len(example_names()),
        token=here.settings.token is not None,
    )
