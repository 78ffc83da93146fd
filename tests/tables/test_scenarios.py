"""Scenarios and settings edit the typed tables before they are checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reshore.tables import Reading, list_scenarios

# ruff: noqa: E501 (a message stays on one line, so that it can be searched for)

LANE = 'table = "lanes"\nwhere = {mode = "road"}\n'
FINDINGS = {
    "an unknown op": (
        'table = "sites"\nop = "-"\n',
        ["E402 error  scenarios/s.toml, row 1\n  '-' is no op. Write '=', '*', '+', 'add' or 'remove'."],
    ),
    "parts missing and strange": (
        'table = "sites"\nwhere = {}\ncolumn = "country"\nvalu = "x"\n',
        [
            "E402 error  scenarios/s.toml, row 1\n  The edit has no `value`. An edit with op '=' needs it.",
            "E402 error  scenarios/s.toml, row 1\n  `valu` is no part of an edit with op '='. Did you mean `value`?",
        ],
    ),
    "rows that are none": (
        'table = "sites"\nop = "add"\nrows = 3\n',
        ['E402 error  scenarios/s.toml, row 1\n  `rows` is not a list of rows. Write `rows = [{site = "..."}]`.'],
    ),
    "a where that is none": (
        'table = "sites"\nop = "remove"\nwhere = "FAB"\n',
        [
            'E402 error  scenarios/s.toml, row 1\n  `where` is not a table of columns and values. Write `where = {site = "..."}`.'
        ],
    ),
    "a second model": (
        'table = "model"\nop = "add"\nrows = [{name = "x"}]\n',
        [
            "E402 error  scenarios/s.toml, row 1\n  'add' cannot be done to model, which has one row. Change its columns by `=`."
        ],
    ),
    "an unknown table": (
        'table = "site"\nwhere = {}\ncolumn = "country"\nvalue = "x"\n',
        ["E403 error  scenarios/s.toml, row 1\n  'site' is not a table. Did you mean 'sites'?"],
    ),
    "an unknown column": (
        'table = "sites"\nwhere = {}\ncolumn = "contry"\nvalue = "x"\n',
        [
            "E404 error  scenarios/s.toml, row 1, column contry\n  'contry' is not a column of sites. Did you mean 'country'?"
        ],
    ),
    "an unknown column in where": (
        'table = "sites"\nop = "remove"\nwhere = {contry = "US"}\n',
        [
            "E404 error  scenarios/s.toml, row 1, column contry\n  'contry' is not a column of sites. Did you mean 'country'?"
        ],
    ),
    "no row": (
        'table = "sites"\nwhere = {site = "FABB", country = "US"}\ncolumn = "country"\nvalue = "x"\n',
        ["E405 error  scenarios/s.toml, row 1\n  No row of sites has site = FABB, country = US. Did you mean 'FAB'?"],
    ),
    "text for a number": (
        LANE + 'column = "cost_per_unit"\nvalue = "1,000"\n',
        [
            "E201 error  scenarios/s.toml, row 1, column cost_per_unit\n  '1,000' is not a number. Write 1000, without separators between thousands."
        ],
    ),
    "a table for a value": (
        LANE + 'column = "mode"\nvalue = {a = 1}\n',
        [
            "E208 error  scenarios/s.toml, row 1, column mode\n  The value of 'mode' is a table or a nested list. Write one value."
        ],
    ),
    "nothing for a key": (
        LANE + 'column = "mode"\nvalue = ""\n',
        ["E207 error  scenarios/s.toml, row 1, column mode\n  The value of 'mode' is empty. Give a value."],
    ),
    "calculating with text": (
        LANE + 'column = "mode"\nop = "*"\nvalue = 2\n',
        [
            "E406 error  scenarios/s.toml, row 1, column mode\n  '*' cannot be done to lanes.mode with '2'. Give a number, for a column of numbers."
        ],
    ),
    "added rows with mistakes": (
        'table = "lanes"\nop = "add"\nrows = [\n  {origin = "FAB", destination = "MKTT", mode = "sea", capacity = -1},\n  {origin = "HOU", destination = "FAB", cost_per_unit = "x"},\n]\n',
        [
            "E207 error  scenarios/s.toml, row 1, column mode\n  The cell is empty. Give the mode: mode of transport, such as air, ocean, road.",
            "E201 error  scenarios/s.toml, row 1, column cost_per_unit\n  'x' is not a number. Write a number, or leave the cell empty.",
            "E206 error  scenarios/s.toml, row 1, column capacity\n  -1 is less than 0. Give a number of at least 0.",
            "E214 error  scenarios/s.toml, row 1, column destination\n  'MKTT' is not a site. Did you mean 'MKT'?",
        ],
    ),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_mistakes_in_an_edit(name: str, read_small: Callable[..., Reading]) -> None:
    """Proves: each mistake names the scenario's file and the number of the edit, and nothing else is said."""
    edit, expected = FINDINGS[name]
    reading = read_small({"scenarios/s.toml": "[[edits]]\n" + edit}, "s")
    assert [str(finding) for finding in reading.findings] == expected


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("t", "E401 error  scenarios/t.toml\n  There is no scenario 't'. The scenarios are s."),
        (
            "../s",
            "E401 error  scenarios/../s.toml\n  '../s' is no name of a scenario. Give the name alone, without a folder.",
        ),
        (
            "..",
            "E401 error  scenarios/...toml\n  '..' is no name of a scenario. Give the name alone, without a folder.",
        ),
        ("", "E401 error  scenarios/.toml\n  '' is no name of a scenario. Give the name alone, without a folder."),
    ],
)
def test_names_of_scenarios(scenario: str, expected: str, read_small: Callable[..., Reading]) -> None:
    """Proves: a scenario that is missing, or whose name leaves the folder, is a finding."""
    assert [str(finding) for finding in read_small({"scenarios/s.toml": ""}, scenario).findings] == [expected]


