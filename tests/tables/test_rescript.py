"""Scenarios that are there already: other edits, another name, or none; what people wrote in them stays or is kept."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import reshore
from reshore.api import remove_scenario, rename_scenario, replace_scenario, save_scenario
from reshore.tables import DataError, NotWritten, read_model
from reshore.tables.amend import amended_text, folded
from reshore.tables.source import list_scenarios

HAND = """# by hand
description = "Dear castings" # since May
source = 'a "#" in it'

# what castings cost
[[edits]]
table = "products"
where = {product = "casting"}
column = "value"
value = 21 # was 20

[[edits]]
table = "resources"
where = {}
column = "capacity"
op = "*"
value = 1.5
"""
VALUE, CAPACITY = "products:casting:value=", "resources:works/line:capacity="


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a model with a scenario that somebody wrote by hand."""
    folder = reshore.new(tmp_path / "model", "first-plan")
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "dear.toml").write_text(HAND, encoding="utf-8")
    return folder


def edit(column: str, value: object, op: str = "=", where: Any = None, **more: Any) -> dict[str, Any]:
    """Return an edit of resources."""
    return {"table": "resources", "where": where or {}, "column": column, "op": op, "value": value, **more}


def test_edits_on_a_scenario_keep_what_is_written_in_it(model: Path) -> None:
    """Proves: a cell that the scenario sets already gets its new value at its place, another comes last, and nothing else of the
    file changes; the tables are those with the settings made after the scenario.

    By hand: the two lines. Sensitivity: a file that is written anew; a value set before a factor that would change it.
    """
    file = model / "scenarios" / "dear.toml"
    sets = [f"{VALUE}23", f"{CAPACITY}9"]
    wanted = read_model(model, "dear", sets).checked()
    dry = replace_scenario(model, "dear", sets, scenario="dear", dry=True)
    assert file.read_text(encoding="utf-8") == HAND
    found = replace_scenario(model, "dear", sets, scenario="dear", kept=model / "kept.toml")

    where = '{site = "works", resource = "line"}'
    last = f'\n[[edits]]\ntable = "resources"\nwhere = {where}\ncolumn = "capacity"\nop = "="\nvalue = "9"\n'
    assert file.read_text(encoding="utf-8") == HAND.replace("value = 21 #", "value = 23 #") + last
    assert found == dry
    assert (found.kept, found.comments, len(found.gone), len(found.added)) == (True, 0, 1, 2)
    assert not (model / "kept.toml").exists()
    after = read_model(model, "dear").checked()
    for name in ("products", "resources"):
        assert after.frame(name).equals(wanted.frame(name))


def test_other_edits_and_a_description_take_the_place_of_a_file_that_is_kept(model: Path) -> None:
    """Proves: edits that are not made on the scenario itself replace its own, the file is kept as it was, and its comments are
    counted; its source stays. By hand: four lines have a comment, of which a '#' in a text is none.
    """
    kept = model / "kept.toml"
    found = replace_scenario(model, "dear", [f"{VALUE}30"], description="Dearer", kept=kept)

    assert (found.kept, found.comments, len(found.gone), len(found.added)) == (False, 4, 2, 1)
    assert kept.read_text(encoding="utf-8") == HAND
    told = tomllib.loads((model / "scenarios" / "dear.toml").read_text(encoding="utf-8"))
    assert (told["description"], told["source"]) == ("Dearer", 'a "#" in it')
    assert [each["value"] for each in told["edits"]] == ["30"]


def test_a_description_alone_is_one_line(model: Path) -> None:
    """Proves: the line changes and its comment stays, line ends as they are. Sensitivity: ends of lines of another system."""
    file = model / "scenarios" / "dear.toml"
    file.write_bytes(HAND.replace("\n", "\r\n").encode())
    found = replace_scenario(model, "dear", scenario="dear", description='It is "dear"')

    assert found.kept
    assert file.read_bytes().decode() == HAND.replace('"Dear castings"', r'"It is \"dear\""').replace("\n", "\r\n")


def test_an_empty_list_of_edits_gives_way() -> None:
    """Proves: `edits = []`, to which TOML appends nothing, is taken out. By hand: the text."""
    more = {"table": "sites", "op": "remove", "where": {"site": "x"}}
    text, kept = amended_text("# none\ndescription = 'a'\nedits = []\n", {"description": "a", "edits": [more]})

    assert kept
    assert text == '# none\ndescription = \'a\'\n\n[[edits]]\ntable = "sites"\nop = "remove"\nwhere = {site = "x"}\n'


