"""A browser on a served workspace: what it may not do is kept, and asked for at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page
from tests.report.browser import serious
from tests.web.clients import server


@dataclass
class Seen:
    """A page, and what was wrong while it was seen: errors in its console, and requests to other hosts."""

    page: Page
    context: BrowserContext
    home: str
    wrong: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Keep what is wrong from now on, in windows that it opens too."""
        self.context.on("console", lambda told: self._told(told.type, told.text))
        self.context.on("weberror", lambda told: self._told("error", str(told.error)))
        self.context.on("request", lambda request: self._asked(request.url))

    def open(self, place: str) -> None:
        """Go to a place of the page, such as `/models/factory`."""
        self.page.goto(f"{self.home}/#{place}")

    def heading(self) -> str:
        """Return the heading, once it is there."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def settled(self) -> None:
        """Wait until nothing loads any more, and figures in view are drawn."""
        self.page.locator(".loading").first.wait_for(state="detached")
        self.page.wait_for_timeout(250)

    def findings(self, page: Page | None = None) -> list[str]:
        """Return what axe finds serious or critical."""
        return serious(Axe().run(page or self.page))

    def _told(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.wrong.append(f"{kind}: {text}")

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and not url.startswith(self.home):
            self.wrong.append(f"request: {url}")


@contextmanager
def served(workspace: Path, port: int = 0) -> Iterator[str]:
    """Serve a workspace, at a free port where none is given, and yield its address."""
    with server(workspace, port=port) as (_, found):
        yield str(found.base_url).rstrip("/")


@contextmanager
def window(browser: Browser, home: str, *, dark: bool = False, width: int = 1280, height: int = 900) -> Iterator[Seen]:
    """Open a window of its own; raises where something was wrong in it when it is closed."""
    context = browser.new_context(color_scheme="dark" if dark else "light", viewport={"width": width, "height": height})
    try:
        seen = Seen(context.new_page(), context, home)
        seen.watch()
        yield seen
        if seen.wrong:
            raise AssertionError("\n".join(seen.wrong))
    finally:
        context.close()


def edit(seen: Seen, row: int, column: str, text: str) -> None:
    """Write into a cell, once its row is there."""
    seen.page.locator(f'.ag-row[row-index="{row}"] [col-id="{column}"]', has_text=re.compile(r"\S")).dblclick()
    seen.page.keyboard.press("Control+A")
    seen.page.keyboard.type(text)
    seen.page.keyboard.press("Enter")