def test_a_scenario_that_links_out_of_the_folder(
    read_small: Callable[..., Reading], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "s.toml"
    outside.write_text("")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "s.toml").symlink_to(outside)
    assert [finding.code for finding in read_small({}, "s").findings] == ["E106"]
    assert list_scenarios(tmp_path) == {}


def test_a_file_that_is_no_scenario(read_small: Callable[..., Reading]) -> None:
    reading = read_small({"scenarios/s.toml": "editz = 1\nedits = 3\n"}, "s")
    assert [str(finding) for finding in reading.findings] == [
        "E402 error  scenarios/s.toml\n  'editz' is no part of a scenario. Did you mean 'edits'?",
        "E402 error  scenarios/s.toml\n  `edits` is not a list. Begin each edit with `[[edits]]`.",
    ]


def test_edits_apply_in_order(read_small: Callable[..., Reading]) -> None:
    """Proves: later edits see earlier ones: (10 + 5) · 3 = 45, not 10 · 3 + 5 = 35; added rows get defaults and are edited."""
    edits = """
        description = "more"
        [[edits]]
        table = "demands"
        where = {date = 2025-06-01}
        column = "quantity"
        op = "+"
        value = 5
        [[edits]]
        table = "demands"
        where = {product = ["rack", "wafer"]}
        column = "quantity"
        op = "*"
        value = 3
        [[edits]]
        table = "lanes"
        op = "add"
        rows = [{origin = "FAB", destination = "MKT", mode = "sea", products = ["rack", "wafer"], starts = 2025-02-01}]
        [[edits]]
        table = "lanes"
        where = {products = "rack"}
        column = "transit_time"
        value = "30"
        [[edits]]
        table = "lanes"
        op = "remove"
        where = {mode = "air"}
        [[edits]]
        table = "model"
        column = "buckets"
        value = "9 months"
    """
    tables = read_small({"scenarios/s.toml": edits}, "s").tables
    assert tables is not None
    lanes = tables.frame("lanes")
    assert tables.frame("demands")["quantity"].to_list() == [45.0]
    assert lanes["mode"].to_list() == ["road", "sea"]
    assert lanes["transit_time"].to_list() == [0.0, 30.0]
    assert lanes["products"].to_list() == [[], ["rack", "wafer"]]
    assert lanes["starts"].to_list() == [None, date(2025, 2, 1)]
    assert lanes["_row"].to_list() == [2, -3]
    assert tables.setting["buckets"] == "9 months"


