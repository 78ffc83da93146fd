"""Groups stand for their members, and the keys of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from reshore.schema import table_schema
from reshore.tables import Reading, Tables, key_of, resolve

GROUPS = "group,member\nPLANTS,FAB\nPLANTS,HOU\nALL,PLANTS\nALL,MKT\nGOODS,rack\nGOODS,wafer\n"


def _resolved(read_small: Callable[..., Reading], changes: Mapping[str, str]) -> Tables:
    return resolve(read_small({"groups.csv": GROUPS, **changes}).checked())


def test_a_row_with_groups_becomes_one_row_for_each_member(read_small: Callable[..., Reading]) -> None:
    """Proves: nested groups count, lanes to the own site do not come about, and the row named itself wins.

    Sensitivity: without the last rule FAB-HOU would cost 3.
    """
    lanes = "origin,destination,mode,cost_per_unit\nALL,PLANTS,road,3\nFAB,HOU,road,2\nHOU,MKT,air,4\n"
    frame = _resolved(read_small, {"lanes.csv": lanes}).frame("lanes")
    assert set(frame.select("origin", "destination", "mode", "cost_per_unit", "_row").iter_rows()) == {
        ("HOU", "FAB", "road", 3.0, 2),
        ("MKT", "FAB", "road", 3.0, 2),
        ("MKT", "HOU", "road", 3.0, 2),
        ("FAB", "HOU", "road", 2.0, 3),
        ("HOU", "MKT", "air", 4.0, 4),
    }
    assert frame.columns == [*table_schema("lanes").names, "_row"]


def test_groups_in_two_columns(read_small: Callable[..., Reading]) -> None:
    """Proves: groups of sites and of products in one row give each pair; members of another kind are left out."""
    groups = GROUPS + "MIXED,FAB\nMIXED,rack\n"
    stocks = "site,product,maximum\nPLANTS,GOODS,6\nMIXED,MIXED,5\nMKT,rack,7\n"
    reading = read_small({"groups.csv": groups, "stocks.csv": stocks.replace("MIXED,MIXED,5\n", "")})
    frame = resolve(reading.checked()).frame("stocks")
    assert frame.select("site", "product", "maximum").rows() == [
        ("FAB", "rack", 6.0),
        ("FAB", "wafer", 6.0),
        ("HOU", "rack", 6.0),
        ("HOU", "wafer", 6.0),
        ("MKT", "rack", 7.0),
    ]
    mixed = read_small({"groups.csv": groups, "stocks.csv": "site,product,maximum\nMIXED,MIXED,5\n"})
    assert resolve(mixed.checked()).frame("stocks").select("site", "product").rows() == [("FAB", "rack")]


def test_products_of_lanes(read_small: Callable[..., Reading]) -> None:
    """Proves: groups of products are replaced, each product counts once, and an empty list stays empty."""
    lanes = "origin,destination,mode,products\nFAB,HOU,road,wafer; GOODS ;\nHOU,MKT,air,\n"
    frame = _resolved(read_small, {"lanes.csv": lanes}).frame("lanes")
    assert frame["products"].to_list() == [["wafer", "rack"], []]


def test_profiles_and_ranges_follow_their_rows(read_small: Callable[..., Reading]) -> None:
    """Proves: a profile of a row with a group counts for the rows from it, unless one names such a row itself."""
    operations = "site,process,unit_cost\nPLANTS,etch,3\nHOU,build,5\n"
    profiles = (
        "table,key,column,date,value\noperations,PLANTS/etch,unit_cost,2025-02-01,8\n"
        "operations,PLANTS/etch,unit_cost,2025-03-01,9\noperations,HOU/etch,unit_cost,2025-04-01,7\n"
    )
    ranges = "table,key,column,low,high\noperations,PLANTS/etch,unit_cost,2,4\n"
    changes = {"operations.csv": operations, "profiles.csv": profiles, "ranges.csv": ranges}
    tables = _resolved(read_small, changes)
    assert set(tables.frame("profiles").select("key", "date", "value", "_row").iter_rows()) == {
        ("FAB/etch", date(2025, 2, 1), 8.0, 2),
        ("FAB/etch", date(2025, 3, 1), 9.0, 3),
        ("HOU/etch", date(2025, 4, 1), 7.0, 4),
    }
    assert tables.frame("ranges")["key"].to_list() == ["FAB/etch", "HOU/etch"]


def test_ranges_of_profiles_follow_the_rows_of_the_profiles(read_small: Callable[..., Reading]) -> None:
    """Proves: a range for a profile of a row with a group counts for each row from it, at the same date.

    By hand: PLANTS are FAB and HOU; HOU's range is its own; FAB's profile of fixed_cost is its own, so that of the group
    and its range count for HOU alone. Sensitivity: the key of the profile, which holds that of the row, left as it is.
    """
    changes = {
        "resources.csv": "site,resource,capacity,fixed_cost\nPLANTS,line,30,4\nHOU,bench,50,\n",
        "profiles.csv": "table,key,column,date,value\nresources,PLANTS/line,capacity,2025-02-01,8\n"
        "resources,PLANTS/line,fixed_cost,2025-02-01,6\nresources,FAB/line,fixed_cost,2025-03-01,5\n",
        "ranges.csv": "table,key,column,low,high\nprofiles,resources/PLANTS/line/capacity/2025-02-01,value,7,9\n"
        "profiles,resources/HOU/line/capacity/2025-02-01,value,3,11\n"
        "profiles,resources/PLANTS/line/fixed_cost/2025-02-01,value,5,12\n"
        "resources,PLANTS/line,capacity,20,35\n",
    }
    tables = _resolved(read_small, changes)
    assert set(tables.frame("ranges").select("table", "key", "low", "high", "_row").iter_rows()) == {
        ("profiles", "resources/FAB/line/capacity/2025-02-01", 7.0, 9.0, 2),
        ("profiles", "resources/HOU/line/capacity/2025-02-01", 3.0, 11.0, 3),
        ("profiles", "resources/HOU/line/fixed_cost/2025-02-01", 5.0, 12.0, 4),
        ("resources", "FAB/line", 20.0, 35.0, 5),
        ("resources", "HOU/line", 20.0, 35.0, 5),
    }
    keys = key_of(tables.frame("profiles"), table_schema("profiles"))
    assert tables.frame("ranges").filter(table="profiles")["key"].is_in(keys.implode()).all()


def test_a_row_named_itself_does_not_take_the_profile_of_a_group(read_small: Callable[..., Reading]) -> None:
    operations = "site,process,unit_cost\nPLANTS,etch,3\nHOU,etch,4\nHOU,build,5\n"
    profiles = "table,key,column,date,value\noperations,PLANTS/etch,unit_cost,2025-02-01,8\n"
    tables = _resolved(read_small, {"operations.csv": operations, "profiles.csv": profiles})
    assert tables.frame("profiles")["key"].to_list() == ["FAB/etch"]


def test_resolving_twice_changes_nothing(read_small: Callable[..., Reading]) -> None:
    changes = {
        "lanes.csv": "origin,destination,mode\nALL,ALL,road\n",
        "stocks.csv": "site,product,maximum\nALL,GOODS,6\n",
    }
    once = _resolved(read_small, changes)
    for table in resolve(once):
        assert table.frame.equals(once.frame(table.name))


def test_groups_in_a_circle_can_be_resolved(read_small: Callable[..., Reading]) -> None:
    """Proves: resolve ends on data that the checks refuse."""
    reading = read_small(
        {"groups.csv": "group,member\nA,B\nB,A\nB,FAB\n", "operations.csv": "site,process\nA,etch\nHOU,build\n"}
    )
    assert [finding.code for finding in reading.errors] == ["E301"]
    assert reading.tables is not None
    assert resolve(reading.tables).frame("operations")["site"].to_list() == ["FAB", "HOU"]


def test_keys_join_their_parts() -> None:
    demands = pl.DataFrame({"market": ["M"], "product": ["p"], "class": [""], "date": [date(2025, 6, 1)]})
    ramps = pl.DataFrame({"ramp": ["r", "r", "r"], "age": [6.0, 0.5, 1200000.0]})
    assert key_of(demands, table_schema("demands")).to_list() == ["M/p//2025-06-01"]
    assert key_of(ramps, table_schema("ramps")).to_list() == ["r/6", "r/0.5", "r/1200000"]
    assert key_of(pl.DataFrame({"name": ["x"]}), table_schema("model")).to_list() == [""]
