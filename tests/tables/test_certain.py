"""An error about limits is certain: without the check there is no plan, and where the number just fits there is one.

Each pair is a case with the finding and the nearest case without. Sensitivity: a check that forbids what can be planned, or
looks at the row's own value where a profile holds.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.builders import Case, Row, asks, depot, line, plant, project

from reshore.pipeline import NoPlan, Request, plan_tables
from reshore.tables import read_model


def changes(table: str, key: str, column: str, *steps: tuple[date, float]) -> list[Row]:
    return [{"table": table, "key": key, "column": column, "date": day, "value": value} for day, value in steps]


def stocked(**cells: object) -> Case:
    """Return a depot whose parts can leave by road from February on, and a shop that buys three."""
    lane = {"origin": "depot", "destination": "shop", "mode": "road", "starts": date(2025, 2, 1)}
    stock = {"site": "depot", "product": "part", **cells}
    return depot(stocks=[stock], lanes=[lane], demands=asks([0, 3], market="shop", price=7))


def required(transit: float, **cells: object) -> Case:
    """Return a plant that must make a part and ship it to a shop by the end of January."""
    return depot(
        recipes=[{"process": "make", "product": "part", "quantity": 1}],
        operations=[{"site": "depot", "process": "make", "cycle_time": 20}],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road", "transit_time": transit}],
        demands=asks([2], market="shop", required=True, **cells),
    )


def runs(**cells: object) -> Case:
    """Return a plant that may start at most 6 runs a month, and with other cells its least."""
    operation = {"site": "plant", "process": "make", "maximum": 6, **cells}
    return plant(
        operations=[operation], demands=asks([2, 2, 2], price=3), products=[{"product": "part", "scrap_cost": 1}]
    )


def floor(modules: float, *steps: tuple[date, float], **cells: object) -> Case:
    """Return a plant of 100 m2 with a committed project of modules of 40 m2 from March on."""
    fixed = project(status="committed", max_modules=modules, floor_area=40, **{"earliest": date(2025, 3, 5), **cells})
    case = plant(
        **line(5), expansions=[fixed], demands=asks([1, 1, 1], price=3), sites=[{"site": "plant", "floor_area": 100}]
    )
    return case.adding(profiles=changes("sites", "plant", "floor_area", *steps))


def waste(minimum: float, scrap_cost: float | None = None, **cells: object) -> Case:
    """Return a plant whose runs leave slag too, of which none may be kept."""
    made = [{"process": "make", "product": product, "quantity": 1} for product in ("part", "slag")]
    return plant(
        products=[{"product": "part"}, {"product": "slag", "scrap_cost": scrap_cost}],
        recipes=made,
        operations=[{"site": "plant", "process": "make", "minimum": minimum, **cells}],
        stocks=[{"site": "plant", "product": "slag", "maximum": 0}],
        demands=asks([2, 2, 2], price=3, lost_cost=1),
    )


LEAST = "operations", "plant/make", "minimum"
STOCK = "stocks", "depot/part", "maximum"
PAIRS = {
    "stock that cannot leave in the first month": (
        "E322",
        stocked(initial=9, maximum=8),
        stocked(initial=9, maximum=9),
    ),
    "stock over a maximum that a profile lowers": (
        "E322",
        stocked(initial=9, maximum=20).adding(profiles=changes(*STOCK, (date(2025, 1, 31), 8))),
        stocked(initial=9, maximum=8).adding(profiles=changes(*STOCK, (date(2025, 1, 31), 20))),
    ),
    "a minimum that a profile raises at the end of a month": (
        "E310",
        stocked(initial=9, maximum=12, minimum=3).adding(
            profiles=changes("stocks", "depot/part", "minimum", (date(2025, 2, 28), 13))
        ),
        stocked(initial=9, maximum=12, minimum=3).adding(
            profiles=changes("stocks", "depot/part", "minimum", (date(2025, 2, 10), 13), (date(2025, 2, 28), 4))
        ),
    ),
    "a minimum of runs that a profile raises": (
        "E310",
        runs().adding(profiles=changes(*LEAST, (date(2025, 2, 15), 13))),
        runs().adding(profiles=changes(*LEAST, (date(2025, 2, 15), 11), (date(2025, 3, 1), 0))),
    ),
    "a minimum of runs within the window": (
        "E310",
        runs(ends=date(2025, 2, 16)).adding(profiles=changes(*LEAST, (date(2025, 2, 9), 13))),
        runs(ends=date(2025, 2, 16)).adding(profiles=changes(*LEAST, (date(2025, 2, 10), 13))),
    ),
    "a minimum of runs before the window ends": (
        "E310",
        runs(ends=date(2025, 2, 2)).adding(profiles=changes(*LEAST, (date(2025, 2, 1), 7))),
        runs(ends=date(2025, 2, 1)).adding(profiles=changes(*LEAST, (date(2025, 2, 1), 7))),
    ),
    "floor for committed projects": ("E321", floor(3), floor(2.5)),
    "floor that a profile takes away": ("E321", floor(2, (date(2025, 3, 10), 70)), floor(2, (date(2025, 3, 25), 70))),
    "floor that a project gives back": (
        "E321",
        floor(2, (date(2025, 3, 1), 70), earliest=date(2025, 1, 15), build_time=1, life=1 / 12),
        floor(2, (date(2025, 4, 1), 70), earliest=date(2025, 1, 15), build_time=1, life=1 / 12),
    ),
    "a by-product without room": ("E325", waste(1), waste(0)),
    "a by-product without use": ("E325", waste(1), waste(1, scrap_cost=2)),
    "a by-product that comes in the end": ("E325", waste(1, cycle_time=28), waste(1, cycle_time=90)),
    "a required demand": ("E323", required(31), required(30)),
    "a required demand with patience": ("E323", required(59, patience=28), required(58, patience=28)),
    "a required demand with less patience": ("E323", required(31, patience=0), required(31, patience=1)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_what_is_found_has_no_plan_and_its_neighbour_has_one(name: str, tmp_path: Path) -> None:
    """Proves: the finding and the solver agree on both sides of the limit.

    By hand: 9 parts cannot leave before February: 8 is too little room. 13 runs a month from 15 February on and none before are
    6.5 on average, more than 6; 11 are 5.5; on 7 of 15 days 13 are 6.07 on average, on 6 days 5.2. Three modules of 40 m2
    are 120 m2. What is made in January can leave on the first, so that 30 days later is still in January (31 days), and
    58 days later in February.
    """
    code, wrong, right = PAIRS[name]
    reading = read_model(wrong.write(tmp_path / "wrong"))

    assert [finding.code for finding in reading.findings] == [code]
    assert reading.tables is not None
    with pytest.raises(NoPlan):
        plan_tables(reading.tables, Request())
    assert read_model(right.write(tmp_path / "right")).errors == ()
    right.plan()
