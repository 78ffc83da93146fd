"""A Chromium that opens pages and says what it met."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from reshore.report.written import QUIET

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS: Final = ("--no-sandbox", *QUIET)
NEEDED: Final = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium in the path: install Debian's package chromium"
)


@dataclass
class Met:
    """What a browser asked for and complained about while it showed a page."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def abroad(self) -> list[str]:
        """Return what was asked for that is no file here and no data in the page."""
        return [url for url in self.asked if not url.startswith(("file:", "data:", "blob:", "about:"))]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a Chromium, and end it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, file: Path, width: int = 1280, dark: bool = False) -> Iterator[tuple[Page, Met]]:
    """Open a file as wide as that, on a light or dark device, and yield its page and what was met."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", bypass_csp=False
    )
    page, met = context.new_page(), Met()
    page.on("request", lambda request: met.asked.append(request.url))
    page.on("console", lambda message: _note(met, message.type, message.text))
    page.on("pageerror", lambda error: met.complaints.append(f"{error}"))
    page.goto(file.as_uri())
    yield page, met
    context.close()


def _note(met: Met, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        met.complaints.append(text)


def serious(found: Any) -> list[str]:
    """Return the serious and critical findings of axe, each with the first element that it is about."""
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found.response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
