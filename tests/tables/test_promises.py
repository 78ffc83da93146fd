"""Each kind of bad input that is promised to be found is found on the command line, in each format in which it can occur.

For each: `check --json` and `plan` end with exit code 3, the finding has its code, its place and a remedy, and nothing is
raised. The exact words are tested elsewhere.
"""

# ruff: noqa: E501 (a case stays on one line)

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.tables.books import changed_part
from tests.tables.formats import FORMATS, Texts, file_of, write_format
from tests.tables.test_workbook_files import OLD, bomb
from typer.testing import CliRunner, Result

from reshore.cli.app import app


@dataclass(frozen=True)
class Bad:
    """A bad input: what is changed in the small model, and the finding: code, table, row, column, part of its remedy."""

    changes: Texts
    code: str
    table: str
    row: int | None = None
    column: str | None = None
    remedy: str = ""
    formats: tuple[str, ...] = FORMATS


DEMANDS = "market,product,date,quantity\n"
CAPACITY = "site,resource,capacity\nFAB,line,{}\nHOU,bench,50\n"
YIELD = "site,process,yield\nFAB,etch,{}\nHOU,build,0.5\n"
LANES = "origin,destination,mode,{}\nFAB,HOU,road,{}\nHOU,MKT,air,{}\n"

PROMISES: dict[str, Bad] = {
    "missing file or sheet": Bad({"sites.csv": None}, "E101", "sites", remedy="Add it: Places that make"),
    "missing settings": Bad({"model.toml": None}, "E101", "model", remedy="Add it"),
    "missing column": Bad({"demands.csv": "market,product,date\nMKT,rack,2025-06-01\n"}, "E111", "demands", None, "quantity"),
    "missing part of a key": Bad({"sites.csv": "country\nUS\nUS\nMX\n"}, "E111", "sites", None, "site"),
    "unknown column": Bad({"sites.csv": "site,contry\nFAB,US\nHOU,US\nMKT,MX\n"}, "E112", "sites", None, "contry", "'country'"),
    "unknown setting": Bad({"model.toml": '+curency = "EUR"\n'}, "E112", "model", None, "curency", "'currency'"),
    "text in a number": Bad({"resources.csv": CAPACITY.format("lots")}, "E201", "resources", 2, "capacity"),
    "text in a number of the settings": Bad({"model.toml": '+discount_rate = "high"\n'}, "E201", "model", None, "discount_rate"),
    **{
        f"{error} in a number": Bad({"resources.csv": CAPACITY.format(error)}, "E212", "resources", 2, "capacity")
        for error in ("#N/A", "#DIV/0!", "#NAME?")
    },
    **{
        f"{error} in a number, written as text": Bad(
            {"resources.csv": CAPACITY.format(error)}, "E212", "resources", 2, "capacity"
        )
        for error in ("#SPILL!", "Err:502")
    },
    "#N/A in text": Bad({"sites.csv": "site,country\nFAB,#N/A\nHOU,US\nMKT,MX\n"}, "E212", "sites", 2, "country"),
    "#REF! in a name": Bad({"lanes.csv": "+FAB,#REF!,road,2\n"}, "E212", "lanes", 4, "destination"),
    "#VALUE! in a date": Bad({"demands.csv": "+MKT,rack,#VALUE!,1\n"}, "E212", "demands", 3, "date"),
    "#N/A in true or false": Bad({"demands.csv": DEMANDS[:-1] + ",required\nMKT,rack,2025-06-01,1,#N/A\n"}, "E212", "demands", 2, "required"),
    "#N/A in a list": Bad({"lanes.csv": LANES.format("products", "", "#N/A")}, "E212", "lanes", 3, "products"),
    "wrong unit": Bad({"resources.csv": CAPACITY.replace("capacity", "capacity [USD/month]").format(1)}, "E113", "resources", None, "capacity", "Write capacity, unit"),
    "wrong unit of time": Bad({"operations.csv": "site,process,cycle_time [m2]\nFAB,etch,1\nHOU,build,1\n"}, "E113", "operations", None, "cycle_time", "day"),
    "duplicate key": Bad({"sites.csv": "+FAB,US\n"}, "E210", "sites", 5),
    "unknown reference": Bad({"lanes.csv": "+FAB,MKTT,road,2\n"}, "E214", "lanes", 4, "destination", "'MKT'"),
    "unknown product in a demand": Bad({"demands.csv": "+MKT,racks,2025-06-01,1\n"}, "E214", "demands", 3, "product", "'rack'"),
    "unknown process": Bad({"operations.csv": "site,process\nFAB,etsh\nHOU,build\n"}, "E214", "operations", 2, "process", "'etch'"),
    "unknown row of a profile": Bad({"profiles.csv": "table,key,column,date,value\nresources,FAB/lime,capacity,2025-02-01,1\n"}, "E215", "profiles", 2, "key", "'FAB/line'"),
    "unknown choice": Bad({"model.toml": '+objective = "profits"\n'}, "E205", "model", None, "objective", "'profit'"),
    "negative capacity": Bad({"resources.csv": CAPACITY.format(-5)}, "E206", "resources", 2, "capacity"),
    "negative capacity of a lane": Bad({"lanes.csv": LANES.format("capacity", 1, -1)}, "E206", "lanes", 3, "capacity"),
    "negative capacity over time": Bad({"profiles.csv": "table,key,column,date,value\nresources,FAB/line,capacity,2025-02-01,-1\n"}, "E206", "profiles", 2, "value"),
    **{
        f"yield {number}": Bad({"operations.csv": YIELD.format(number)}, "E206", "operations", 2, "yield")
        for number in ("0", "-0.5", "1.25", "85")
    },
    "yield over time": Bad({"profiles.csv": "table,key,column,date,value\noperations,FAB/etch,yield,2025-02-01,1.5\n"}, "E206", "profiles", 2, "value"),
    "a cycle of recipes that makes goods from nothing": Bad({"recipes.csv": "+melt,rack,-1\nmelt,wafer,3\n", "operations.csv": "+HOU,melt,1\n"}, "E320", "recipes", 3, "quantity"),
    "a cycle of recipes that nothing starts": Bad({"recipes.csv": "process,product,quantity\netch,wafer,1\netch,rack,-1\nbuild,wafer,-2\nbuild,rack,1\n"}, "E315", "demands", 2, "product"),
    "a product that nobody can make": Bad({"operations.csv": "site,process\nFAB,etch\n", "uses.csv": None}, "E314", "demands", 2, "product"),
    "a product without recipe": Bad({"products.csv": "+ore,1\n", "demands.csv": "+MKT,ore,2025-06-01,1\n"}, "E314", "demands", 3, "product"),
    "a demand that no lane reaches": Bad({"lanes.csv": "origin,destination,mode\nFAB,HOU,road\n"}, "E316", "demands", 2, "product"),
    "a demand before the horizon": Bad({"demands.csv": "+MKT,rack,2024-12-31,1\n"}, "E307", "demands", 3, "date"),
    "a demand after the horizon only": Bad({"demands.csv": "+MKT,wafer,2026-01-01,1\nMKT,wafer,2027-01-01,1\n"}, "E324", "demands", 3, "date"),
    "empty table": Bad({"demands.csv": DEMANDS}, "E109", "demands"),
    "nothing in a table": Bad({"demands.csv": ""}, "E109", "demands", formats=("csv", "xlsx")),
    "mixed dates": Bad({"demands.csv": "+MKT,rack,01/07/2025,1\nMKT,rack,2025/08/01,1\nMKT,rack,1 Sep 2025,1\n"}, "E203", "demands", 3, "date", "2025-01-07 or 2025-07-01"),
    "a day that does not exist": Bad({"demands.csv": "+MKT,rack,2025-02-30,1\n"}, "E203", "demands", 3, "date"),
    **{
        f"{number} in a number": Bad({"resources.csv": CAPACITY.format(number)}, "E202", "resources", 2, "capacity")
        for number in ("NaN", "-inf")
    },
    "Infinity in a number": Bad({"resources.csv": CAPACITY.format("Infinity")}, "E202", "resources", 2, "capacity"),
    "more than a number can be": Bad({"resources.csv": CAPACITY.format("1e999")}, "E202", "resources", 2, "capacity", formats=("csv",)),
    "NaN in a date": Bad({"demands.csv": "+MKT,rack,NaN,1\n"}, "E203", "demands", 3, "date"),
    "NaN in the settings": Bad({"model.toml": "+discount_rate = nan\n"}, "E202", "model", None, "discount_rate", formats=("csv", "parquet")),
}  # fmt: skip


