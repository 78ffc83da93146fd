"""A small model whose headers give units of their own, with a number that changes over time."""

from tests.builders import Case

CASE = Case(
    {"name": "case", "start": "2025-01-01", "buckets": "3 months"},
    {
        "sites": [{"site": "here"}],
        "products": [{"product": "part", "unit": "part", "holding_rate [%/year]": 57.3}],
        "recipes": [{"process": "make", "product": "part", "quantity": 1}],
        "operations": [{"site": "here", "process": "make"}],
        "uses": [{"site": "here", "process": "make", "resource": "line", "per_run": 1}],
        "demands": [{"market": "here", "product": "part", "date": "2025-02-01", "quantity": 5, "price": 9}],
        "resources": [{"site": "here", "resource": "line", "capacity [capacity/week]": 7}],
        "profiles": [
            {"table": "resources", "key": "here/line", "column": "capacity", "date": "2025-02-01", "value": 14}
        ],
    },
)
