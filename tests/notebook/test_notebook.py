"""Notebooks: results show by themselves, names in them are text, and figures are drawn in a frame that reaches nothing."""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter
from tests.builders import Case, asks, line, plant
from tests.report.browser import NEEDED, chromium, opened, serious
from tests.report.seen import NASTY, Page, abroad

import reshore
from reshore.notebook import KINDS, show_results
from reshore.notebook.html import result_html
from reshore.notebook.shown import DRAWINGS, TEXTS
from reshore.tables import DataError


class Shell:
    """What of an IPython shell shows results."""

    def __init__(self) -> None:
        self.display_formatter = DisplayFormatter()
        show_results(self)


def shown(result: object) -> dict[str, str]:
    """Return what a notebook gets of a result, by kind."""
    found: dict[str, str] = Shell().display_formatter.format(result)[0]
    return found


def frames(html: str) -> list[Page]:
    """Return the pages of the frames in a result."""
    return [Page(given["srcdoc"]) for given in Page(html).all("iframe")]


@pytest.fixture(scope="module")
def plan() -> reshore.Plan:
    """Return first-plan."""
    return reshore.plan("first-plan")


@pytest.fixture(scope="module")
def results(plan: reshore.Plan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return a result of each kind."""
    other = reshore.plan("first-plan", sets="expansions:second line:max_modules=1")
    found = [
        plan,
        reshore.bottlenecks(plan),
        reshore.check("first-plan"),
        reshore.compare(other, plan),
        reshore.figures(plan),
        reshore.figures(plan)["output"],
        reshore.matters(plan, asked=reshore.Asked(table="demands", top=0)),
        reshore.simulate(plan, options=reshore.SimulateOptions(300)),
        reshore.stress(plan),
        reshore.sweep("first-plan", workspace=tmp_path_factory.mktemp("runs")),
        reshore.targets(abroad().plan()),
        reshore.trace("first-plan"),
        reshore.verify_plan(plan),
        reshore.why(plan),
    ]
    return {type(result).__name__: result for result in found}


def test_every_kind_is_where_it_is_said_to_be() -> None:
    """Proves: IPython finds each class by its module and name. Sensitivity: a class that moved is shown as its repr."""
    for name, module in KINDS.items():
        found = getattr(importlib.import_module(module), name)
        assert (found.__module__, found.__qualname__) == (module, name)
    assert set(TEXTS) == set(KINDS)
    assert set(DRAWINGS) < set(KINDS)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_kind_shows_a_table_and_its_figures(name: str, results: dict[str, Any]) -> None:
    """Proves: HTML and text of each, figures where there are some, and nothing of the representation of a dataclass.

    Sensitivity: a kind that is not registered; figures that are not drawn.
    """
    found = shown(results[name])

    assert set(found) == {"text/html", "text/plain"}
    assert "DataFrame" not in found["text/plain"]
    page = Page(found["text/html"])
    assert page.all("table") or name == "Findings"
    assert bool(page.all("iframe")) == (name in {*DRAWINGS, "Figure", "Figures"})


def test_tables_are_those_of_the_terminal(plan: reshore.Plan) -> None:
    """Proves: by hand, profit and sales of first-plan, and the headings of columns. Sensitivity: cells in other columns."""
    html = shown(plan)["text/html"]

    text = Page(html).text
    assert "Discounted profit 61.6 k USD (optimal; verified" in text
    assert "product site 2025 total pump works 864 864" in text
    assert "Discounted profit 61.6 k USD" in shown(plan)["text/plain"]


def test_text_is_returned_in_a_kernel_too(plan: reshore.Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: rich, which shows what it prints in a kernel by itself, does not show a result a second time.

    Sensitivity: a console that finds itself in a notebook.
    """
    before = shown(plan)
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)

    assert shown(plan) == before


def test_importing_is_enough() -> None:
    """Proves: `import reshore` in a shell tells it how to show results, and outside one neither needs nor loads IPython.

    Sensitivity: results that only show after an extension is loaded.
    """
    inside = (
        "from IPython.core.interactiveshell import InteractiveShell as S; s = S.instance(); import reshore, sys;"
        "print('polars' in sys.modules); f = s.display_formatter.format(reshore.plan('first-plan'))[0];"
        "print(sorted(f), '<iframe' in f['text/html'])"
    )
    outside = "import sys, reshore; reshore.plan('first-plan'); print('IPython' in sys.modules)"
    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for code in (inside, outside)
    ]

    assert said == ["False\n['text/html', 'text/plain'] True\n", "False\n"]


def test_extension_can_be_loaded_later(plan: reshore.Plan) -> None:
    """Proves: `%load_ext reshore` does what importing does. Sensitivity: a shell that was started after the import."""
    shell = Shell.__new__(Shell)
    shell.display_formatter = DisplayFormatter()
    assert set(shell.display_formatter.format(plan)[0]) == {"text/plain"}

    reshore.load_ipython_extension(shell)
    assert set(shell.display_formatter.format(plan)[0]) == {"text/html", "text/plain"}


def test_findings_show_as_a_table(tmp_path: Path) -> None:
    """Proves: what `check` returns is a list, and a notebook shows code, place and remedy of each, errors first."""
    case = plant("1 months", **line(30), demands=asks([-7]))
    found = reshore.check(case.write(tmp_path / "model"))

    assert isinstance(found, list)
    assert found == list(found)
    page = Page(shown(found)["text/html"])
    assert "code severity place what is wrong remedy" in page.text
    assert found[0].code in page.text
    assert found[0].remedy in page.text
    assert "No findings." in shown(reshore.check("first-plan"))["text/html"]
    with pytest.raises(DataError):
        reshore.plan(tmp_path / "model")


