"""Numbers under a header with a unit are converted, wherever they are given, or refused."""

# ruff: noqa: E501 (a message stays on one line, so that it can be searched for)

from __future__ import annotations

from collections.abc import Callable

import pytest

from reshore.schema import declarations, schema
from reshore.schema.units import time_unit
from reshore.tables import Reading

PRODUCTS = {"products.csv": "product,unit,value [kUSD/rack]\nwafer,wafer,0.5\nrack,rack,36\n"}
ONLY_RACKS = {"products.csv": "product,unit\nwafer,rack\nrack,rack\n"}
LINE = "FAB,line,hour,3\nHOU,bench,hour,0.25\n"


def test_money_with_a_prefix_is_converted(read_small: Callable[..., Reading]) -> None:
    """Proves: thousands, millions and billions of the model's currency are as many of it.

    By hand: 2.5 kUSD are 2500; 0.75 million 750,000; 0.004 bn a year 4,000,000 a year; 9 kUSD for 25 racks 360 for one.
    Sensitivity: a prefix that is read as part of the word, with factor 1.
    """
    changes = {
        **ONLY_RACKS,
        "demands.csv": "market,product,date,quantity,price [kUSD/unit],lost_cost [kUSD/25 rack]\nMKT,rack,2025-06-01,10,2.5,9\n",
        "resources.csv": "site,resource,capacity,fixed_cost [bnUSD/year]\nFAB,line,100,0.004\nHOU,bench,50,\n",
        "expansions.csv": "expansion,site,resource,module,capex [million USD/module]\nP,FAB,line,7,0.75\n",
    }
    tables = read_small(changes).checked()

    assert tables.frame("demands").select("price", "lost_cost").rows() == [(2500.0, 360.0)]
    assert tables.frame("expansions")["capex"].to_list() == [750_000.0]
    assert tables.frame("resources")["fixed_cost"].to_list() == [4_000_000.0, 0.0]
    assert tables["resources"].time("fixed_cost") == "year"


def test_counts_with_a_prefix_or_a_number_are_converted(read_small: Callable[..., Reading]) -> None:
    """Proves: k, a number and an hour count in quantities and in rates.

    By hand: 3 k hours are 3000; 4 thousand are 4000 racks; 2 an hour are 48 a day; 60 hours are 2.5 days.
    Sensitivity: `k` taken for kilo-something that is no hour; an hour taken for a month.
    """
    changes = {
        **ONLY_RACKS,
        "resources.csv": "site,resource,unit,capacity [k hour/month]\n" + LINE,
        "demands.csv": "market,product,date,quantity [1000 rack]\nMKT,rack,2025-06-01,4\n",
        "operations.csv": "site,process,maximum [run/h],cycle_time [h]\nFAB,etch,2,60\nHOU,build,,\n",
    }
    tables = read_small(changes).checked()

    assert tables.frame("resources")["capacity"].to_list() == [3000.0, 250.0]
    assert tables.frame("demands")["quantity"].to_list() == [4000.0]
    assert tables.frame("operations").select("maximum", "cycle_time").row(0) == (48.0, 2.5)
    assert dict(tables["operations"].times) == {"maximum": "day"}


def test_an_empty_cell_is_the_declared_default_whatever_the_header_counts_in(
    read_small: Callable[..., Reading],
) -> None:
    """Proves: a default is in the declared unit: in files, in rows that a scenario adds, and where one empties a cell.

    By hand: 90 % is 0.9 and an empty yield 1; 2 thousand hours a run are 2000 and an empty use 1 hour.
    Sensitivity: the default scaled as if the file gave it: a yield of 0.01, a use of 1000.
    """
    changes = {
        "operations.csv": "site,process,yield [%]\nFAB,etch,90\nHOU,build,\n",
        "uses.csv": "site,process,resource,per_run [1000 capacity/run]\nFAB,etch,line,2\nHOU,build,bench,\n",
        "scenarios/s.toml": """
            edits = [
                {table = "operations", op = "add", rows = [{site = "MKT", process = "etch"}, {site = "HOU", process = "etch", yield = 80}]},
                {table = "operations", op = "add", rows = [{site = "MKT", process = "build"}]},
                {table = "uses", where = {site = "FAB"}, column = "per_run", value = ""},
            ]
        """,
    }

    assert read_small(changes).checked().frame("operations")["yield"].to_list() == [0.9, 1.0]
    assert read_small(changes).checked().frame("uses")["per_run"].to_list() == [2000.0, 1.0]
    tables = read_small(changes, "s").checked()
    assert tables.frame("operations")["yield"].to_list() == [0.9, 1.0, 1.0, 0.8, 1.0]
    assert tables.frame("uses")["per_run"].to_list() == [1.0, 1.0]