def test_unlimited_stays_unlimited_when_multiplied(read_small: Callable[..., Reading]) -> None:
    edit = '[[edits]]\ntable = "lanes"\nwhere = {}\ncolumn = "capacity"\nop = "*"\nvalue = 2\n'
    tables = read_small({"scenarios/s.toml": edit}, "s").checked()
    assert tables.frame("lanes")["capacity"].to_list() == [None, None]


def test_numbers_of_edits_and_profiles_count_in_the_unit_of_the_header(read_small: Callable[..., Reading]) -> None:
    """Proves: 0.2 [thousand unit/week] set, edited or profiled is 200 a week, as the same number in the file is."""
    changes = {
        "resources.csv": "site,resource,capacity [thousand unit/week]\nFAB,line,0.1\nHOU,bench,0.05\n",
        "profiles.csv": "table,key,column,date,value\nresources,HOU/bench,capacity,2025-02-01,7\n",
        "scenarios/s.toml": '[[edits]]\ntable = "resources"\nwhere = {site = "HOU"}\ncolumn = "capacity"\nop = "+"\nvalue = 0.2\n',
    }
    sets = [
        "resources:FAB/line:capacity=0.2",
        "profiles:resources/HOU/bench/capacity/2025-02-01:value=9",
        "model::discount_rate=0.07",
    ]
    tables = read_small(changes, "s", sets).checked()
    assert tables["resources"].time("capacity") == "week"
    assert tables.frame("resources")["capacity"].to_list() == [200.0, 250.0]
    assert tables.frame("profiles")["value"].to_list() == [9000.0]
    assert tables.setting["discount_rate"] == 0.07


PROFILED = {
    "operations.csv": "site,process,unit_cost [kUSD/run],yield\nFAB,etch,2,0.75\nHOU,build,5,\n",
    "profiles.csv": "table,key,column,date,value\noperations,FAB/etch,unit_cost,2025-01-01,3\n"
    "operations,HOU/build,unit_cost,2025-01-01,6\noperations,FAB/etch,yield,2025-01-01,0.5\n",
    "ranges.csv": "table,key,column,low,high\nprofiles,operations/FAB/etch/unit_cost/2025-01-01,value,1,9\n"
    "profiles,operations/FAB/etch/yield/2025-01-01,value,0.25,0.625\n",
}


@pytest.mark.parametrize(
    ("op", "number", "own", "profile"),
    [("*", 4, 8000.0, 12_000.0), ("+", 0.5, 2500.0, 3500.0), ("=", 8, 8000.0, None)],
)
def test_an_edit_of_a_profiled_column_counts_at_all_times(
    op: str, number: float, own: float, profile: float | None, read_small: Callable[..., Reading]
) -> None:
    """Proves: `*` and `+` act on the row's profile too, `=` removes it and its ranges; other rows and columns stay.

    By hand: 2 kUSD, and 3 from the first day on: times 4 they are 8 and 12, plus 0.5 they are 2.5 and 3.5.
    Sensitivity: an edit of the own value only, which never holds, as the profile begins on the first day.
    """
    edit = f'table = "operations"\nwhere = {{site = "FAB"}}\ncolumn = "unit_cost"\nop = "{op}"\nvalue = {number}\n'
    tables = read_small({**PROFILED, "ranges.csv": None, "scenarios/s.toml": "[[edits]]\n" + edit}, "s").checked()
    assert tables.frame("operations")["unit_cost"].to_list() == [own, 5000.0]
    assert tables.frame("profiles")["value"].to_list() == [*([profile] if profile else []), 6000.0, 0.5]


