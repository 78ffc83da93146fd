"""Makes the pictures of the web page that the documentation shows: serves a workspace, plans in it, and looks at it.

Run by `make screenshots`. Takes minutes, since it plans the showcase; what it makes is kept in `docs/images`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page  # noqa: E402
from tests.report.browser import chromium  # noqa: E402
from tests.web.browser import served  # noqa: E402

IMAGES = ROOT / "docs" / "images"
MODEL = "us-buildout"


def main() -> None:
    """Make all pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        workspace.mkdir()
        with served(workspace) as home, chromium() as browser:
            for name, page in pictures(browser, home):
                page.screenshot(path=IMAGES / f"{name}.png")
                print(IMAGES / f"{name}.png")  # noqa: T201


def pictures(browser: Browser, home: str) -> Iterator[tuple[str, Page]]:
    """Yield the name of each picture and a page that shows it."""
    page = browser.new_page(viewport={"width": 1180, "height": 800})
    page.goto(f"{home}/#/models/{MODEL}/plan")
    page.get_by_role("button", name="Plan", exact=True).click()
    page.locator(".state.running").wait_for()
    page.wait_for_timeout(6000)
    yield "page-job", page
    page.get_by_role("link", name="Open the run").click(timeout=900_000)
    _drawn(page, "targets")
    run = page.url
    page.evaluate("scrollTo(0, 250)")
    page.wait_for_timeout(500)
    yield "page-run", page
    page.goto(f"{home}/")
    page.locator(".met").first.wait_for()
    page.wait_for_timeout(1000)
    yield "page-start", page
    page.goto(f"{home}/#/models/{MODEL}/network")
    _drawn(page, "map")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(500)
    yield "page-network", page
    page.goto(f"{home}/#/models/{MODEL}/tables/resources")
    cell = page.locator('.ag-row[row-index="2"] [col-id="capacity"]', has_text="3400")
    cell.dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    page.locator(".ag-cell.wrong").wait_for()
    page.mouse.move(5, 5)
    page.locator(".ag-cell.wrong").hover()
    page.locator(".ag-tooltip").wait_for()
    yield "page-tables", page
    phone = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
    phone.goto(run)
    _drawn(phone, "targets")
    yield "page-phone", phone


def _drawn(page: Page, figure: str) -> None:
    element = page.locator(f'[data-figure="{figure}"]')
    element.scroll_into_view_if_needed()
    page.locator(f'[data-figure="{figure}"][data-drawn]').wait_for()
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
