"""The web page in a real browser: what people do with it works, asks no other host, and can be read by all."""

from __future__ import annotations

import re
import shutil
import time
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.report.browser import NEEDED
from tests.web.browser import Seen, edit, served, window

from reshore import api

pytestmark = NEEDED

MANY = 100_000
TRIES = 8
expect.set_options(timeout=20_000)
NASTY = "<img src=x onerror=alert(1)>"
TARGET = (
    f"target,measure,filters,by,at_least,claim\npumps,made,product = pump,2025-07-01,900,Nine hundred pumps {NASTY}\n"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with a small model that has a target, a run of it, and a model with a large table."""
    home = tmp_path_factory.mktemp("browser") / "workspace"
    with resources.as_file(resources.files("reshore.examples") / "first-plan") as example:
        for name in ("pumps", "large", "yards"):
            shutil.copytree(example, home / name)
    (home / "pumps" / "targets.csv").write_text(TARGET, encoding="utf-8")
    rows = "".join(f"city,pump,class {at},2025-06-01,0,10\n" for at in range(MANY))
    (home / "large" / "demands.csv").write_text(f"market,product,class,date,quantity,price\n{rows}", encoding="utf-8")
    api.save(api.plan(str(home / "pumps")), home / "runs")
    return home


def planned(seen: Seen, seconds: float) -> str:
    """Plan from the page that is open, open the run, and return what its gauges tell."""
    seen.page.get_by_role("link", name="Open the run").click(timeout=1000 * seconds)
    return gauges(seen)


def gauges(seen: Seen) -> str:
    """Return what the gauges of the run that is open tell, once they are drawn."""
    drawn = seen.page.locator('[data-figure="targets"][data-drawn]')
    drawn.wait_for()
    return str(drawn.get_attribute("aria-label"))


def _share(told: str, target: str) -> float:
    """Return the percentage of a target that gauges tell."""
    found = re.search(rf"{target} ([\d,.]+) %", told)
    assert found is not None, told
    return float(found[1].replace(",", ""))


def _weigh(seen: Seen, sizes: list[int]) -> None:
    seen.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))


def test_the_main_path(seen: Seen, workspace: Path) -> None:
    """Proves: a capacity is changed, a wrong value is found at its cell, a plan follows the edit, and its report opens.

    864 pumps of 900 are made as the model is (400 hours a month, and two modules); 500 hours are 25 pumps a month more.
    """
    page, before = seen.page, (workspace / "pumps" / "resources.csv").read_bytes()
    page.goto(f"{seen.home}/")
    page.locator(".cards").get_by_role("link", name="pumps", exact=True).click()
    page.get_by_role("navigation", name="Parts of pumps").get_by_role("link", name="Plan").click()
    page.get_by_role("button", name="Plan", exact=True).click()
    assert "pumps 96 %" in planned(seen, 60)
    assert page.locator('[data-target="pumps"]').get_by_text("missed").is_visible()
    assert page.get_by_text(NASTY).first.is_visible()

    page.get_by_role("link", name="The model").click()
    page.get_by_role("link", name="Tables", exact=True).click()
    page.get_by_role("navigation", name="Tables").get_by_role("link", name="resources").click()
    edit(seen, 0, "capacity", "many")
    cell = page.locator(".ag-cell.wrong")
    expect(cell).to_contain_text("many")
    expect(cell.get_by_role("img", name="error")).to_be_visible()
    listed = page.locator(".findings li", has_text="'many' is not a number.")
    expect(listed).to_contain_text("E201")
    expect(page.get_by_role("button", name="Plan with these edits")).to_be_disabled()
    assert seen.findings() == []

    page.reload()
    expect(page.locator(".ag-cell.wrong")).to_contain_text("many")
    page.get_by_role("navigation", name="Tables").get_by_role("link", name="sites").click()
    listed.get_by_role("button").click()
    expect(page.locator(".ag-cell-focus")).to_contain_text("many")

    edit(seen, 0, "capacity", "500")
    expect(page.get_by_text("Nothing is wrong with the model and these edits.")).to_be_visible()
    expect(page.locator(".ag-cell.edited")).to_contain_text("500")
    page.get_by_role("button", name="Plan with these edits").click()
    assert "pumps 96 %" not in planned(seen, 60)
    assert (workspace / "pumps" / "resources.csv").read_bytes() == before

    with page.expect_popup() as opened:
        page.get_by_role("link", name="Report", exact=True).click()
    report = opened.value
    report.locator("[data-figure][data-drawn] svg").first.wait_for()
    assert seen.findings(report) == []

    page.get_by_role("link", name="Ask", exact=True).click()
    page.get_by_role("button", name="Find the bottlenecks").click()
    card = page.locator(".asking li", has=page.get_by_role("heading", name="What limits the plan?"))
    card.get_by_role("link", name="See the answer below").click()
    expect(page.locator(".asked").get_by_role("link", name="what limits")).to_be_focused()
    page.locator("summary", has_text="The answer").click()
    page.locator(".asked [data-figure][data-drawn]").first.wait_for()
    expect(page.locator(".asked")).to_contain_text("line at works")
    assert seen.findings() == []


def test_edits_become_a_scenario(seen: Seen, workspace: Path) -> None:
    """Proves: pending edits are saved under a name, are pending no more, and are planned beside the model as it was."""
    page = seen.page
    seen.open("/models/pumps/tables/resources")
    edit(seen, 0, "capacity", "200")
    page.get_by_role("button", name="Save as scenario").click()
    page.get_by_label("Name", exact=False).fill("half")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.locator(".bar select")).to_have_value("half")
    expect(page.locator('.ag-row[row-index="0"] [col-id="capacity"]')).to_have_text("200")
    expect(page.get_by_role("region", name="Pending edits")).to_have_count(0)
    assert (workspace / "pumps" / "scenarios" / "half.toml").is_file()
    page.get_by_role("navigation", name="Parts of pumps").get_by_role("link", name="Plan").click()
    page.get_by_role("checkbox", name="half").check()
    page.get_by_role("button", name="Plan it beside the model").click()
    expect(page.locator(".title .state.done")).to_be_visible(timeout=60_000)
    expect(page.locator(".tables")).to_contain_text("half")
    expect(page.locator(".buttons.strong a")).to_have_count(2)


def test_who_saves_second_is_told(seen: Seen, workspace: Path) -> None:
    """Proves: edits keep the version that they were made to, over other pages and a reload, so that saving writes over nobody
    unseen; a second look tells which of the edited cells changed, and what gives way.

    By hand: 20 is edited to 21 here and to 30 elsewhere meanwhile. Sensitivity: the version of the page that was opened last.
    """
    with resources.as_file(resources.files("reshore.examples") / "first-plan") as example:
        shutil.copytree(example, workspace / "shared")
    profile = "table,key,column,date,value\nproducts,pump,value,2025-03-01,9\n"
    (workspace / "shared" / "profiles.csv").write_text(profile, encoding="utf-8")
    file = workspace / "shared" / "products.csv"
    page = seen.page
    seen.open("/models/shared/tables/products")
    edit(seen, 0, "value", "21")
    edit(seen, 1, "value", "250")
    expect(page.get_by_text("2 pending edits")).to_be_visible()
    api.save_edits(workspace / "shared", ["products:casting:value=30"])
    theirs = file.read_text(encoding="utf-8")
    page.get_by_role("link", name="Runs", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Runs")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("2 pending edits")).to_be_visible()
    page.reload()

    page.get_by_role("button", name="Save into the tables").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("shared has changed since it was read.")
    assert file.read_text(encoding="utf-8") == theirs
    dialog.get_by_role("button", name="Look at the tables again").click()
    expect(dialog.get_by_role("listitem")).to_have_text(["products, casting, value: was 20, is 30 now; yours is 21"])
    expect(dialog.get_by_text("1 row of profiles will be removed")).to_be_visible()
    assert seen.findings() == []
    assert file.read_text(encoding="utf-8") == theirs
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("region", name="Pending edits")).to_have_count(0)
    assert [line.split(",")[2] for line in file.read_text(encoding="utf-8").splitlines()[1:]] == ["21", "250"]
    seen.wrong[:] = [told for told in seen.wrong if "409 (" not in told]


def test_rows_come_and_go(seen: Seen, workspace: Path) -> None:
    """Proves: a row with a wrong value is told at its field and not written, then mended and shown; it is removed by the
    keyboard, with the edit that is pending of it.

    By hand: the lines of the file. Sensitivity: a dialog that closes on an error; an edit of a row that is gone.
    """
    page = seen.page
    file = workspace / "yards" / "sites.csv"
    before = file.read_text(encoding="utf-8")
    seen.open("/models/yards/tables/sites")
    expect(page.get_by_role("button", name="Remove row")).to_be_disabled()
    page.get_by_role("button", name="Add a row").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("More columns").click()
    dialog.get_by_label("latitude").fill("north")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_label("site (required)")).to_have_accessible_description(re.compile("The cell is empty"))
    expect(dialog.get_by_label("latitude")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("site (required)")).to_be_focused()
    expect(dialog.locator(".no", has_text="'north' is not a number.")).to_be_visible()
    assert seen.findings() == []
    assert file.read_text(encoding="utf-8") == before

    dialog.get_by_label("site (required)").fill("yard")
    dialog.get_by_label("country").fill("Chile")
    dialog.get_by_label("latitude").fill("47.5")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator(".ag-cell-focus")).to_contain_text("yard")
    expect(page.locator(".bar").get_by_text("4 rows")).to_be_visible()
    expect(page.get_by_role("navigation", name="Tables").get_by_role("link", name="sites")).to_contain_text("4")
    assert file.read_text(encoding="utf-8").splitlines()[-1].startswith("yard,")

    edit(seen, 3, "country", "Peru")
    expect(page.get_by_role("region", name="Pending edits")).to_be_visible()
    page.get_by_role("button", name="Remove row").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("The row yard of sites")
    expect(dialog).to_contain_text("1 pending edit")
    assert seen.findings() == []
    dialog.get_by_role("button", name="Remove", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bar").get_by_text("3 rows")).to_be_visible()
    expect(page.get_by_role("region", name="Pending edits")).to_have_count(0)
    expect(page.locator(".ag-row", has_text="yard")).to_have_count(0)
    page.get_by_role("navigation", name="Tables").get_by_role("link", name="lanes").click()
    page.get_by_role("button", name="Add a row").click()
    expect(dialog.locator("datalist#cell-origin-names option")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    head, *rest = before.splitlines()
    assert file.read_text(encoding="utf-8").splitlines() == [f"{head},latitude", *(f"{line}," for line in rest)]

    seen.wrong[:] = [told for told in seen.wrong if "422 (" not in told]


def test_an_example_is_to_be_copied(seen: Seen) -> None:
    """Proves: an example has no buttons for rows, but says why; names of code in a description are shown as such."""
    page = seen.page
    seen.open("/models/first-plan/tables/sites")
    expect(page.get_by_text("Copy the model to add rows.")).to_be_visible()
    seen.open("/models/first-plan/tables/model")
    expect(page.locator("code", has_text="model.toml")).to_be_visible()
    expect(page.get_by_role("button", name="Add a row")).to_have_count(0)


def test_figures_follow_what_is_told_of(seen: Seen) -> None:
    """Proves: of all, of a product and of a site, the figures of a network are those of that. Sensitivity: tables alone."""
    page = seen.page
    seen.open("/models/first-plan/network")
    expect(page.get_by_role("heading", name="What demand needs, through the tiers")).to_be_visible()
    page.get_by_label("Tell of").select_option(label="pump")
    expect(page.get_by_role("heading", name="What pump needs, through the tiers")).to_be_visible()
    page.get_by_label("Tell of").select_option(label="foundry")
    expect(page.get_by_role("heading", name=re.compile("through the tiers"))).to_have_count(0)


def test_late_answers_are_dropped(seen: Seen) -> None:
    """Proves: rows of a search that was left are not shown when they come after those of the next; a run's table likewise.

    By hand: one site is the works; lines of the plan have it. Sensitivity: whatever comes last is shown.
    """
    page = seen.page

    def late(route: Route) -> None:
        page.wait_for_timeout(1_500)
        route.continue_()

    page.route(re.compile("search=wor&|search=wor$"), late)
    run = page.request.get(f"{seen.home}/api/runs").json()[0]["run"]
    for place in ("/models/pumps/tables/sites", f"/runs/{run}/tables/ship"):
        seen.open(place)
        box = page.get_by_role("searchbox")
        page.locator(".ag-row .ag-cell").first.wait_for()
        with page.expect_response(re.compile("search=wor(&|$)")):
            with page.expect_request(re.compile("search=wor(&|$)")):
                box.fill("wor")
            box.fill("no such thing")
            expect(page.locator(".bar").get_by_text("0 rows")).to_be_visible()
        page.wait_for_timeout(200)
        expect(page.locator(".bar").get_by_text("0 rows")).to_be_visible()
        expect(page.locator(".ag-row", has_text="works")).to_have_count(0)


def test_the_row_that_is_edited_is_in_view(browser: Browser, home: str) -> None:
    """Proves: the key stays where the grid is scrolled aside: all of it where it is wide, its first column where it is
    narrow; a key that somebody tries to change says why not; a finding of the settings leads to its cell.

    By hand: the key of operations is site, process. Sensitivity: the first column alone; a locked cell without words.
    """
    words = "Keys cannot be changed here: remove the row and add another."
    for width, pinned in ((1280, ["site", "process"]), (390, ["site"])):
        with window(browser, home, width=width) as seen:
            page = seen.page
            seen.open("/models/pumps/tables/operations")
            first = page.locator('.ag-row[row-index="0"] [col-id="site"]', has_text=re.compile(r"\S"))
            first.wait_for()
            page.wait_for_timeout(300)
            left = page.locator(".ag-grid-container-wrapper .ag-header-cell")
            assert [each.get_attribute("col-id") for each in left.all()] == pinned
            first.dblclick()
            expect(page.get_by_text(words)).to_be_visible()
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
            expect(page.get_by_text(words)).to_have_count(0)
            page.keyboard.press("Home")
            page.keyboard.press("Enter")
            expect(page.get_by_text(words)).to_be_visible()
            assert seen.findings() == []
    with window(browser, home) as seen:
        seen.open("/models/pumps/tables/model")
        edit(seen, 0, "discount_rate", "much")
        listed = seen.page.locator(".findings li", has_text="'much' is not a number.")
        expect(
            seen.page.get_by_text("What builds on tables with errors is looked at when these are mended.")
        ).to_be_visible()
        seen.page.get_by_role("navigation", name="Tables").get_by_role("link", name="sites").click()
        listed.get_by_role("button").click()
        expect(seen.page.locator(".ag-cell-focus")).to_contain_text("much")


def test_nobody_is_taken_away(seen: Seen) -> None:
    """Proves: a plan whose start is told late does not take one from where one went. Sensitivity: the page of the job."""
    page = seen.page

    def late(route: Route) -> None:
        page.wait_for_timeout(800)
        route.continue_()

    page.route(
        re.compile("/api/jobs$"), lambda route: late(route) if route.request.method == "POST" else route.continue_()
    )
    seen.open("/models/pumps/plan")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Plan", exact=True).click()
        seen.open("/runs")
    page.wait_for_timeout(300)
    expect(page.get_by_role("heading", level=1)).to_have_text("Runs")


def test_a_job_survives_a_reload_and_can_be_cancelled(seen: Seen) -> None:
    """Proves: what runs is shown again after a reload, and ends when it is cancelled."""
    page = seen.page
    seen.open("/models/us-buildout/plan")
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.locator(".state.running")).to_be_visible(timeout=30_000)
    page.reload()
    expect(page.locator(".state.running")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".state.cancelled")).to_be_visible(timeout=15_000)
    seen.open("/jobs")
    expect(page.locator(".rows li", has_text="us-buildout").first).to_contain_text("cancelled")


@pytest.mark.slow
def test_a_restart_is_told(browser: Browser, tmp_path: Path) -> None:
    """Proves: a page that is open finds its server again by itself, and then tells that what ran was interrupted."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    with served(workspace) as address:
        seen = window(browser, address)
        opened = seen.__enter__()
        opened.open("/models/us-buildout/plan")
        opened.page.get_by_role("button", name="Plan", exact=True).click()
        expect(opened.page.locator(".state.running")).to_be_visible(timeout=30_000)
        opened.open("/jobs")
        expect(opened.page.locator(".state.running")).to_be_visible()
    silence = opened.page.get_by_text("The server does not answer; what is shown may be old.")
    expect(silence).to_be_visible(timeout=15_000)
    seconds = opened.page.locator(".progress small").inner_text()
    opened.page.wait_for_timeout(2_200)
    assert opened.page.locator(".progress small").inner_text() == seconds
    opened.page.locator(".rows").get_by_role("link", name="us-buildout").click()
    expect(opened.page.locator(".title .state.running")).to_be_visible()
    expect(silence).to_be_visible()
    with served(workspace, int(address.rsplit(":", 1)[1])):
        expect(opened.page.locator(".state.interrupted")).to_be_visible(timeout=30_000)
        expect(silence).to_have_count(0)
        opened.wrong[:] = [told for told in opened.wrong if "ERR_" not in told]
        seen.__exit__(None, None, None)


def test_models_come_and_go(seen: Seen, workspace: Path) -> None:
    """Proves: a model is made, copied, uploaded and deleted by the dialogs, and a name that is taken is told in the dialog."""
    page = seen.page
    page.goto(f"{seen.home}/")
    page.get_by_role("button", name="New model").click()
    page.get_by_label("Name").fill("pumps")
    page.get_by_role("dialog").get_by_role("button", name="Make it").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    page.get_by_label("Name").fill("mine")
    page.get_by_role("dialog").get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("mine")
    page.goto(f"{seen.home}/")
    page.get_by_role("button", name="Copy mine").click()
    page.get_by_label("Name of the copy").fill("mine-too")
    page.get_by_label("Kept as").select_option("csv")
    page.get_by_role("dialog").get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("mine-too")
    page.goto(f"{seen.home}/")
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("File").set_input_files(workspace / "mine" / "model.xlsx")
    page.get_by_label("Name").fill("sent")
    page.get_by_role("dialog").get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("sent")
    page.goto(f"{seen.home}/")
    page.get_by_role("button", name="Delete sent").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".cards").get_by_role("link", name="sent", exact=True)).to_have_count(0)
    assert (workspace / "mine-too" / "sites.csv").is_file()
    assert not (workspace / "sent").exists()
    seen.wrong[:] = [told for told in seen.wrong if "409 (Conflict)" not in told]


