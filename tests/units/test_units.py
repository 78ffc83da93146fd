"""Both sides of every law, and every term of money, have the units that the schema declares."""

from __future__ import annotations

from functools import cache

import pytest
from tests.units.everything import everything
from tests.units.rescale import declared_units, differences, program_of, rescaled

from reshore.model import Program
from reshore.model.laws import LAWS
from reshore.network import Network
from reshore.schema.units import TIME_UNITS, TimeUnit, time_unit
from reshore.tables import Table, Tables, resolve

DIMENSIONS = (
    "currency",
    "kg",
    "m2",
    *(f"unit:{product}" for product in ("ore", "part", "new")),
    *(f"run:{process}" for process in ("dig", "make", "renew")),
    *(f"module:{expansion}" for expansion in "ABC"),
    *(f"capacity:plant/{resource}" for resource in ("line", "power")),
)
TERMS = {
    "revenue",
    "late",
    "lost",
    "operation",
    "fixed",
    "upkeep",
    "capex",
    "transport",
    "duty",
    "holding",
    "pipeline",
    "scrap",
    "terminal",
    "residual",
    "penalty",
    "fee",
    "incentive",
}
UNREAD = {
    ("sites", "latitude"),
    ("sites", "longitude"),
    ("sites", "time_to_recover"),
    ("model", "goal_tolerance"),
    *(pair for pair in declared_units() if pair[0] == "hazards"),
}
"""Columns that no law reads."""
NUMBERS = sorted(set(declared_units()) - UNREAD)
LONGER: dict[TimeUnit, tuple[TimeUnit, float]] = {
    "day": ("week", 7),
    "month": ("quarter", 3),
    "year": ("month", 1 / 12),
}
FIXED = {("expansions", "max_per_year"), ("model", "discount_rate")}
"""Their unit of time is the length of a window, and the time over which interest compounds: they cannot be converted."""


@cache
def tables() -> Tables:
    """Return the resolved tables of the model with everything."""
    return resolve(everything().read())


@cache
def original() -> tuple[Network, Program]:
    """Return its network and program."""
    return program_of(tables())


def test_the_model_states_every_law_and_every_term() -> None:
    """Proves: the tests here speak of all laws and terms.

    By hand: the lists in the code and in the reference page. Sensitivity: a new law that the model does not use.
    """
    _, program = original()

    assert set(program.rows) == {function.__module__.rsplit(".", 1)[1] for function in LAWS}
    assert all(block.size > 0 for block in program.rows.values())
    assert {earning.term for earning in program.ledger} == TERMS
    assert program.integer.any()


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize("size", [4.0, 0.25])
def test_a_change_of_unit_scales_rows_columns_and_money_as_declared(dimension: str, size: float) -> None:
    """Proves: with all numbers converted by their declared units, A' = A · row/column, bounds follow, money too.

    By hand: what a change of unit is. Sensitivity: a wrong unit in the schema, or a law that adds unlike things.
    """
    scale = {dimension: size}
    after = program_of(rescaled(tables(), declared_units(), scale))

    assert list(differences(original(), after, scale)) == []


def test_all_units_at_once() -> None:
    """Proves: factors of different dimensions do not cancel by chance.

    By hand: as above with a different power of two for each. Sensitivity: two errors that cancel.
    """
    scale = {dimension: 2.0 ** (position - 5) for position, dimension in enumerate(DIMENSIONS)}
    after = program_of(rescaled(tables(), declared_units(), scale))

    assert list(differences(original(), after, scale)) == []


@pytest.mark.parametrize(("table", "column"), NUMBERS)
def test_a_wrong_unit_in_the_schema_is_noticed(table: str, column: str) -> None:
    """Proves: for every column of numbers, a declared unit that is wrong by kg fails the test above.

    By hand: the number is converted by 4 where it should not be. Sensitivity: a column whose number the model above does
    not feel, so that the test above proves nothing about it.
    """
    wrong = {**declared_units(), (table, column): f"{declared_units()[table, column]}/kg"}
    scale = {"kg": 0.25}
    after = program_of(rescaled(tables(), wrong, scale))

    assert list(differences(original(), after, scale)) != []


@pytest.mark.parametrize(
    ("table", "column"), [pair for pair in NUMBERS if time_unit(declared_units()[pair]) and pair not in FIXED]
)
def test_a_change_of_the_unit_of_time_changes_nothing(table: str, column: str) -> None:
    """Proves: a column given per week or quarter (or in them) is the same program.

    By hand: 3 a month are 9 a quarter, 3 months are one; 7 days are a week.
    Sensitivity: a law that takes the declared unit of time for granted.
    """
    unit = declared_units()[table, column]
    used = time_unit(unit)
    assert used in TIME_UNITS
    longer, size = LONGER[used]
    power = -1.0 if unit == used else 1.0
    changed = rescaled(tables(), {(table, column): "kg"}, {"kg": size**power})
    after = program_of(changed.with_table(_counting(changed[table], column, longer)))

    assert list(differences(original(), after, {})) == []


def _counting(table: Table, column: str, unit: TimeUnit) -> Table:
    """Return the table with a column that counts in another unit of time."""
    return Table(table.name, table.frame, {**table.times, column: unit}, table.file)
