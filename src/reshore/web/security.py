"""Who may ask for what: hosts, tokens, sites, sizes, and the headers of every answer.

Plain ASGI, around everything else, so that no route can be reached past it.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
from collections.abc import Container, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reshore.runs import within
from reshore.web.answering import respond, unexpected
from reshore.web.problems import Problem
from reshore.web.settings import ANY, JSON, LOOPBACK, MILLION, Settings

POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
READING: Final = ("GET", "HEAD")
UPLOAD: Final = "/api/models/upload"
FORM: Final = 100_000
"""Bytes that a form may have around its file."""
OWN: Final = ("same-origin", "none")
MISSING: Final = (
    "<!DOCTYPE html><title>reshore</title><p>This page asks for a token: open the address that the server printed.</p>"
)


class Guard:
    """Answers what may not pass, and lets the rest through with bounded bodies and the headers of every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._cookie = f"reshore_{settings.port}"
        self._names = {name.lower() for name in settings.names}
        own = [socket.gethostname().lower()] if self._open else []
        self._hosts = {*LOOPBACK, settings.host.lower(), *own, *self._names}

    @property
    def _open(self) -> bool:
        return self._settings.host in ANY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun: list[bool] = []

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(True)
                _complete(scope, message)
            await send(message)

        response = self._refusal(scope)
        try:
            if response is None:
                receive = await _bounded(scope, receive, self._settings.upload)
                with within(self._settings.workspace):
                    await self._app(scope, receive, sent)
                return
        except HTTPException as error:
            response = respond(Problem(error.status_code, str(error.detail)))
        except Exception as error:
            response = respond(unexpected(error, scope["method"], scope["path"]))
        if not begun:
            await response(scope, receive, sent)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request that may not pass; None where it may."""
        headers = Headers(scope=scope)
        if not self._known(headers.get("host", "")):
            remedy = "Open the address that the server printed."
            return respond(Problem(403, "This server does not answer under that name.", remedy))
        if self._settings.token is not None:
            answer = self._admitted(scope, headers, self._settings.token)
            if answer is not None:
                return answer
        return None if scope["method"] in READING else _crossing(headers, self._names)

    def _known(self, host: str) -> bool:
        """Whether a Host header is a name under which this server was bound, so that no other site's name leads here."""
        name = _name(host)
        if name in self._hosts:
            return True
        return self._open and _is_number(name)

    def _admitted(self, scope: Scope, headers: Headers, token: str) -> Response | None:
        """Return the answer to who does not show the token, and to who brings it in the address for the first time."""
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [])
        if scope["path"] == "/" and given and scope["method"] == "GET" and _same(given[0], token):
            welcome = RedirectResponse("/", 303)
            welcome.set_cookie(self._cookie, token, httponly=True, samesite="lax", path="/")
            return welcome
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(bearer.strip(), token):
            return None
        if any(_same(value, token) for value in _cookies(headers.getlist("cookie"), self._cookie)):
            return None
        if scope["path"].startswith("/api/"):
            return respond(Problem(401, "A token is needed.", "Send it as `Authorization: Bearer TOKEN`."))
        return HTMLResponse(MISSING, 401)


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(24)


def _crossing(headers: Headers, names: Container[str]) -> Response | None:
    """Return the answer to a request that changes something and that another site can have made; None for any other.

    A page that came through a proxy under one of some names is no other site.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and headers.get("x-reshore") != "1":
        words = "A request that changes something is sent as application/json, or with the header `X-Reshore: 1`."
        return respond(Problem(403, words))
    origin, host = headers.get("origin"), headers.get("host", "")
    site = "" if origin is None else origin.partition("://")[2]
    foreign = origin is not None and site != host and _name(site) not in names
    if foreign or headers.get("sec-fetch-site", "none") not in OWN:
        return respond(Problem(403, "Another site asked for this."))
    return None


async def _bounded(scope: Scope, receive: Receive, upload: int) -> Receive:
    """Return what gives the body of a request, at most as many bytes as it may have; raises HTTPException (413) beyond."""
    uploads = scope["path"] == UPLOAD
    most = upload + FORM if uploads else JSON
    stated = Headers(scope=scope).get("content-length", "")
    if stated.isdigit() and int(stated) > most:
        raise _too_large(upload if uploads else JSON)
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise _too_large(upload if uploads else JSON)
        return message

    return counted


def _too_large(most: int) -> HTTPException:
    return HTTPException(413, f"The request is too large: at most {most / MILLION:g} MB are taken.")


def _complete(scope: Scope, message: MutableMapping[str, Any]) -> None:
    """Give an answer the headers that each has; a policy of its own stays."""
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if not scope["path"].startswith("/assets/"):
        headers.setdefault("cache-control", "no-store" if scope["path"].startswith("/api/") else "no-cache")


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _cookies(headers: Iterable[str], name: str) -> list[str]:
    found = []
    for header in headers:
        try:
            cookie = SimpleCookie(header)
        except CookieError:
            continue
        if name in cookie:
            found.append(cookie[name].value)
    return found