def test_a_large_table_scrolls(seen: Seen) -> None:
    """Proves: a table of 100,000 rows is reached to its end while a bounded number of rows is asked for and drawn."""
    page = seen.page
    asked: list[int] = []
    page.on("response", lambda answer: asked.append(1) if "/tables/demands?" in answer.url else None)
    seen.open("/models/large/tables/demands")
    expect(page.locator(".bar").get_by_text("100,000 rows")).to_be_visible(timeout=60_000)
    page.locator('.ag-row[row-index="0"]', has_text="class 0").wait_for(timeout=60_000)
    started = time.perf_counter()
    page.locator(".ag-grid-viewport").evaluate("at => { at.scrollTop = at.scrollHeight }")
    page.locator(f'.ag-row[row-index="{MANY - 1}"]').get_by_text(f"class {MANY - 1}").wait_for()
    assert time.perf_counter() - started < 3.0
    assert len(asked) < 15
    assert page.locator(".ag-row").count() < 200


def test_first_view_is_small_and_quick(browser: Browser, home: str) -> None:
    """Proves: the first view takes less than 1 MB on the wire, and less than 1 s on a machine that does little else."""
    seconds: list[float] = []
    while len(seconds) < TRIES and min(seconds, default=1.0) >= 1.0:
        with window(browser, home) as seen:
            sizes: list[int] = []
            _weigh(seen, sizes)
            started = time.perf_counter()
            seen.page.goto(f"{home}/")
            seen.page.locator(".cards").get_by_role("link", name="us-buildout", exact=True).wait_for()
            seconds.append(time.perf_counter() - started)
            seen.page.wait_for_timeout(300)
            assert 10_000 < sum(sizes) < 1_000_000
    assert min(seconds) < 1.0


