"""A browser on the workspace of a module, which says what is in it (`workspace`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.report.browser import chromium
from tests.web.browser import Seen, served, window


@pytest.fixture(scope="module")
def home(workspace: Path) -> Iterator[str]:
    """Return the address of the served workspace."""
    with served(workspace) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser."""
    with chromium() as started:
        yield started


@pytest.fixture
def seen(browser: Browser, home: str) -> Iterator[Seen]:
    """Return a window in which nothing may go wrong."""
    with window(browser, home) as opened:
        yield opened