def test_a_default_is_the_same_in_every_unit_of_time() -> None:
    """Proves: an empty cell under `[.../week]` means what it does under `[.../month]`: such defaults are all 0.

    By hand: 0 a month is 0 a week; 1 a month would be no fixed number a week.
    Sensitivity: a default of 1 a month that a header turns into 1 a week.
    """
    timed = [
        column
        for declared in schema().values()
        for column in declared.columns
        if column.unit and time_unit(column.unit)
    ]
    assert {column.default for column in timed} == {"", "0", "required"}
    cells = {"column": "rate", "dtype": "float", "unit": "unit/month", "default": "1", "min": "", "max": ""}
    with pytest.raises(ValueError, match="default of 0"):
        declarations._column(cells)


def test_profiles_ranges_and_settings_count_in_the_unit_of_the_header(read_small: Callable[..., Reading]) -> None:
    """Proves: what speaks of a column speaks in the unit of its header, a range of a profile too.

    By hand: 4, 3.5 to 6, and 8 kUSD are 4000, 3500 to 6000, and 8000.
    Sensitivity: ranges of profiles left as they are: 3.5 to 6.
    """
    changes = {
        "operations.csv": "site,process,unit_cost [kUSD/run]\nFAB,etch,3\nHOU,build,5\n",
        "profiles.csv": "table,key,column,date,value\noperations,FAB/etch,unit_cost,2025-02-01,4\n",
        "ranges.csv": "table,key,column,low,mid,high\noperations,FAB/etch,unit_cost,2,,7\n"
        "profiles,operations/FAB/etch/unit_cost/2025-02-01,value,3.5,,6\n",
    }
    tables = read_small(changes, None, ["operations:HOU/build:unit_cost=8"]).checked()

    assert tables.frame("operations")["unit_cost"].to_list() == [3000.0, 8000.0]
    assert tables.frame("profiles")["value"].to_list() == [4000.0]
    assert tables.frame("ranges").select("low", "mid", "high").rows() == [
        (2000.0, None, 7000.0),
        (3500.0, None, 6000.0),
    ]


def test_a_range_of_percent_is_a_share(read_small: Callable[..., Reading]) -> None:
    """Proves: a range is exact where the column is: 57 % is 0.57, not 0.5700000000000001, and is checked as a share.

    Sensitivity: advice to write a hundredth of what is a share already.
    """
    changes = {
        "operations.csv": "site,process,yield [%]\nFAB,etch,57\nHOU,build,100\n",
        "ranges.csv": "table,key,column,low,mid,high\noperations,FAB/etch,yield,29,57,101\n",
    }
    reading = read_small(changes)

    assert reading.tables is not None
    assert reading.tables.frame("ranges").select("low", "mid").rows() == [(0.29, 0.57)]
    assert [str(finding) for finding in reading.findings] == [
        "E206 error  ranges.csv, row 2, column high\n  1.01 is more than 1. Give a number of at most 1."
    ]


