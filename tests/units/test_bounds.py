"""Every number has bounds, so that an error of typing is found before the solver meets it."""

from __future__ import annotations

import pytest

from reshore.schema import TIME_UNITS, schema, table_schema

SPEAK_OF_OTHERS = ("profiles", "ranges")


def test_every_number_has_a_least_and_a_most() -> None:
    """Proves: no column of numbers is without bounds; a duration ends at 1000 years.

    By hand: 1000 years are 12,000 months. Sensitivity: a new column without `max`, or a duration of 10¹⁵ months.
    """
    columns = [
        (name, column)
        for name, declared in schema().items()
        for column in declared.columns
        if column.dtype == "float" and name not in SPEAK_OF_OTHERS
    ]
    assert [column for _, column in columns if column.minimum is None or column.maximum is None] == []
    durations = {f"{name}.{column.name}": column.maximum for name, column in columns if column.unit in TIME_UNITS}
    assert durations["expansions.build_time"] == 12_000
    assert set(durations.values()) == {12_000, 365_250, 1_000}


@pytest.mark.parametrize(("time", "most"), [("day", 365_250), ("quarter", 4_000), ("year", 1_000)])
def test_a_duration_is_bounded_in_the_unit_of_its_header(time: str, most: float) -> None:
    """Proves: 1000 years are the bound in every unit of time, and rates do not change theirs. Sensitivity: 12,000 years."""
    assert table_schema("expansions").column("build_time").most(time) == most
    assert table_schema("resources").column("capacity").most(time) == 1e15
