"""A check that is left out where its tables are empty would have found nothing there, and is made where one of them has rows.

What each check finds in rows of one table alone is in `test_finding_words`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reshore
from reshore.tables import Reading, Tables, resolve
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


def test_a_project_is_looked_at_where_nothing_uses_a_resource(read_small: Callable[..., Reading]) -> None:
    """Proves: of two tables that a check is about, one with rows is enough. Sensitivity: only the first of them."""
    project = "expansion,site,resource,module,earliest,latest,max_modules,status,spend_profile\nP,HOU,line,10,,,,,\n"
    found = read_small({"uses.csv": None, "expansions.csv": project}).findings

    assert [finding.table for finding in found if finding.code == "E304"] == ["expansions"]