def test_names_are_never_markup() -> None:
    """Proves: a site and a product that are called like a script stay text, in tables, in the frame and beside it.

    Sensitivity: a cell that is not escaped; a page in `srcdoc` that ends early.
    """
    plan = _called(abroad("<img src>", claim=NASTY), "shop", "<script>alert(1)").plan()
    results = [reshore.figures(plan), plan, reshore.trace(plan.inputs), reshore.targets(plan)]
    html = "".join(map(result_html, results))
    page = Page(html)

    assert "<script>alert(1)" in page.text
    assert "<img src>" in page.text
    assert NASTY in page.text
    assert not page.all("script")
    assert not page.all("img")
    inside = frames(html)
    assert len(inside) == 3
    for frame in inside:
        assert not frame.all("img")
        assert [given.get("id") for given in frame.all("script")] == ["packed-script", "packed-data", None]


def _called(case: Case, old: str, new: str) -> Case:
    """Return a case in which what is called `old` is called `new`, wherever it stands."""
    renamed = {
        name: [{column: new if cell == old else cell for column, cell in row.items()} for row in rows]
        for name, rows in case.tables.items()
    }
    return replace(case, tables=renamed)


def test_frame_lets_in_nothing_but_its_own_scripts(plan: reshore.Plan) -> None:
    """Proves: no origin, no request, the two scripts that run are those of the policy, and what is drawn is what the plan has.

    Sensitivity: a frame of the origin of the notebook; a script from elsewhere; one that was changed after it was hashed.
    """
    figures = reshore.figures(plan)
    html = result_html(figures)
    outer, (frame,) = Page(html), frames(html)
    (given,) = outer.all("iframe")
    packed = {given["id"]: text for tag, given, text in frame.inside if tag == "script" and "id" in given}
    script, data = (gzip.decompress(base64.b64decode(packed[f"packed-{name}"])).decode() for name in ("script", "data"))
    loader = next(text for tag, given, text in frame.inside if tag == "script" and "id" not in given)

    assert given["sandbox"] == "allow-scripts"
    assert len(html) < 420_000
    policy = frame.all("meta")[1]["content"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, loader)]
    assert re.findall(r"sha256-([^']+)", policy)[:2] == hashes
    assert set(json.loads(data)["options"]) == set(figures.names)
    assert not [tag for tag, _ in frame.tags if tag in ("link", "iframe", "object", "embed", "img", "base", "form")]


def test_words_and_numbers_stand_beside_the_frame(plan: reshore.Plan) -> None:
    """Proves: where no script runs, each figure is told in words and has its numbers. Sensitivity: a fallback in the frame."""
    figure = reshore.figures(plan)["output"]
    page = Page(result_html(figure))

    assert figure.alternative in page.text
    assert all(cell in page.text for row in figure.rows for cell in row)


def test_figures_are_found_by_name_and_place(plan: reshore.Plan, results: dict[str, Any]) -> None:
    """Proves: those of the report, by name and in order; what is missing is named. Sensitivity: a bare KeyError."""
    figures = reshore.figures(plan, results["Bottlenecks"], results["Matters"])

    assert {"output", "bottlenecks", "matters"} <= set(figures.names)
    assert [figure.name for figure in figures] == list(figures.names)
    assert figures["output"] is figures[figures.names.index("output")]
    assert len(figures) == len(figures.names)
    with pytest.raises(KeyError, match=r"There is no figure 'outptu'\. Did you mean 'output'"):
        _ = figures["outptu"]
    with pytest.raises(KeyError, match="There are none"):
        _ = reshore.Figures(())["output"]
    with pytest.raises(TypeError, match="There are no figures of Why"):
        reshore.figures(plan, results["Why"])


@NEEDED
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_frames_are_drawn_by_a_browser(dark: bool, results: dict[str, Any], tmp_path: Path) -> None:
    """Proves: in Chromium every figure of several frames is drawn, as high as it is, without complaint or request, and axe
    finds nothing serious in it or in the tables beside it.

    Sensitivity: a policy that stops the script; a frame that is lower than what is in it; a table that only a mouse can scroll.
    """
    from axe_playwright_python.sync_playwright import Axe

    page = tmp_path / "notebook.html"
    parts = [result_html(results[name]) for name in ("Plan", "Comparison", "Stress", "Figures")]
    shell = (
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>n</title><style>:root{color-scheme:light dark}</style>"
    )
    page.write_text(f"{shell}<main><h1>n</h1>{''.join(parts)}</main></html>", encoding="utf-8")
    with chromium() as browser, opened(browser, page, 1000, dark) as (tab, met):
        tab.wait_for_timeout(200)
        inside = tab.frames[1:]
        for frame in inside:
            frame.wait_for_selector("html[data-drawn=yes]", state="attached")
        sizes = [frame.evaluate("[document.documentElement.scrollHeight, innerHeight]") for frame in inside]
        drawn = [frame.evaluate("document.querySelectorAll('[data-figure] svg').length") for frame in inside]
        found = serious(Axe().run(tab))
        met_origin = [frame.evaluate("origin") for frame in inside]

    assert drawn == [len(frame_page.all("figure")) for part in parts for frame_page in frames(part)]
    assert all(drawn)
    assert all(high <= room for high, room in sizes)
    assert found == []
    assert met_origin == ["null"] * 4
    assert met.complaints == []
    assert met.abroad() == []
