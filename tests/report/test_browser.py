"""The report in a Chromium: axe finds nothing serious, it asks nobody for anything, the map moves, and it prints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.report.browser import NEEDED, chromium, opened, serious
from tests.report.seen import abroad

import reshore
from reshore.report.figures import Subject
from reshore.report.page import report_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = NEEDED
TRIES = 10
"""Clicks on a year: one that meets the drawing while it moves into place does nothing."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a model with places, targets and all that is asked quickly."""
    plan, poor = abroad().plan(), abroad().changing("demands", price=4).plan()
    subject = Subject(
        plan,
        bottlenecks=reshore.bottlenecks(plan),
        targets=reshore.targets(plan),
        comparison=reshore.compare(poor, plan, attribute=False),
        stress=reshore.stress(plan),
    )
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(report_html(subject), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a Chromium."""
    with chromium() as started:
        yield started


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_read_it(width: int, dark: bool, report: Path, browser: Browser) -> None:
    """Proves: axe-core finds nothing serious, every figure is drawn, nothing is complained about or asked of another host,
    and the page is no wider than the screen.

    Sensitivity: text too pale on dark, a table that the keyboard cannot scroll, a font from elsewhere.
    """
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, report, width, dark) as (page, met):
        page.wait_for_selector("html[data-drawn=yes]", state="attached")
        figures, drawn = (page.locator(f"[data-figure]{what}").count() for what in ("", " svg"))
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found = Axe().run(page)
        wide = page.evaluate("document.documentElement.scrollWidth")

    assert figures == drawn > 5
    assert serious(found) == []
    assert len(found.response["passes"]) > 20
    assert wide <= width
    assert met.complaints == []
    assert met.abroad() == []


def test_a_map_of_a_part_of_the_world_has_its_own_outlines(browser: Browser, tmp_path: Path) -> None:
    """Proves: a page whose map goes from Taiwan to Japan has no outlines of the world, and draws finer ones of over 1,000 points.

    Sensitivity: a map without outlines, or with those of the world.
    """
    near = abroad().changing("sites", 1, country="Japan", latitude=35.0, longitude=137.0)
    file = tmp_path / "near.html"
    file.write_text(report_html(Subject(near.plan())), encoding="utf-8")

    with opened(browser, file, 1280, False) as (page, met):
        page.wait_for_selector("html[data-drawn=yes]", state="attached")
        world = page.evaluate("JSON.parse(document.getElementById('world').textContent)")
        shapes = page.locator("[data-figure=map] svg path").evaluate_all(
            "all => all.map((each) => each.getAttribute('d'))"
        )

    assert world is None
    assert sum(shape.count("L") for shape in shapes) > 1_000
    assert met.complaints == []


def test_the_check_can_fail(browser: Browser, tmp_path: Path) -> None:
    """Proves: axe, complaints and requests of a bad page are found. Sensitivity: a check that sees nothing."""
    from axe_playwright_python.sync_playwright import Axe

    bad = tmp_path / "bad.html"
    bad.write_text(
        "<html><title>t</title><p style='color:#eee;background:#fff'>pale</p><img src='http://localhost:9/x.png'>"
        "<script>console.error('no')</script></html>",
        encoding="utf-8",
    )
    with opened(browser, bad) as (page, met):
        found = Axe().run(page)

    assert {text.split(":")[0] for text in serious(found)} >= {"color-contrast", "image-alt", "html-has-lang"}
    assert "no" in met.complaints
    assert met.abroad() == ["http://localhost:9/x.png"]


def test_the_slider_of_the_map_goes_from_year_to_year(report: Path, browser: Browser) -> None:
    """Proves: a click on a year shows that year and says so. Sensitivity: a timeline that changes nothing."""
    with opened(browser, report) as (page, met):
        page.wait_for_selector("html[data-drawn=yes]", state="attached")
        drawing = page.locator("[data-figure=map] svg")
        before = drawing.text_content() or ""
        for _ in range(TRIES):
            drawing.get_by_text("2025", exact=True).click()
            page.wait_for_timeout(500.0)
            if "2025: $240 shipped" in (drawing.text_content() or ""):
                break
        after = drawing.text_content() or ""

    assert "All years: $240 shipped" in before
    assert "2025: $240 shipped" not in before
    assert "All years" not in after
    assert met.complaints == []


def test_it_prints(report: Path, browser: Browser, tmp_path: Path) -> None:
    """Proves: a PDF of some pages, from a dark device too, with the text of the answer. Sensitivity: a print of an empty page."""
    file = tmp_path / "report.pdf"
    with opened(browser, report, dark=True) as (page, met):
        page.wait_for_selector("html[data-drawn=yes]", state="attached")
        page.pdf(path=file, prefer_css_page_size=True, print_background=True)

    content = file.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") >= 3
    assert len(content) > 50_000
    assert met.complaints == []
