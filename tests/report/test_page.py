"""The report: one page that asks for nothing, lets nothing in, and has every number with its source."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from tests.builders import line, plant, project
from tests.cli.test_commands import answer, run
from tests.report.seen import NASTY, Page, abroad

import reshore
from reshore import api
from reshore.report.figures import Subject
from reshore.report.page import report_html
from reshore.report.page.executive import executive, targets_told
from reshore.report.page.markup import element, json_text, linked
from reshore.report.written import BROWSER, BrowserError, find_browser
from reshore.simulation.summary import SimulateOptions

ASKS = ("src", "srcset", "data", "poster", "action", "background", "xlink:href")
"""Attributes that make a browser ask for something."""


@pytest.fixture(scope="module")
def text() -> str:
    """Return the report of a model with places and targets."""
    return report_html(Subject(abroad().plan()))


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    """Return what is in it."""
    return Page(text)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two runs of first-plan, the second with one module at most."""
    home = tmp_path_factory.mktemp("reported")
    for sets in ([], ["expansions:second line:max_modules=1"]):
        api.save(api.plan("first-plan", sets=sets), home)
    return home


def test_page_asks_for_nothing(text: str, page: Page) -> None:
    """Proves: no tag that loads, no address in style, and a policy that would not let it. Sensitivity: a font, a CDN."""
    assert len(text.encode()) < 2_000_000
    assert not [tag for tag, _ in page.tags if tag in ("link", "iframe", "object", "embed", "img", "base", "form")]
    assert not [given for _, given in page.tags if set(given) & set(ASKS)]
    style = next(data for tag, _, data in page.inside if tag == "style")
    assert "url(" not in style
    assert "@import" not in style
    policy = page.all("meta")[1]["content"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_policy_has_the_hashes_of_what_is_inside(page: Page) -> None:
    """Proves: the one script and the one style run, by their hashes. Sensitivity: text that is changed after it was hashed."""
    policy = page.all("meta")[1]["content"]
    ran = ["".join(data for tag, given, data in page.inside if tag == "script" and "type" not in given)]
    ran.append("".join(data for tag, _, data in page.inside if tag == "style"))

    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in ran]
    assert re.findall(r"sha256-([^']+)", policy) == hashes


def test_page_is_for_everybody(page: Page) -> None:
    """Proves: a language, a title, one main part, headings without gaps, ids once, each figure told in words.

    Sensitivity: a heading that is skipped; two elements of one id, of which a script finds the wrong one.
    """
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    ids = [given["id"] for _, given in page.tags if "id" in given]
    drawn = [given for _, given in page.tags if "data-figure" in given]

    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("main")) == 1
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert len(ids) == len(set(ids))
    assert drawn
    assert all(given["role"] == "img" and given["aria-label"] for given in drawn)
    assert all(given["href"][1:] in ids for given in page.all("a") if given["href"].startswith("#"))


def test_figures_of_the_page_are_those_of_the_plan(page: Page) -> None:
    """Proves: each element has its option, and the map its outlines. Sensitivity: an option under another name."""
    blocks = {given["id"]: json.loads(data) for tag, given, data in page.inside if tag == "script" and "type" in given}

    assert set(blocks["options"]) == {given["data-figure"] for _, given in page.tags if "data-figure" in given}
    assert "map" in blocks["options"]
    points = [
        point
        for country in blocks["world"]["features"]
        for part in country["geometry"]["coordinates"]
        for point in part[0]
    ]
    assert all(-180 <= east <= 330 and -90 <= north <= 90 for east, north in points)


def test_outlines_do_not_cross_the_antimeridian(page: Page) -> None:
    """Proves: no outline jumps over the map. Sensitivity: Russia and Fiji as they come, with steps of 360 degrees."""
    world = next(json.loads(data) for _, given, data in page.inside if given.get("id") == "world")
    rings = [part[0] for country in world["features"] for part in country["geometry"]["coordinates"]]
    steps = [abs(a[0] - b[0]) for ring in rings for a, b in pairwise(ring)]

    assert max(steps) < 90
    assert not [ring for ring in rings if min(point[0] for point in ring) < 180.0 < max(point[0] for point in ring)]
    assert {"Russia", "Fiji", "Taiwan", "United States of America"} <= {
        each["properties"]["name"] for each in world["features"]
    }


