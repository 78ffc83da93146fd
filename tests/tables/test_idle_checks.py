"""A check that is left out where its tables are empty would have found nothing there."""

from __future__ import annotations

import pytest

import reshore
from reshore.tables import Tables, resolve
from reshore.tables.check import CHECKS, Check

LEFT_OUT = [check for check in CHECKS if check.about]


@pytest.fixture(scope="module")
def showcase_tables() -> Tables:
    return reshore.load("us-buildout")


def _name(check: Check) -> str:
    return f"{check.function.__module__.rsplit('.', 1)[1]}.{check.function.__name__}"


@pytest.mark.parametrize("check", LEFT_OUT, ids=_name)
def test_nothing_is_found_about_tables_that_are_empty(check: Check, showcase_tables: Tables) -> None:
    """Proves: a check finds nothing in a large model without the rows that it is about. Sensitivity: a table too many."""
    tables = showcase_tables
    for name in check.about:
        tables = tables.with_table(tables[name].with_frame(tables.frame(name).clear()))

    assert list(check.function(resolve(tables) if check.resolved else tables)) == []
