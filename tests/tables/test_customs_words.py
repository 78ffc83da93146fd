"""What is wrong with origins and tariffs is found, and said in plain words.

Each case changes the small model and lists every finding, so that none follows from another.
"""

# ruff: noqa: E501 (a message stays on one line, so that it can be searched for)

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from reshore.tables import Reading

GOODS = "product,value,hs_code,track_origin\nwafer,7,8542,true\nrack,90,8471.50,{}\n"
RECIPES = "process,product,quantity,origin_rule\netch,wafer,1,\nbuild,wafer,-2,{}\nbuild,rack,1,{}\n"
TARIFFS = "program,origin,destination,hs_prefix,product,starts,ends,rate,stacks,basis\n"

CASES: dict[str, tuple[Mapping[str, str], list[str]]] = {
    "all is well": (
        {
            "products.csv": GOODS.format("true"),
            "recipes.csv": RECIPES.format("", "inherits: wafer"),
            "stocks.csv": "site,product,initial,origin\nHOU,wafer,5,MX\n",
            "groups.csv": "group,member\nNORTH,US\nNORTH,MX\n",
            "tariffs.csv": TARIFFS
            + "code,NORTH,NORTH,84.71,,2024-01-01,,0.1,,\nlevy,,MX,,rack,2025-03-01,,,max,\nfree,,MX,,,2025-01-01,,,replaces:code;levy,foreign_content\n",
        },
        [],
    ),
    "stock of no origin": (
        {"products.csv": GOODS.format("false"), "stocks.csv": "site,product,initial\nHOU,wafer,5\nHOU,rack,1\n"},
        [
            "E360 error  stocks.csv, row 2, column origin\n"
            "  There is 'wafer' at 'HOU' at the start, of no origin. Give the country in `origin`.",
        ],
    ),
    "rules of origin": (
        {
            "products.csv": GOODS.format("true"),
            "recipes.csv": RECIPES.format("inherits:wafer", "inherit:wafer"),
        },
        [
            "E361 error  recipes.csv, row 3, column origin_rule\n"
            "  'wafer' is consumed, and has the origin that it had. Give the rule in the row of what is made.",
            "E361 error  recipes.csv, row 4, column origin_rule\n"
            "  'inherit:wafer' is no rule of origin. Write `confers`, or `inherits:PRODUCT` with one of the inputs.",
        ],
    ),
    "an origin from what is no input": (
        {"products.csv": GOODS.format("true"), "recipes.csv": RECIPES.format("", "inherits:waver")},
        [
            "E361 error  recipes.csv, row 4, column origin_rule\n"
            "  'build' does not consume 'waver'. Did you mean 'wafer'?",
        ],
    ),
    "an origin from what is not tracked": (
        {
            "products.csv": GOODS.format("true").replace("8542,true", "8542,false"),
            "recipes.csv": RECIPES.format("", "inherits:wafer"),
        },
        [
            "E361 error  recipes.csv, row 4, column origin_rule\n"
            "  'rack' inherits the origin of 'wafer', which is not tracked. Set `track_origin` of 'wafer', or write `confers`.",
        ],
    ),
    "a maker without country": (
        {"products.csv": GOODS.format("true"), "sites.csv": "site,country\nFAB,\nHOU,US\nMKT,MX\n"},
        [
            "E362 error  sites.csv, row 2, column country\n"
            "  'FAB' makes 'wafer', whose origin is tracked, but has no country. Give its country.",
        ],
    ),
    "unknown countries": (
        {
            "products.csv": GOODS.format("true"),
            "stocks.csv": "site,product,initial,origin\nHOU,wafer,5,UA\n",
            "tariffs.csv": TARIFFS + "code,UX,MX,,,2024-01-01,,0.1,,\n",
            "groups.csv": "group,member\nUS,FAB\n",
        },
        [
            "E214 error  stocks.csv, row 2, column origin\n"
            "  'UA' is not a country. Add it to sites, or correct the name.",
            "E214 error  tariffs.csv, row 2, column origin\n"
            "  'UX' is not a country. Add it to sites, or correct the name.",
            "E317 error  groups.csv, row 2, column group\n"
            "  'US' is the name of a country too. Give the group another name.",
        ],
    ),
    "a rate in per cent, and dates": (
        {
            "tariffs.csv": TARIFFS
            + "code,,MX,,,2025-02-01,2025-02-01,25,,\nlevy,,MX,,,2024-01-01,2025-01-01,0.1,,value\n"
        },
        [
            "E206 error  tariffs.csv, row 2, column rate\n  25 is more than 10. Give a number of at most 10.",
            "E306 error  tariffs.csv, row 2, column ends\n"
            "  `starts` is 2025-02-01, `ends` is 2025-02-01. Put `starts` before `ends`.",
            "I302 info  tariffs.csv, row 3, column ends\n"
            "  1 of 2 tariffs are for days before 2025-01-01 or from 2026-01-01 on only. They are no part of the plan: correct their dates unless this is meant.",
        ],
    ),
    "ways to stack": (
        {
            "tariffs.csv": TARIFFS
            + "code,,MX,,,2024-01-01,,0.1,sum,\nlevy,,MX,,,2024-01-01,,0.2,replaces:cade,\nfree,,MX,,,2024-01-01,,,replaces:,\n"
        },
        [
            "E363 error  tariffs.csv, row 2, column stacks\n"
            "  'sum' is no way to stack. Write `add`, `max`, or `replaces:PROGRAM`.",
            "E214 error  tariffs.csv, row 3, column stacks\n  'cade' is not a program. Did you mean 'code'?",
            "E214 error  tariffs.csv, row 4, column stacks\n"
            "  No program is named that is replaced. Name a program of this table.",
        ],
    ),
    "programs that replace each other": (
        {
            "tariffs.csv": TARIFFS
            + "a,,MX,,,2024-01-01,,0.1,replaces:b,\nb,,MX,,,2024-01-01,,0.2,replaces:c;d,\nc,,MX,,,2024-01-01,,,replaces:a,\nd,,MX,,,2024-01-01,,,,\n"
        },
        [
            "E364 error  tariffs.csv, row 2, column stacks\n"
            "  Programs replace each other: 'a', 'b', 'c'. Let only one of two replace the other.",
        ],
    ),
    "headings": (
        {
            "products.csv": GOODS.format("false"),
            "tariffs.csv": TARIFFS + "code,,MX,chips,,2024-01-01,,0.1,,\nlevy,,MX,8473,,2024-01-01,,0.1,,\n",
        },
        [
            "E365 error  tariffs.csv, row 2, column hs_prefix\n"
            "  'chips' is no customs heading: it has no digits. Write its first digits, such as 8471.",
            "W320 warning  tariffs.csv, row 3, column hs_prefix\n"
            "  No product has a customs heading that begins with '8473'. Give the products their `hs_code`, or correct the heading.",
        ],
    ),
    "a tariff that is never owed": (
        {
            "products.csv": GOODS.format("false"),
            "tariffs.csv": TARIFFS
            + "code,,US,,,2024-01-01,,0.1,,\nlevy,MX,MX,,rack,2024-01-01,,0.1,,\nduty,US,MX,,,2024-01-01,,0.1,,\n",
        },
        [
            "W321 warning  tariffs.csv, row 2\n"
            "  No lane brings goods into the country on which 'code' would be owed. Correct its origin, destination or goods, unless lanes are to come.",
            "W321 warning  tariffs.csv, row 3\n"
            "  No lane brings goods into the country on which 'levy' would be owed. Correct its origin, destination or goods, unless lanes are to come.",
        ],
    ),
    "content of what is made of itself": (
        {
            "products.csv": GOODS.format("true"),
            "recipes.csv": "+melt,rack,-1\nmelt,wafer,1\n",
            "operations.csv": "+HOU,melt,1\n",
            "tariffs.csv": TARIFFS + "code,,MX,,rack,2024-01-01,,0.1,,foreign_content\n",
        },
        [
            "E366 error  tariffs.csv, row 2, column basis\n"
            "  The content of goods that are made of themselves is not known: 'rack', 'wafer'. Track the origin of none of them, or tax by `value`.",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, read_small: Callable[..., Reading]) -> None:
    """Proves: each case gives exactly its findings, with code, place, words and remedy."""
    changes, expected = CASES[name]
    assert [str(finding) for finding in read_small(changes).findings] == expected