COUNTS = "(k, M, G, bn or a number may stand before it)"
REFUSED = {
    "another currency": (
        {
            "demands.csv": "market,product,date,quantity,price [kEUR/unit]\nMKT,rack,2025-06-01,10,2.5\n",
        },
        "E113 error  demands.csv, column price\n"
        "  [kEUR/unit] does not fit: 'kEUR' is neither the model's currency, USD, nor one with rates. Write USD, kUSD, MUSD or bnUSD (thousands, millions, billions); money of another currency needs its rates in rates, and its name in the column `currency`.",
    ),
    "a part is missing": (
        {"expansions.csv": "expansion,site,resource,module,capex [MUSD]\nP,FAB,line,7,2\n"},
        "E113 error  expansions.csv, column capex\n"
        "  [MUSD] does not fit: it is not per module. Head the column `capex [MUSD/module]`.",
    ),
    "a product's unit for a capacity": (
        {"resources.csv": "site,resource,capacity [wafer/month]\nFAB,line,100\nHOU,bench,50\n"},
        "E113 error  resources.csv, column capacity\n"
        f"  [wafer/month] does not fit: 'wafer' is no unit of a resource. Write capacity, unit {COUNTS}, or name it in the column `unit` of resources.",
    ),
    "another product's unit in a wrong dimension": (
        {"demands.csv": "market,product,date,quantity [t]\nMKT,rack,2025-06-01,10\n"},
        "E113 error  demands.csv, column quantity\n"
        f"  [t] does not fit: 't' is no unit of a product. Write unit {COUNTS}, or name it in the column `unit` of products.",
    ),
    "a rate that compounds by the year": (
        {"model.toml": '+"discount_rate [%/month]" = 1\n'},
        "E113 error  model.toml, column discount_rate\n"
        "  [%/month] does not fit: it counts in 1/year only. Give it so, under `discount_rate [1/year]`.",
    ),
    "a number alone": (
        {"demands.csv": "market,product,date,quantity [1000]\nMKT,rack,2025-06-01,10\n"},
        "E113 error  demands.csv, column quantity\n"
        "  [1000] does not fit: '1000' names no unit. Head the column `quantity [unit]`, or give a unit of the same kind.",
    ),
    "the unit of another product": (
        {
            **PRODUCTS,
            "demands.csv": "market,product,date,quantity [k rack]\nMKT,rack,2025-06-01,10\nMKT,wafer,2025-06-01,9\n",
        },
        "E114 error  products.csv, row 2, column value\n"
        "  The header counts in rack, but 'wafer' is counted in wafer. Head the column `value [currency/unit]`, and give each row in its own unit.\n"
        "E114 error  demands.csv, row 3, column quantity\n"
        "  The header counts in rack, but 'wafer' is counted in wafer. Head the column `quantity [unit]`, and give each row in its own unit.",
    ),
    "the unit of another resource": (
        {"resources.csv": "site,resource,unit,capacity [hour/week]\nFAB,line,hour,3\nHOU,bench,m2,5\n"},
        "E114 error  resources.csv, row 3, column capacity\n"
        "  The header counts in hour, but 'bench' is counted in m2. Head the column `capacity [capacity/month]`, and give each row in its own unit.",
    ),
    "the unit of another resource, used": (
        {
            "resources.csv": "site,resource,unit,capacity\nFAB,line,hour,3\nHOU,bench,m2,5\n",
            "uses.csv": "site,process,resource,per_run [hour/run]\nFAB,etch,line,2\nHOU,build,bench,3\n",
        },
        "E114 error  uses.csv, row 3, column per_run\n"
        "  The header counts in hour, but 'bench' is counted in m2. Head the column `per_run [capacity/run]`, and give each row in its own unit.",
    ),
    "the unit of another product on a lane": (
        {
            "products.csv": "product,unit\nwafer,wafer\nrack,rack\n",
            "lanes.csv": "origin,destination,mode,products,capacity [k wafer/week]\nFAB,HOU,road,wafer,2\nHOU,MKT,air,rack;wafer,3\n",
        },
        "E114 error  lanes.csv, row 3, column capacity\n"
        "  The header counts in wafer, but 'rack' is counted in rack. Head the column `capacity [unit/month]`, and give each row in its own unit.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_unit_that_is_not_understood_is_refused(name: str, read_small: Callable[..., Reading]) -> None:
    """Proves: a header that cannot be converted gives these findings and no others. Sensitivity: a silent factor of 1."""
    changes, expected = REFUSED[name]

    assert "\n".join(str(finding) for finding in read_small(changes).findings) == expected


def test_groups_and_empty_cells_have_no_unit(read_small: Callable[..., Reading]) -> None:
    """Proves: rows that give no number, or whose group has only products of the unit, are no finding."""
    changes = {
        **PRODUCTS,
        "products.csv": "product,unit\nwafer,wafer\nrack,rack\n",
        "groups.csv": "group,member\nGOODS,wafer\n",
        "stocks.csv": "site,product,maximum [k wafer]\nFAB,GOODS,2\nHOU,rack,\n",
    }

    assert read_small(changes).findings == ()


def test_a_scenario_cannot_rename_the_currency_of_headers(read_small: Callable[..., Reading]) -> None:
    """Proves: numbers under [kUSD/unit] do not become thousands of another currency; without headers the name is free."""
    demands = "market,product,date,quantity,price [kUSD/unit]\nMKT,rack,2025-06-01,10,2.5\n"
    sets = ["model::currency=EUR"]

    assert [str(finding) for finding in read_small({"demands.csv": demands}, None, sets).findings] == [
        "E114 error  demands.csv, column price\n"
        "  The header counts in USD, but the currency of the model is EUR. Convert the numbers, or leave the currency as it is."
    ]
    assert read_small({"demands.csv": demands.replace("kUSD/", "k currency/")}, None, sets).findings == ()