def run(*words: object) -> Result:
    """Return the result of a command, whose error is an exit and nothing else, without a traceback."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.stderr + result.stdout
    return result


def found(model: Path, *words: object) -> list[dict[str, Any]]:
    """Return the errors that `check` finds; asserts that `plan` ends with the same, and that all have place and remedy."""
    checked = run("check", model, "--json", *words)
    planned = run("plan", model, "--out", model.parent / "runs", *words)
    assert (checked.exit_code, planned.exit_code) == (3, 3), checked.stdout + planned.stdout + planned.stderr
    errors: list[dict[str, Any]] = [one for one in json.loads(checked.stdout)["findings"] if one["severity"] == "error"]
    assert errors
    for one in errors:
        assert one["file"]
        assert one["message"].endswith(".")
        assert one["remedy"].endswith((".", "?")), one
        assert one["code"] in planned.stderr
    return errors


@pytest.mark.parametrize(
    ("name", "format_"), [(name, format_) for name, bad in PROMISES.items() for format_ in bad.formats]
)
def test_promise(name: str, format_: str, tmp_path: Path) -> None:
    """Proves: the finding names file, table, row and column, in a workbook the sheet and the cell, and says what to do.

    Sensitivity: any of them missing; another error before it; an exception; exit code 0, 1 or 4.
    """
    bad = PROMISES[name]
    first = found(write_format(tmp_path / "model", format_, bad.changes))[0]
    in_book = format_ == "xlsx"
    file = file_of(bad.table, "csv" if bad.code == "E101" and format_ == "parquet" else format_)
    assert (first["code"], first["file"], first["table"]) == (bad.code, file, bad.table)
    assert first["column"] == bad.column
    if bad.table != "model":
        assert first["row"] == bad.row
    if in_book:
        assert first["sheet"] == bad.table
        assert bool(first["cell"]) == bool(first["row"] and first["column"])
    assert bad.remedy in first["remedy"]


def _sheet(path: Path, name: str) -> str:
    return f"xl/worksheets/sheet{1 + openpyxl.load_workbook(path).sheetnames.index(name)}.xml"


def _merge(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["operations"].merge_cells("A2:A3")
    book.save(path)


def _digits(text: str) -> Callable[[Path], object]:
    """Return what writes a number in cell C2 of the resources as other digits."""
    return lambda path: changed_part(
        path, _sheet(path, "resources"), lambda xml: xml.replace("<v>100</v>", f"<v>{text}</v>")
    )


BOOKS: dict[str, tuple[Callable[[Path], object], tuple[str, str | None, str | None]]] = {
    "merged cells": (_merge, ("E117", "operations", None)),
    "a cell of NaN": (_digits("NaN"), ("E202", "resources", "C2")),
    "a cell of infinity": (_digits("inf"), ("E202", "resources", "C2")),
    "a cell of more than a number can be": (_digits("1E+999"), ("E202", "resources", "C2")),
    "a bomb": (lambda path: path.write_bytes(bomb(1 << 30)), ("E115", None, None)),
    "text under the name of a workbook": (lambda path: path.write_text("site\nFAB\n"), ("E110", None, None)),
    "an old workbook": (lambda path: path.write_bytes(OLD), ("E110", None, None)),
    "half a workbook": (lambda path: path.write_bytes(path.read_bytes()[:3000]), ("E103", None, None)),
    "an empty file": (lambda path: path.write_bytes(b""), ("E110", None, None)),
}


@pytest.mark.parametrize("name", BOOKS)
def test_promise_of_workbooks(name: str, tmp_path: Path) -> None:
    """Proves: what only a workbook can have wrong names the sheet and the cell, where there is one."""
    change, expected = BOOKS[name]
    model = write_format(tmp_path / "model", "xlsx", {})
    change(model)
    (first, *_) = found(model)
    assert (first["code"], first["sheet"], first["cell"]) == expected
    assert first["file"] == "plan.xlsx"


CONTENTS: dict[str, tuple[str, bytes]] = {
    "sites.csv": ("E110", b"PK\x03\x04 and more"),
    "lanes.csv": ("E110", b"PAR1 and more"),
    "products.csv": ("E104", b"product\nM\xfcnchen\n"),
    "recipes.csv": ("E103", b'process\n"open\n'),
    "uses.csv": ("E110", b"%PDF-1.7"),
    "demands.csv": ("E110", b"\x1f\x8b\x08\x00"),
    "sites.parquet": ("E110", b"site\nFAB\n"),
    "lanes.parquet": ("E103", b"PAR1 and no more"),
    "products.parquet": ("E103", b""),
    "recipes.parquet": ("E110", b"PK\x03\x04 and more"),
    "uses.csv in another encoding": ("E104", "site,process,resource\n".encode("utf-16")),
    "model.toml": ("E103", b"PK\x03\x04 and more"),
    "model.toml in another encoding": ("E104", "start = 2025-01-01".encode("utf-16")),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_promise_of_what_files_hold(name: str, tmp_path: Path) -> None:
    """Proves: a file that holds something else than its name says is the place of the finding."""
    code, content = CONTENTS[name]
    file = name.split(maxsplit=1)[0]
    model = write_format(tmp_path / "model", "csv", {file.replace("parquet", "csv"): None})
    (model / file).write_bytes(content)
    assert (code, file) in [(one["code"], one["file"]) for one in found(model)]


@pytest.mark.parametrize("format_", FORMATS)
def test_promise_of_links(format_: str, tmp_path: Path) -> None:
    """Proves: a table, the settings, a workbook and a scenario that are links out of the folder are not read."""
    outside = write_format(tmp_path / "outside", format_, {})
    model = tmp_path / "model"
    model.mkdir()
    if format_ == "xlsx":
        (model / "model.xlsx").symlink_to(outside)
        links = ["model.xlsx"]
    else:
        links = ["model.toml", f"sites.{format_}"]
        for path in outside.iterdir():
            (model / path.name).symlink_to(path) if path.name in links else path.rename(model / path.name)
    assert [(one["code"], one["file"]) for one in found(model)] == [("E106", name) for name in links]


@pytest.mark.parametrize("name", ["../outside", "a/b", "..", "/etc/passwd", "c:\\x", "missing", "", "linked"])
def test_promise_of_scenarios(name: str, tmp_path: Path) -> None:
    """Proves: the name of a scenario does not lead out of the folder, and one that is missing has the nearest name."""
    model = write_format(tmp_path / "model", "csv", {"scenarios/misses.toml": ""})
    (tmp_path / "model" / "outside.toml").write_text("")
    (tmp_path / "linked.toml").write_text("")
    (model / "scenarios" / "linked.toml").symlink_to(tmp_path / "linked.toml")
    (first,) = found(model, f"--scenario={name}")
    assert first["code"] == ("E106" if name == "linked" else "E401")
    assert name != "missing" or "'misses'" in first["remedy"]


def test_promise_of_zipped_parts_elsewhere(tmp_path: Path) -> None:
    """Proves: a sheet whose part is said to lie outside of the workbook is read as one that is not there."""
    model = write_format(tmp_path / "model", "xlsx", {})
    changed_part(
        model, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("worksheets/sheet2.xml", "../../../sites")
    )
    assert zipfile.is_zipfile(model)
    assert found(model)[0]["code"] == "E103"