def test_names_are_never_markup() -> None:
    """Proves: a product that is called like a script stays text, in tables, in figures and in the answer.

    Sensitivity: JSON that ends the script; a cell that is not escaped.
    """
    text = report_html(Subject(abroad("<img>", claim=NASTY).plan()))
    page = Page(text)

    assert not page.all("img")
    assert len(page.all("script")) == 4
    assert NASTY in page.text
    options = next(json.loads(data) for _, given, data in page.inside if given.get("id") == "options")
    assert "<img>" in options["exposure"]["yAxis"]["data"]


def test_markup_escapes_what_is_no_markup() -> None:
    """Proves: by hand, text, attributes, JSON and addresses. Sensitivity: quotes in attributes; a link of another kind."""
    assert element("td", "a<b", class_='x"y') == '<td class="x&quot;y">a&lt;b</td>'
    assert element("p", element("b", "&")) == "<p><b>&amp;</b></p>"
    assert json_text({"a": "</script>\u2028"}) == '{"a":"\\u003c/script\\u003e\\u2028"}'
    assert linked("see <https://a.b/c?d=1&e=2>, javascript:x") == (
        'see &lt;<a href="https://a.b/c?d=1&amp;e=2" rel="noreferrer">https://a.b/c?d=1&amp;e=2</a>&gt;, javascript:x'
    )


def test_answer_comes_first_and_inputs_have_sources(page: Page) -> None:
    """Proves: by hand, 30 of 37 parts at 5, less 1 each for transport, are 120; half of sixty; each input names its source.

    Sensitivity: a target that is told as reached; a source without its number.
    """
    assert "The plan reaches 1 of 2 targets and earns $120 in discounted profit." in page.text
    assert "sixty: missed 30 piece goal 60 piece by 2025-02-01." in page.text
    assert "two dozen: reached" in page.text
    assert "Decide about 7 piece of part at shop that the plan does not serve." in page.text
    assert (
        "line at plant holds the plan back in 1 of 1 periods: one more hour in each would be worth about $4."
        in page.text
    )
    assert "plant fab Taiwan 23.1 120.3 [1]" in page.text
    assert page.text.index("The answer") < page.text.index("The accounts") < page.text.index("a survey")


def test_ledger_is_that_of_the_plan() -> None:
    """Proves: first-plan's money by term, and its sum, in thousands. Sensitivity: undiscounted sums; a term left out."""
    text = Page(report_html(Subject(reshore.plan("first-plan")))).text

    assert "The ledger of money, by year as paid, and discounted in all [$ thousands]" in text
    assert "revenue 172.8 172.8" in text
    assert "capex -180 -180" in text
    assert "in all 61.65 61.65" in text


def test_actions_are_the_largest_projects_and_not_what_is_committed() -> None:
    """Proves: by hand, two modules of first-plan at 90,000. Sensitivity: projects that are committed already."""
    found = executive(Subject(reshore.plan("first-plan")))

    assert found.answer == "The plan earns $61.6 k in discounted profit."
    assert found.actions[0] == (
        "Build 2 modules of second line at works: start by 2025-01-01, ready 2025-02-15, $180 k paid in the plan."
    )
    committed = Subject(reshore.plan("first-plan", sets=["expansions:second line:status=committed", START]))
    assert not [line for line in executive(committed).actions if line.startswith("Build")]


def test_each_start_of_a_project_is_an_action_of_its_own() -> None:
    """Proves: of three modules, two may start in 2025 and one in 2026: each number has its day, and its own day of completion.

    By hand: two months of building from the first of each year. Sensitivity: three modules that all start on the first day.
    """
    days = [f"{year}-{month:02}-01" for year in (2025, 2026) for month in range(1, 13)]
    wanted = [{"market": "plant", "product": "part", "date": day, "quantity": 100, "price": 10} for day in days]
    grow = project(capex=10, build_time=2, max_modules=3, max_per_year=2, whole_modules=True)
    plan = plant("24 months", **line(10), expansions=[grow], demands=wanted).plan()

    assert executive(Subject(plan)).actions[0] == (
        "Build 3 modules of grow at plant: 2 start by 2025-01-01, ready 2025-03-01; 1 start by 2026-01-01, ready 2026-03-01, "
        "$30 paid in the plan."
    )


