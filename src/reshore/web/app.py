"""The application: the routes, behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

import reshore
from reshore.web.answering import add_handlers
from reshore.web.documented import documentation
from reshore.web.jobs.queue import Queue
from reshore.web.library import Library
from reshore.web.plans import Plans
from reshore.web.routes import about, compare, jobs, models, network, page, runs, scenarios, tables
from reshore.web.security import Guard
from reshore.web.served import Served
from reshore.web.settings import Settings
from reshore.web.shapes.common import Failure
from reshore.web.workspace import Workspace

ROUTERS: Final = tuple(part.router for part in (about, models, tables, scenarios, network, runs, compare, jobs, page))
FAILURES: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": Failure} for code in (400, 401, 403, 404, 409, 413, 422)
}


def make_app(settings: Settings) -> FastAPI:
    """Return the application that serves a workspace; it takes up the jobs of the workspace, and ends them with itself."""
    workspace = Workspace(settings.workspace)
    queue = Queue(workspace, settings.workers)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(queue.close)

    app = FastAPI(
        title="reshore",
        version=reshore.__version__,
        description="Everything that the page does, and the command line.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=FAILURES,
        lifespan=lifespan,
    )
    app.state.served = Served(settings, workspace, Library(workspace), Plans(workspace), queue)
    api = APIRouter(prefix="/api")
    for router in ROUTERS:
        api.include_router(router)
    app.include_router(api)
    app.add_api_route("/api/docs", lambda: HTMLResponse(documentation(app.openapi())), include_in_schema=False)
    page.add_page(app, settings.page)
    add_handlers(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Guard, settings=settings)
    return app
