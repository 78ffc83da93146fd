"""Rows written into the files of a model, and out of them: nothing else of what people wrote changes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.tables.headed import CASE

import reshore
from reshore.tables import DataError, NotWritten, convert, read_model, write_edits, write_rows_of
from reshore.tables.rows import ADDED, REMOVED

PRODUCTS = 'product,unit,_mine,holding_rate [%/year],value\npart,part,"a, b",57.30,much\n'


def text(file: Path) -> str:
    """Return the text of a file."""
    return file.read_text(encoding="utf-8")


def names(model: Path, table: str = "sites") -> list[str]:
    """Return the names in the first column of a table."""
    tables = read_model(model).tables
    assert tables is not None
    return tables.frame(table).to_series(0).to_list()


def refused(
    model: Path, table: str, add: list[dict[str, str]], remove: tuple[str, ...] = ()
) -> list[tuple[object, ...]]:
    """Return what is told about rows that are not written: the code, whether to add or remove, which row, which column."""
    with pytest.raises(DataError) as told:
        write_rows_of(model, table, add, remove)
    return [(each.code, each.file, each.row, each.column) for each in told.value.findings]


def test_rows_come_last_under_the_headers_of_the_file(tmp_path: Path) -> None:
    """Proves: texts are written as typed, in the unit of the header; own columns, order and cells with errors stay; a column
    that the file lacks comes last; other files are not touched.

    By hand: the two lines. Sensitivity: typed values written (0.125 for 12.5 %); a table written anew.
    """
    folder = CASE.write(tmp_path)
    file = folder / "products.csv"
    file.write_text(PRODUCTS, encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir() if path != file}
    write_rows_of(
        folder,
        "products",
        [{"product": "nut", "unit": "piece", "holding_rate": " 12.50 ", "note": "x, y", "source": ""}],
    )

    assert text(file) == (
        'product,unit,_mine,holding_rate [%/year],value,note\npart,part,"a, b",57.30,much,\nnut,piece,,12.50,,"x, y"\n'
    )
    assert {path: path.read_bytes() for path in folder.iterdir() if path != file} == before
    tables = read_model(folder).tables
    assert tables is not None
    assert tables.frame("products")["holding_rate"].to_list() == [0.573, 0.125]


def test_a_file_of_excel_stays_one(tmp_path: Path) -> None:
    """Proves: the mark before the text and the ends of lines stay, in a row that is added and a cell that is edited.

    By hand: the bytes. Sensitivity: a file that Excel reads in another encoding afterwards.
    """
    folder = CASE.write(tmp_path)
    file = folder / "sites.csv"
    mark = b"\xef\xbb\xbf"
    file.write_bytes(mark + b"site,country\r\nhere,\r\n")
    write_rows_of(folder, "sites", [{"site": "there", "country": "Per\u00fa"}])
    write_edits(folder, ["sites:here:country=Chile"])
    assert file.read_bytes() == mark + b"site,country\r\nhere,Chile\r\nthere,Per\xc3\xba\r\n"


def test_rows_go_by_their_key(tmp_path: Path) -> None:
    """Proves: keys of several parts, as they are stated, find their rows; the rest stays, and the last of two alike goes first.

    By hand: the lines that stay. Sensitivity: rows found by their line; both of two rows with one key lost.
    """
    folder = CASE.write(tmp_path)
    file = folder / "demands.csv"
    head = "market,product,date,quantity,price,_mine\n"
    file.write_text(f"{head}here,part,2025-02,5,9,a\nhere,part,2025-03-01,6,9,b\nhere,part,2025-03-01,7,9,c\n")
    write_rows_of(folder, "demands", (), ["here/part//2025-03-01"])
    assert text(file) == f"{head}here,part,2025-02,5,9,a\nhere,part,2025-03-01,6,9,b\n"
    write_rows_of(folder, "demands", (), ["here/part//2025-03-01", "here/part//2025-02-01"])
    assert text(file) == head


def test_a_row_takes_the_place_of_another(tmp_path: Path) -> None:
    """Proves: what is removed goes before what is added comes, so that its key is free. By hand: one row, another country."""
    folder = CASE.write(tmp_path)
    write_rows_of(folder, "sites", [{"site": "here", "country": "Peru"}], ["here"])
    assert text(folder / "sites.csv") == "site,country\nhere,Peru\n"


@pytest.mark.parametrize("format", ["csv", "parquet", "xlsx"])
def test_each_format_takes_rows(format: str, tmp_path: Path) -> None:  # noqa: A002
    """Proves: rows come and go in each format, a table without a file or sheet gets one, and edits work on what was written.

    By hand: names and numbers. Sensitivity: a format that loses rows or columns, or a type that cuts 9.5 to 9.
    """
    folder = tmp_path / "model"
    convert(CASE.write(tmp_path / "origin"), folder, format)  # type: ignore[arg-type]
    write_rows_of(folder, "resources", [{"site": "here", "resource": "press", "capacity": "9.5"}])
    write_rows_of(folder, "groups", [{"group": "all", "member": "here"}, {"group": "all", "member": "there"}])
    write_rows_of(folder, "sites", [{"site": "there", "latitude": "-3"}, {"site": "far"}])
    write_rows_of(folder, "sites", (), ["far"])
    write_edits(folder, ["sites:there:latitude=-4"])

    reading = read_model(folder)
    assert reading.errors == ()
    assert reading.tables is not None
    assert reading.tables.frame("sites").select("site", "latitude").rows() == [("here", None), ("there", -4.0)]
    assert names(folder, "groups") == ["all", "all"]
    capacity = reading.tables.frame("resources")["capacity"]
    assert capacity[1] / capacity[0] == pytest.approx(9.5 / 7)
    assert not list(folder.glob(".*"))
    kinds = {"csv": "groups.csv", "parquet": "groups.parquet", "xlsx": "model.xlsx"}
    assert (folder / kinds[format]).is_file()


def test_a_parquet_file_keeps_its_types_and_columns(tmp_path: Path) -> None:
    """Proves: text stays text, whole numbers become numbers where a row needs it, own columns stay, empty ones are null.

    By hand: the frame. Sensitivity: a cast that cuts 2.5 to 2; a column lost.
    """
    folder = CASE.write(tmp_path)
    (folder / "sites.csv").unlink()
    own = pl.DataFrame({"mine": [True], "site": ["here"], "latitude": [9], "longitude": ["1"]}).rename(
        {"mine": "_mine"}
    )
    own.write_parquet(folder / "sites.parquet")
    write_rows_of(folder, "sites", [{"site": "there", "latitude": "2.5", "longitude": "7.0"}])

    after = pl.read_parquet(folder / "sites.parquet")
    assert after.columns == own.columns
    assert after.rows() == [(True, "here", 9.0, "1"), (None, "there", 2.5, "7.0")]


def test_the_first_row_of_a_blank_model(tmp_path: Path) -> None:
    """Proves: a row whose references do not hold yet is written under the header that is there, and `check` shows them.

    By hand: the line, and E214 for what it names. Sensitivity: a refusal, which leaves no row to begin with.
    """
    folder = reshore.new(tmp_path / "blank")
    header = text(folder / "uses.csv")
    write_rows_of(folder, "uses", [{"site": "here", "process": "make", "resource": "line", "per_run": "2"}])

    added = text(folder / "uses.csv").removeprefix(header)
    assert added.startswith("here,make,line,2,")
    found = {(each.code, each.column) for each in read_model(folder).errors if each.table == "uses"}
    assert found == {("E214", "process"), ("E214", "resource")}


def test_what_no_cell_can_hold_is_refused(tmp_path: Path) -> None:
    """Proves: each row with the column that is wrong; nothing is written, also of the rows that are right.

    By hand: the rows, counted from 1. Sensitivity: rows written one after the other; rows counted as lines of the file.
    """
    folder = CASE.write(tmp_path)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    rows = [
        {"product": "good"},
        {"product": "part"},
        {"product": "", "unit": "piece"},
        {"product": "dear", "value": "much"},
        {"product": "cheap", "value": "-1"},
        {"product": "a/b"},
        {"product": "maybe", "track_origin": "perhaps"},
        {"product": "good"},
    ]
    assert set(refused(folder, "products", rows)) == {
        ("E210", ADDED, 2, None),
        ("E207", ADDED, 3, "product"),
        ("E201", ADDED, 4, "value"),
        ("E206", ADDED, 5, "value"),
        ("E209", ADDED, 6, "product"),
        ("E204", ADDED, 7, "track_origin"),
        ("E210", ADDED, 8, None),
    }
    assert refused(folder, "products", [{"product": "x"}, {"prduct": "y"}]) == [("E404", ADDED, 2, "prduct")]
    assert refused(folder, "sites", [{"site": "new"}], ("here", "there")) == [("E405", REMOVED, 2, None)]
    assert refused(folder, "model", [{"name": "other"}]) == [("E402", ADDED, None, None)]
    assert refused(folder, "stes", []) == [("E403", ADDED, 1, None)]
    demand = {"market": "here", "product": "part", "quantity": "1", "price": "1"}
    assert refused(folder, "demands", [{**demand, "date": "soon"}, demand]) == [
        ("E203", ADDED, 1, "date"),
        ("E207", ADDED, 2, "date"),
    ]
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_the_words_of_what_is_refused(tmp_path: Path) -> None:
    """Proves: what is told about a row that is not there, one that is, and the settings. By hand: the sentences."""
    folder = CASE.write(tmp_path)
    words = []
    for table, add, remove in (
        ("sites", [], ["hre"]),
        ("sites", [{"site": "here"}], []),
        ("model", [{"name": "other"}], []),
    ):
        with pytest.raises(DataError) as told:
            write_rows_of(folder, table, add, remove)
        words += [str(each) for each in told.value.findings]

    assert words == [
        "E405 error  removed rows, row 1\n  sites has no row 'hre'. Did you mean 'here'?",
        "E210 error  added rows, row 1\n  'here' is given again: row 2 has it already. Keep one of the two rows.",
        "E402 error  added rows\n  No rows can be added to model, or removed, which has one row. Change its columns.",
    ]


def test_a_file_that_would_lose_something_is_not_written(tmp_path: Path) -> None:
    """Proves: rows with too many cells, a file that cannot be read and a link out of the folder stay as they are.

    By hand: three files. Sensitivity: cells cut off; a new file in the place of the old one.
    """
    folder = CASE.write(tmp_path / "model")
    (folder / "sites.csv").write_text("site,country\nhere,Peru,Lima\n")
    (folder / "groups.csv").write_bytes(b"group,member\nall,h\xe9re\n")
    (tmp_path / "rates.csv").write_text("currency\n")
    (folder / "rates.csv").symlink_to(tmp_path / "rates.csv")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(NotWritten, match=r"sites.csv has rows with more or fewer cells than its header \(line 2\)"):
        write_rows_of(folder, "sites", [{"site": "there"}])
    with pytest.raises(NotWritten, match=r"groups.csv cannot be read, and is not written to. Save it as"):
        write_rows_of(folder, "groups", [{"group": "all", "member": "here"}])
    with pytest.raises(NotWritten, match=r"rates.csv leads out of the folder"):
        write_rows_of(folder, "rates", [{"currency": "EUR", "date": "2025-01-01", "value": "1.1"}])

    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_workbook_takes_rows_before_their_references_hold(tmp_path: Path) -> None:
    """Proves: rows can be added one after the other, though names refer to nothing yet; cells that cannot be read, and columns
    of one's own, keep a workbook from being written anew.

    By hand: two lanes to nowhere, then text for a number. Sensitivity: a workbook that takes one such row and no other.
    """
    from openpyxl import load_workbook

    folder = reshore.new(tmp_path / "model", "first-plan", "xlsx")
    for mode in ("air", "sea"):
        write_rows_of(folder, "lanes", [{"origin": "works", "destination": "nowhere", "mode": mode}])
    assert names(folder, "lanes") == ["foundry", "works", "works", "works"]
    assert {each.code for each in read_model(folder).errors} == {"E214"}

    book = load_workbook(folder / "model.xlsx")
    sheet = book["products"]
    column = [cell.value for cell in sheet[1]].index("value [currency/unit]") + 1
    sheet.cell(2, column, "much")
    book.save(folder / "model.xlsx")
    with pytest.raises(NotWritten, match="The workbook has errors"):
        write_rows_of(folder, "sites", [{"site": "yard"}])
    sheet.cell(2, column, 20)
    sheet.cell(1, sheet.max_column + 1, "_mine")
    book.save(folder / "model.xlsx")
    with pytest.raises(NotWritten, match=r"columns of its own \(products._mine\)"):
        write_rows_of(folder, "sites", [{"site": "yard"}])


def test_an_example_takes_no_rows(tmp_path: Path) -> None:
    """Proves: packaged examples stay as they are, a copy takes rows. By hand: PermissionError. Sensitivity: an edited example."""
    from reshore.api import change_rows

    with pytest.raises(PermissionError, match="packaged example"):
        change_rows("first-plan", "sites", [{"site": "yard"}])
    copy = reshore.new(tmp_path / "copy", "first-plan")
    assert change_rows(copy, "sites", [{"site": "yard"}], ["city"]) == copy
    assert names(copy) == ["foundry", "works", "yard"]
