"""Which files are workbooks, and what is said about those that are not, or that are made to do harm."""

# ruff: noqa: E501 (a message stays on one line, so that it can be searched for)

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tables.books import packed, small_book, words
from tests.tables.conftest import FILES, Changes

from reshore.api import check
from reshore.examples import locate
from reshore.tables import Reading, read_model, write_tables

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
WORKBOOK = b'<workbook xmlns="x" xmlns:r="y"><sheets><sheet name="sites" r:id="1"/></sheets></workbook>'
RELATIONS = b'<Relationships><Relationship Id="1" Target="worksheets/sheet1.xml"/></Relationships>'
HARM = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def workbook(sheet: bytes, head: bytes = WORKBOOK) -> bytes:
    return packed(
        xl__workbook_dot_xml=head, xl___rels__workbook_dot_xml_dot_rels=RELATIONS, xl__worksheets__sheet1_dot_xml=sheet
    )


NO_WORKBOOKS: dict[str, tuple[bytes, str]] = {
    "CSV": (
        b"site\nFAB\n",
        "E110 error  plan.xlsx\n  The file is no workbook: it is text. Save it in Excel as 'Excel Workbook (.xlsx)'.",
    ),
    "nothing": (
        b"",
        "E110 error  plan.xlsx\n  The file is no workbook: its content is none that is known. Save it in Excel as 'Excel Workbook (.xlsx)'.",
    ),
    "an old workbook, or one with a password": (
        OLD,
        "E110 error  plan.xlsx\n  The file is no workbook: it is an old Office file (.xls), or one with a password. Open it in Excel, take the password away, and save it as 'Excel Workbook (.xlsx)'.",
    ),
    "half an archive": (
        workbook(b"<x/>")[:300],
        "E103 error  plan.xlsx\n  The file is no workbook that can be read: it is damaged. Save it again in Excel.",
    ),
    "a binary workbook": (
        packed(xl__workbook_dot_bin=b"x"),
        "E110 error  plan.xlsx\n  The file is an Excel workbook in binary form (.xlsb), not an Excel workbook (.xlsx). Save it as 'Excel Workbook (.xlsx)'.",
    ),
    "OpenDocument": (
        packed(content_dot_xml=b"x"),
        "E110 error  plan.xlsx\n  The file is an OpenDocument file (.ods), not an Excel workbook (.xlsx). Save it as 'Excel Workbook (.xlsx)'.",
    ),
    "another archive": (
        packed(readme=b"x"),
        "E110 error  plan.xlsx\n  The file is an archive without a workbook, not an Excel workbook (.xlsx). Save it as 'Excel Workbook (.xlsx)'.",
    ),
    "no XML": (
        workbook(b"<x/>", b"<workbook"),
        "E103 error  plan.xlsx\n  The file is no workbook that can be read: a part of it is no XML. Save it again in Excel.",
    ),
    "an outside entity": (
        workbook(b"<x/>", HARM + WORKBOOK),
        "E103 error  plan.xlsx\n  The file is no workbook that can be read: a part of it is no XML. Save it again in Excel.",
    ),
    "two parts of one name": (
        packed(xl__workbook_dot_xml=WORKBOOK, XL__workbook_dot_xml=WORKBOOK),
        "E103 error  plan.xlsx\n  The file has too many parts, or two of one name. Save it again in Excel.",
    ),
}


@pytest.mark.parametrize("name", NO_WORKBOOKS)
def test_what_is_no_workbook(name: str, tmp_path: Path) -> None:
    """Proves: one finding says what the file is and what to do; nothing is raised, and nothing follows."""
    content, expected = NO_WORKBOOKS[name]
    (tmp_path / "plan.xlsx").write_bytes(content)
    reading = read_model(tmp_path / "plan.xlsx")
    assert words(reading) == [expected]
    assert reading.tables is None


def test_an_entity_in_a_sheet_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(workbook(HARM + b"<worksheet><sheetData/></worksheet>"))
    assert ("E103", "sites") in [
        (finding.code, finding.sheet) for finding in read_model(tmp_path / "plan.xlsx").findings
    ]


@pytest.mark.parametrize("target", ["../../../../etc/passwd", "/etc/passwd", "worksheets/none.xml"])
def test_a_sheet_that_lies_elsewhere_is_not_looked_for(target: str, tmp_path: Path) -> None:
    """Proves: parts are looked up in the archive alone."""
    relations = RELATIONS.replace(b"worksheets/sheet1.xml", target.encode())
    content = packed(xl__workbook_dot_xml=WORKBOOK, xl___rels__workbook_dot_xml_dot_rels=relations)
    (tmp_path / "plan.xlsx").write_bytes(content)
    assert "E103" in [finding.code for finding in read_model(tmp_path / "plan.xlsx").errors]


