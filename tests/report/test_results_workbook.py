"""A plan as a workbook, read back by another program: every value, no formula, headers that stay, nothing half-written."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import polars as pl
import pytest
from tests.builders import asks, line, plant
from tests.report.seen import abroad

import reshore
from reshore.report.workbook import draw, sheets, write_results
from reshore.report.workbook.cells import shown
from reshore.report.workbook.sheets import SHARE, sheets_of, with_unit
from reshore.tables import WorkbookLimit
from reshore.tables.workbook import limits

FORMULA = '=HYPERLINK("https://example.org";"x")'
ADDRESS = "https://example.org"


@pytest.fixture(scope="module")
def plan() -> reshore.Plan:
    """Return the plan of first-plan."""
    return reshore.plan("first-plan")


@pytest.fixture(scope="module")
def book(plan: reshore.Plan, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return its workbook, as openpyxl reads it."""
    return openpyxl.load_workbook(write_results(plan, tmp_path_factory.mktemp("first") / "results.xlsx"))


def written(plan: reshore.Plan, folder: Path) -> Any:
    """Return the workbook of a plan, as openpyxl reads it."""
    return openpyxl.load_workbook(write_results(plan, folder / "results.xlsx"))


def cells(sheet: Any, rows: int) -> list[tuple[Any, ...]]:
    """Return the values of that many rows below the header."""
    return list(sheet.iter_rows(min_row=2, max_row=rows + 1, values_only=True))