@pytest.mark.parametrize(
    "between",
    [
        edit("capacity", 2, "*"),
        {"table": "resources", "op": "add", "rows": [{"site": "x"}]},
        {"table": "resources", "op": "remove", "where": {"site": "x"}},
        edit("cost", 2, where={"capacity": 5}),
        edit("site", "y", where={"resource": "line"}),
        {"table": "profiles", "op": "add", "rows": [{"table": "resources"}]},
    ],
)
def test_a_value_comes_last_where_another_edit_is_between(between: dict[str, Any]) -> None:
    """Proves: the order is kept where it counts: a factor, rows that come or go, a choice by the column, a key, a profile.

    Sensitivity: a value at the place of the first, which the edit between would change.
    """
    first, again = edit("capacity", 5, where={"site": "x"}), edit("capacity", 7, where={"site": "x"})

    assert folded([first, between], [again]) == [first, between, again]
    assert folded([first, edit("cost", 2)], [again]) == [again, edit("cost", 2)]
    noted = {**first, "note": "measured"}
    assert folded([noted], [again]) == [noted, again]


def test_a_renamed_file_keeps_its_bytes_and_a_removed_one_too(model: Path, tmp_path: Path) -> None:
    """Proves: both, and that no other scenario is written over. Sensitivity: a file that is read and written again."""
    folder = model / "scenarios"
    (folder / "other.toml").write_text("edits = []\n", encoding="utf-8")
    with pytest.raises(FileExistsError, match="There is a scenario 'other' already"):
        rename_scenario(model, "dear", "other")
    with pytest.raises(ValueError, match="is no name of a scenario"):
        rename_scenario(model, "dear", "../other")
    rename_scenario(model, "dear", "dearer")
    assert (folder / "dearer.toml").read_bytes() == HAND.encode()
    assert sorted(list_scenarios(model)) == ["dearer", "other"]
    kept = tmp_path / "away" / "dearer.toml"
    remove_scenario(model, "dearer", kept)
    assert kept.read_bytes() == HAND.encode()
    assert list(list_scenarios(model)) == ["other"]
    for does in (lambda: rename_scenario(model, "dear", "x"), lambda: remove_scenario(model, "dear", tmp_path / "x")):
        with pytest.raises(DataError, match="There is no scenario 'dear'"):
            does()
    with pytest.raises(FileExistsError, match="exists already"):
        remove_scenario(model, "other", kept)


def test_scenarios_in_a_sheet_change_alike(tmp_path: Path) -> None:
    """Proves: a workbook is written with the scenario as it is to be, in the order of the others; what is removed is kept as a
    file. By hand: three scenarios, of which the second is changed, renamed and removed.
    """
    folder = reshore.new(tmp_path / "folder", "first-plan")
    for name in ("a", "b", "c"):
        save_scenario(folder, name, f"It is {name}", sets=[f"{VALUE}21"])
    book = reshore.new(tmp_path / "book", folder, "xlsx")
    wanted = read_model(book, "b", [f"{VALUE}23", f"{CAPACITY}9"]).checked().frame("resources")
    found = replace_scenario(book, "b", [f"{VALUE}23", f"{CAPACITY}9"], scenario="b")
    assert len(found.added) == 2
    assert read_model(book, "b").checked().frame("resources").equals(wanted)
    rename_scenario(book, "b", "z")
    assert list_scenarios(book) == {"a": "It is a", "c": "It is c", "z": "It is b"}
    kept = tmp_path / "z.toml"
    remove_scenario(book, "z", kept)
    assert list_scenarios(book) == {"a": "It is a", "c": "It is c"}
    assert [each["value"] for each in tomllib.loads(kept.read_text(encoding="utf-8"))["edits"]] == ["23", "9"]
    assert not (book / "scenarios").exists()


def test_a_workbook_that_would_lose_something_stays(tmp_path: Path) -> None:
    """Proves: a sheet of one's own is named in the refusal, the workbook is as it was, and nothing is kept beside."""
    from openpyxl import load_workbook

    folder = reshore.new(tmp_path / "folder", "first-plan")
    save_scenario(folder, "a", sets=[f"{VALUE}21"])
    file = reshore.new(tmp_path / "book", folder, "xlsx") / "model.xlsx"
    book = load_workbook(file)
    book.create_sheet("_mine")["A1"] = "precious"
    book.save(file)
    before = file.read_bytes()
    kept = tmp_path / "kept.toml"
    for does in (
        lambda: replace_scenario(file.parent, "a", [f"{VALUE}23"], scenario="a"),
        lambda: replace_scenario(file.parent, "a", [f"{CAPACITY}9"], kept=kept),
        lambda: rename_scenario(file.parent, "a", "b"),
        lambda: remove_scenario(file.parent, "a", kept),
    ):
        with pytest.raises(NotWritten, match="sheets of its own"):
            does()
    assert file.read_bytes() == before
    assert not kept.exists()


def test_an_example_stays(tmp_path: Path) -> None:
    """Proves: packaged scenarios are not written to."""
    for does in (
        lambda: replace_scenario("us-buildout", "april-2025"),
        lambda: rename_scenario("us-buildout", "april-2025", "x"),
        lambda: remove_scenario("us-buildout", "april-2025", tmp_path / "x"),
    ):
        with pytest.raises(PermissionError, match="packaged example"):
            does()
