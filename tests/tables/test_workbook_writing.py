"""Workbooks that we write: the same model in every format, text that stays text, and help to fill them in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from tests.tables.books import assert_same

import reshore
from reshore.examples import TEMPLATE, example_folder, example_names
from reshore.schema import schema
from reshore.tables import (
    FORMATS,
    DataError,
    Format,
    Tables,
    WorkbookLimit,
    convert,
    list_scenarios,
    read_model,
    write_tables,
)
from reshore.tables.check.common import names_of
from reshore.tables.page import page_of_raw
from reshore.tables.report import Place
from reshore.tables.scenarios import find_script
from reshore.tables.script import Script
from reshore.tables.source import read_source
from reshore.tables.workbook.write import write_book
from reshore.testing.frames import Columns, typed_tables

START: Columns = {"name": ["m"], "start": [date(2025, 1, 1)], "buckets": ["2 months"]}


def contents(path: Path) -> dict[str, object]:
    """Return every scenario of a model as it is written."""
    source = read_source(path)
    return {name: find_script(source, name, []).content for name in list_scenarios(path)}


def noted(*notes: str) -> Tables:
    """Return a model whose sites have notes."""
    sites = {"site": [f"s{number}" for number in range(len(notes))], "note": list(notes)}
    return typed_tables({"model": START, "sites": sites})


@pytest.mark.parametrize("example", [*example_names(), TEMPLATE.name])
def test_a_model_goes_through_every_format_and_stays_the_same(example: str, tmp_path: Path) -> None:
    """Proves: CSV to workbook to Parquet to CSV gives equal tables, with and without each scenario, and equal scenarios.

    Sensitivity: units left out of headers change what a scenario's numbers mean; a list of values in `where` that becomes text.
    """
    source = TEMPLATE if example == TEMPLATE.name else example_folder(example)
    expected = {scenario: read_model(source, scenario).checked() for scenario in (None, *list_scenarios(source))}
    before = source
    for form in ("xlsx", "parquet", "csv"):
        convert(before, tmp_path / form, form)
        before = tmp_path / form
        assert contents(before) == contents(source)
        for scenario in expected if form != "parquet" else (None,):
            reading = read_model(before, scenario)
            assert reading.findings == ()
            assert_same(expected[scenario], reading.checked())
    assert sorted(path.name for path in (tmp_path / "xlsx").iterdir()) == ["model.xlsx"]


def test_units_of_headers_are_kept(tmp_path: Path) -> None:
    """Proves: a header in another unit stays as it is, and a bare one is given its unit in a workbook."""
    convert(example_folder("first-plan"), tmp_path / "book", "xlsx")
    header = [cell.value for cell in openpyxl.load_workbook(tmp_path / "book" / "model.xlsx")["demands"][1]]
    assert header[:8] == [
        "market",
        "product",
        "class",
        "date",
        "quantity [unit]",
        "spread [month]",
        "price [currency/unit]",
        "patience [month]",
    ]


def test_files_from_a_workbook_have_no_empty_columns(tmp_path: Path) -> None:
    """Proves: columns that a workbook offers and nobody filled are left out, those in a unit of their own excepted.

    By hand: without the header, a scenario that adds a price of 2 would mean 2 and not 2000. Settings have no unit in TOML.
    """
    path = reshore.new(tmp_path / "new", format="xlsx") / "model.xlsx"
    book = openpyxl.load_workbook(path)
    letter = {str(cell.value).split(" [")[0]: cell.column_letter for cell in book["lanes"][1]}
    book["lanes"][f"{letter['cost_per_mass']}1"] = "cost_per_mass [kUSD/kg]"
    book.save(path)
    folder = reshore.new(tmp_path / "csv", path)
    header = (folder / "lanes.csv").read_text().splitlines()[0].split(",")
    assert header[3:] == [
        "transit_time [day]",
        "cost_per_unit [currency/unit]",
        "cost_per_mass [kUSD/kg]",
        "products",
        "note",
    ]
    assert "\ndiscount_rate = 0.08\n" in (folder / "model.toml").read_text()


def test_text_is_never_a_formula_and_numbers_keep_their_digits(tmp_path: Path) -> None:
    """Proves: text that begins like a formula or a link is text for Excel too; numbers have 17 digits, dates are dates.

    By hand: 0.1 + 0.2 is 0.30000000000000004. Sensitivity: `write()` makes formulas; `%.16G` writes 0.3.
    """
    notes = (
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "007",
        "1e5",
        "https://example.org",
        "#N/A",
        "a\nb",
        "é😀",
        "true",
        "2025-01-01",
    )
    tables = noted(*notes)
    frame = tables.frame("sites").with_columns(
        floor_area=pl.lit(0.1 + 0.2), opens=pl.lit(date(2027, 3, 31)), closes=pl.lit(date(1899, 5, 6))
    )
    tables = tables.with_table(tables["sites"].with_frame(frame))
    write_tables(tables, tmp_path, "xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "model.xlsx")["sites"]
    column = {cell.value: cell.column_letter for cell in sheet[1]}
    written = [sheet[f"{column['note']}{row}"] for row in range(2, 2 + len(notes))]
    assert [(cell.value, cell.data_type) for cell in written] == [(note, "s") for note in notes]
    assert {cell.hyperlink for cell in written} == {None}
    assert sheet[f"{column['floor_area [m2]']}2"].value == 0.1 + 0.2
    assert sheet[f"{column['opens']}2"].is_date
    assert sheet[f"{column['opens']}2"].number_format == "yyyy-mm-dd"
    assert sheet[f"{column['closes']}2"].value == "1899-05-06"
    again = read_model(tmp_path).tables
    assert again is not None
    assert_same(tables, again)


@pytest.mark.parametrize("number", [5e-324, 1e-7, 0.1, 1 / 3, 1e15 + 0.3, 123456789012345680.0, 1.7976931348623157e308])
def test_numbers_come_back_to_the_last_bit(number: float, tmp_path: Path) -> None:
    tables = noted("x")
    frame = tables.frame("sites").with_columns(floor_area=pl.lit(number))
    write_tables(tables.with_table(tables["sites"].with_frame(frame)), tmp_path, "xlsx")
    again = read_model(tmp_path).tables
    assert again is not None
    assert again.frame("sites")["floor_area"].to_list() == [number]


def test_what_does_not_fit_in_a_sheet(tmp_path: Path) -> None:
    """Proves: limits of Excel are told before anything is written. Sensitivity: xlsxwriter drops such cells in silence."""
    with pytest.raises(WorkbookLimit, match=r"^A text in sites\.note has 32,768 characters, and a cell holds 32,767"):
        write_tables(noted("x" * 32_768), tmp_path, "xlsx")
    with pytest.raises(WorkbookLimit, match=r"^A text in sites\.note has 32,768 characters"):
        write_tables(noted("\N{BICYCLE}" * 16_384), tmp_path, "xlsx")
    tables = noted("x")
    many = pl.concat([tables.frame("sites")] * 1_048_576)
    with pytest.raises(WorkbookLimit, match=r"^sites has 1,048,576 rows, and a sheet holds 1,048,575"):
        write_tables(tables.with_table(tables["sites"].with_frame(many)), tmp_path, "xlsx")
    assert list(tmp_path.iterdir()) == []
    write_tables(noted("x" * 32_767), tmp_path, "xlsx")


def test_the_template_is_a_model_that_can_be_planned(tmp_path: Path) -> None:
    """Proves: a new workbook has a sheet and a row for each table, no finding, and a plan, with its scenarios too.

    By hand: the second line is worth building, and a late one earns less. Sensitivity: rows that do not fit together.
    """
    folder = reshore.new(tmp_path / "new", format="xlsx")
    assert [path.name for path in folder.iterdir()] == ["model.xlsx"]
    tables = reshore.load(folder)
    assert all(table.frame.height for table in tables)
    assert [reshore.check(folder, scenario) for scenario in (None, "demand_high", "line_late")] == [[], [], []]
    plan = reshore.plan(folder / "model.xlsx")
    assert plan.table("build").height == 1
    assert reshore.plan(folder, "line_late").objective < plan.objective - 100
    assert plan.about["model"] == "new"


def test_the_template_helps_to_fill_it_in(tmp_path: Path) -> None:
    """Proves: what another reader finds: guide, frozen header, comments, colours, lists, checks of numbers and dates."""
    book = openpyxl.load_workbook(reshore.new(tmp_path / "new", format="xlsx") / "model.xlsx")
    assert book.sheetnames == ["_read me", *schema(), "scenarios"]
    assert "are an example" in str(book["_read me"]["B3"].value)
    for name, declared in schema().items():
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        if name != "model":
            titles = [str(cell.value).split(" [")[0] for cell in sheet[1]]
            assert titles == list(declared.names)
            assert all(column.description in sheet[1][at].comment.text for at, column in enumerate(declared.columns))
            assert sheet.auto_filter.ref is not None
    rules = {
        str(rule.sqref).split("2:")[0]: (rule.type, rule.formula1, rule.errorStyle or "stop")
        for rule in book["expansions"].data_validations.dataValidation
    }
    letter = {str(cell.value).split(" [")[0]: cell.column_letter for cell in book["expansions"][1]}
    assert rules[letter["site"]] == ("list", "list_sites_site", "warning")
    assert rules[letter["status"]] == ("list", '"option,committed"', "stop")
    assert rules[letter["whole_modules"]] == ("list", '"TRUE,FALSE"', "stop")
    assert rules[letter["capex"]][:2] == ("decimal", "0.0")
    assert rules[letter["earliest"]][0] == "date"
    named = book.defined_names["list_sites_site"].attr_text
    assert named == "sites!$A$2:INDEX(sites!$A:$A,MAX(2,COUNTA(sites!$A:$A)))"
    settings = {row[0].value: row for row in book["model"].iter_rows(min_row=2)}
    assert list(settings) == list(schema()["model"].names)
    assert settings["start"][1].is_date
    assert settings["discount_rate"][2].value == "1/year"
    key, other = book["sites"]["A1"], book["sites"]["B1"]
    assert key.font.bold
    assert key.fill.start_color.rgb != other.fill.start_color.rgb


def test_every_reference_has_a_list(tmp_path: Path) -> None:
    """Proves: the lists that columns offer are the columns that they refer to, group or not."""
    book = openpyxl.load_workbook(reshore.new(tmp_path / "new", format="xlsx") / "model.xlsx")
    declared = {reference for table in schema().values() for column in table.columns for reference in column.references}
    assert {f"list_{reference.replace('.', '_')}" for reference in declared} == set(book.defined_names)
    tables = read_model(TEMPLATE).checked()
    assert all(names_of(tables, reference).len() for reference in declared)


def test_another_program_may_save_the_workbook_again(tmp_path: Path) -> None:
    """Proves: what we write is a whole workbook for another program, and what that writes is the same model to us."""
    path = reshore.new(tmp_path / "new", "us-buildout", format="xlsx") / "model.xlsx"
    openpyxl.load_workbook(path).save(tmp_path / "again.xlsx")
    assert_same(reshore.load(path, "hbm_low"), reshore.load(tmp_path / "again.xlsx", "hbm_low"))


@pytest.mark.parametrize("name", ["../out", "a/b", "..", ".hidden", "a\\b"])
def test_a_scenario_cannot_be_written_out_of_the_folder(name: str, tmp_path: Path) -> None:
    """Proves: the name of a scenario in a sheet is no path. Sensitivity: `scenarios/../out.toml`."""
    path = tmp_path / "book" / "model.xlsx"
    path.parent.mkdir()
    source = read_source(TEMPLATE)
    pages = {table: page_of_raw(raw) for table, raw in source.raws.items()}
    write_book(pages, {name: Script(Place("", ""), {"description": "x", "edits": []})}, path)
    with pytest.raises(DataError, match="E401"):
        convert(path, tmp_path / "copy", "csv")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_new_writes_any_model_in_any_format(form: Format, tmp_path: Path) -> None:
    book = reshore.new(tmp_path / "book", "first-plan", format="xlsx") / "model.xlsx"
    folder = reshore.new(tmp_path / "again", book, format=form)
    assert_same(reshore.load("first-plan"), reshore.load(folder))
    endings = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert endings == ({".xlsx"} if form == "xlsx" else {".toml", f".{form}"})


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_blank_model_has_every_table(form: Format, tmp_path: Path) -> None:
    folder = reshore.new(tmp_path / "new", format=form)
    assert {path.stem for path in folder.iterdir()} == set(schema())
    assert {finding.code for finding in reshore.check(folder)} == {"E109"}


def test_new_refuses_what_it_cannot_write(tmp_path: Path) -> None:
    """Proves: a model with errors is not converted, no folder is overwritten, an unknown format is told."""
    with pytest.raises(ValueError, match=r"'docx' is no format\. Choose csv, parquet, xlsx"):
        reshore.new(tmp_path / "a", "factory", format="docx")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "model.toml").write_text("start = 2025-01-01\n")
    with pytest.raises(DataError, match="E101"):
        reshore.new(tmp_path / "c", tmp_path / "b", format="xlsx")
    with pytest.raises(FileExistsError, match="is not empty"):
        reshore.new(tmp_path / "b", "factory", format="xlsx")
    with pytest.raises(FileNotFoundError, match="neither a folder, nor a workbook"):
        reshore.new(tmp_path / "d", "nothing")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b"]


def test_tables_are_not_overwritten_by_a_workbook(tmp_path: Path) -> None:
    write_tables(noted("x"), tmp_path, "xlsx")
    with pytest.raises(FileExistsError, match=r"holds model\.xlsx already"):
        write_tables(noted("x"), tmp_path, "csv")