def plain(value: object) -> object:
    """Return a value of a table as a cell has it: dates with the midnight at which they begin, nothing for empty text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return None if value == "" else value


def test_every_value_of_the_plan_is_in_its_sheet(plan: reshore.Plan, book: Any) -> None:
    """Proves: each table with rows has a sheet of its name with equal values of the same types, in the same order.

    Sensitivity: numbers as text or rounded to what is shown, dates as text, a column that is left out.
    """
    filled = {name: table for name, table in plan.tables.items() if table.height}
    assert set(book.sheetnames) == {"About", "KPIs", "Money by year", "duals", *filled}
    for name, table in filled.items():
        titles = [cell.value for cell in book[name][1]]
        alone = "unit" not in titles
        expected = table.drop("unit") if alone else table
        assert [title.split(" [")[0] for title in titles] == expected.columns, name
        assert cells(book[name], table.height) == [tuple(map(plain, row)) for row in expected.iter_rows()], name
        assert book[name].max_row == table.height + 1
        if alone:
            unit = table["unit"][0]
            assert [title for title in titles if "[" in title] == [
                f"{column} [{unit}]" for column, dtype in expected.schema.items() if dtype == pl.Float64
            ]


def test_numbers_of_the_plan_by_hand(book: Any) -> None:
    """Proves: figures, money and builds are those of first-plan's README, with unit, currency and days.

    By hand: it earns 61,648; two modules are started on 1 January and are ready on 15 February; 864 pumps are made.
    """
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}
    assert about["Discounted profit [USD]"] == pytest.approx(61_648)
    assert (about["Model"], about["Currency"], about["Status"]) == ("first-plan", "USD", "optimal")
    assert [cell.value for cell in book["Money by year"][1]] == ["term", "2025 [USD]", "discounted [USD]"]
    assert list(book["Money by year"].values)[-1] == ("in all", pytest.approx(61_648), pytest.approx(61_648))
    assert ("made", "pump, works", "pump", pytest.approx(864)) in list(book["KPIs"].values)
    assert [cell.value for cell in book["build"][1]][-3:] == ["start", "ready", "value [module]"]
    assert cells(book["build"], 1)[0][-3:] == (datetime(2025, 1, 1), datetime(2025, 2, 15), 2)
    assert [cell.number_format for cell in book["build"][2]][-4:] == [
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
        "yyyy-mm-dd hh:mm",
        "#,##0",
    ]
    assert "scrap, take, claim, slack" in " ".join(str(row[0]) for row in book["About"].values)


def test_headers_stay_and_filter(book: Any) -> None:
    """Proves: each sheet of rows has a bold header that stays in sight and a filter on all of its rows, sums excepted.

    `About` leads to each of them. Sensitivity: a filter over the sums, which would be sorted in.
    """
    for sheet in book.worksheets[1:]:
        last = sheet.max_row - (sheet.title == "Money by year")
        assert sheet.freeze_panes.endswith("2"), sheet.title
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{last}"
        assert all(cell.font.bold for cell in sheet[1])
    assert book["KPIs"].freeze_panes == "C2"
    links = [cell.hyperlink.location for cell in book["About"]["A"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_text_is_never_a_formula_or_a_link(tmp_path: Path) -> None:
    """Proves: names and claims that begin like formulas or addresses are text in every sheet.

    Sensitivity: `write()` makes formulas of them, and links of addresses.
    """
    case = (
        abroad("+part", claim=FORMULA)
        .changing("targets", note="+1", source=ADDRESS)
        .over("1 months", description=ADDRESS)
    )
    named = {"plant": "@SUM(A1)", "shop": "-2"}
    tables = {
        name: [{column: named.get(str(cell), cell) for column, cell in row.items()} for row in rows]
        for name, rows in case.tables.items()
    }
    found = written(replace(case, tables=tables).plan(), tmp_path)

    seen = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    assert {"s", "n", "d", "b"} >= {cell.data_type for cell in seen}
    assert {FORMULA, "+part", "+1", "-2", "@SUM(A1)", ADDRESS} <= {cell.value for cell in seen}
    with zipfile.ZipFile(tmp_path / "results.xlsx") as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if "sheet" in name)
    assert "<f>" not in text
    assert 'TargetMode="External"' not in text


def test_targets_are_told_with_what_is_planned(tmp_path: Path) -> None:
    """Proves: goal, plan and whether it is reached. By hand: the line makes 30 parts; 60 are asked for, and 24."""
    sheet = written(abroad().plan(), tmp_path)["Targets"]
    titles = [cell.value for cell in sheet[1]]
    rows = [dict(zip(titles, row, strict=True)) for row in cells(sheet, 2)]

    assert [tuple(row[name] for name in ("target", "goal", "planned", "unit", "reached")) for row in rows] == [
        ("sixty", 60, pytest.approx(30), "piece", False),
        ("two dozen", 24, pytest.approx(30), "piece", True),
    ]
    assert rows[0]["by"] == datetime(2025, 2, 1)


def test_goals_before_money_are_told(tmp_path: Path) -> None:
    """Proves: what was reached of a goal, and that money is told with what it is: the discounted cost as a positive number.

    By hand: 24 of the 24 parts that the goal asks for; each costs 1 to carry.
    """
    case = abroad().over("1 months", objective="target:two dozen; cost")
    book = written(case.plan(), tmp_path)
    about = {row[0]: row[1] for row in book["About"].values if row[0]}

    assert [cell.value for cell in book["Goals"][1]] == ["goal", "reached", "kept", "unit", "in full"]
    assert cells(book["Goals"], 1)[0][:2] == ("target:two dozen", pytest.approx(24))
    assert cells(book["Goals"], 1)[0][3:] == ("piece", True)
    assert about["Objective"] == "target:two dozen; cost"
    assert "Discounted cost [USD]" in about


def test_a_unit_stands_in_the_header_where_there_is_but_one() -> None:
    """Proves: one unit goes into the headers of numbers, several stay a column. Sensitivity: the first unit taken for all."""
    frame = pl.DataFrame({"site": ["a", "b"], "value": [1.5, 2.5], "unit": ["wafer", "wafer"]})

    assert with_unit("s", "", frame).titles == ("site", "value [wafer]")
    assert with_unit("s", "", frame.with_columns(unit=pl.Series(["wafer", "kg"]))).titles == ("site", "value", "unit")


def test_numbers_are_shown_alike_for_each_unit() -> None:
    """Proves: whole numbers without decimals, millions too, some decimals for the rest; shares in per cent.

    By hand: the largest of a unit decides. Sensitivity: 0.25 kg shown as 0 since dollars are.
    """
    frame = pl.DataFrame(
        {
            "value": [7.0, 3.0, 2e6, 0.5, 12.25, 0.5, 0.25, float("inf"), 0.57],
            "unit": ["unit", "unit", "USD", "USD", "t", "t", "kg", "kg", SHARE],
        }
    )

    assert shown(frame) == ["whole"] * 4 + ["cents"] * 2 + ["small"] * 2 + ["per cent"]


def test_what_has_no_limit_is_said(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: no number that Excel cannot hold is written, and none is made up. Sensitivity: inf fails, or becomes 0."""
    capacity = plan.table("capacity").with_columns(
        existing=pl.lit(float("inf")), added=pl.lit(float("nan")), available=pl.lit(-float("inf"))
    )
    odd = replace(plan, tables=MappingProxyType({**plan.tables, "capacity": capacity}))

    assert cells(written(odd, tmp_path)["capacity"], 1)[0][3:] == ("no limit", None, 400, "-no limit")


