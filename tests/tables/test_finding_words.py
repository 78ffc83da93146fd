"""What is wrong with a model's data is found, all of it at once, and said in plain words.

Each case changes the small model and lists every finding, so that none follows from another.
"""

# ruff: noqa: E501 (a message stays on one line, so that it can be searched for)

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from reshore.tables import Reading

CASES: dict[str, tuple[Mapping[str, str | bytes | None], list[str]]] = {
    "a required file is missing": (
        {"sites.csv": None},
        [
            "E101 error  sites.csv\n  The file is missing. Add it: Places that make, store or consume.",
        ],
    ),
    "two files for a table": (
        {"sites.parquet": b"x"},
        [
            "E102 error  sites.csv\n  sites.parquet holds the same table. Keep one of the two files.",
        ],
    ),
    "a quote is not closed": (
        {"lanes.csv": 'origin,destination,mode\nFAB,"HOU\n'},
        [
            "E103 error  lanes.csv, row 2\n"
            "  The row is no CSV: unexpected end of data. Close its quotes, and double those within text.",
        ],
    ),
    "text after a quote": (
        {"lanes.csv": 'origin,destination,mode\nFAB,HOU,road\nHOU,"MKT"S,air\n'},
        [
            "E103 error  lanes.csv, row 3\n"
            "  The row is no CSV: ',' expected after '\"'. Close its quotes, and double those within text.",
        ],
    ),
    "settings are no TOML": (
        {"model.toml": "name = \n"},
        [
            "E103 error  model.toml\n"
            '  The file is no TOML: Invalid value (at line 1, column 8). Write lines such as `name = "text"` or `rate = 0.08`.',
        ],
    ),
    "Latin-1": (
        {"sites.csv": b"site\nM\xfcnchen\n"},
        [
            "E104 error  sites.csv\n  The file is not in UTF-8. Save it as 'CSV UTF-8 (comma delimited)'.",
        ],
    ),
    "settings that cannot be read, in whose currency rows count": (
        {"model.toml": "currency = EUR\n", "products.csv": "product,currency\nwafer,EUR\nrack,USD\n"},
        [
            "E103 error  model.toml\n"
            '  The file is no TOML: Invalid value (at line 1, column 12). Write lines such as `name = "text"` or `rate = 0.08`.',
        ],
    ),
    "settings in Latin-1": (
        {"model.toml": b'name = "M\xfcnchen"\n'},
        [
            "E104 error  model.toml\n  The file is not in UTF-8. Save it in UTF-8.",
        ],
    ),
    "a short row, after a blank one": (
        {"lanes.csv": "+\nFAB,MKT\n"},
        [
            "E105 error  lanes.csv, row 5\n"
            "  The row has 2 cells, the header 4. Give each column a cell, and put text with commas in quotes.",
        ],
    ),
    "a long row": (
        {"sites.csv": "+X,US,,more\n"},
        [
            "E105 error  sites.csv, row 5\n"
            "  The row has 4 cells, the header 2. Give each column a cell, and put text with commas in quotes.",
        ],
    ),
    "semicolons": (
        {"sites.csv": "site;country\nFAB;US\n"},
        [
            "E107 error  sites.csv\n"
            "  Semicolons or tabs separate the columns. Separate them by commas: save the file as 'CSV UTF-8 (comma delimited)'.",
        ],
    ),
    "a comment with a semicolon before the header": (
        {"sites.csv": "# Sites; by hand,\n# two lines\nsite,country\nFAB,US\nHOU,US\nMKT,MX\n"},
        [
            "E118 error  sites.csv, row 1\n"
            "  The line is a comment, and a table has none. Take it out: the first line names the columns.",
        ],
    ),
    "a comment before semicolons": (
        {"sites.csv": "# Sites\nsite;country\nFAB;US\n"},
        [
            "E107 error  sites.csv\n"
            "  Semicolons or tabs separate the columns. Separate them by commas: save the file as 'CSV UTF-8 (comma delimited)'.",
            "E118 error  sites.csv, row 1\n"
            "  The line is a comment, and a table has none. Take it out: the first line names the columns.",
        ],
    ),
    "a column twice": (
        {"sites.csv": "site,country,country\nFAB,US,US\nHOU,US,US\nMKT,MX,MX\n"},
        [
            "E108 error  sites.csv, column country\n  The column 'country' occurs twice. Remove one of them.",
        ],
    ),
    "a column without name": (
        {"sites.csv": "site,\nFAB,US\nHOU,US\nMKT,MX\n"},
        [
            "E108 error  sites.csv\n  Column 2 has cells but no name. Name it in the header, or empty its cells.",
        ],
    ),
    "no rows": (
        {"demands.csv": "market,product,date,quantity\n"},
        [
            "E109 error  demands.csv\n"
            "  The table has no rows. Fill it: What markets ask for, when, at what price, and what being late or short costs.",
        ],
    ),
    "nothing in a required file": (
        {"demands.csv": ""},
        [
            "E109 error  demands.csv\n"
            "  The table has no rows. Fill it: What markets ask for, when, at what price, and what being late or short costs.",
        ],
    ),
    "a required column is missing": (
        {"demands.csv": "market,product,date\nMKT,rack,2025-06-01\n"},
        [
            "E111 error  demands.csv, column quantity\n  The column 'quantity' is missing. Add it: amount asked for.",
        ],
    ),
    "a required setting is missing": (
        {"model.toml": 'buckets = "12 months"\n'},
        [
            "E111 error  model.toml, column start\n"
            "  The column 'start' is missing. Add it: first day of the first period.",
        ],
    ),
    "an unknown column": (
        {"sites.csv": "site,contry\nFAB,US\nHOU,US\nMKT,MX\n"},
        [
            "E112 error  sites.csv, column contry\n  'contry' is not a column of sites. Did you mean 'country'?",
        ],
    ),
    "an unknown column unlike any": (
        {"ramps.csv": "ramp,age,fraction,zzzzzz\nr,0,1,5\n"},
        [
            "E112 error  ramps.csv, column zzzzzz\n"
            "  'zzzzzz' is not a column of ramps. The columns of ramps are ramp, age, fraction, source, note; put _ before it to have it ignored.",
        ],
    ),
    "a unit of another kind": (
        {"products.csv": "product,mass [USD/week]\nwafer,1\nrack,3\n"},
        [
            "E113 error  products.csv, column mass\n"
            "  [USD/week] does not fit: 'USD' is no unit of mass. Write kg or g or t or tonne.",
        ],
    ),
    "a unit without time": (
        {"resources.csv": "site,resource,unit,capacity [kg]\nFAB,line,kg,100\nHOU,bench,kg,50\n"},
        [
            "E113 error  resources.csv, column capacity\n"
            "  [kg] does not fit: it is not per month. Head the column `capacity [kg/month]`.",
        ],
    ),
    "a unit for a name": (
        {"sites.csv": "site [m2]\nFAB\nHOU\nMKT\n"},
        [
            "E113 error  sites.csv, column site\n  [m2] is a unit, but the column has none. Head the column `site`.",
        ],
    ),
    "text for numbers": (
        {"resources.csv": '+FAB,a,lots\nFAB,b,85 %\nFAB,c,"1,000"\nFAB,d,"1,5"\nFAB,e,12 wafers\n'},
        [
            "E201 error  resources.csv, row 4, column capacity\n"
            "  'lots' is not a number. Write a number, or leave the cell empty.",
            "E201 error  resources.csv, row 5, column capacity\n  '85 %' is not a number. Write 0.85.",
            "E201 error  resources.csv, row 6, column capacity\n"
            "  '1,000' is not a number. Write 1000, without separators between thousands.",
            "E201 error  resources.csv, row 7, column capacity\n  '1,5' is not a number. Write 1.5, with a point.",
            "E201 error  resources.csv, row 8, column capacity\n"
            "  '12 wafers' is not a number. Write the number alone, and its unit in the header: `capacity [capacity/month]`.",
        ],
    ),
    "text for a share": (
        {"operations.csv": "site,process,yield\nFAB,etch,85 %\nHOU,build,1\n"},
        [
            "E201 error  operations.csv, row 2, column yield\n"
            "  '85 %' is not a number. Write 0.85, or put the unit in the header: `yield [%]`.",
        ],
    ),
    "text for a required number": (
        {"demands.csv": "+MKT,rack,2025-07-01,ten\n"},
        [
            "E201 error  demands.csv, row 3, column quantity\n  'ten' is not a number. Write a number.",
        ],
    ),
    "numbers that are not finite": (
        {"resources.csv": "+FAB,a,0\nFAB,b,NaN\nFAB,c,-inf\nFAB,d,1e999\n"},
        [
            "E202 error  resources.csv, row 5, column capacity\n"
            "  'NaN' is not a finite number. Write a number, or leave the cell empty.",
            "E202 error  resources.csv, row 6, column capacity\n"
            "  '-inf' is not a finite number. Write a number, or leave the cell empty.",
            "E202 error  resources.csv, row 7, column capacity\n"
            "  '1e999' is not a finite number. Write a number, or leave the cell empty.",
        ],
    ),
    "errors of formulas": (
        {
            "sites.csv": "site,country,note\nFAB,#N/A,#N/A\nHOU,US,\nMKT,MX,\n",
            "demands.csv": "+MKT,rack,#REF!,Err:502\n",
            "lanes.csv": "origin,destination,mode,products\nFAB,HOU,road,\nHOU,MKT,air,#NAME?\n",
        },
        [
            "E212 error  sites.csv, row 2, column country\n"
            "  The cell holds the error #N/A of a formula. Mend the formula, or write the value.",
            "E212 error  lanes.csv, row 3, column products\n"
            "  The cell holds the error #NAME? of a formula. Mend the formula, or write the value.",
            "E212 error  demands.csv, row 3, column date\n"
            "  The cell holds the error #REF! of a formula. Mend the formula, or write the value.",
            "E212 error  demands.csv, row 3, column quantity\n"
            "  The cell holds the error Err:502 of a formula. Mend the formula, or write the value.",
        ],
    ),
    "no dates": (
        {"demands.csv": "+MKT,rack,01/07/2025,1\nMKT,rack,2025-02-30,1\nMKT,rack,31.12.2025,1\nMKT,rack,2025/8/1,1\n"},
        [
            "E203 error  demands.csv, row 3, column date\n"
            "  '01/07/2025' is not a date. Write 2025-01-07 or 2025-07-01, or format the cell as a date.",
            "E203 error  demands.csv, row 4, column date\n"
            "  '2025-02-30' is not a date. Write it as 2027-03-31, or 2027-03 for the first of a month.",
            "E203 error  demands.csv, row 5, column date\n"
            "  '31.12.2025' is not a date. Write 2025-12-31, or format the cell as a date.",
            "E203 error  demands.csv, row 6, column date\n"
            "  '2025/8/1' is not a date. Write 2025-08-01, or format the cell as a date.",
        ],
    ),
    "neither true nor false": (
        {"products.csv": "product,track_origin\nwafer,perhaps\nrack,yes\n"},
        [
            "E204 error  products.csv, row 2, column track_origin\n"
            "  'perhaps' is neither true nor false. Write true or false.",
        ],
    ),
    "no choice": (
        {"model.toml": '+objective = "profits"\n'},
        [
            "E205 error  model.toml, column objective\n"
            "  'profits' is not a choice for objective. Did you mean 'profit'?",
        ],
    ),
    "goals in order": (
        {
            "model.toml": '+objective = ["target:fast", "cost", "profit", "cost"]\n',
            "targets.csv": "target,measure,by,at_least\nfats,made,2025-03-01,5\n",
        },
        [
            "E205 error  model.toml, column objective\n"
            "  'target:fast' is not a choice for objective. Did you mean 'target:fats'?",
            "E326 error  model.toml, column objective\n  The objective has 'cost' twice. Keep the first.",
            "E326 error  model.toml, column objective\n"
            "  The objective counts money twice: as profit and as cost. Keep one of the two.",
        ],
    ),
    "targets outside the horizon": (
        {
            "targets.csv": "target,measure,starts,by,at_least\nlate,made,,2035-03-01,5\nback,made,2025-03-01,2025-02-01,5\n"
        },
        [
            "W327 warning  targets.csv, row 2, column by\n"
            "  'late' is to be reached by 2035-03-01, but the model plans from 2025-01-01 until 2026-01-01. Only what the plan has counts: change the day, or `buckets`.",
            "E306 error  targets.csv, row 3, column by\n"
            "  `starts` is 2025-03-01, `by` is 2025-02-01. Put `starts` before `by`.",
        ],
    ),
    "less than the least": (
        {"resources.csv": "+FAB,a,-5\n"},
        [
            "E206 error  resources.csv, row 4, column capacity\n  -5 is less than 0. Give a number of at least 0.",
        ],
    ),
    "shares as percent, and none": (
        {"operations.csv": "site,process,yield\nFAB,etch,85\nHOU,build,0\n"},
        [
            "E206 error  operations.csv, row 2, column yield\n  85 is more than 1. Write 0.85 for 85 %.",
            "E206 error  operations.csv, row 3, column yield\n  0 is not more than 0. Give a number above 0.",
        ],
    ),
    "more than the most": (
        {"sites.csv": "site,latitude\nFAB,91\nHOU,1\nMKT,2\n"},
        [
            "E206 error  sites.csv, row 2, column latitude\n  91 is more than 90. Give a number of at most 90.",
        ],
    ),
    "more than anything is": (
        {
            "demands.csv": "market,product,date,quantity,price,patience\nMKT,rack,2025-06-01,1e25,-1e300,400000\nMKT,rack,2025-07-01,1e15,-1e15,365250\n",
            "expansions.csv": "expansion,site,resource,module,build_time,life [week]\nP,FAB,line,1,1e9,52179\nQ,FAB,line,1,12000,52178\n",
            "profiles.csv": "table,key,column,date,value\nresources,FAB/line,capacity,2025-02-01,2.5e15\n",
        },
        [
            "E206 error  profiles.csv, row 2, column value\n  2.5e15 is more than 1e15. Give a number of at most 1e15.",
            "E206 error  demands.csv, row 2, column quantity\n  1e25 is more than 1e15. Give a number of at most 1e15.",
            "E206 error  demands.csv, row 2, column price\n  -1e300 is less than -1e15. Give a number of at least -1e15.",
            "E206 error  demands.csv, row 2, column patience\n"
            "  400000 is more than 365250. Give a number of at most 365250.",
            "E206 error  expansions.csv, row 2, column build_time\n"
            "  1000000000 is more than 12000. Give a number of at most 12000.",
            "E206 error  expansions.csv, row 2, column life\n"
            "  52179 is more than 52178. Give a number of at most 52178.",
        ],
    ),
    "a profile out of bounds": (
        {"profiles.csv": "table,key,column,date,value\nresources,FAB/line,capacity,2025-02-01,-1\n"},
        [
            "E206 error  profiles.csv, row 2, column value\n  -1 is less than 0. Give a number of at least 0.",
        ],
    ),
    "an empty cell": (
        {"lanes.csv": "+FAB,MKT,,2\n"},
        [
            "E207 error  lanes.csv, row 4, column mode\n"
            "  The cell is empty. Give the mode: mode of transport, such as air, ocean, road.",
        ],
    ),
    "a table for a setting": (
        {"model.toml": "+[discount_rate]\na = 1\n"},
        [
            "E208 error  model.toml, column discount_rate\n"
            "  The value of 'discount_rate' is a table or a nested list. Write one value.",
        ],
    ),
    "a slash in a name": (
        {"sites.csv": "+A/B,US\n"},
        [
            "E209 error  sites.csv, row 5, column site\n"
            "  'A/B' has a character that a name cannot have. Leave out / : = ; and control characters, which join names in keys and lists.",
        ],
    ),
    "a key twice": (
        {"sites.csv": "+FAB,US\n"},
        [
            "E210 error  sites.csv, row 5\n  'FAB' is given again: row 2 has it already. Keep one of the two rows.",
        ],
    ),
    "buckets in words": (
        {"model.toml": 'start = 2025-01-01\nbuckets = "twelve months"\n'},
        [
            "E211 error  model.toml, column buckets\n"
            "  'twelve months' are no buckets: 'twelve months' is not a number of days, weeks, months, quarters or years. Write buckets such as `48 months` or `26 weeks, 36 months`.",
        ],
    ),
    "buckets without end": (
        {"model.toml": 'start = 2025-01-01\nbuckets = "9000 years"\n'},
        [
            "E211 error  model.toml, column buckets\n"
            "  '9000 years' are no buckets: the horizon ends after the year 9999. Write buckets such as `48 months` or `26 weeks, 36 months`.",
        ],
    ),
    "months that begin where weeks end": (
        {"model.toml": 'start = 2025-01-01\nbuckets = "13 weeks, 9 months, 2 weeks, 2 quarters"\n'},
        [
            "I303 info  model.toml, column buckets\n"
            "  From 2025-04-02 on, each month begins on day 2 of a month, because of the days or weeks before. Let those end on day 1 of a month: give a number of days, unless this is meant.",
        ],
    ),
    "months after days that end with a month": (
        {
            "model.toml": 'start = 2025-01-15\nbuckets = "31 days, 1 month, 31 days, 9 months"\n',
            "demands.csv": "market,product,date,quantity\nMKT,rack,2025-06-01,1\n",
        },
        [],
    ),
    "an unknown site": (
        {"lanes.csv": "+FAB,MKTT,road,1\n"},
        [
            "E214 error  lanes.csv, row 4, column destination\n  'MKTT' is not a site. Did you mean 'MKT'?",
        ],
    ),
    "an unknown process": (
        {"uses.csv": "+FAB,zzzzz,line\n"},
        [
            "E214 error  uses.csv, row 4, column process\n"
            "  'zzzzz' is not a process. Add it to recipes, or correct the name.",
        ],
    ),
    "an unknown member": (
        {"groups.csv": "group,member\nALL,FOO\n"},
        [
            "E214 error  groups.csv, row 2, column member\n"
            "  'FOO' is not a site, country, product or group. Add it to sites or products or groups, or correct the name.",
        ],
    ),
    "an unknown product in a list": (
        {"lanes.csv": "origin,destination,mode,products\nFAB,HOU,road,\nHOU,MKT,air,rack;rak\n"},
        [
            "E214 error  lanes.csv, row 3, column products\n  'rak' is not a product. Did you mean 'rack'?",
        ],
    ),
    "profiles of nothing": (
        {
            "profiles.csv": "table,key,column,date,value\nresource,FAB/line,capacity,2025-02-01,1\nresources,FAB/lines,capacity,2025-02-01,1\nresources,FAB/line,unit,2025-02-01,1\nlanes,FAB/HOU/road,transit_time,2025-02-01,1\n"
        },
        [
            "E215 error  profiles.csv, row 2, column table\n"
            "  'resource' is not a table with numbers of its own. Did you mean 'resources'?",
            "E215 error  profiles.csv, row 3, column key\n  resources has no row 'FAB/lines'. Did you mean 'FAB/line'?",
            "E215 error  profiles.csv, row 4, column column\n"
            "  'unit' is not a column of numbers of resources. Those that can are capacity, fixed_cost.",
            "E215 error  profiles.csv, row 5, column column\n"
            "  'transit_time' cannot change over time. Those that can are cost_per_unit, cost_per_mass, capacity, emissions_per_mass.",
        ],
    ),
    "groups in a circle": (
        {"groups.csv": "group,member\nA,B\nB,A\nC,A\nD,FAB\nE,D\n"},
        [
            "E301 error  groups.csv, row 2, column member\n"
            "  Groups contain themselves: 'A', 'B'. Take one of them out of another.",
        ],
    ),
    "a group of products for a site": (
        {"lanes.csv": "+PS,MKT,sea,1\n", "groups.csv": "group,member\nPS,rack\n"},
        [
            "E302 error  lanes.csv, row 4, column origin\n  The group 'PS' has no site. Add one to it in groups.",
        ],
    ),
    "two groups for one row": (
        {"operations.csv": "+A,etch,1\nB,etch,2\n", "groups.csv": "group,member\nA,HOU\nB,HOU\nB,MKT\n"},
        [
            "E303 error  operations.csv, row 5\n"
            "  The groups of this row and of row 4 both give 'HOU/etch'. Name it in a row of its own, or take it out of one of the groups.",
        ],
    ),
    "a resource elsewhere": (
        {"uses.csv": "+HOU,build,line\n"},
        [
            "E304 error  uses.csv, row 4, column resource\n"
            "  'HOU' has no resource 'line'. Add 'line' at 'HOU' to resources.",
        ],
    ),
    "an expansion elsewhere": (
        {
            "expansions.csv": "expansion,site,resource,module,earliest,latest,max_modules,status,spend_profile\nP,HOU,line,10,,,,,\n"
        },
        [
            "E304 error  expansions.csv, row 2, column resource\n"
            "  'HOU' has no resource 'line'. Add 'line' at 'HOU' to resources.",
        ],
    ),
    "a process elsewhere": (
        {"uses.csv": "+FAB,build,line\n"},
        [
            "E305 error  uses.csv, row 4, column process\n"
            "  'FAB' does not perform 'build'. Add it to operations, or remove this row.",
        ],
    ),
    "an empty window": (
        {"lanes.csv": "origin,destination,mode,starts,ends\nFAB,HOU,road,2025-03-01,2025-03-01\nHOU,MKT,air,,\n"},
        [
            "E306 error  lanes.csv, row 2, column ends\n"
            "  `starts` is 2025-03-01, `ends` is 2025-03-01. Put `starts` before `ends`.",
        ],
    ),
    "latest before earliest": (
        {
            "expansions.csv": "expansion,site,resource,module,earliest,latest,max_modules,status,spend_profile\nP,FAB,line,10,2025-06-01,2025-05-01,,,\n"
        },
        [
            "E306 error  expansions.csv, row 2, column latest\n"
            "  `earliest` is 2025-06-01, `latest` is 2025-05-01. Put `earliest` before `latest`.",
        ],
    ),
    "a demand before the start": (
        {"demands.csv": "+MKT,rack,2024-12-31,1\n"},
        [
            "E307 error  demands.csv, row 3, column date\n"
            "  The demand is due on 2024-12-31, before the model starts on 2025-01-01. Move its date, or remove it.",
        ],
    ),
    "a falling ramp": (
        {"ramps.csv": "ramp,age,fraction\nr,0,0.5\nr,6,0.25\n"},
        [
            "E308 error  ramps.csv, row 3, column fraction\n"
            "  'r' falls from 0.5 to 0.25 at age 6. Give fractions that rise with age.",
        ],
    ),
    "spending not all": (
        {
            "ramps.csv": "ramp,age,fraction\nr,0,0.5\nr,6,0.75\n",
            "expansions.csv": "expansion,site,resource,module,earliest,latest,max_modules,status,spend_profile\nP,FAB,line,10,,,,,r\n",
        },
        [
            "E309 error  ramps.csv, row 3, column fraction\n"
            "  'r' is a profile of spending but ends at 0.75. Let its last fraction be 1.",
        ],
    ),
    "minimum over maximum": (
        {"stocks.csv": "site,product,minimum,maximum\nFAB,wafer,9,4\n"},
        [
            "E310 error  stocks.csv, row 2, column minimum\n"
            "  The minimum 9 is more than the maximum 4. Lower the minimum, or raise the maximum.",
        ],
    ),
    "committed projects without floor": (
        {
            "sites.csv": "site,floor_area\nFAB,100\nHOU,50\nMKT,\n",
            "expansions.csv": "expansion,site,resource,module,max_modules,floor_area,status,earliest\n"
            "P,FAB,line,10,3,30,committed,2024-02-01\nQ,FAB,line,10,,20,committed,2025-03-20\n"
            "R,HOU,bench,10,9,30,option,\nS,HOU,bench,10,,50,committed,2025-02-01\nT,HOU,bench,10,,50,committed,2026-02-01\n",
        },
        [
            "E321 error  sites.csv, row 2, column floor_area\n"
            "  The committed projects at 'FAB' take 110 m2 from 2025-03-01 on, of 100. Give the site more floor area, or the projects fewer modules.",
            "W304 warning  expansions.csv, row 6, column earliest\n"
            "  'T' starts on 2026-02-01, but the horizon ends on 2026-01-01: it is no part of the plan. Lengthen the buckets, or remove it.",
        ],
    ),
    "more stock than its maximum": (
        {"stocks.csv": "site,product,initial,maximum\nMKT,wafer,9,4\nHOU,wafer,9,4\n"},
        [
            "E322 error  stocks.csv, row 2, column initial\n"
            "  9 of 'wafer' are there at the start, but at most 4 at the end of the first period, and nothing uses, ships, buys or scraps it till then. Raise the maximum, lower the stock, or give the product a scrap_cost.",
        ],
    ),
    "a by-product without room or use": (
        {
            "products.csv": "+slag,0\n",
            "recipes.csv": "+etch,slag,1\nbuild,slag,1\n",
            "operations.csv": "site,process,minimum\nFAB,etch,1\nHOU,build,\nMKT,build,\n",
            "stocks.csv": "site,product,initial,maximum\nFAB,slag,,0\nHOU,slag,3,3\n",
            "lanes.csv": "origin,destination,mode,products\nFAB,HOU,road,wafer\nFAB,MKT,road,wafer\nHOU,MKT,air,rack\n",
        },
        [
            "E325 error  operations.csv, row 2, column process\n"
            "  'etch' must run at 'FAB', but cannot: it makes 'slag', of which at most 0 may be there at the end, and nothing uses, ships, buys or scraps it. Raise the maximum, or give 'slag' a use or a scrap_cost.",
            "W309 warning  operations.csv, row 3, column process\n"
            "  'build' cannot run at 'HOU': it makes 'slag', of which at most 3 may be there at the end, and nothing uses, ships, buys or scraps it. Raise the maximum, or give 'slag' a use or a scrap_cost.",
        ],
    ),
    "a required demand before the goods": (
        {
            "demands.csv": "market,product,date,quantity,required\nMKT,rack,2025-01-10,10,true\n",
            "lanes.csv": "origin,destination,mode,transit_time\nFAB,HOU,road,5\nHOU,MKT,sea,40\n",
        },
        [
            "E323 error  demands.csv, row 2, column required\n"
            "  'rack' can be at 'MKT' from 2025-02-10 on, after the required demand must be met. Add a stock at the start, shorten what is on the way to it, give patience, or do not require it.",
        ],
    ),
    "goods from nothing": (
        {"recipes.csv": "+melt,rack,-1\nmelt,wafer,3\n", "operations.csv": "+HOU,melt,1\n"},
        [
            "E320 error  recipes.csv, row 3, column quantity\n"
            "  'build' and 'melt' make goods from nothing: run in a loop over 'wafer' and 'rack', they leave more than they take. Correct the quantities or yields, or add to the recipes what they take from outside the loop.",
        ],
    ),
    "products from themselves that nobody asks for": (
        {
            "products.csv": "+ore,1\nslag,1\n",
            "recipes.csv": "+melt,ore,-1\nmelt,slag,1\nrinse,slag,-2\nrinse,ore,2\n",
            "operations.csv": "+FAB,melt,1\nFAB,rinse,1\n",
        },
        [
            "W305 warning  recipes.csv, row 5, column product\n"
            "  'slag' can only be made from itself: 'slag' from 'ore' from 'slag', and none is there at the start. Add a stock at the start, or another way to make one of them.",
        ],
    ),
    "goods worth more at the end than they cost": (
        {
            "products.csv": "product,value,terminal_value\nwafer,10,\nrack,200,171\n",
            "operations.csv": "site,process,unit_cost,yield\nFAB,etch,7,0.5\nHOU,build,80,0.8\n",
            "recipes.csv": "process,product,quantity\netch,wafer,2\nbuild,wafer,-4\nbuild,rack,1\n",
        },
        [
            "W307 warning  products.csv, row 3, column terminal_value\n"
            "  A unit of 'rack' is worth 171 at the end of the horizon and costs about 135 to make, so the plan makes it ahead for that. Give a terminal_value (or terminal_share of the model) of about its cost, unless this is meant.",
        ],
    ),
    "stock that spoils": (
        {
            "products.csv": "product,shelf_life\nwafer,300\nrack,90\n",
            "stocks.csv": "site,product,initial\nMKT,wafer,2\nFAB,rack,2\nMKT,rack,2\n",
            "lanes.csv": "origin,destination,mode,products\nFAB,HOU,road,wafer\nHOU,MKT,air,rack\n",
        },
        [
            "W306 warning  stocks.csv, row 2, column initial\n"
            "  'wafer' at 'MKT' spoils within the horizon, but nothing uses, ships, buys or scraps it there. Give the product a scrap_cost, or the stock a use.",
            "W306 warning  stocks.csv, row 3, column initial\n"
            "  'rack' at 'FAB' spoils within the horizon, but nothing uses, ships, buys or scraps it there. Give the product a scrap_cost, or the stock a use.",
        ],
    ),
    "a quantity of nothing": (
        {"recipes.csv": "+etch,rack,0\n"},
        [
            "E311 error  recipes.csv, row 5, column quantity\n"
            "  The quantity of 'rack' is 0. Write what a run consumes as less than 0 and what it makes as more, or remove the row.",
        ],
    ),
    "a range out of order": (
        {"ranges.csv": "table,key,column,low,mid,high\nresources,FAB/line,capacity,50,40,60\n"},
        [
            "E312 error  ranges.csv, row 2\n  Low to high is 50, 40, 60, which does not rise. Put the low value first.",
        ],
    ),
    "a range around something else": (
        {
            "ranges.csv": "table,key,column,low,mid,high\nresources,FAB/line,capacity,110,,160\nresources,FAB/line,capacity,60,,40\n"
        },
        [
            "W328 warning  ranges.csv, row 2\n"
            "  The row's own value, 100, lies outside the range from 110 to 160. Move the range with it, or give `mid`.",
            "E210 error  ranges.csv, row 3\n"
            "  'resources/FAB/line/capacity' is given again: row 2 has it already. Keep one of the two rows.",
            "E312 error  ranges.csv, row 3\n  Low to high is 60, 40, which does not rise. Put the low value first.",
        ],
    ),
    "a range around nothing": (
        {
            "ranges.csv": "table,key,column,low,mid,high\nlanes,FAB/HOU/road,capacity,3,,8\nlanes,HOU/MKT/air,capacity,3,5,8\n"
        },
        [
            "E318 error  ranges.csv, row 2, column mid\n"
            "  'FAB/HOU/road' has no capacity, so that the range has no middle value. Give `mid`.",
        ],
    ),
    "ranges of the settings": (
        {
            "model.toml": "+discount_rate = 0.08\n",
            "ranges.csv": "table,key,column,low,mid,high\nmodel,,discount_rate,0.05,,0.12\nmodel,,terminal_share,-0.5,0,0.25\n"
            "model,small,discount_rate,0.05,,0.12\nmodel,,start,1,2,3\nresources,,capacity,50,,160\n",
        },
        [
            "E206 error  ranges.csv, row 3, column low\n  -0.5 is less than 0. Give a number of at least 0.",
            "E215 error  ranges.csv, row 4, column key\n  model has no row 'small'. Leave the key empty.",
            "E215 error  ranges.csv, row 5, column column\n"
            "  'start' is not a column of numbers of model. Those that can are discount_rate, goal_tolerance, terminal_share.",
            "E215 error  ranges.csv, row 6, column key\n"
            "  resources has no row ''. Write the key of a row there as site/resource.",
        ],
    ),
    "hazards": (
        {
            "hazards.csv": "hazard,scope,names,affects,annual_rate,annual_rate_low,duration,duration_low,duration_distribution,"
            "correlation,decay_length,starts,ends,loss\n"
            "a,site,FAB;FBA,,0.1,0.2,10,,,distance,,,,\n"
            "b,country,MX,completion,0.1,,10,0,lognormal,,,2026-01-01,2025-02-01,\n"
            "c,product,racks,supply,0.1,,10,,,distance,30,,,\n"
            "d,lane,FAB>HOU;FAB>MKT/air,,-0.1,,10,,,,,,,\n"
            "e,expansion,grow,,0.1,,10,,,,,,,0.5\n"
            "none,site,FAB,,0.1,,10,,,,,,,\n"
        },
        [
            "E380 error  hazards.csv, row 2, column annual_rate\n  Low to high does not rise: most likely 0.1, low 0.2. Let annual_rate be at least annual_rate_low and at most annual_rate_high.",
            "E381 error  hazards.csv, row 2, column names\n  There is no site 'FBA'. Did you mean 'FAB'?",
            "E383 error  hazards.csv, row 2, column decay_length\n  Nothing says how fast the loss falls with distance. Give decay_length.",
            "E383 error  hazards.csv, row 2, column names\n  'FAB' has no coordinates, so that its distance from other sites is not known. Give its latitude and longitude.",
            "E306 error  hazards.csv, row 3, column ends\n  `starts` is 2026-01-01, `ends` is 2025-02-01. Put `starts` before `ends`.",
            "I302 info  hazards.csv, row 3, column starts\n  1 of 6 hazards are for days before 2025-01-01 or from 2026-01-01 on only. They are no part of the plan: correct their dates unless this is meant.",
            "E380 error  hazards.csv, row 3, column duration\n  A lognormal duration is never 0. Give durations above 0, or a triangular one.",
            "E382 error  hazards.csv, row 3, column affects\n  A hazard of a country cannot affect its completion. Choose capacity or transit or border or supply.",
            "E381 error  hazards.csv, row 4, column names\n  There is no product 'racks'. Did you mean 'rack'?",
            "E383 error  hazards.csv, row 4, column correlation\n  A product has no place from which a distance counts. Let the scope be site.",
            "E206 error  hazards.csv, row 5, column annual_rate\n  -0.1 is less than 0. Give a number of at least 0.",
            "E381 error  hazards.csv, row 5, column names\n  There is no lane 'FAB>MKT/air'. Did you mean 'HOU>MKT/air'?",
            "E381 error  hazards.csv, row 6, column names\n  There is no expansion 'grow'. There are none.",
            "W380 warning  hazards.csv, row 6, column loss\n  A delay lasts for its whole duration: the loss is not read. Leave the loss empty, or shorten the duration.",
            "E384 error  hazards.csv, row 7, column hazard\n  `simulate --hazards none` would not mean this hazard. Give another name, without commas.",
        ],
    ),
    "ranges of profiles": (
        {
            "profiles.csv": "table,key,column,date,value\noperations,FAB/etch,yield,2025-02-01,0.75\n",
            "ranges.csv": "table,key,column,low,mid,high\n"
            "profiles,operations/FAB/etch/yield/2025-02-01,value,0.5,,0.875\n"
            "profiles,operations/FAB/etch/yield/2025-02,value,0.5,,0.875\n"
            "profiles,operations/FAB/etch,value,0.5,,0.875\n"
            "profiles,operations/FAB/etch/yield/2025-02-01,yield,0.5,,0.875\n"
            "ranges,operations/FAB/etch/yield,low,0.5,,0.875\n",
        },
        [
            "E215 error  ranges.csv, row 3, column key\n"
            "  profiles has no row 'operations/FAB/etch/yield/2025-02'. Did you mean 'operations/FAB/etch/yield/2025-02-01'?",
            "E215 error  ranges.csv, row 4, column key\n"
            "  profiles has no row 'operations/FAB/etch'. Did you mean 'operations/FAB/etch/yield/2025-02-01'?",
            "E215 error  ranges.csv, row 5, column column\n"
            "  'yield' is not a column of numbers of profiles. Those that can are value.",
            "E215 error  ranges.csv, row 6, column table\n"
            "  'ranges' is not a table with numbers of its own. Those are model, sites, products, recipes, operations, resources, uses, lanes, stocks, demands, substitutes, expansions, ramps, targets, rules, bases, tariffs, controls, incentives, rates, groups, hazards, profiles.",
        ],
    ),
    "ranges of profiles with wrong numbers": (
        {
            "profiles.csv": "table,key,column,date,value\noperations,FAB/etch,yield,2025-02-01,0.75\noperations,FAB/etch,yield,2025-03-01,0.875\n",
            "ranges.csv": "table,key,column,low,mid,high\n"
            "profiles,operations/FAB/etch/yield/2025-02-01,value,0.25,0.5,3\n"
            "profiles,operations/FAB/etch/yield/2025-03-01,value,0.25,,0.5\n",
        },
        [
            "E206 error  ranges.csv, row 2, column high\n  3 is more than 1. Write 0.03 for 3 %.",
            "W328 warning  ranges.csv, row 3\n"
            "  The row's own value, 0.875, lies outside the range from 0.25 to 0.5. Move the range with it, or give `mid`.",
        ],
    ),
    "a lane to itself": (
        {"lanes.csv": "+FAB,FAB,road,1\n"},
        [
            "E313 error  lanes.csv, row 4\n"
            "  The lane goes from 'FAB' to itself. Correct one of its ends, or remove it.",
        ],
    ),
    "a substitute for itself": (
        {"substitutes.csv": "product,by\nrack,wafer\nrack,rack\n"},
        [
            "E319 error  substitutes.csv, row 3, column by\n"
            "  'rack' is given as a substitute for itself. Correct `by`, or remove the row.",
        ],
    ),
    "no recipe for the product": (
        {"recipes.csv": "process,product,quantity\netch,wafer,1\nbuild,wafer,-2\n"},
        [
            "W303 warning  recipes.csv, row 3, column process\n"
            "  'build' makes nothing. Add its output, with a quantity above 0.",
            "E314 error  demands.csv, row 2, column product\n"
            "  Nobody makes 'rack': no recipe has it as output. Add a recipe and an operation for 'rack', or a stock at the start.",
        ],
    ),
    "nobody performs the first step": (
        {"operations.csv": "site,process\nHOU,build\n", "uses.csv": None},
        [
            "W302 warning  recipes.csv, row 2, column process\n  No site performs 'etch'. Add it to operations.",
            "E314 error  demands.csv, row 2, column product\n"
            "  'rack' cannot be made, as nobody makes 'wafer': no site performs 'etch'. Add 'etch' to operations, or a stock at the start.",
        ],
    ),
    "no recipe for an input": (
        {
            "recipes.csv": "process,product,quantity\nbuild,wafer,-2\nbuild,rack,1\n",
            "operations.csv": "site,process\nHOU,build\n",
            "uses.csv": None,
        },
        [
            "E314 error  demands.csv, row 2, column product\n"
            "  'rack' cannot be made, as nobody makes 'wafer': no recipe has it as output. Add a recipe and an operation for 'wafer', or a stock at the start.",
        ],
    ),
    "a product from itself": (
        {"recipes.csv": "process,product,quantity\netch,wafer,1\netch,rack,-1\nbuild,wafer,-2\nbuild,rack,1\n"},
        [
            "E315 error  demands.csv, row 2, column product\n"
            "  'rack' can only be made from itself: 'rack' from 'wafer' from 'rack'. Add a stock at the start, or another way to make one of them.",
        ],
    ),
    "an input from itself": (
        {
            "products.csv": "product\nwafer\nrack\nore\n",
            "recipes.csv": "process,product,quantity\netch,wafer,1\netch,ore,-1\ndig,ore,1\ndig,wafer,-1\nbuild,wafer,-2\nbuild,rack,1\n",
            "operations.csv": "+FAB,dig,1\n",
        },
        [
            "E315 error  demands.csv, row 2, column product\n"
            "  'rack' cannot be made: 'wafer' can only be made from itself: 'wafer' from 'ore' from 'wafer'. Add a stock at the start, or another way to make one of them.",
        ],
    ),
    "no lane to the market": (
        {"lanes.csv": "origin,destination,mode\nFAB,HOU,road\n"},
        [
            "E316 error  demands.csv, row 2, column product\n"
            "  'rack' can be had at 'HOU', but no lanes bring it to 'MKT'. Add a lane to 'MKT', or let one carry 'rack'.",
        ],
    ),
    "a lane for another product": (
        {"lanes.csv": "origin,destination,mode,products\nFAB,HOU,road,rack\nHOU,MKT,air,\n"},
        [
            "E316 error  demands.csv, row 2, column product\n"
            "  'rack' cannot be made: 'build' at 'HOU' needs 'wafer', which can be had at 'FAB', but no lanes bring it to 'HOU'. Add a lane to 'HOU', or let one carry 'wafer'.",
        ],
    ),
    "a group with the name of a site": (
        {"groups.csv": "group,member\nFAB,HOU\n"},
        [
            "E317 error  groups.csv, row 2, column group\n"
            "  'FAB' is the name of a site too. Give the group another name.",
        ],
    ),
    "an unknown file": (
        {"lane.csv": "a\n1\n", "README.md": "x", "_x.csv": "a\n", "budget.csv": "x\n"},
        [
            "W301 warning  budget.csv\n"
            "  'budget.csv' is not a table of a model and is ignored. Put _ before its name to say so.",
            "W301 warning  lane.csv\n  'lane.csv' is not a table of a model and is ignored. Did you mean 'lanes'?",
        ],
    ),
    "a process nobody performs": (
        {"recipes.csv": "+polish,wafer,1\n"},
        [
            "W302 warning  recipes.csv, row 5, column process\n  No site performs 'polish'. Add it to operations.",
        ],
    ),
    "a recipe without output": (
        {"recipes.csv": "+eat,wafer,-1\n", "operations.csv": "+MKT,eat,1\n"},
        [
            "W303 warning  recipes.csv, row 5, column process\n"
            "  'eat' makes nothing. Add its output, with a quantity above 0.",
        ],
    ),
    "a committed expansion too late": (
        {
            "expansions.csv": "expansion,site,resource,module,earliest,latest,max_modules,status,spend_profile\nP,FAB,line,10,2026-01-01,,,committed,\n"
        },
        [
            "W304 warning  expansions.csv, row 2, column earliest\n"
            "  'P' starts on 2026-01-01, but the horizon ends on 2026-01-01: it is no part of the plan. Lengthen the buckets, or remove it.",
        ],
    ),
    "demands after the horizon only": (
        {"demands.csv": "+MKT,wafer,2027-01-01,1\nMKT,wafer,2026-01-01,1\nMKT,rack,2026-01-01,1\n"},
        [
            "E324 error  demands.csv, row 3, column date\n"
            "  All of the demand 'MKT/wafer' is due from 2026-01-01 on, but the horizon ends on 2026-01-01. Correct the dates, lengthen the buckets, or remove it.",
            "I301 info  demands.csv, row 5, column date\n"
            "  1 of 4 demands are due on or after 2026-01-01, when the horizon ends. They are left out of the plan.",
        ],
    ),
    "what is outside of the horizon": (
        {
            "sites.csv": "site,opens,closes\nFAB,2024-01-01,\nHOU,,2025-06-02\nMKT,,\nOLD,,2025-01-01\nNEW,2026-01-01,\n",
            "lanes.csv": "origin,destination,mode,starts\nFAB,HOU,road,2025-12-31\nHOU,MKT,air,2026-01-01\n",
            "expansions.csv": "expansion,site,resource,module,earliest,latest,status\n"
            "P,FAB,line,10,2024-02-01,,committed\nQ,FAB,line,10,,2025-01-01,option\n",
            "profiles.csv": "table,key,column,date,value\nresources,FAB/line,capacity,2024-01-01,9\n"
            "resources,FAB/line,capacity,2026-01-01,8\n",
        },
        [
            "I302 info  sites.csv, row 5, column closes\n"
            "  2 of 5 sites are for days before 2025-01-01 or from 2026-01-01 on only. They are no part of the plan: correct their dates unless this is meant.",
            "I302 info  profiles.csv, row 3, column date\n"
            "  1 of 2 profiles hold from 2026-01-01, when the horizon ends, or later. They are no part of the plan: correct their dates unless this is meant.",
            "I302 info  lanes.csv, row 3, column starts\n"
            "  1 of 2 lanes are for days before 2025-01-01 or from 2026-01-01 on only. They are no part of the plan: correct their dates unless this is meant.",
            "I302 info  expansions.csv, row 3, column latest\n"
            "  1 of 2 expansions are for days before 2025-01-01 or from 2026-01-01 on only. They are no part of the plan: correct their dates unless this is meant.",
        ],
    ),
    "a control without its number": (
        {
            "controls.csv": "control,control_class,product,from_country,destination,starts,ends,kind,limit,fee_rate\nrule,,rack,US,MX,2025-01-01,,quota,,\nrule,,rack,,MX,2025-01-01,,fee,,\n",
        },
        [
            "E373 error  controls.csv, row 2, column limit\n  A quota needs `limit`, which is empty. Give `limit`.",
            "E373 error  controls.csv, row 3, column fee_rate\n  A fee needs `fee_rate`, which is empty. Give `fee_rate`.",
        ],
    ),
    "a control with what its kind does not read": (
        {
            "controls.csv": "control,control_class,product,from_country,destination,starts,ends,kind,limit,fee_rate\nrule,,rack,US,MX,2025-01-01,,ban,5,\nsale,,rack,US,MX,2025-01-01,,fee,,0.15\n",
        },
        [
            "E374 error  controls.csv, row 2, column limit\n"
            "  A ban does not read `limit`, which has a value. Empty the cell, or correct the kind.",
            "E374 error  controls.csv, row 3, column from_country\n"
            "  A fee does not read `from_country`, which has a value. A fee is on what is sold in `destination`, wherever it comes from: empty the cell.",
        ],
    ),
    "names and numbers of controls": (
        {
            "products.csv": "product,value,control_class\nwafer,7,\nrack,90,4A090\n",
            "controls.csv": "control,control_class,product,from_country,destination,starts,ends,kind,limit,fee_rate\nrule,4A09,rac,USA,MX,2025-03-01,2025-03-01,ban,,\nsale,,rack,,MX,2025-01-01,,fee,,1.5\n",
        },
        [
            "E214 error  controls.csv, row 2, column control_class\n"
            "  '4A09' is not a control_class. Did you mean '4A090'?",
            "E214 error  controls.csv, row 2, column product\n  'rac' is not a product. Did you mean 'rack'?",
            "E214 error  controls.csv, row 2, column from_country\n  'USA' is not a country. Did you mean 'US'?",
            "E306 error  controls.csv, row 2, column ends\n"
            "  `starts` is 2025-03-01, `ends` is 2025-03-01. Put `starts` before `ends`.",
            "E206 error  controls.csv, row 3, column fee_rate\n  1.5 is more than 1. Give a number of at most 1.",
        ],
    ),
    "controls of nothing": (
        {
            "products.csv": "product,value,control_class\nwafer,7,\nrack,90,4A090\n",
            "groups.csv": "group,member\neveryone,US\neveryone,MX\n",
            "controls.csv": "control,control_class,product,from_country,destination,starts,ends,kind,limit,fee_rate\nrule,4A090,wafer,,everyone,2025-01-01,,ban,,\nhome,,wafer,MX,US,2025-01-01,,quota,9,\n"
            "sale,,wafer,,MX,2025-01-01,,fee,,0.15\nfine,4A090,,,everyone,2025-01-01,,ban,,\n",
        },
        [
            "W371 warning  controls.csv, row 2\n"
            "  'rule' matches nothing: no lane carries anything of it to such a country. Correct its class, product or countries, unless this is meant.",
            "W371 warning  controls.csv, row 3\n"
            "  'home' matches nothing: no lane carries anything of it to such a country. Correct its class, product or countries, unless this is meant.",
            "W371 warning  controls.csv, row 4\n"
            "  'sale' matches nothing: nothing of it is sold in such a country. Correct its class, product or countries, unless this is meant.",
        ],
    ),
    "an incentive without its number": (
        {
            "expansions.csv": "expansion,site,resource,module,capex,max_modules\nP,FAB,line,10,500,2\nQ,FAB,line,10,500,\n",
            "incentives.csv": "incentive,expansion,site,country,product,starts,ends,kind,rate,amount,per_unit,cap,construction_deadline\na,P,,,,2025-01-01,,grant,,,,,\nb,P,,,,2025-01-01,,investment_credit,,,,,\nc,,,US,rack,2025-01-01,,production_credit,,,,,\n",
        },
        [
            "E373 error  incentives.csv, row 2, column amount\n  A grant needs `amount`, which is empty. Give `amount`.",
            "E373 error  incentives.csv, row 3, column rate\n"
            "  An investment credit needs `rate`, which is empty. Give `rate`.",
            "E373 error  incentives.csv, row 4, column per_unit\n"
            "  A production credit needs `per_unit` or `rate`, which is empty. Give `per_unit` or `rate`.",
        ],
    ),
    "an incentive with what its kind does not read": (
        {
            "expansions.csv": "expansion,site,resource,module,capex,max_modules\nP,FAB,line,10,500,2\nQ,FAB,line,10,500,\n",
            "incentives.csv": "incentive,expansion,site,country,product,starts,ends,kind,rate,amount,per_unit,cap,construction_deadline\na,P,,,rack,2025-01-01,,grant,,9,,,\nb,P,,,,2025-01-01,,investment_credit,0.1,,4,,\nc,P,,US,rack,2025-01-01,,production_credit,,,3,,\n",
        },
        [
            "E374 error  incentives.csv, row 2, column product\n"
            "  A grant does not read `product`, which has a value. It is for projects: name them by `expansion`, `site` or `country`, and empty the cell.",
            "E374 error  incentives.csv, row 3, column per_unit\n"
            "  An investment credit does not read `per_unit`, which has a value. Empty the cell, or correct the kind.",
            "E374 error  incentives.csv, row 4, column expansion\n"
            "  A production credit does not read `expansion`, which has a value. It is for what sites make: name `site`, `country` or `product`, and empty the cell.",
        ],
    ),
    "a grant without an end": (
        {
            "expansions.csv": "expansion,site,resource,module,capex,max_modules\nP,FAB,line,10,500,2\nQ,FAB,line,10,500,\n",
            "incentives.csv": "incentive,expansion,site,country,product,starts,ends,kind,rate,amount,per_unit,cap,construction_deadline\na,,,US,,2025-01-01,,grant,,9,,,\n",
        },
        [
            "E375 error  incentives.csv, row 2, column expansion\n"
            "  The grant is for 'Q', which has no `max_modules`: when all of it is built cannot be said. Give `max_modules` of 'Q', or name other projects.",
        ],
    ),
    "numbers and dates of incentives": (
        {
            "expansions.csv": "expansion,site,resource,module,capex,max_modules\nP,FAB,line,10,500,2\nQ,FAB,line,10,500,\n",
            "incentives.csv": "incentive,expansion,site,country,product,starts,ends,kind,rate,amount,per_unit,cap,construction_deadline\na,P,,,,2025-06-01,2025-05-01,investment_credit,30,,,-4,2025-06-01\n",
        },
        [
            "E206 error  incentives.csv, row 2, column rate\n  30 is more than 1. Write 0.3 for 30 %.",
            "E206 error  incentives.csv, row 2, column cap\n  -4 is less than 0. Give a number of at least 0.",
            "E306 error  incentives.csv, row 2, column ends\n"
            "  `starts` is 2025-06-01, `ends` is 2025-05-01. Put `starts` before `ends`.",
        ],
    ),
    "incentives of nothing": (
        {
            "expansions.csv": "expansion,site,resource,module,capex,max_modules\nP,FAB,line,10,500,2\nQ,FAB,line,10,500,\n",
            "incentives.csv": "incentive,expansion,site,country,product,starts,ends,kind,rate,amount,per_unit,cap,construction_deadline\na,P,HOU,,,2025-01-01,,grant,,9,,,\nc,,FAB,,rack,2025-01-01,,production_credit,,,3,,\nd,,FAB,US,,2025-01-01,,production_credit,0.1,,,,\n",
        },
        [
            "W372 warning  incentives.csv, row 2\n"
            "  'a' matches nothing: there is no such project with capex. Correct its project, site, country or product, unless this is meant.",
            "W372 warning  incentives.csv, row 3\n"
            "  'c' matches nothing: nothing of it is made there. Correct its project, site, country or product, unless this is meant.",
        ],
    ),
    "currencies": (
        {
            "operations.csv": "site,process,unit_cost,currency\nFAB,etch,3,EUR\nHOU,build,5,USD\n",
            "lanes.csv": "origin,destination,mode,cost_per_unit,currency\nFAB,HOU,road,2,EURO\nHOU,MKT,air,4,TWD\n",
            "rates.csv": "currency,date,value\nEUR,2025-01-01,1.1\nEUR,2025-01-01,1.2\nUSD,2025-01-01,1\nJPY,2025-01-01,0\n",
        },
        [
            "E371 error  lanes.csv, row 2, column currency\n"
            "  'EURO' is neither the currency of the model, USD, nor one with rates. Did you mean 'EUR'?",
            "E371 error  lanes.csv, row 3, column currency\n"
            "  'TWD' is neither the currency of the model, USD, nor one with rates. Add its rates to rates, or correct the name.",
            "E210 error  rates.csv, row 3\n"
            "  'EUR/2025-01-01' is given again: row 2 has it already. Keep one of the two rows.",
            "E372 error  rates.csv, row 4, column currency\n"
            "  'USD' is the currency of the model, which is worth 1 of itself. Remove the row, or correct the currency of the model.",
            "E206 error  rates.csv, row 5, column value\n  0 is not more than 0. Give a number above 0.",
        ],
    ),
    "a header in another currency than the row": (
        {
            "operations.csv": "site,process,unit_cost [EUR/run],currency\nFAB,etch,3,EUR\nHOU,build,5,\n",
            "lanes.csv": "origin,destination,mode,cost_per_unit [kUSD/unit],currency\nFAB,HOU,road,2,EUR\nHOU,MKT,air,4,\n",
            "rates.csv": "currency,date,value\nEUR,2025-01-01,1.1\n",
        },
        [
            "E114 error  operations.csv, row 3, column unit_cost\n"
            "  The header counts in EUR, but the money of the row is in USD. Head the column `unit_cost [currency/run]`, or correct the currency of the row.",
            "E114 error  lanes.csv, row 2, column cost_per_unit\n"
            "  The header counts in USD, but the money of the row is in EUR. Head the column `cost_per_unit [currency/unit]`, or correct the currency of the row.",
        ],
    ),
    "a group with the name of a country": (
        {"groups.csv": "group,member\nMX,HOU\n"},
        [
            "E317 error  groups.csv, row 2, column group\n"
            "  'MX' is the name of a country too. Give the group another name.",
        ],
    ),
    "demands after the horizon": (
        {"demands.csv": "+MKT,rack,2026-01-01,1\nMKT,rack,2026-02-01,1\n"},
        [
            "I301 info  demands.csv, row 3, column date\n"
            "  2 of 3 demands are due on or after 2026-01-01, when the horizon ends. They are left out of the plan.",
        ],
    ),
    "rules with measures that there are not": (
        {
            "rules.csv": "rule,measure,sense,value\na,mad,at_most,1\nb,happiness,at_most,1\nc,,at_most,1\nd,made,,1\ne,made,below,1\nf,made,at_most,\n"
        },
        [
            "E341 error  rules.csv, row 2, column measure\n  'mad' is not a measure. Did you mean 'made'?",
            "E341 error  rules.csv, row 3, column measure\n"
            "  'happiness' is not a measure. Those are made, shipped, delivered, stock, capacity, used, built, capex, revenue, duty, cost, profit, value_added, gross_value, emissions.",
            "E207 error  rules.csv, row 4, column measure\n"
            "  The cell is empty. Give the measure: what is limited, such as `made`, `shipped`, `stock`, `capex`, `emissions`.",
            "E207 error  rules.csv, row 5, column sense\n  The cell is empty. Give the sense: how the measure compares with the value.",
            "E205 error  rules.csv, row 6, column sense\n  'below' is not a choice for sense. Write 'at_most', 'at_least' or 'equal'.",
            "E207 error  rules.csv, row 7, column value\n"
            "  The cell is empty. Give the value: amount in the window; a rate where `per` is given, a share where `share_of` is given, a multiple of what the base plan has where `of_base` is true.",
        ],
    ),
    "rules whose filters choose nothing": (
        {
            "rules.csv": "rule,measure,filters,sense,value,share_of\n"
            "a,made,country US,at_most,1,\n"
            "b,made,site = FAB; site = HOU,at_most,1,\n"
            "c,made,contry = US,at_most,1,product = rack\n"
            "d,stock,expansion = X,at_most,1,\n"
            "e,made,country = USA; product = rack,at_most,1,\n"
            "f,cost,term = operations,at_most,1,\n"
            "g,made,site = MKT,at_most,1,country = US\n"
            "h,built,,at_most,1,\n"
            "i,delivered,destination = MKT | all,at_most,1,\n"
        },
        [
            "E342 error  rules.csv, row 2, column filters\n"
            "  'country US' is not written as `key = name`. Write `country = United States; product = racks | boards`.",
            "E342 error  rules.csv, row 3, column filters\n"
            "  'site' is there twice. Write `country = United States; product = racks | boards`.",
            "E343 error  rules.csv, row 4, column filters\n  `made` cannot be filtered by 'contry'. Did you mean 'country'?",
            "E343 error  rules.csv, row 5, column filters\n"
            "  `stock` cannot be filtered by 'expansion'. Write 'site', 'country', 'region', 'operator', 'kind', 'product', 'generation', 'control_class' or 'country_of_origin'.",
            "E344 error  rules.csv, row 6, column filters\n  'USA' is not a country. Did you mean 'US'?",
            "E344 error  rules.csv, row 7, column filters\n  'operations' is not a term of money. Did you mean 'operation'?",
            "E345 error  rules.csv, row 8, column filters\n  `site = MKT` chooses nothing of `made`. Correct the filters, or remove the rule.",
            "E345 error  rules.csv, row 9, column filters\n  The model has nothing of `built`. Correct the filters, or remove the rule.",
            "E343 error  rules.csv, row 10, column filters\n"
            "  `delivered` cannot be filtered by 'destination'. Did you mean 'generation'?",
        ],
    ),
    "a rule on the runs of an expansion": (
        {
            "resources.csv": "site,resource,unit,capacity\nFAB,line,hour,100\n",
            "uses.csv": "site,process,resource,per_run\nFAB,etch,line,1\n",
            "expansions.csv": "expansion,site,resource,module,capex,yield_ramp\nP,FAB,line,10,500,\nQ,FAB,line,10,500,learn\n",
            "ramps.csv": "ramp,age,fraction\nlearn,0,1\n",
            "rules.csv": "rule,measure,filters,sense,value\na,made,expansion = P,at_most,1\nb,made,expansion = Q,at_most,1\nc,used,expansion = P,at_most,1\nd,built,expansion = P,at_most,1\ne,capex,expansion = P,at_most,1\n",
        },
        [
            "E345 error  rules.csv, row 2, column filters\n  `expansion = P` chooses nothing of `made`. Only an expansion with a `yield_ramp` has runs of its own: count by another key.",
            "E345 error  rules.csv, row 4, column filters\n  `expansion = P` chooses nothing of `used`. Only an expansion with a `yield_ramp` has runs of its own: count by another key.",
        ],
    ),
    "a rule on goods of different units": (
        {
            "products.csv": "product,unit,value\nwafer,wafer,7\nrack,rack,90\n",
            "rules.csv": "rule,measure,filters,sense,value,share_of\na,made,country = US,at_most,1,\nb,used,,at_most,1,\nc,made,product = rack,at_most,0.9,product = wafer\nd,made,product = rack,at_most,9,\n",
            "resources.csv": "site,resource,unit,capacity\nFAB,line,hour,100\nHOU,bench,day,50\n",
        },
        [
            "E346 error  rules.csv, row 2, column filters\n  This adds up what is counted in 'rack' and 'wafer'. Name what to count by `product = ...`.",
            "E346 error  rules.csv, row 3, column filters\n  This adds up what is counted in 'day' and 'hour'. Name what to count by `resource = ...`.",
            "E346 error  rules.csv, row 4, column share_of\n  This adds up what is counted in 'rack' and 'wafer'. Name what to count by `product = ...`.",
        ],
    ),
    "rules on shares and levels": (
        {
            "rules.csv": "rule,measure,filters,sense,value,share_of,per\na,made,site = HOU,at_least,40,all,\nd,made,site = HOU,at_least,1.4,all,\nb,made,site = HOU,at_least,-0.5,all,month\nc,stock,,at_most,9,,week\n",
            "targets.csv": "target,measure,filters,by,at_least,share_of,per\na,made,site = HOU,2026-01-01,50,all,\nb,stock,,2026-01-01,5,,month\nc,made,site = HOU,2026-01-01,0.5,all,month\n",
        },
        [
            "E347 error  targets.csv, row 2, column at_least\n  50 is no share. Write 0.5 for 50 %.",
            "E348 error  targets.csv, row 3, column per\n  `stock` is no amount over time. Leave `per` empty.",
            "E347 error  rules.csv, row 2, column value\n  40 is no share. Write 0.4 for 40 %.",
            "E347 error  rules.csv, row 3, column value\n  1.4 is no share. Write 0.014 for 1.4 %.",
            "E347 error  rules.csv, row 4, column value\n  -0.5 is no share. Give a number from 0 to 1, or leave `share_of` empty.",
            "E348 error  rules.csv, row 4, column per\n  A share is no amount over time. Leave `per` empty.",
            "E348 error  rules.csv, row 5, column per\n  `stock` is no amount over time. Leave `per` empty.",
        ],
    ),
    "rules that contradict each other": (
        {
            "groups.csv": "group,member\nplants,HOU\n",
            "rules.csv": "rule,measure,filters,sense,value,penalty\n"
            "a,made,product = rack; site = HOU,at_least,5,\n"
            "b,made,site = HOU;product = rack,at_most,4,\n"
            "c,made,site = plants; product=rack,equal,4.5,\n"
            "d,made,site = HOU;product = rack,at_most,1,3\n"
            "e,made,site = HOU,at_most,1,\n",
        },
        [
            "E349 error  rules.csv, row 3, column value\n"
            "  'a' asks for at least 5, and 'b' allows at most 4, of the same: see row 2 too. Change one of them, or give it a penalty.",
            "E349 error  rules.csv, row 4, column value\n"
            "  'a' asks for at least 5, and 'c' allows at most 4.5, of the same: see row 2 too. Change one of them, or give it a penalty.",
            "E349 error  rules.csv, row 4, column value\n"
            "  'c' asks for at least 4.5, and 'b' allows at most 4, of the same: see row 3 too. Change one of them, or give it a penalty.",
        ],
    ),
    "a rule on days that there are not": (
        {
            "rules.csv": "rule,measure,filters,sense,value,starts,ends\na,made,site = HOU,at_most,1,2026-01-01,\nb,made,site = HOU,at_most,1,2025-05-01,2025-05-01\nc/d,made,site = HOU,at_most,1,,\n"
        },
        [
            "I302 info  rules.csv, row 2, column starts\n"
            "  1 of 3 rules are for days before 2025-01-01 or from 2026-01-01 on only. They are no part of the plan: correct their dates unless this is meant.",
            "E306 error  rules.csv, row 3, column ends\n  `starts` is 2025-05-01, `ends` is 2025-05-01. Put `starts` before `ends`.",
            "E209 error  rules.csv, row 4, column rule\n"
            "  'c/d' has a character that a name cannot have. Leave out / : = ; and control characters, which join names in keys and lists.",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, read_small: Callable[..., Reading]) -> None:
    """Proves: each case gives exactly its findings, with code, place, words and remedy."""
    changes, expected = CASES[name]
    assert [str(finding) for finding in read_small(changes).findings] == expected