def test_a_tile_has_the_probability_of_the_simulation_that_is_drawn() -> None:
    """Proves: one page tells one probability, that of its own simulation. Sensitivity: that which the targets had before it."""
    plan = abroad().plan()
    simulation = reshore.simulate(plan, options=SimulateOptions(64))
    old = reshore.targets(plan)
    old = replace(old, targets=old.targets.with_columns(probability=pl.lit(0.123)))
    tiles = [could for *_, could in targets_told(Subject(plan, targets=old, simulation=simulation))]

    assert [tile.rsplit("Probability ", 1)[1] for tile in tiles] == ["0 %.", "100 %."]


START = "expansions:second line:earliest=2025-01-01"


def test_command_writes_one_file(workspace: Path, tmp_path: Path) -> None:
    """Proves: the file is written where it is asked for, and told. Sensitivity: the latest run in place of the one named."""
    file = tmp_path / "new" / "first.html"
    found = answer("report", "latest~1", "-o", file, "--runs", workspace)

    assert found == {"files": [{"file": str(file), "bytes": file.stat().st_size}]}
    assert "earns $61.6 k" in Page(file.read_text(encoding="utf-8")).text


def test_a_folder_is_no_file_to_write(workspace: Path, tmp_path: Path) -> None:
    """Proves: it is said before anything is asked, with a name that would do. Sensitivity: an error of the system."""
    result = run("report", "latest", "-o", tmp_path, "--runs", workspace)

    assert result.exit_code == 2
    assert "is a folder: name the file" in " ".join(result.stderr.replace("│", " ").split())


def test_command_compares_two(workspace: Path, tmp_path: Path) -> None:
    """Proves: the second run is told against the first. By hand: one module less earns 7,184 less.

    Sensitivity: sides exchanged.
    """
    file = tmp_path / "both.html"
    run("report", "latest~1", "latest", "-o", file, "--analyses", "edits,bottlenecks", "--runs", workspace)
    text = Page(file.read_text(encoding="utf-8")).text

    assert "The plan earns $54.5 k in discounted profit: $7,184 worse than the plan that it is compared with." in text
    assert "What B earns more or less than A, by term of money" in text
    assert "What limits the plan" in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("latest", "latest", "latest"), "Give one run, or two that are compared, not 3."),
        (("nowhere",), "There is no run 'nowhere'"),
        (("latest", "--analyses", "bottleneck"), "There is no analysis 'bottleneck'. Did you mean 'bottlenecks'?"),
    ],
)
def test_what_cannot_be_reported_is_told(workspace: Path, tmp_path: Path, given: tuple[str, ...], said: str) -> None:
    """Proves: exit code 2, a sentence, and no file. Sensitivity: a traceback; half a report."""
    found = run("report", *given, "-o", tmp_path / "no.html", "--runs", workspace)

    assert found.exit_code == 2
    assert said in found.stderr
    assert not (tmp_path / "no.html").exists()


def test_pdf_without_a_browser_is_told(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: before anything is written, what to install. Sensitivity: a report without its PDF, and no word."""
    monkeypatch.setenv(BROWSER, str(tmp_path / "nothing"))
    with pytest.raises(BrowserError, match="which is no program"):
        api.write_report("latest", [tmp_path / "a.html", tmp_path / "a.pdf"], workspace)
    assert not (tmp_path / "a.html").exists()
    monkeypatch.delenv(BROWSER)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BrowserError, match="No Chromium or Chrome was found"):
        find_browser()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_pdf_is_printed(workspace: Path, tmp_path: Path) -> None:
    """Proves: a Chromium prints the report. Sensitivity: an empty file."""
    file = tmp_path / "a.pdf"
    api.write_report("latest", file, workspace)

    assert file.read_bytes().startswith(b"%PDF")
    assert file.stat().st_size > 20_000