def test_duals_are_those_of_all_laws_unless_too_many(
    plan: reshore.Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proves: every dual of a row of a law is there, with its law; long lists are left out. Sensitivity: reduced costs."""
    sheet = written(plan, tmp_path)["duals"]
    titles = [cell.value for cell in sheet[1]]
    rows = [dict(zip(titles, row, strict=True)) for row in cells(sheet, sheet.max_row - 1)]
    capacity = plan.duals["capacity"]

    assert len(rows) == sum(frame.height for law, frame in plan.duals.items() if ":" not in law)
    assert [row["dual [USD per unit]"] for row in rows if row["law"] == "capacity"] == capacity["dual"].to_list()
    monkeypatch.setattr(sheets, "MOST_DUALS", len(rows) - 1)
    assert "duals" not in [sheet.name for sheet in sheets_of(plan)]


def test_names_of_sheets_are_names_for_excel(plan: reshore.Plan) -> None:
    """Proves: unique whatever the case, at most 31 characters. Sensitivity: `Money` beside `money`, which Excel refuses."""
    names = [sheet.name for sheet in sheets_of(plan)]

    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) <= 31


def test_a_plan_that_does_nothing_has_what_there_is(tmp_path: Path) -> None:
    """Proves: without any money or decision, capacity and what the plan is are left. Sensitivity: an empty pivot."""
    book = written(plant("1 months", **line(30), demands=asks([7])).plan(), tmp_path)

    assert "About" in book.sheetnames
    assert "Money by year" not in book.sheetnames
    assert cells(book["capacity"], 1)[0][3:6] == (30, 0, 0)


def test_the_same_plan_gives_the_same_bytes(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: nothing in the file depends on when it is written. Sensitivity: the date of creation."""
    once, again = (write_results(plan, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))

    assert once == again


def test_a_table_too_long_is_refused_before_anything_is_written(
    plan: reshore.Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proves: no rows are lost in silence, and a file that was there stays. By hand: the ledger has 54 rows."""
    file = tmp_path / "results.xlsx"
    file.write_text("mine")
    monkeypatch.setattr(limits, "MOST_ROWS", 54)

    with pytest.raises(WorkbookLimit, match=r"^money has 54 rows, and a sheet holds 53\. Read the Parquet file"):
        write_results(plan, file)
    assert file.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["results.xlsx"]


def test_nothing_half_written_is_left(plan: reshore.Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a failure in the middle leaves the file that was there and nothing beside it. Sensitivity: written in place."""
    file = tmp_path / "results.xlsx"
    file.write_text("mine")

    def fails(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(draw, "_draw", fails)
    with pytest.raises(OSError, match="no space left"):
        write_results(plan, file)
    assert file.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["results.xlsx"]