def test_a_setting_of_a_profiled_column_counts_at_all_times(read_small: Callable[..., Reading]) -> None:
    """Proves: --set on a profiled column removes the profile, with the range of it; a profile set later holds again.

    Sensitivity: a setting without effect; a range of a profile that is gone (E215).
    """
    tables = read_small(PROFILED, None, ["operations:FAB/etch:unit_cost=8"]).checked()
    assert tables.frame("operations")["unit_cost"].to_list() == [8000.0, 5000.0]
    assert tables.frame("profiles").select("key", "value").rows() == [("HOU/build", 6000.0), ("FAB/etch", 0.5)]
    assert tables.frame("ranges")["key"].to_list() == ["operations/FAB/etch/yield/2025-01-01"]
    sets = ["profiles:operations/FAB/etch/unit_cost/2025-01-01:value=7"]
    assert read_small(PROFILED, None, sets).checked().frame("profiles")["value"].to_list() == [7000.0, 6000.0, 0.5]


def test_an_edit_of_a_row_with_groups_counts_for_the_profiles_of_its_members(
    read_small: Callable[..., Reading],
) -> None:
    """Proves: a profile that names a member follows the edit of the group's row, unless the member has a row of its own.

    By hand: SITES are FAB and MKT; FAB has its own row. Times 3, the group's 4 is 12 and MKT's 5 is 15; FAB's 6 stays.
    Sensitivity: profiles found by the key of the edited row alone.
    """
    changes = {
        "operations.csv": "+SITES,etch,2\n",
        "groups.csv": "group,member\nSITES,FAB\nSITES,MKT\n",
        "profiles.csv": "table,key,column,date,value\noperations,SITES/etch,unit_cost,2025-02-01,4\n"
        "operations,MKT/etch,unit_cost,2025-03-01,5\noperations,FAB/etch,unit_cost,2025-03-01,6\n",
        "scenarios/s.toml": '[[edits]]\ntable = "operations"\nwhere = {site = "SITES"}\ncolumn = "unit_cost"\nop = "*"\nvalue = 3\n',
    }
    reading = read_small(changes, "s")
    assert reading.tables is not None
    assert reading.tables.frame("profiles")["value"].to_list() == [12.0, 15.0, 6.0]


def test_mistakes_in_settings(read_small: Callable[..., Reading]) -> None:
    """Proves: a finding about a setting has its number, and the others still apply."""
    sets = [
        "bad",
        "resource:x:y=1",
        "resources:FAB/lin:capacity=1",
        "resources:FAB/line:capacity=a=b",
        "resources:HOU/bench:capacity=3",
    ]
    reading = read_small({}, None, sets)
    assert [str(finding) for finding in reading.findings] == [
        "E407 error  --set, row 1\n  'bad' is no setting. Write TABLE:KEY:COLUMN=VALUE, as `model::discount_rate=0.1`.",
        "E403 error  --set, row 2\n  'resource' is not a table. Did you mean 'resources'?",
        "E405 error  --set, row 3\n  resources has no row 'FAB/lin'. Did you mean 'FAB/line'?",
        "E201 error  --set, row 4, column capacity\n  'a=b' is not a number. Write a number, or leave the cell empty.",
    ]
    assert reading.tables is not None
    assert reading.tables.frame("resources")["capacity"].to_list() == [100.0, 3.0]


def test_scenarios_are_listed_with_their_descriptions(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "b.toml").write_text('description = "Second"\n')
    (tmp_path / "scenarios" / "a.toml").write_text("no TOML")
    (tmp_path / "scenarios" / "README.md").write_text("")
    assert list_scenarios(tmp_path) == {"a": "", "b": "Second"}
    assert list_scenarios(tmp_path / "nowhere") == {}


def test_profiles_that_give_way_to_a_setting_are_told(read_small: Callable[..., Reading]) -> None:
    """Proves: a setting says how many rows of profiles it removes, at itself; one that removes none says nothing.

    By hand: the profile of the unit cost has one row, and a setting of it in between would be removed too.
    Sensitivity: a profile that is gone without a word.
    """
    sets = ["operations:FAB/etch:note=x", "operations:FAB/etch:unit_cost=2", "operations:FAB/etch:unit_cost=4"]
    found = [str(finding) for finding in read_small(PROFILED, None, sets).findings if finding.code == "I401"]
    assert found == [
        "I401 info  --set, row 2, column unit_cost\n"
        "  1 row of profiles gives way to this number. "
        "It holds at all times then: edit the rows of profiles instead where it is to change over time."
    ]