def test_errors_are_told(browser: Browser, home: str) -> None:
    """Proves: what is not there is told in words, and there is a way on. Sensitivity: a blank page."""
    with window(browser, home) as seen:
        for place in ("/models/nothing", "/runs/nothing", "/compare?a=nothing&b=nobody"):
            seen.open(place)
            expect(seen.page.get_by_role("alert").or_(seen.page.locator(".empty")).first).to_be_visible()
        for place in ("/jobs/nothing", "/nowhere"):
            seen.open(place)
            expect(seen.page.get_by_role("heading", level=1)).to_contain_text("There is no such")
        seen.wrong[:] = [told for told in seen.wrong if "404 (Not Found)" not in told]


PLACES = (
    "/",
    "/models/us-buildout/network",
    "/models/us-buildout/tables/resources",
    "/models/us-buildout/scenarios",
    "/models/us-buildout/plan",
    "/runs",
    "/jobs",
    "/compare",
    "/api",
)


@pytest.mark.parametrize(("dark", "width"), [(False, 1600), (True, 390)])
def test_pages_can_be_read_by_all(browser: Browser, home: str, dark: bool, width: int) -> None:
    """Proves: axe finds nothing serious, and nothing is wider than the window, on light wide pages and dark narrow ones."""
    with window(browser, home, dark=dark, width=width) as seen:
        for place in PLACES:
            seen.open(place)
            seen.settled()
            assert seen.findings() == [], place
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, place
        seen.open("/runs")
        seen.page.locator(".rows a").first.click()
        for part in ("Overview", "Tables", "Ask"):
            seen.page.get_by_role("navigation", name="Parts of this run").get_by_role("link", name=part).click()
            seen.settled()
            assert seen.findings() == [], part
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, part


