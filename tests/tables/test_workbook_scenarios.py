"""Scenarios in a sheet say what scenarios in files say."""

# ruff: noqa: E501 (a message stays on one line, so that it can be searched for)

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tables.books import Book, read_book, small_book, words

from reshore.schema import schema
from reshore.tables import list_scenarios, read_model
from reshore.tables.report import Place
from reshore.tables.script import Script
from reshore.tables.source import read_source
from reshore.tables.toml import scenario_text
from reshore.tables.workbook.values import cell_of, pairs_of, text_of_pairs, value_of
from reshore.tables.workbook.write import write_book

HEADER = ("scenario", "description", "table", "where", "column", "op", "value", "row", "edit")


def sheet(*rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Callable[[Book], None]:
    """Return what gives a workbook a sheet of scenarios."""

    def change(book: Book) -> None:
        added = book.create_sheet("scenarios")
        added.append(header)
        for row in rows:
            added.append(row)

    return change


def test_a_planner_writes_scenarios_in_lines(tmp_path: Path) -> None:
    """Proves: each line is an edit, rows that share a number are added by one, and where takes alternatives.

    By hand: 10 racks times 1.5 are 15; costs 2 and 4 become 9 for road and air; two lines are added; FAB is in MX.
    """
    change = sheet(
        ("high", "More demand", "demands", "product = rack", "quantity", "*", 1.5),
        ("other", "Other lanes"),
        ("other", None, "lanes", "mode = [road, air]", "cost_per_unit", None, 9),
        ("other", None, "sites", "site = FAB; country = US", "country", "=", "MX"),
        ("other", None, "resources", None, None, "add", None, "site = FAB; resource = 007; capacity = 5", 7),
        ("other", None, "resources", None, None, "add", None, "site = HOU; resource = 1e5", 7),
        ("other", None, "demands", "market = MKT", "date", "=", date(2025, 8, 1)),
        ("high", None, "lanes", "mode = road", None, "remove"),
    )
    high = read_book(tmp_path / "a", change, "high").tables
    assert high is not None
    assert high.frame("demands")["quantity"].to_list() == [15.0]
    assert high.frame("lanes")["mode"].to_list() == ["air"]
    other = read_book(tmp_path / "a", change, "other").checked()
    assert other.frame("lanes")["cost_per_unit"].to_list() == [9.0, 9.0]
    assert other.frame("sites")["country"].to_list() == ["MX", "US", "MX"]
    assert other.frame("resources").select("resource", "capacity", "_row").rows()[2:] == [
        ("007", 5.0, -3),
        ("1e5", 0.0, -3),
    ]
    assert other.frame("demands")["date"].to_list() == [date(2025, 8, 1)]
    assert list_scenarios(tmp_path / "a" / "plan.xlsx") == {"high": "More demand", "other": "Other lanes"}


FINDINGS: dict[str, tuple[Callable[[Book], None], list[str]]] = {
    "a name that is not there": (
        sheet(("s", None, "demands", "market = MKTT", "quantity", "*", 2)),
        ["E405 error  plan.xlsx, sheet scenarios, row 2\n  No row of demands has market = MKTT. Did you mean 'MKT'?"],
    ),
    "a table that is not there": (
        sheet(("s", None, "demand", "{}", "quantity", "*", 2)),
        ["E403 error  plan.xlsx, sheet scenarios, row 2\n  'demand' is not a table. Did you mean 'demands'?"],
    ),
    "rows that are not said": (
        sheet(("other", None, "x"), ("s", None, "demand", "", "quantity", "*", 2)),
        [
            "E402 error  plan.xlsx, sheet scenarios, row 3\n  The edit has no `where`. An edit with op '*' needs it.",
        ],
    ),
    "a row that does not fit": (
        sheet(("s", None, "lanes", None, None, "add", None, "origin = FAB; destination = Mars; mode = sea")),
        [
            "E214 error  plan.xlsx, sheet scenarios, row 2, column destination\n  'Mars' is not a site. Add it to sites, or correct the name."
        ],
    ),
    "a cell that is not written as one": (
        sheet(("s", None, "demands", "market is MKT", "quantity", "*", 2)),
        [
            "E402 error  plan.xlsx, sheet scenarios, row 2, column where (cell D2)\n"
            "  'market is MKT' is no column with a value. Which rows: `column = value`, several joined by `;`, alternatives as `[a, b]`; `{}` is every row.",
            "E402 error  plan.xlsx, sheet scenarios, row 2\n  The edit has no `where`. An edit with op '*' needs it.",
        ],
    ),
    "one number for two edits": (
        sheet(
            ("s", None, "demands", "market = MKT", "quantity", "*", 2, None, 1),
            ("s", None, "demands", "market = MKT", "price", "=", 3, None, 1),
        ),
        [
            "E402 error  plan.xlsx, sheet scenarios, row 3, column edit (cell I3)\n"
            "  Edit 1 is given already, in row 2. Give it another number; only rows that are added share one."
        ],
    ),
    "a row where none is added": (
        sheet(("s", None, "demands", "market = MKT", "quantity", "*", 2, "site = X")),
        [
            "E402 error  plan.xlsx, sheet scenarios, row 2, column row (cell H2)\n"
            "  Only an edit with op 'add' has a row. Write `add` as its op, or empty the cell."
        ],
    ),
    "a line of no scenario": (
        sheet(("s", "Nothing"), (None, None, "demands")),
        [
            "E402 error  plan.xlsx, sheet scenarios, row 3, column scenario (cell A3)\n  The line has no scenario. Name it."
        ],
    ),
    "a column that is none": (
        sheet(("s", "Nothing"), header=("scenario", "descriptions")),
        [
            "E112 error  plan.xlsx, sheet scenarios, column descriptions\n"
            "  'descriptions' is not a column of scenarios. Did you mean 'description'?"
        ],
    ),
    "no names": (
        sheet(("Nothing",), header=("description",)),
        [
            "E111 error  plan.xlsx, sheet scenarios, column scenario\n"
            "  The column 'scenario' is missing. Add it: the name of the scenario of each line.",
            "E401 error  plan.xlsx\n  There is no scenario 's'. The model has no scenarios.",
        ],
    ),
    "the error of a formula": (
        sheet(("s", None, "demands", "market = MKT", "quantity", "*", "#REF!")),
        [
            "E212 error  plan.xlsx, sheet scenarios, row 2, column value (cell G2)\n"
            "  The cell holds the error #REF! of a formula. Mend the formula, or write the value.",
            "E402 error  plan.xlsx, sheet scenarios, row 2\n  The edit has no `value`. An edit with op '*' needs it.",
        ],
    ),
    "a setting of the table": (
        sheet(("s", None, "demands", "market = MKT", "quantity", "=", "ten")),
        ["E201 error  plan.xlsx, sheet scenarios, row 2, column quantity\n  'ten' is not a number. Write a number."],
    ),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_what_is_wrong_with_a_scenario_names_its_row(name: str, tmp_path: Path) -> None:
    """Proves: sheet and row of the edit, and the cell where one is to blame. Sensitivity: the number of the edit as row."""
    change, expected = FINDINGS[name]
    assert words(read_book(tmp_path, change, "s")) == expected


def test_files_beside_a_workbook_are_its_scenarios_too(tmp_path: Path) -> None:
    """Proves: both kinds are listed and read; one name in both is a finding."""
    path = small_book(tmp_path / "plan.xlsx", sheet(("s", "In the sheet"), ("t", "In both")))
    folder = tmp_path / "scenarios"
    folder.mkdir()
    edit = '[[edits]]\ntable = "demands"\nwhere = {}\ncolumn = "quantity"\nop = "+"\nvalue = 3\n'
    (folder / "f.toml").write_text('description = "In a file"\n' + edit)
    (folder / "t.toml").write_text(edit)
    assert list_scenarios(path) == {"f": "In a file", "s": "In the sheet", "t": "In both"}
    assert read_model(path, "f").checked().frame("demands")["quantity"].to_list() == [13.0]
    assert words(read_model(path, "t")) == [
        "E102 error  scenarios/t.toml\n  The sheet scenarios of plan.xlsx has the scenario 't' too. Keep one of the two."
    ]
    assert words(read_model(path, "u")) == [
        "E401 error  plan.xlsx\n  There is no scenario 'u'. The scenarios are f, s, t."
    ]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
NASTY = st.sampled_from(
    [
        "=1+1",
        "007",
        "1e5",
        "5",
        "5.0",
        "true",
        "2027-01-01",
        ' "x',
        "[1",
        "{a=1}",
        "a;b",
        "a=b",
        "",
        " s ",
        "'",
        "nan",
        "+3",
        "0x1F",
    ]
)
SCALAR = st.one_of(
    NASTY, TEXT, st.booleans(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False), st.dates(date(1000, 1, 1))
)
VALUE = st.one_of(SCALAR, st.lists(SCALAR, max_size=3))
PAIRS = st.dictionaries(
    st.one_of(st.sampled_from(["site", "quantity", "a b", "a;b", "=", "{"]), TEXT), VALUE, max_size=3
)
EXTRA = st.fixed_dictionaries({}, optional={"note": SCALAR, "source": SCALAR})
NAMES = st.sampled_from([name for name in schema() if name != "model"])


@st.composite
def edits(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an edit that is well formed."""
    edit: dict[str, Any] = {"table": draw(NAMES), **draw(EXTRA)}
    op = draw(st.sampled_from(["=", "*", "+", "add", "remove", None]))
    if op is not None:
        edit["op"] = op
    if op == "add":
        return edit | {"rows": draw(st.lists(PAIRS, max_size=3))}
    edit["where"] = draw(PAIRS)
    return edit if op == "remove" else edit | {"column": draw(TEXT.map(str.strip).filter(bool)), "value": draw(VALUE)}


SCENARIO = st.builds(
    lambda head, rows: {**head, "edits": rows},
    st.fixed_dictionaries({}, optional={"description": SCALAR, "source": SCALAR}),
    st.lists(edits(), max_size=3),
)


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of the same kind: 1, 1.0 and true are three, but for whole numbers."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict) and one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    return (
        bool(one == other)
        and isinstance(one, bool) == isinstance(other, bool)
        and isinstance(one, str) == isinstance(other, str)
    )


@settings(max_examples=300, deadline=None)
@given(value=VALUE, pairs=PAIRS)
def test_every_value_has_a_cell(value: object, pairs: dict[str, object]) -> None:
    """Proves: what a scenario may hold is told apart in a cell: the text 5 and the number 5, a list and a text with brackets."""
    cell = cell_of(value)
    if isinstance(cell, str):
        assert cell == cell.strip()
        assert same(value_of(cell), value)
    else:
        assert cell is value
    assert same(pairs_of(text_of_pairs(pairs)), pairs)


@settings(max_examples=300, deadline=None)
@given(content=SCENARIO)
def test_a_scenario_is_read_from_its_file_as_it_was(content: dict[str, Any]) -> None:
    again = tomllib.loads(scenario_text(content))
    assert same({"edits": [], **again}, content)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=SCENARIO)
def test_a_scenario_is_read_from_its_sheet_as_it_was(content: dict[str, Any]) -> None:
    """Proves: any well-formed scenario survives a workbook, whatever its names and values."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.xlsx"
        write_book({}, {"s": Script(Place("", ""), content)}, path)
        source = read_source(path)
    assert [finding for finding in source.findings if finding.code != "E109"] == []
    assert same(source.scripts["s"].content, content)
