"""A check of a model looks at each of its scenarios, and findings about values that were set name the setting."""

# ruff: noqa: E501 (a message stays on one line, so that it can be searched for)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tables.books import Book, small_book
from tests.tables.conftest import Changes

import reshore
from reshore.tables import Reading

NO_AIR = '[[edits]]\ntable = "lanes"\nop = "remove"\nwhere = {mode = "air"}\n'
BY_SEA = (
    NO_AIR + '[[edits]]\ntable = "lanes"\nop = "add"\nrows = [{origin = "HOU", destination = "MKT", mode = "sea"}]\n'
)
NEGATIVE = '[[edits]]\ntable = "resources"\nwhere = {site = "FAB"}\ncolumn = "capacity"\nvalue = -3\n'


def said(folder: Path, scenario: str | None = None) -> list[str]:
    return [str(finding) for finding in reshore.check(folder, scenario)]


def test_each_scenario_is_checked(
    write_small: Callable[[Changes], Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Proves: what comes with a scenario has its file, and says where the model shows it; a sound scenario adds nothing.

    Sensitivity: findings of the tables' files alone, as if the model had them; scenarios that are not looked at.
    """
    folder = write_small(
        {
            "scenarios/a.toml": NO_AIR,
            "scenarios/b.toml": BY_SEA,
            "scenarios/c.toml": "[[edits]]\ntable = 'lane'\n",
            "scenarios/d.toml": NEGATIVE,
            "scenarios/e.toml": "no TOML",
            "scenarios/_mine.toml": "no TOML",
        }
    )
    outside = tmp_path_factory.mktemp("outside") / "f.toml"
    outside.write_text("")
    (folder / "scenarios" / "f.toml").symlink_to(outside)
    assert said(folder) == [
        "E316 error  scenarios/a.toml, column product\n"
        "  With the scenario 'a', demands.csv, row 2, column product: 'rack' can be had at 'HOU', but no lanes bring it to 'MKT'. Add a lane to 'MKT', or let one carry 'rack'.",
        "E402 error  scenarios/c.toml, row 1\n  The edit has no `column`. An edit with op '=' needs it.",
        "E402 error  scenarios/c.toml, row 1\n  The edit has no `value`. An edit with op '=' needs it.",
        "E402 error  scenarios/c.toml, row 1\n  The edit has no `where`. An edit with op '=' needs it.",
        "E206 error  scenarios/d.toml, column capacity\n"
        "  With the scenario 'd', resources.csv, row 2, column capacity: -3 is less than 0. Give a number of at least 0.",
        "E103 error  scenarios/e.toml\n"
        "  The file is no TOML: Expected '=' after a key in a key/value pair (at line 1, column 4). Write lines such as `name = \"text\"` or `rate = 0.08`.",
        "E106 error  scenarios/f.toml\n  The file is a link out of the folder of the model. Copy the file into the folder.",
    ]
    assert said(folder, "b") == []
    assert said(folder, "d") == [
        "E206 error  resources.csv, row 2, column capacity\n  -3 is less than 0. Give a number of at least 0."
    ]


def test_what_the_model_has_is_not_repeated_for_its_scenarios(write_small: Callable[[Changes], Path]) -> None:
    """Proves: the model's own findings come once; where a table is missing, edits of it are no findings of their own."""
    changes = {"resources.csv": "+HOU,desk,-1\n", "scenarios/b.toml": BY_SEA, "scenarios/d.toml": NEGATIVE}
    folder = write_small(changes)
    assert [finding.split("\n")[0] for finding in said(folder)] == [
        "E206 error  resources.csv, row 4, column capacity",
        "E206 error  scenarios/d.toml, column capacity",
    ]
    (folder / "lanes.csv").write_text("origin,mode\nFAB,road\n")
    (folder / "resources.csv").write_text("resource,capacity\nline,3\n")
    assert {finding.split("\n")[0] for finding in said(folder)} == {
        "E111 error  lanes.csv, column destination",
        "E111 error  resources.csv, column site",
    }


def test_scenarios_of_a_workbook_are_checked(tmp_path: Path) -> None:
    """Proves: what comes with a scenario in a sheet has that sheet and the row of its first edit."""

    def change(book: Book) -> None:
        sheet = book.create_sheet("scenarios")
        sheet.append(["scenario", "table", "where", "column", "op", "value"])
        sheet.append(["fine", "demands", "market = MKT", "quantity", "*", 2])
        sheet.append(["none", "lanes", "mode = air", None, "remove"])

    assert said(small_book(tmp_path / "plan.xlsx", change)) == [
        "E316 error  plan.xlsx, sheet scenarios, row 3, column product\n"
        "  With the scenario 'none', plan.xlsx, sheet demands, row 2, column product (cell B2): 'rack' can be had at 'HOU', but no lanes bring it to 'MKT'. Add a lane to 'MKT', or let one carry 'rack'."
    ]


def test_a_value_that_was_set_has_the_place_of_the_setting(read_small: Callable[..., Reading]) -> None:
    """Proves: bounds and references of values that were set name the setting, as mistakes in how it is written do.

    Sensitivity: the file, in which the value is another.
    """
    sets = [
        "model::buckets=12 months",
        "resources:FAB/line:capacity=-1",
        "resources:HOU/bench:capacity=-1",
        "resources:HOU/bench:capacity=-2",
        "lanes:HOU/MKT/air:products=rak",
        "model::buckets=a year",
    ]
    assert [str(finding) for finding in read_small({}, None, sets).findings] == [
        "E211 error  --set, row 6, column buckets\n"
        "  'a year' are no buckets: 'a year' is not a number of days, weeks, months, quarters or years. Write buckets such as `48 months` or `26 weeks, 36 months`.",
        "E206 error  --set, row 2, column capacity\n  -1 is less than 0. Give a number of at least 0.",
        "E206 error  --set, row 4, column capacity\n  -2 is less than 0. Give a number of at least 0.",
        "E214 error  --set, row 5, column products\n  'rak' is not a product. Did you mean 'rack'?",
    ]
