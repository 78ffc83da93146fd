"""The pages on the model: every variable, law and term of money has one, and it says what the code does."""

from pathlib import Path

import pytest
from docs.pages.laws import law_page
from docs.pages.stated import Statement, statements
from docs.pages.symbols import symbols
from docs.pages.twins import CHECKED, twins
from docs.pages.worked import TESTS, examples
from tests.docs.influence import influenced, program

from reshore.model.laws import LAWS
from reshore.model.objective import TERMS
from reshore.model.variables import VARIABLES
from reshore.schema import schema
from reshore.schema.declarations import SOURCE_COLUMNS
from reshore.verify.registry import CHECKS

INDEX = Path(__file__).parents[2] / "docs" / "index.md"
STATEMENTS = {statement.page: statement for statement in statements()}
each = pytest.mark.parametrize("page", STATEMENTS)

WORDS = "words to know a thing by, to filter or to group"
LATER = "stress tests compare it with the time to survive; no law reads it"
PLACE = "where the site is on a map"
OVER_TIME = "read through every column that may change over time"
TARGET = ("measure", "filters", "starts", "by", "at_least", "per", "share_of", "claim")
EXCHANGE = "read through every column of money of rows in another currency"
MEMBERS = "rows that name a group stand for its members before anything is read"
RANGE = "not the number, but how far it may be off: read by what varies the model"
HAZARD = "what may happen to a plan once it is made: read by the simulation"
NAMED = ("hazard", *dict(SOURCE_COLUMNS))
CLAIM = "of a claim that is tested against the model, not of a law"
UNREAD = {
    "model.name": WORDS,
    "model.description": WORDS,
    "model.base": "the name of a run: what it has is in `bases`",
    "model.currency": "the name of the unit of money",
    "sites.kind": WORDS,
    "sites.operator": WORDS,
    "sites.region": WORDS,
    "sites.latitude": PLACE,
    "sites.longitude": PLACE,
    "sites.time_to_recover": LATER,
    "products.unit": "the name of the unit of goods",
    "products.generation": WORDS,
    "resources.unit": "the name of the unit of capacity",
    "profiles.date": OVER_TIME,
    "profiles.value": OVER_TIME,
    "model.goal_tolerance": "how exactly goals in order are kept: they become rules",
    **{f"targets.{name}": CLAIM for name in TARGET},
    "rates.date": EXCHANGE,
    "rates.value": EXCHANGE,
    "ranges.low": RANGE,
    "ranges.mid": RANGE,
    "ranges.high": RANGE,
    "ranges.distribution": RANGE,
    **{f"hazards.{column.name}": HAZARD for column in schema()["hazards"].columns if column.name not in NAMED},
}
"""Columns that no statement reads, and why; besides names that are keys, and the columns about sources."""
CALENDAR = {"model.start", "model.buckets"}
"""What every statement reads: another calendar has other periods, of which none can be compared."""
NOT_OF_A_LAW = {"tables", "capacity table", "money", "objective"}
"""Checks of the form of a plan, of what it reports, and of the sum of the terms."""


def columns() -> set[str]:
    """Return every column, as `table.column`."""
    return {f"{table.name}.{name}" for table in schema().values() for name in table.names}


def is_a_name(column: str) -> bool:
    """Return whether a column is a key that names something, or says where a row comes from."""
    table, name = column.split(".")
    found = schema()[table].column(name)
    return (found.key and found.dtype == "str") or name in dict(SOURCE_COLUMNS)


def read() -> set[str]:
    """Return every column that some statement reads."""
    return {column for statement in STATEMENTS.values() for column in statement.reads}


def test_there_is_a_statement_for_each_function_that_adds() -> None:
    """Proves: pages are made of the registries of the model.

    By hand: 10 variables, 15 laws and 17 terms are 42 pages. Sensitivity: two pages of the same name.
    """
    assert len(STATEMENTS) == len(VARIABLES) + len(LAWS) + len(TERMS) == 42


@each
def test_what_a_statement_reads_is_declared_once(page: str) -> None:
    """Proves: every entry of `Reads` is a column of the schema.

    By hand: the declarations. Sensitivity: a column that was renamed.
    """
    reads = STATEMENTS[page].reads

    assert set(reads) <= columns()
    assert len(set(reads)) == len(reads)


def test_every_column_is_read_or_said_to_be_unread() -> None:
    """Proves: no column is declared in vain, and none that is read is said to be unread.

    By hand: the list above. Sensitivity: a column that no law uses, a reason that is out of date.
    """
    names = {column for column in columns() if is_a_name(column)}

    assert columns() - read() - names == set(UNREAD)


