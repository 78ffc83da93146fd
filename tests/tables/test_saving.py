"""Edits written into the files of a model: the cells that change, and nothing else."""

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from polars.testing import assert_frame_equal
from tests.tables.headed import CASE

import reshore
from reshore.tables import DataError, NotWritten, convert, read_model, write_edits
from reshore.tables.table import ROW

SETS = ["products:part:holding_rate=12.5", "resources:here/line:capacity=9", "model::discount_rate=0.1"]


def same(folder: Path, origin: Path) -> None:
    """Assert that the files of a model read as those of another with the settings applied."""
    after, wanted = read_model(folder).tables, read_model(origin, None, SETS).tables
    assert after is not None
    assert wanted is not None
    for table in wanted:
        assert_frame_equal(after.frame(table.name).drop(ROW), table.frame.drop(ROW))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the workbook of a model."""
    return reshore.new(tmp_path / "model", "first-plan", "xlsx") / "model.xlsx"


@pytest.mark.parametrize("format", ["csv", "parquet", "xlsx"])
def test_what_is_read_then_is_what_edits_gave(format: str, tmp_path: Path) -> None:  # noqa: A002
    """Proves: the claim, in each format: settings, units of headers, a profile that gives way.

    By hand: the settings above. Sensitivity: values that are converted twice; a profile that stays.
    """
    origin = CASE.write(tmp_path / "origin")
    folder = tmp_path / "model"
    convert(origin, folder, format)  # type: ignore[arg-type]
    write_edits(folder, SETS)

    same(folder, origin)
    assert not list(folder.glob(".*"))


def test_what_no_edit_concerns_stays(tmp_path: Path) -> None:
    """Proves: comments, columns of one's own, cells with errors and other files are as they were.

    By hand: the lines that change. Sensitivity: tables written anew from what was understood of them.
    """
    folder = CASE.write(tmp_path)
    (folder / "model.toml").write_text(
        '# what it is\nname = "case" # short\nstart = 2025-01-01\nbuckets = "3 months"\n', encoding="utf-8"
    )
    (folder / "products.csv").write_text(
        'product,unit,_mine,holding_rate [%/year],value\npart,part,"a, b",57.30,much\n', encoding="utf-8"
    )
    before = (folder / "resources.csv").read_bytes()
    write_edits(folder, ["products:part:holding_rate=12.5", "model::discount_rate=0.1", "model::name=other"])

    assert (folder / "products.csv").read_text(encoding="utf-8") == (
        'product,unit,_mine,holding_rate [%/year],value\npart,part,"a, b",12.5,much\n'
    )
    assert (folder / "model.toml").read_text(encoding="utf-8") == (
        '# what it is\nname = "other"\nstart = 2025-01-01\nbuckets = "3 months"\ndiscount_rate = 0.1\n'
    )
    assert (folder / "resources.csv").read_bytes() == before


def test_a_column_that_a_file_lacks_is_added(tmp_path: Path) -> None:
    """Proves: a value for a column without a cell. By hand: the header. Sensitivity: an edit that is lost."""
    folder = CASE.write(tmp_path)
    write_edits(folder, ["sites:here:country=Peru"])

    assert (folder / "sites.csv").read_text(encoding="utf-8") == "site,country\nhere,Peru\n"


def test_nothing_is_written_where_a_setting_cannot_be_made(tmp_path: Path) -> None:
    """Proves: all settings or none. By hand: the second is no number. Sensitivity: files written one setting after the other."""
    folder = CASE.write(tmp_path)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(DataError, match="'much' is not a number"):
        write_edits(folder, ["sites:here:country=Peru", "products:part:value=much"])
    with pytest.raises(DataError, match="no row 'there'"):
        write_edits(folder, ["sites:there:country=Peru"])

    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def _sheet(book: Workbook) -> None:
    book.create_sheet("_mine")["A1"] = "precious"


def _formula(book: Workbook) -> None:
    book["model"]["D3"] = "=1+1"


def _comment(book: Workbook) -> None:
    book["products"]["C2"].comment = Comment("why 20", "me")


def _comment_on_a_header(book: Workbook) -> None:
    book["products"]["A1"].comment = Comment("all of them", "me")


def _column(book: Workbook) -> None:
    book["products"]["Z1"], book["products"]["Z2"] = "_mine", "precious"


def _setting(book: Workbook) -> None:
    book["model"]["F4"] = "ask Ann"


def _hidden(book: Workbook) -> None:
    book["sites"].sheet_state = "hidden"


def _link(book: Workbook) -> None:
    book["products"]["C2"].hyperlink = "https://example.org/prices"


def _name(book: Workbook) -> None:
    book.defined_names["price"] = DefinedName("price", attr_text="products!$C$2")


def _chart(book: Workbook) -> None:
    book["products"].add_chart(BarChart(), "D5")


@pytest.mark.parametrize(
    ("has", "told"),
    [
        (_sheet, "sheets of its own (_mine)"),
        (_formula, "formulas (model!D3)"),
        (_comment, "comments (products!C2)"),
        (_comment_on_a_header, "comments (products!A1)"),
        (_column, "columns of its own (products._mine)"),
        (_setting, "cells that are no settings (model!row 4)"),
        (_hidden, "hidden sheets (sites)"),
        (_link, "links (products)"),
        (_name, "names of its own (price)"),
        (_chart, "drawings, charts or pictures (products)"),
    ],
)
def test_a_workbook_that_would_lose_something_is_not_written(
    has: Callable[[Workbook], None], told: str, book: Path
) -> None:
    """Proves: what a workbook written anew has not keeps it from being written to; the words say what, where and what to do.

    By hand: one thing in a workbook of ours that another program saved, whose help on the headers is no reason.
    Sensitivity: a workbook without it.
    """
    opened = load_workbook(book)
    has(opened)
    opened.save(book)
    before = book.read_bytes()
    message = f"The workbook has {told}, which would be lost. Keep the edits as a scenario, or make them in Excel."
    with pytest.raises(NotWritten, match=f"^{re.escape(message)}$"):
        write_edits(book, ["products:casting:value=21"])

    assert book.read_bytes() == before


def test_a_workbook_that_another_program_saved_is_written(book: Path) -> None:
    """Proves: what is only how a workbook looks is no reason. By hand: a fill. Sensitivity: a refusal of any workbook."""
    opened = load_workbook(book)
    opened["products"]["C2"].fill = PatternFill("solid", fgColor="FF0000")
    opened.save(book)
    write_edits(book, ["products:casting:value=21"])

    assert reshore.load(book).frame("products")["value"].to_list() == [21.0, 240.0]


def test_a_workbook_with_errors_is_not_written(book: Path) -> None:
    """Proves: a cell with an error is not lost. By hand: a value that is text. Sensitivity: an empty cell in its place."""
    opened = load_workbook(book)
    opened["products"]["D2"] = "much"
    opened.save(book)
    with pytest.raises(NotWritten, match="The workbook has errors"):
        write_edits(book, ["products:pump:value=21"])


def test_an_example_is_not_written_to(tmp_path: Path) -> None:
    """Proves: the packaged examples stay as they are, and a scenario of a copy is written once.

    By hand: PermissionError, then FileExistsError. Sensitivity: an installation that is edited.
    """
    from reshore.api import save_edits, save_scenario

    with pytest.raises(PermissionError, match="packaged example"):
        save_edits("first-plan", ["products:casting:value=21"])
    with pytest.raises(PermissionError, match="packaged example"):
        save_scenario("first-plan", "dear")
    copy = reshore.new(tmp_path / "copy", "first-plan")
    file = save_scenario(copy, "dear", "Dear", sets=["products:casting:value=21"])
    with pytest.raises(FileExistsError):
        save_scenario(copy, "dear")

    assert file == copy / "scenarios" / "dear.toml"
    assert reshore.load(copy, "dear").frame("products")["value"].to_list() == [21.0, 240.0]
    assert isinstance(reshore.load(copy).frame("products"), pl.DataFrame)


def test_text_that_is_cut_on_reading_is_not_cut_in_the_file(tmp_path: Path) -> None:
    """Proves: a file with a row of too many or too few cells is not written to; other files of the model are.

    By hand: line 2 has 3 cells, line 4 has 1, the header 2. Sensitivity: a comma without quotes that takes the rest of its text.
    """
    folder = CASE.write(tmp_path)
    file = folder / "sites.csv"
    file.write_text("site,note\nhere,Makes castings, never short\nthere,\nyonder\n", encoding="utf-8", newline="\n")
    before = file.read_bytes()
    with pytest.raises(NotWritten, match=r"sites\.csv has rows .* \(lines 2, 4\), .*Mend them first"):
        write_edits(folder, ["sites:here:country=Peru", "products:part:value=3"])
    products = (folder / "products.csv").read_text(encoding="utf-8")
    write_edits(folder, ["products:part:value=3"])

    assert file.read_bytes() == before
    assert "value" not in products
    assert (folder / "products.csv").read_text(encoding="utf-8").endswith(",3\n")