PROBE = """
import json, sys, time
from pathlib import Path
from reshore.tables import read_model
def peak():
    return next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")) / 1024
before, started = peak(), time.perf_counter()
findings = [str(finding) for finding in read_model(Path(sys.argv[1])).findings]
print(json.dumps([findings, time.perf_counter() - started, peak() - before]))
"""


def bomb(size: int, said: int | None = None) -> bytes:
    """Return a workbook with a sheet of so many blanks, whose archive says that it is another size."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as part:
            part.write(b"<worksheet><sheetData>")
            for _ in range(size >> 20):
                part.write(b" " * (1 << 20))
    content = buffer.getvalue()
    if said is None:
        return content
    size = zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/worksheets/sheet1.xml").file_size
    return content.replace(size.to_bytes(4, "little"), said.to_bytes(4, "little"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("said", [None, 100])
def test_a_bomb_is_refused_early(said: int | None, tmp_path: Path) -> None:
    """Proves: a file of 1 MB that unpacks to 1 GB is refused by what comes out of it, whatever its archive says.

    By hand: 200 MB take a fraction of a second to unpack and at most twice their size. Sensitivity: trust in the sizes that
    the archive states, or a reader that unpacks everything first (1 GB).
    """
    path = tmp_path / "plan.xlsx"
    path.write_bytes(bomb(1 << 30, said))
    assert path.stat().st_size < 2_000_000
    done = subprocess.run([sys.executable, "-c", PROBE, str(path)], check=True, capture_output=True, text=True)
    findings, seconds, megabytes = json.loads(done.stdout)
    assert findings == [
        "E115 error  plan.xlsx\n  The workbook is too large: with 'xl/worksheets/sheet1.xml' more than 200 MB come out of it. Delete what is no table, or save the tables as CSV or Parquet."
    ]
    assert seconds < 5
    assert megabytes < 450


def test_the_whole_is_bounded_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: parts that are each small enough are counted together, and parts that are no sheets as well."""
    monkeypatch.setattr("reshore.tables.workbook.archive.MOST_OF_ALL", 10_000)
    path = small_book(tmp_path / "plan.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 9_000)
    assert [finding.code for finding in read_model(path).findings] == ["E115"]


def test_a_stream_that_ends_too_soon(tmp_path: Path) -> None:
    """Proves: an archive whose list is whole and whose parts are not is a finding."""
    content = bytearray(workbook(b"<worksheet>" + zlib.compress(b"x" * 99) * 40 + b"</worksheet>"))
    at = content.index(b"xl/worksheets/sheet1.xml") + 40
    content[at : at + 30] = b"\xff" * 30
    (tmp_path / "plan.xlsx").write_bytes(bytes(content))
    assert [finding.code for finding in read_model(tmp_path / "plan.xlsx").findings] == ["E103"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_raises_nothing(data: st.DataObject, tmp_path: Path) -> None:
    """Proves: whatever bytes change, in the file or in the XML of a part, reading ends with findings or with tables."""
    whole = tmp_path / "whole.xlsx"
    if not whole.exists():
        small_book(whole)
    content = bytearray(whole.read_bytes())
    if data.draw(st.booleans()):
        with zipfile.ZipFile(whole) as archive:
            parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
        content = parts[data.draw(st.sampled_from(sorted(parts)))]
        _damage(content, data)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, bytes(part))
        content = bytearray(buffer.getvalue())
    else:
        _damage(content, data)
    (tmp_path / "plan.xlsx").write_bytes(bytes(content))
    reading = read_model(tmp_path / "plan.xlsx")
    assert reading.tables is not None or reading.errors


def _damage(content: bytearray, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))


def test_a_folder_with_a_workbook(tmp_path: Path, write_small: Callable[[Changes], Path]) -> None:
    """Proves: a folder that holds model.xlsx is that model; where it holds model.toml too, one of them must go."""
    small_book(tmp_path / "book" / "model.xlsx")
    assert read_model(tmp_path / "book").findings == ()
    assert locate(tmp_path / "book") == tmp_path / "book"
    assert check(tmp_path / "book" / "model.xlsx") == []
    folder = write_small({})
    small_book(folder / "model.xlsx")
    assert words(read_model(folder)) == [
        "E102 error  model.xlsx\n  The folder holds model.toml too, and either is a whole model. Keep one of the two: remove the workbook, or the files that it stands for."
    ]


def test_files_beside_the_model(tmp_path: Path, write_small: Callable[[Changes], Path]) -> None:
    """Proves: a table in a file that is not read is not passed over in silence; Excel's own lock files are."""
    folder = write_small({"lanes.xlsx": b"PK", "~$lanes.xlsx": b"x", "_mine.xlsx": b"x"})
    assert words(read_model(folder)) == [
        "W301 warning  lanes.xlsx\n  'lanes.xlsx' is not a file of this model and is ignored. Save it as CSV, or put it into model.xlsx as a sheet."
    ]
    small_book(tmp_path / "book" / "model.xlsx")
    (tmp_path / "book" / "sites.csv").write_text("site\nFAB\n")
    assert words(read_model(tmp_path / "book")) == [
        "W301 warning  sites.csv\n  'sites.csv' is not a file of this model and is ignored. Put it into model.xlsx as a sheet."
    ]


