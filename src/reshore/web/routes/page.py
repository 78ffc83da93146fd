"""The page itself: static files that are built, and what maps are drawn on."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from reshore import report
from reshore.web.problems import Problem
from reshore.web.served import Here

router = APIRouter(tags=["page"])
INDEX = "index.html"
FOREVER = "public, max-age=31536000, immutable"
UNBUILT = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>reshore</title><h1>The page is not built</h1>
<p>This installation has no built page. Install a wheel of reshore, or build the page in web/ with <code>npm run build</code>.
The API works: see <a href="/api/docs">its documentation</a>.</p></html>"""


@router.get("/world.json", response_class=Response)
def world() -> Response:
    """Return the outlines of countries that maps are drawn on (Natural Earth)."""
    text = resources.files(report).joinpath("page", "world.json").read_bytes()
    return Response(text, media_type="application/json", headers={"cache-control": "public, max-age=86400"})


class Assets(StaticFiles):
    """Files with a hash in their name: whoever has one never asks for it again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file."""
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = FOREVER
        return response


def add_page(app: FastAPI, folder: Path) -> None:
    """Let an application serve the built page, or say that it is not built."""
    if (folder / "assets").is_dir():
        app.mount("/assets", Assets(directory=folder / "assets"), name="assets")
    app.add_api_route("/", _index, methods=["GET"], include_in_schema=False)
    app.add_api_route("/{file}", _beside, methods=["GET"], include_in_schema=False)


def _index(here: Here) -> Response:
    file = here.settings.page / INDEX
    return FileResponse(file, media_type="text/html") if file.is_file() else HTMLResponse(UNBUILT)


def _beside(here: Here, file: str) -> Response:
    """Return a file that lies beside the page, such as its icon, looked up among those that are there."""
    there = here.settings.page
    known = {path.name: path for path in there.iterdir() if path.is_file()} if there.is_dir() else {}
    if file not in known or file == "built.json":
        raise Problem(404, "There is nothing at this address.")
    return FileResponse(known[file])
