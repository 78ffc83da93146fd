"""How many programs it takes to say that numbers change nothing, or that what they earn cannot be told."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from tests.builders import Case, depot

import reshore
from reshore.analysis.matters import program_of
from reshore.analysis.matters.derivatives import derivatives
from reshore.analysis.optimum import optimum_of
from reshore.model import Program
from reshore.tables import Tables

CUSTOMERS = 8


def imported() -> Case:
    """Return a shop whose customers want parts over a whole month and wait 45 days; some parts are still under way at the end.

    Two duties are owed on those: on what arrives in the last month, and after it. Both count in one place, where their
    amounts do not cancel exactly.
    """
    entry = {"destination": "Chile", "starts": date(2024, 1, 1)}
    return depot(
        sites=[{"site": "depot", "country": "Peru"}, {"site": "shop", "country": "Chile"}],
        products=[{"product": "part", "value": 7.3}],
        stocks=[
            {"site": "depot", "product": "part", "initial": 900.7},
            {"site": "shop", "product": "part", "terminal_value": 6.7},
        ],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road", "transit_time": 9, "capacity": 83.3}],
        tariffs=[
            {"program": "entry", **entry, "rate": 0.13, "per_unit": 0.29},
            {"program": "levy", **entry, "rate": 0.07},
        ],
        demands=[
            {
                "market": "shop",
                "product": "part",
                "class": f"customer {number}",
                "date": date(2025, 1 + number % 3, 1),
                "quantity": 31 + 0.3 * number,
                "spread": 1,
                "patience": 45,
                "price": 9.1 + number / 7,
            }
            for number in range(CUSTOMERS)
        ],
    ).over("3 months", discount_rate=0.07)


def rushed() -> Case:
    """Return a plant that makes 25 parts a month and sells them at 17, and three without limits.

    At the first 45 parts fall due from 1 January to 14 February, at each of the others 10 in January.
    """
    free, first = ("a", "b", "c"), date(2025, 1, 1)
    sold = {"product": "part", "date": first, "price": 17}
    return Case(
        {"name": "rushed", "start": "2025-01-01", "buckets": "3 months"},
        {
            "sites": [{"site": site} for site in ("busy", *free)],
            "products": [{"product": "part"}],
            "recipes": [{"process": "make", "product": "part", "quantity": 1}],
            "operations": [{"site": site, "process": "make"} for site in ("busy", *free)],
            "resources": [{"site": "busy", "resource": "line", "capacity": 25}],
            "uses": [{"site": "busy", "process": "make", "resource": "line", "per_run": 1}],
            "demands": [
                *({"market": site, "quantity": 10, "spread": 1, **sold} for site in free),
                {"market": "busy", "quantity": 45, "spread": 1.5, **sold},
            ],
        },
    )


def asked_about_demands(plan: reshore.Plan) -> tuple[list[str], Counter[str]]:
    """Return what is told of the demands of a plan, and how many programs are built for each of their columns."""
    told: list[str] = []
    built: Counter[str] = Counter()

    def build(tables: Tables) -> Program:
        built[told[-1].split(",")[0].split()[-1]] += 1
        return program_of(tables)

    derivatives(plan.inputs, build, optimum_of(plan), told.append, "demands")
    return told, built


def test_numbers_that_change_nothing_are_moved_once_for_each_step() -> None:
    """Proves: where all numbers of a column moved at once leave the program as it is, none of them is moved alone.

    By hand: who waits 45 days from the end of a month takes nothing in another month after a moment more or less: four
    programs, for a step and one of twice the length to either side. Less of a spread of a month changes nothing either: two
    programs; more of it brings a piece of the next month, which is new, for those of January and February, six: 1 + 2 + 8
    programs, and at most two for those of March, which is the last. Sensitivity: what is left of rounding where amounts of
    one place are taken from each other, read as a change; twice the step asked of what one step cannot tell.
    """
    _, built = asked_about_demands(imported().plan())

    assert built["patience"] == 4
    assert built["spread"] <= 2 + (1 + 2 + 8) + 2


def test_numbers_that_change_nothing_earn_nothing() -> None:
    """Proves: a derivative of 0 is told where the program stays as it is, also where several amounts of it count in one place.

    By hand: nobody who waits 45 days would take goods of another month after a moment more or less. Sensitivity: rounding of
    1e-15 over a step of an instant, which differs from that over two steps, so that nothing is told.
    """
    plan = imported().plan()
    found = derivatives(plan.inputs, program_of, optimum_of(plan), only="demands")

    assert found.filter(column="patience")["derivative"].to_list() == [0.0] * CUSTOMERS
    assert (found.filter(column="spread")["derivative"] == 0.0).sum() >= 6


def test_numbers_of_a_column_are_told_beside_some_that_cannot_be() -> None:
    """Proves: a number keeps its derivative where others of its column call for a piece of demand that is not there.

    By hand: 31 · 45 / 45 parts fall due in January, of which 25 can be made: a month more of spread, at 28 days a month, takes
    31 · 28 / 45 of them to February, where they are made and sold at 17. The others have nothing due in February: a moment less
    is worth nothing, of a moment more is told nothing. Sensitivity: a column left as soon as one number of it cannot be told.
    """
    plan = rushed().plan()
    found = derivatives(plan.inputs, program_of, optimum_of(plan), only="demands").filter(column="spread")
    busy, *others = found.sort("value", descending=True).iter_rows(named=True)

    assert busy["derivative"] == pytest.approx(17 * 31 * 28 / 45, rel=1e-4)
    assert [(each["derivative_down"], each["derivative_up"]) for each in others] == [(0, None)] * 3


def test_each_program_is_told() -> None:
    """Proves: a column that takes long says how far it is, in lines of one stage. Sensitivity: a line for the column alone."""
    told, built = asked_about_demands(imported().plan())
    lines = [line for line in told if line.startswith("what numbers earn: demands patience, ")]

    assert lines[1:] == [f"{lines[0]}, program {number}" for number in (2, 3, 4)]
    assert len(told) == built.total()
