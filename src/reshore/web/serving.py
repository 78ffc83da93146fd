"""Serve a workspace until somebody ends it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

import uvicorn

from reshore.web.app import make_app
from reshore.web.jobs.queue import Queue
from reshore.web.lock import locked
from reshore.web.security import new_token
from reshore.web.settings import Settings
from reshore.web.workspace import JOBS

GRACE = 3


class PortTaken(Exception):
    """Nothing can be served at an address; the message says why and what to do."""


def serve(settings: Settings, ready: Callable[[Settings], None]) -> None:
    """Serve a workspace, and call `ready` once requests are taken; a host other than loopback gets a token.

    Raises PortTaken where the port cannot be had, InUse where another server has the workspace.
    """
    settings = settings if settings.loopback or settings.token else replace(settings, token=new_token())
    _enter(settings.workspace)
    with _bound(settings) as listening, locked(settings.workspace / JOBS):
        settings = replace(settings, port=listening.getsockname()[1])
        app = make_app(settings)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            proxy_headers=False,
        )
        server = _Server(config, app.state.served.queue, lambda: ready(settings))
        with suppress(KeyboardInterrupt):  # raised again once all is ended, which is how a server is ended
            server.run([listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, queue: Queue, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._queue, self._ready = queue, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to take requests, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Hear that it is to end: streams of events end by themselves then."""
        self._queue.closing.set()
        super().handle_exit(sig, frame)


def _enter(workspace: Path) -> None:
    """Work in a workspace, where models look for the runs that they name; relative paths to modules mean what they did."""
    paths = os.environ.get("PYTHONPATH")
    if paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(str(Path(path).absolute()) for path in paths.split(os.pathsep))
    os.chdir(workspace)


def _bound(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        remedy = "Give another one with --port, or 0 for any that is free."
        raise PortTaken(f"{settings.host}:{settings.port} cannot be had: {error.strerror}. {remedy}") from None
    return listening
