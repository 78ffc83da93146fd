"""Profiles: values that change within a period."""

import pytest
from tests.builders import Row, asks, by_month, earns, plant


def change(table: str, key: str, column: str, day: str, value: float) -> Row:
    """Return a row of profiles."""
    return {"table": table, "key": key, "column": column, "date": day, "value": value}


def test_a_mean_column_is_averaged_by_days_over_the_period_that_the_date_cuts() -> None:
    """Proves: 10 days at 10 and 21 at 41 are 31 a run in January; 41 after, 7 from March on.

    By hand: 3 parts a month at 100: 900 − 3 · (31 + 41 + 7) = 663.
    Sensitivity: the value at the start would be 10 in January, at the end 41.
    """
    case = plant(
        operations=[{"site": "plant", "process": "make", "unit_cost": 10}],
        stocks=[{"site": "plant", "product": "part", "maximum": 0}],
        profiles=[
            change("operations", "plant/make", "unit_cost", "2025-01-11", 41),
            change("operations", "plant/make", "unit_cost", "2025-03-01", 7),
        ],
        demands=asks([3, 3, 3], price=100),
    )

    earns(case.plan(), 663, revenue=900, operation=-237)


def test_an_end_column_takes_the_value_before_the_end_of_the_period() -> None:
    """Proves: a minimum stock from 20 January counts at the end of January, one from 1 February only from then on.

    By hand: own value 2; 8 from 20 January, 5 from 1 March: stock 8, 8, 5, bought at 3 when needed.
    Eight are made in January at 3, and three sold in March at 4, which is all that is ever wanted: 12 − 24 = −12.
    Sensitivity: an average would ask for 2 · 19/31 + 8 · 12/31 in January; the start value for 2.
    """
    case = plant(
        operations=[{"site": "plant", "process": "make", "unit_cost": 3}],
        stocks=[{"site": "plant", "product": "part", "minimum": 2}],
        profiles=[
            change("stocks", "plant/part", "minimum", "2025-01-20", 8),
            change("stocks", "plant/part", "minimum", "2025-03-01", 5),
        ],
        demands=asks([0, 0, 3], price=4),
    )
    plan = case.plan()

    assert by_month(plan, "stock") == pytest.approx({1: 8, 2: 8, 3: 5})
    earns(plan, -12, revenue=12, operation=-24)


def test_a_limit_that_is_unlimited_for_part_of_a_period_is_unlimited_in_all_of_it() -> None:
    """Proves: an empty maximum until 16 January leaves January unlimited; February is limited to 5.

    By hand: 12 parts in January at 7, 5 in February at 7 (nothing is stocked): 119.
    Sensitivity: counting the empty part as zero would allow 5 · 16/31 in January.
    """
    case = plant(
        "2 months",
        stocks=[{"site": "plant", "product": "part", "maximum": 0}],
        profiles=[change("operations", "plant/make", "maximum", "2025-01-16", 5)],
        demands=asks([12, 12], price=7),
    )

    earns(case.plan(), 119, revenue=119)