def test_a_link_out_of_the_folder(tmp_path: Path) -> None:
    outside = small_book(tmp_path / "outside.xlsx")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "model.xlsx").symlink_to(outside)
    assert words(read_model(tmp_path / "folder")) == [
        "E106 error  model.xlsx\n  The file is a link out of the folder of the model. Copy the file into the folder."
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("model.toml", "E110 error  model.toml\n  The file is one of a model's, not the model. Give its folder."),
        (
            "plan.xlsm",
            "E110 error  plan.xlsm\n  The file is no workbook that is read. Save it as 'Excel Workbook (.xlsx)'.",
        ),
        (
            "plan.ods",
            "E110 error  plan.ods\n  The file is no workbook that is read. Save it as 'Excel Workbook (.xlsx)'.",
        ),
    ],
)
def test_a_file_that_is_no_model(name: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("x")
    assert [str(finding) for finding in check(tmp_path / name)] == [expected]


def test_a_path_to_nothing_says_what_a_model_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"neither a folder, nor a workbook, nor a packaged example \(factory"):
        locate(tmp_path / "none.xlsx")


def test_tables_that_are_not_what_their_names_say(
    tmp_path: Path, write_small: Callable[[Changes], Path], read_small: Callable[..., Reading]
) -> None:
    """Proves: a workbook or Parquet under the name of CSV, and CSV under that of Parquet, are told by their content."""
    write_tables(read_small().checked(), tmp_path / "parquet", "parquet")
    changes: Changes = {
        "sites.csv": small_book(tmp_path / "x.xlsx").read_bytes(),
        "lanes.csv": (tmp_path / "parquet" / "lanes.parquet").read_bytes(),
        "uses.csv": OLD,
        "recipes.csv": None,
        "recipes.parquet": FILES["recipes.csv"],
    }
    folder = write_small(changes)
    (folder / "x.xlsx").unlink()
    (folder / "recipes.csv").unlink()
    assert words(read_model(folder)) == [
        "E110 error  sites.csv\n  The file is not what its name says: it is a workbook or another archive. Give it the ending .xlsx, or save it in Excel as 'CSV UTF-8 (comma delimited)'.",
        "E110 error  recipes.parquet\n  The file is not what its name says: it is text. Give it the ending .csv.",
        "E110 error  uses.csv\n  The file is not what its name says: it is an old Office file (.xls), or one with a password. Open it in Excel, take the password away, and save it as 'Excel Workbook (.xlsx)'.",
        "E110 error  lanes.csv\n  The file is not what its name says: it is Parquet. Give it the ending .parquet.",
    ]


@pytest.mark.parametrize("content", [b'<c r="A1" t="e">' * 200_000, b"<c <f>" * 200_000, b'<row hidden="1" ' * 100_000])
def test_tags_that_never_end_take_no_time(content: bytes, tmp_path: Path) -> None:
    """Proves: the search for errors, formulas and hidden rows passes over each byte once. Sensitivity: hours for these 2 MB."""
    (tmp_path / "plan.xlsx").write_bytes(workbook(b"<worksheet><sheetData>" + content))
    started = time.perf_counter()
    assert read_model(tmp_path / "plan.xlsx").errors
    assert time.perf_counter() - started < 5


FAR = [
    b'<row r="1"><c r="A1"><v>1</v></c><c\tr="XFD1048576"><v>1</v></c></row>',
    b"<row r='1'><c s='0' r='A1'><v>1</v></c><c s='0' r='XFD1048576'><v>1</v></c></row>",
    b'<row r="1"><c r="A1"><v>1</v></c></row><c s="1" r="XFD1048576"><v>1</v></c>',
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ZZZ1"/><c><v>1</v></c></row>',
    b'<row r="1"><c r="A1"><v>1</v></c><c r="9999A1"><v>1</v></c></row>',
    b'<row r="1"><c r="A1"><v>1</v></c><c r="AAAAAAAA1"><v>1</v></c></row>',
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999999"><c><v>1</v></c></row>',
]


@pytest.mark.parametrize("rows", FAR)
def test_cells_far_apart_are_refused_however_they_are_written(rows: bytes, tmp_path: Path) -> None:
    """Proves: no spelling of a reference gets past the bound on the area, which the reader of workbooks would fill.

    Sensitivity: a search for ` r="` alone; the process ends with `memory allocation failed`.
    """
    (tmp_path / "plan.xlsx").write_bytes(workbook(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"))
    codes = {finding.code for finding in read_model(tmp_path / "plan.xlsx").findings if finding.sheet == "sites"}
    assert codes & {"E115", "E103"}
