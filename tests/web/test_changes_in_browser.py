"""What people change on the web page, in a real browser: scenarios, models, and edits that are pending."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, expect
from tests.report.browser import NEEDED
from tests.web.browser import Seen, edit, window

from reshore import api

pytestmark = NEEDED

expect.set_options(timeout=20_000)
DEAR = """# by hand
description = "Dear castings"

[[edits]]
table = "products"
where = {product = "casting"}
column = "value"
value = 21 # was 20
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with two small models, of which one has a scenario that somebody wrote."""
    home = tmp_path_factory.mktemp("changes") / "workspace"
    with resources.as_file(resources.files("reshore.examples") / "first-plan") as example:
        for name in ("pumps", "yards"):
            shutil.copytree(example, home / name)
    (home / "pumps" / "scenarios").mkdir(exist_ok=True)
    (home / "pumps" / "scenarios" / "dear.toml").write_text(DEAR, encoding="utf-8")
    return home


def test_a_scenario_is_overwritten_renamed_and_deleted(seen: Seen, workspace: Path) -> None:
    """Proves: what would change is told before; edits go into the text of a scenario; another takes its place, and the file as
    it was is kept; it is renamed with the edits that are pending of it, and moved aside.

    By hand: 21 becomes 22 beside its comment; then one edit in place of one. Sensitivity: a file that is written anew unseen.
    """
    page, file = seen.page, workspace / "pumps" / "scenarios" / "dear.toml"
    dialog = page.get_by_role("dialog")
    seen.open("/models/pumps/tables/products?scenario=dear")
    edit(seen, 0, "value", "22")
    page.get_by_role("button", name="Save into dear").click()
    expect(dialog).to_contain_text("The edits are made in dear, for everybody: of 1 edit that it has, 0 stay.")
    expect(dialog.get_by_role("region", name="Gone (1)")).to_contain_text("products casting: value = 21")
    expect(dialog.get_by_role("region", name="New (1)")).to_contain_text("products casting: value = 22")
    assert seen.findings() == []
    dialog.get_by_role("button", name="Overwrite").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("region", name="Pending edits")).to_have_count(0)
    expect(page.locator('.ag-row[row-index="0"] [col-id="value"]')).to_have_text("22")
    first = DEAR.replace("21 #", "22 #")
    assert file.read_text(encoding="utf-8") == first

    seen.open("/models/pumps/tables/products")
    edit(seen, 1, "value", "250")
    page.get_by_role("button", name="Save as scenario").click()
    dialog.get_by_label("Save into").select_option("dear")
    expect(dialog).to_contain_text("2 comments in its file will be gone.")
    expect(dialog).to_contain_text("The file as it is now is kept in the folder .removed of the workspace.")
    dialog.get_by_role("button", name="Overwrite").click()
    expect(page.locator(".bar select")).to_have_value("dear")
    assert 'value = "250"' in file.read_text(encoding="utf-8")
    assert [path.read_text(encoding="utf-8") for path in workspace.glob(".removed/*-dear.toml")] == [first]

    edit(seen, 1, "value", "260")
    page.get_by_role("navigation", name="Parts of pumps").get_by_role("link", name="Scenarios").click()
    page.get_by_role("button", name="Rename dear").click()
    dialog.get_by_label("New name").fill("dearer")
    dialog.get_by_role("button", name="Rename").click()
    expect(page.locator(".rows").get_by_role("link", name="dearer", exact=True)).to_be_visible()
    expect(page.locator(".bar select")).to_have_value("dearer")
    page.get_by_role("link", name="Tables (1 pending)").click()
    page.get_by_role("navigation", name="Tables").get_by_role("link", name="products").click()
    expect(page.locator(".ag-cell.edited")).to_contain_text("260")
    page.get_by_role("navigation", name="Parts of pumps").get_by_role("link", name="Scenarios").click()
    page.get_by_role("button", name="Delete dearer").click()
    expect(dialog).to_contain_text("1 pending edit of it will be dropped.")
    assert seen.findings() == []
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("There are no scenarios.")).to_be_visible()
    assert not list(file.parent.iterdir())
    assert len(list(workspace.glob(".removed/*-dearer.toml"))) == 1


def test_an_upload_replaces_a_model(seen: Seen, workspace: Path, tmp_path: Path) -> None:
    """Proves: the name is that of the file, but not over one that was typed; a model of that name is replaced only where somebody
    says so, and is found again in `.removed`.

    By hand: a workbook of yards with a value of its own. Sensitivity: a model that is written over without a word.
    """
    page, dialog = seen.page, seen.page.get_by_role("dialog")
    shutil.copytree(workspace / "yards", workspace / "worn")
    book = api.new(tmp_path / "book", workspace / "worn", "xlsx")
    api.save_edits(book, ["products:casting:value=77"])
    sent = tmp_path / "worn (2).xlsx"
    (book / "model.xlsx").rename(sent)
    page.goto(f"{seen.home}/")
    page.get_by_role("button", name="Upload").click()
    dialog.get_by_label("File").set_input_files(sent)
    expect(dialog.get_by_label("Name")).to_have_value("worn")
    expect(dialog).to_contain_text("Replace worn, which is there already")
    dialog.get_by_label("Name").fill("worn too")
    expect(dialog.get_by_role("checkbox")).to_have_count(0)
    dialog.get_by_label("File").set_input_files(sent)
    expect(dialog.get_by_label("Name")).to_have_value("worn too")
    dialog.get_by_label("Name").fill("worn")
    dialog.get_by_role("button", name="Replace").click()
    expect(dialog).to_be_visible()
    assert (workspace / "worn" / "products.csv").is_file()
    assert seen.findings() == []
    dialog.get_by_label("Replace worn").check()
    dialog.get_by_role("button", name="Replace").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("worn")
    seen.open("/models/worn/tables/products")
    expect(page.locator('.ag-row[row-index="0"] [col-id="value"]')).to_have_text("77")
    (old,) = workspace.glob(".removed/*-worn")
    assert (old / "products.csv").is_file()


def test_edits_are_undone_and_outlast_the_window(seen: Seen, workspace: Path) -> None:
    """Proves: the keys and buttons undo edits and make them again, but not while text is typed; another window shows the same
    edits at once, and adds its own; a window that is closed and opened again has them.

    By hand: three values of two cells. Sensitivity: an edit of one window that writes over that of another.
    """
    page = seen.page
    shutil.copytree(workspace / "yards", workspace / "kept")
    seen.open("/models/kept/tables/products")
    edit(seen, 0, "value", "21")
    edit(seen, 0, "value", "22")
    cell = page.locator('.ag-row[row-index="0"] [col-id="value"]')
    bar = page.get_by_role("region", name="Pending edits")
    expect(cell).to_contain_text("22")
    page.keyboard.press("Control+z")
    expect(cell).to_contain_text("21")
    page.keyboard.press("Control+z")
    expect(page.locator(".ag-cell.edited")).to_have_count(0)
    expect(bar).to_contain_text("No edit is pending.")
    expect(bar.get_by_role("button", name="Undo")).to_be_disabled()
    page.keyboard.press("Meta+Shift+z")
    expect(cell).to_contain_text("21")
    bar.get_by_role("button", name="Redo").click()
    expect(cell).to_contain_text("22")
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Control+z")
    expect(cell).to_contain_text("22")
    bar.get_by_role("button", name="Discard").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    expect(page.locator(".ag-cell.edited")).to_have_count(0)
    bar.get_by_role("button", name="Undo").click()
    expect(cell).to_contain_text("22")

    other = seen.context.new_page()
    other.goto(f"{seen.home}/#/models/kept/tables/products")
    expect(other.locator(".ag-cell.edited")).to_contain_text("22")
    edit(Seen(other, seen.context, seen.home), 1, "value", "250")
    expect(page.locator(".ag-cell.edited")).to_have_count(2)
    expect(bar.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    edit(seen, 0, "value", "23")
    expect(bar.get_by_role("button", name="2 pending edits")).to_be_visible()
    expect(other.locator(".ag-cell.edited", has_text="23")).to_have_count(1)
    other.close()
    page.close()
    again = seen.context.new_page()
    again.goto(f"{seen.home}/")
    again.locator(".cards").get_by_role("link", name="2 pending edits").click()
    expect(again.get_by_role("button", name="2 pending edits")).to_be_visible()
    again.goto(f"{seen.home}/")
    again.get_by_role("button", name="Delete kept").click()
    expect(again.get_by_role("dialog")).to_contain_text("2 pending edits of it will be dropped.")
    again.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(again.locator(".cards").get_by_role("link", name="kept", exact=True)).to_have_count(0)
    assert again.evaluate("localStorage.length") == 0


def test_edits_that_cannot_be_kept_are_not_lost_unseen(browser: Browser, home: str) -> None:
    """Proves: where the browser keeps nothing, edits work, the page says so, and asks before it is left.

    Sensitivity: a page that is closed without a word.
    """
    with window(browser, home) as seen:
        page = seen.page
        page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('none') } })")
        asked: list[str] = []

        def leave(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", leave)
        seen.open("/models/pumps/tables/products")
        edit(seen, 0, "value", "21")
        edit(seen, 1, "value", "251")
        expect(page.get_by_text("This browser keeps nothing")).to_be_visible()
        expect(page.get_by_role("button", name="2 pending edits")).to_be_visible()
        page.reload()
        expect(page.get_by_role("region", name="Pending edits")).to_have_count(0)
        assert asked == ["beforeunload"]


def test_what_is_pending_covers_no_cell(browser: Browser, home: str) -> None:
    """Proves: in a window of 720 pixels the grid, the cell in the focus and the panel below are apart, and the list of edits is
    reached without covering any. By hand: the boxes of the three. Sensitivity: a panel that lies over the last rows.
    """
    with window(browser, home, width=1400, height=720) as seen:
        page = seen.page
        seen.open("/models/first-plan/tables/demands")
        edit(seen, 5, "quantity", "7")
        panel, grid = page.locator(".pending"), page.locator(".grid").first
        listed = page.get_by_role("button", name="1 pending edit")
        expect(listed).to_be_visible()
        for _ in range(2):
            page.wait_for_timeout(300)
            above, below = grid.bounding_box(), panel.bounding_box()
            assert above is not None
            assert below is not None
            assert above["y"] + above["height"] <= below["y"]
            assert below["y"] + below["height"] <= 720
            expect(page.locator(".ag-cell.edited")).to_be_in_viewport()
            listed.click()
        expect(page.get_by_role("list", name="The edits").get_by_role("listitem")).to_have_count(0)


def test_scenarios_are_planned_with_edits_that_are_pending_or_without(seen: Seen, workspace: Path) -> None:
    """Proves: the page says whether pending edits count beside scenarios, which one chooses; the job has them; all differences of
    two of its runs are shown where they are asked for.

    By hand: one edit, two runs, of which the tables differ in the rows of demand. Sensitivity: edits that count unseen.
    """
    page = seen.page
    shutil.copytree(workspace / "yards", workspace / "asked")
    sets = [
        f"demands:city/pump//2025-0{month}-01:{name}="
        for month in range(1, 7)
        for name in ("quantity", "price", "patience")
    ]
    api.save_scenario(workspace / "asked", "less", "Less of all", sets=[f"{each}3" for each in sets])
    seen.open("/models/asked/tables/products")
    edit(seen, 0, "value", "21")
    expect(page.locator(".ag-cell.edited")).to_contain_text("21")
    page.get_by_role("navigation", name="Parts of asked").get_by_role("link", name="Plan").click()
    expect(
        page.get_by_text("The pending edit does not count: each scenario is planned as it is saved.")
    ).to_be_visible()
    page.get_by_label("Make the edit that is pending in each of them too").check()
    expect(page.get_by_text("Each plan, that of the model too, has the pending edit")).to_be_visible()
    page.get_by_role("checkbox", name="less").check()
    assert seen.findings() == []
    page.get_by_role("button", name="Plan it beside the model").click()
    expect(page.locator(".title .state.done")).to_be_visible(timeout=60_000)
    page.get_by_text("Its edit", exact=True).click()
    expect(page.get_by_text("products:casting:value=21")).to_be_visible()
    runs = [link.inner_text() for link in page.locator(".buttons.strong a").all()]
    assert len(runs) == 2

    seen.open(f"/compare?a={runs[0]}&b={runs[1]}")
    cells = page.get_by_role("region", name="Cells of the tables that differ")
    expect(cells.get_by_text("6 others")).to_be_visible()
    page.get_by_role("button", name="Show all, not the largest alone").click()
    expect(cells.locator("tbody tr")).to_have_count(18)
    assert seen.findings() == []
    page.get_by_role("button", name="Only the largest differences").click()
    expect(cells.locator("tbody tr")).to_have_count(13)


def test_edits_of_a_scenario_that_was_overwritten_are_looked_at_again(seen: Seen, workspace: Path) -> None:
    """Proves: edits that are pending of a scenario are not saved onto others that took its place meanwhile before somebody has
    looked. By hand: 23 is pending where the scenario said 21; then it says 30. Sensitivity: edits that go on as if it were 21.
    """
    page, dialog = seen.page, seen.page.get_by_role("dialog")
    folder = workspace / "yards" / "scenarios"
    folder.mkdir(exist_ok=True)
    (folder / "cheap.toml").write_text(DEAR, encoding="utf-8")
    seen.open("/models/yards/tables/products?scenario=cheap")
    edit(seen, 0, "value", "23")
    seen.open("/models/yards/tables/products")
    edit(seen, 0, "value", "30")
    page.get_by_role("button", name="Save as scenario").click()
    dialog.get_by_label("Save into").select_option("cheap")
    expect(dialog).to_contain_text("The edits take the place of those of cheap")
    dialog.get_by_role("button", name="Overwrite").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Save into cheap").click()
    expect(dialog).to_contain_text("has changed since it was read")
    dialog.get_by_role("button", name="Overwrite").click()
    expect(dialog.get_by_role("button", name="Look at the tables again")).to_be_visible()
    assert "value = 30" in (folder / "cheap.toml").read_text(encoding="utf-8").replace('"', "")

    seen.wrong[:] = [told for told in seen.wrong if "409 (" not in told]


def test_a_window_shows_what_another_one_saved(seen: Seen, workspace: Path) -> None:
    """Proves: a table that is open in two windows shows in both what one of them saves. By hand: 31, in the first row.

    Sensitivity: an old value without its edit, as if that were lost.
    """
    other = seen.context.new_page()
    for page in (seen.page, other):
        page.goto(f"{seen.home}/#/models/yards/tables/products")
        page.locator('.ag-row[row-index="0"] [col-id="value"]').first.wait_for()
    edit(seen, 0, "value", "31")
    expect(other.locator(".ag-cell.edited")).to_contain_text("31")
    seen.page.get_by_role("button", name="Save into the tables").click()
    seen.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(seen.page.get_by_role("dialog")).to_have_count(0)
    expect(other.locator(".ag-cell.edited")).to_have_count(0)
    expect(other.locator('.ag-row[row-index="0"] [col-id="value"]')).to_contain_text("31")
    assert "31" in (workspace / "yards" / "products.csv").read_text(encoding="utf-8")
