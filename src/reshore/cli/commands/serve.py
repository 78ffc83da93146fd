"""`reshore serve`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reshore.cli.output import Exit, Json, fail, guarded

if TYPE_CHECKING:
    from reshore.web.settings import Settings


@guarded
def serve(
    workspace: Annotated[
        str, typer.Argument(metavar="WORKSPACE", help="Folder with models, and with the runs and jobs made of them.")
    ] = ".",
    port: Annotated[int, typer.Option(help="Port to listen at; 0 takes any that is free.", min=0, max=65535)] = 8765,
    host: Annotated[
        str, typer.Option(help="Name or number of this machine to listen at; other than loopback, a token is needed.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None, typer.Option(help="What every request must show; made and printed where the host asks for one.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Jobs that run at once; half of the processors, if not given.", min=1)
    ] = None,
    max_upload: Annotated[
        int, typer.Option("--max-upload", metavar="MB", help="Largest file that is taken.", min=1)
    ] = 20,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="HOST", help="A further name under which it is reached, through a proxy; repeatable."
        ),
    ] = None,
    opened: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the page in a browser; done where a person looks on.")
    ] = None,
    json: Json = False,
) -> None:
    """Serve the web page of a workspace: look at models, edit tables, plan, stress, simulate, compare. Ctrl-C ends it.

    Only this machine can reach it, unless another host is given. Nothing is sent anywhere.

    Example: `reshore serve --port 8765`
    """
    from reshore.web.installed import available

    available()
    from reshore.web.lock import InUse
    from reshore.web.serving import PortTaken
    from reshore.web.serving import serve as run
    from reshore.web.settings import MILLION, Settings

    folder = Path(workspace)
    if not folder.is_dir():
        raise fail(
            Exit.USAGE, f"'{workspace}' is no folder. Give the one that holds your models, or make it first.", json
        )
    jobs = workers or max(1, (os.cpu_count() or 1) // 2)
    settings = Settings(folder.resolve(), host, port, token or None, jobs, max_upload * MILLION, tuple(name or ()))
    looked_at = sys.stdout.isatty() if opened is None else opened
    try:
        run(settings, lambda served: _ready(served, looked_at, json))
    except (InUse, PortTaken) as error:
        raise fail(Exit.USAGE, str(error), json) from None


def _ready(settings: Settings, opened: bool, as_json: bool) -> None:
    """Say where the page is, and open it."""
    import json
    import webbrowser
    from threading import Thread
    from urllib.parse import quote

    address = settings.address + (f"?token={quote(settings.token, safe='')}" if settings.token else "")
    told = {"workspace": str(settings.workspace), "address": settings.address, "token": settings.token}
    text = f"Serving {settings.workspace} at {address} (Ctrl-C ends it)"
    sys.stdout.write(f"{json.dumps(told) if as_json else text}\n")
    sys.stdout.flush()
    if opened:
        Thread(target=webbrowser.open, args=(address,), daemon=True).start()
