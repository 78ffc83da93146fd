"""Errors as responses, whichever way they come up."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from reshore.report.written import BrowserError
from reshore.runs import RunError
from reshore.simulation.compiled import NotInstalled
from reshore.solve import StateError
from reshore.tables import DataError, WorkbookLimit
from reshore.web.problems import Problem, problem_of

LOG = logging.getLogger(__name__)


def add_handlers(app: FastAPI) -> None:
    """Let an application answer errors as problems."""
    for kind in (Problem, DataError, FileExistsError, FileNotFoundError, PermissionError):
        app.add_exception_handler(kind, _answer)
    for other in (RunError, BrowserError, NotInstalled, WorkbookLimit, StateError):
        app.add_exception_handler(other, _answer)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)


def unexpected(error: Exception, method: str, path: str) -> Problem:
    """Return the answer to an error that nobody expected; the log has all of it, the answer nothing."""
    LOG.error("%s %s failed", method, path, exc_info=error)
    return Problem(500, "Something went wrong on the server.", "Its log says what; please report it.")


def respond(problem: Problem) -> JSONResponse:
    """Return a problem as a response."""
    return JSONResponse(problem.body(), problem.status)


def _answer(request: Request, error: Exception) -> JSONResponse:
    return respond(problem_of(error) or unexpected(error, request.method, request.url.path))


def _invalid(_: Request, error: Exception) -> JSONResponse:
    told = []
    for one in error.errors() if isinstance(error, RequestValidationError) else []:
        place = ".".join(str(part) for part in one.get("loc", ()) if part not in ("body", "query", "path"))
        told.append(f"{place}: {one.get('msg', '')}" if place else str(one.get("msg", "")))
    return respond(Problem(400, f"The request cannot be read: {'; '.join(told[:5])}.", "See /api/docs."))


def _plain(_: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = str(error.detail) if isinstance(error, HTTPException) else ""
    if not words or words == HTTPStatus(status).phrase:
        words = {404: "There is nothing at this address.", 405: "This cannot be done here."}.get(status, words)
    return respond(Problem(status, words))