@pytest.mark.parametrize("column", sorted(column for column in read() - CALENDAR if column in columns()))
def test_a_statement_reads_what_changes_it(column: str) -> None:
    """Proves: `Reads` of each statement names a column where a change of its cells changes the statement, and only there.

    A change of a law is one of its rows: which there are, their bounds, and the amounts of variables that exist before
    and after (that a variable exists is stated on its own page).
    By hand: the model that has everything. Sensitivity: an entry that is missing, or too many.
    """
    assert influenced(column) == {page for page, statement in STATEMENTS.items() if column in statement.reads}


@pytest.mark.parametrize("column", ["sites.latitude", "sites.time_to_recover"])
def test_what_no_statement_reads_changes_none(column: str) -> None:
    """Proves: these columns are rightly among the unread.

    By hand: as above. Sensitivity: a law that reads one of them and does not say so.
    """
    assert influenced(column) == set()


@each
def test_symbols_stand_for_columns_that_the_statement_reads(page: str) -> None:
    """Proves: each symbol of an equation is a decision, a column, or declared with its columns; the page has its meaning.

    By hand: the files beside the pages. Sensitivity: an equation with a symbol that nothing explains.
    """
    statement = STATEMENTS[page]
    found = symbols(statement)

    assert found
    assert {column for symbol in found for column in symbol.columns} <= set(statement.reads)
    assert all(symbol.variable or symbol.meaning for symbol in found)


@each
def test_units_are_those_of_the_program(page: str) -> None:
    """Proves: the unit of an equation is that of its rows or columns, that of a dual money for one of these.

    By hand: the blocks of the program. Sensitivity: a dual in the wrong unit.
    """
    statement = STATEMENTS[page]
    blocks = {"variable": program().columns, "law": program().rows}.get(statement.kind)

    if blocks is None:
        assert (statement.unit, statement.dual, statement.dual_unit) == ("currency", "", "")
    else:
        assert statement.unit == blocks[statement.name].unit
        assert statement.dual
        assert statement.dual_unit == f"currency/{statement.unit}"


@each
def test_a_page_has_every_part(page: str) -> None:
    """Proves: words, equation, where it holds, dual, columns with their declared words, a worked number, its twin.

    By hand: the parts of a page. Sensitivity: a docstring without one of them.
    """
    statement = STATEMENTS[page]
    text = law_page(statement)

    assert all((statement.about, statement.summary, statement.equation, statement.holds))
    assert f":class: equation\n\n{statement.equation}" in text
    assert "## The dual\n\n" in text
    assert all(f"`{column}`" in text for column in statement.reads)
    assert _shows_a_number(statement, text)
    assert all(f"`{twin.__module__}.{twin.__name__}`" in text for twin in twins(statement))
    assert twins(statement)


def _shows_a_number(statement: Statement, text: str) -> bool:
    found = examples(statement)
    told = all(example.proves and any(sign.isdigit() for sign in example.by_hand) for example in found)
    return bool(found) and told and all(f"`tests/laws/{example.file}`" in text for example in found)


def test_every_derivation_is_on_some_page() -> None:
    """Proves: each file of hand-computed tests is shown.

    By hand: the files there are. Sensitivity: a file that no page would show.
    """
    shown = {example.file for statement in STATEMENTS.values() for example in examples(statement)}
    files = {path.name for path in TESTS.glob("test_*.py")}

    assert files - shown == {"test_every_law_is_tested.py"}


def test_every_check_of_a_plan_is_on_some_page() -> None:
    """Proves: what the verification recomputes is what the pages say.

    By hand: its registry. Sensitivity: a check without a law, or a law whose check was renamed.
    """
    assert set(CHECKED.values()) == set(CHECKS) - NOT_OF_A_LAW
    assert set(CHECKED) <= set(STATEMENTS)
    assert {f"law-{function.__name__.removeprefix('add_')}" for function in LAWS} <= set(CHECKED)


def test_the_index_lists_every_page_once() -> None:
    """Proves: each page can be found.

    By hand: the lines of the index. Sensitivity: a new law that is not listed.
    """
    lines = INDEX.read_text(encoding="utf-8").splitlines()
    listed = sorted(line.removeprefix("laws/") for line in lines if line.startswith("laws/"))

    assert listed == sorted([*STATEMENTS, "notation"])