@pytest.mark.slow
def test_the_showcase(seen: Seen, workspace: Path, showcase: Path) -> None:
    """Proves: the main path on us-buildout: open it and its plan, see a finding for a wrong capacity, plan with another one, see
    the gauge of Arizona's million fall, open the report.

    By hand: Arizona makes all dies of the million GPUs that are asked for, and 10 wafers a month are few.
    """
    page = seen.page
    (run,) = showcase.glob("us-buildout-*")
    shutil.copytree(run, workspace / "runs" / run.name)
    page.goto(f"{seen.home}/")
    page.locator(".cards").get_by_role("link", name="us-buildout", exact=True).click()
    seen.open("/runs")
    page.locator(".rows").get_by_role("link", name="us-buildout", exact=True).click()
    before = _share(gauges(seen), "arizona-million")
    seen.open("/models/us-buildout/tables/resources")
    page.locator('.ag-row [col-id="site"]', has_text="TSMC-F21").first.wait_for()
    edit(seen, 2, "capacity", "none of it")
    expect(page.locator(".ag-cell.wrong")).to_contain_text("none of it")
    edit(seen, 2, "capacity", "10")
    expect(page.locator(".ag-cell.edited")).to_contain_text("10")
    page.get_by_role("button", name="Plan with these edits").click()
    after = _share(planned(seen, 600), "arizona-million")
    assert before > 100
    assert after < 100
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Report", exact=True).click()
    opened.value.locator("[data-figure][data-drawn] svg").first.wait_for()
    assert seen.findings(opened.value) == []
