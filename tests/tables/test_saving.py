"""Edits written into the files of a model: the cells that change, and nothing else."""

import os
import re
import stat
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
from reshore.tables import DataError, NotWritten, convert, read_model, write_edits, write_rows_of
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
    """Proves: the claim, in each format, for three settings: units of headers, a profile that gives way; nothing stays beside.

    By hand: the settings above, made on reading. Sensitivity: values that are converted twice; a profile that stays.
    """
    origin = CASE.write(tmp_path / "origin")
    folder = tmp_path / "model"
    convert(origin, folder, format)  # type: ignore[arg-type]
    write_edits(folder, SETS)

    same(folder, origin)
    assert not list(folder.glob(".*"))


def test_what_no_edit_concerns_stays(tmp_path: Path) -> None:
    """Proves: comments in the settings, columns of one's own, cells with errors and other files are as they were.

    By hand: each line of the two files that change. Sensitivity: tables written anew from what was understood of them; a comment
    that goes with its value. What a file has that is no value (quotes, blank lines) is not looked at.
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
        '# what it is\nname = "other" # short\nstart = 2025-01-01\nbuckets = "3 months"\ndiscount_rate = 0.1\n'
    )
    assert (folder / "resources.csv").read_bytes() == before


def test_a_column_that_a_file_lacks_is_added(tmp_path: Path) -> None:
    """Proves: a value for a column without a cell. By hand: the header. Sensitivity: an edit that is lost."""
    folder = CASE.write(tmp_path)
    write_edits(folder, ["sites:here:country=Peru"])

    assert (folder / "sites.csv").read_text(encoding="utf-8") == "site,country\nhere,Peru\n"


def test_a_comment_before_a_header_is_not_lost(tmp_path: Path) -> None:
    """Proves: a CSV file that begins with a comment is told, and neither edits nor rows are written into it.

    By hand: the file. Sensitivity: a comment that is skipped on reading and gone on writing.
    """
    folder = CASE.write(tmp_path)
    text = "# mine; by hand\nsite,country\nhere,Peru\n"
    (folder / "sites.csv").write_text(text, encoding="utf-8")
    for does in (
        lambda: write_edits(folder, ["sites:here:country=Chile"]),
        lambda: write_rows_of(folder, "sites", [{"site": "there"}]),
    ):
        with pytest.raises(NotWritten, match="begins with a comment, which would be lost"):
            does()

    assert (folder / "sites.csv").read_text(encoding="utf-8") == text


def test_nothing_is_written_where_a_setting_cannot_be_made(tmp_path: Path) -> None:
    """Proves: all settings or none, where one cannot be made. By hand: the second is no number, and a row that there is not.

    Sensitivity: files written one setting after the other. What happens where a disk is full is not looked at.
    """
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


@pytest.mark.skipif(os.name == "nt", reason="rights and links are otherwise there")
def test_files_keep_their_manner(tmp_path: Path) -> None:
    """Proves: the mark of Excel, line ends, rights and links of a file stay when it is written to.

    By hand: bytes. Sensitivity: a file that everybody may read then; a link in whose place there is a copy.
    """
    folder = CASE.write(tmp_path)
    (folder / "_own").mkdir()
    real = folder / "_own" / "sites.csv"
    real.write_bytes(b"\xef\xbb\xbfsite,country\r\nhere,Chile\r\n")
    real.chmod(0o600)
    (folder / "sites.csv").unlink()
    (folder / "sites.csv").symlink_to(Path("_own") / "sites.csv")
    settings = folder / "model.toml"
    settings.write_bytes(b'\xef\xbb\xbfname = "case"\r\nstart = 2025-01-01\r\nbuckets = "3 months"\r\n')
    settings.chmod(0o640)
    write_edits(folder, ["sites:here:country=Peru", "model::name=other"])

    assert (folder / "sites.csv").readlink() == Path("_own") / "sites.csv"
    assert real.read_bytes() == b"\xef\xbb\xbfsite,country\r\nhere,Peru\r\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert settings.read_bytes() == (b'\xef\xbb\xbfname = "other"\r\nstart = 2025-01-01\r\nbuckets = "3 months"\r\n')
    assert stat.S_IMODE(settings.stat().st_mode) == 0o640
    assert [path.name for path in (folder / "_own").iterdir()] == ["sites.csv"]


def test_a_setting_comes_above_the_tables_of_its_file(tmp_path: Path) -> None:
    """Proves: a new setting is one, in a file that has a table of one's own. By hand: its place. Sensitivity: one at the end."""
    folder = CASE.write(tmp_path)
    top = 'name = "case"\nstart = 2025-01-01\nbuckets = "3 months"\n'
    (folder / "model.toml").write_text(f"{top}\n[notes]\na = 1 # mine\n", encoding="utf-8")
    write_edits(folder, ["model::discount_rate=0.1"])

    told = (folder / "model.toml").read_text(encoding="utf-8")
    assert told == f"{top}discount_rate = 0.1\n\n[notes]\na = 1 # mine\n"


@pytest.mark.parametrize(
    ("written", "setting", "then"),
    [
        ('name = "a # b"  # why', "name=c", 'name = "c"  # why'),
        ("name = 'a' # \"why\" # not", "name=c # d", 'name = "c # d" # "why" # not'),
        ('name = "case"\nsource = "EUR" # ours', "source=", 'name = "case"\n# ours'),
        ('name = "case"\nsource = "EUR"\n# end', "source=", 'name = "case"\n# end'),
    ],
)
def test_a_comment_behind_a_value_stays(written: str, setting: str, then: str, tmp_path: Path) -> None:
    """Proves: what stands behind a changed or emptied value stays, and a # within a text is none. By hand: the lines.

    Sensitivity: a line written anew; a text that is cut at its #.
    """
    folder = CASE.write(tmp_path)
    rest = '\nstart = 2025-01-01\nbuckets = "3 months"\n'
    (folder / "model.toml").write_text(written + rest, encoding="utf-8")
    write_edits(folder, [f"model::{setting}"])

    assert (folder / "model.toml").read_text(encoding="utf-8") == then + rest
