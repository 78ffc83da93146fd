"""What a unit more of each kind of number earns, by hand on small models."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.builders import Case, asks, depot, line, plant, project

import reshore
from reshore import api

QUICK = reshore.Asked(top=0)


def found(case: Case) -> reshore.Matters:
    """Return what the numbers of a case are worth at its plan."""
    return reshore.matters(case.plan(), asked=QUICK)


def row(matters: reshore.Matters, table: str, key: str, column: str) -> dict[str, Any]:
    """Return the row of one number."""
    return matters.numbers.row(by_predicate=_is(table, key, column), named=True)


def _is(table: str, key: str, column: str) -> pl.Expr:
    return (pl.col("table") == table) & (pl.col("key") == key) & (pl.col("column") == column)


def worth(matters: reshore.Matters, table: str, key: str, column: str) -> float:
    """Return what one more unit of one number earns."""
    return float(row(matters, table, key, column)["derivative"])


def full_line(**more: Any) -> Case:
    """Return a plant whose line makes 25 of 32 parts wanted in January, and all of February's 10, at 3 a run for 20."""
    costs = [{"site": "plant", "process": "make", "unit_cost": 3}]
    return plant("2 months", **{**line(50, 2), "operations": costs, "demands": asks([32, 10], price=20), **more})


@cache
def of_full_line() -> reshore.Matters:
    """Return what the numbers of the full line are worth."""
    return found(full_line())


JANUARY, FEBRUARY = "plant/part//2025-01-01", "plant/part//2025-02-01"


@pytest.mark.parametrize(
    ("table", "key", "column", "more"),
    [
        ("resources", "plant/line", "capacity", 0.5 * 17),
        ("uses", "plant/make/line", "per_run", -50 / 2**2 * 17),
        ("operations", "plant/make", "unit_cost", -(25 + 10)),
        ("operations", "plant/make", "yield", 25 * 20 + 10 * 3),
        ("recipes", "make/part", "quantity", 25 * 20 + 10 * 3),
        ("demands", JANUARY, "price", 25),
        ("demands", FEBRUARY, "price", 10),
        ("demands", JANUARY, "quantity", 0),
        ("demands", FEBRUARY, "quantity", 17),
    ],
)
def test_numbers_of_a_full_line(table: str, key: str, column: str, more: float) -> None:
    """Proves: money, coefficients of the matrix and right-hand sides, each by its own row.

    By hand: an hour more is half a part that brings 17, in January alone. An hour more a run takes 50 / 4 parts. What a run
    makes more is sold in January, and saves runs at 3 in February. Sensitivity: a sign, a rate counted in both months,
    what belongs to one row credited to another.
    """
    assert worth(of_full_line(), table, key, column) == pytest.approx(more)


def test_a_number_that_holds_from_a_date_is_one_of_its_own() -> None:
    """Proves: a row of profiles is a number, and the row that it changes counts before it only.

    By hand: 50 hours to the end of January make 25 of 32; from then 10 hours make 5 of 10: 8.5 each. By tenths: 5 hours
    and 1 hour. Sensitivity: the profile's change credited to the resource.
    """
    profile = {"table": "resources", "key": "plant/line", "column": "capacity", "date": "2025-02-01", "value": 10}
    matters = found(full_line(profiles=[profile]))
    changed = row(matters, "profiles", "resources/plant/line/capacity/2025-02-01", "value")

    assert worth(matters, "resources", "plant/line", "capacity") == pytest.approx(8.5)
    assert (changed["derivative"], changed["unit"]) == (pytest.approx(8.5), "hour/month")
    assert (changed["low"], changed["high"], changed["effect_low"]) == pytest.approx((9, 11, -8.5))


def test_a_length_of_time_moves_what_arrives() -> None:
    """Proves: cycle time, in the unit of its header; the derivative is that of both sides.

    31 runs spread over January are done ten days later: 21 in January at 8, the rest in February at 5. By hand: a day more
    moves one part: −3; a week −21. Sensitivity: lengths rounded to periods, days for weeks.
    """
    window = {"maximum": 31, "ends": date(2025, 2, 1)}
    days, weeks = (
        plant(
            "2 months",
            operations=[{"site": "plant", "process": "make", name: time, **window}],
            demands=[*asks([100], price=8), *asks([0, 100], price=5)],
        )
        for name, time in (("cycle_time", 10), ("cycle_time [week]", 10 / 7))
    )

    assert worth(found(days), "operations", "plant/make", "cycle_time") == pytest.approx(-3)
    weekly = row(found(weeks), "operations", "plant/make", "cycle_time")
    assert (weekly["derivative"], weekly["unit"]) == (pytest.approx(-21), "week")


def shipped(days: float) -> Case:
    """Return a depot whose 62 parts may leave in January and arrive so many days later; 8 is paid there, 5 in February."""
    return depot(
        stocks=[{"site": "depot", "product": "part", "initial": 62}],
        lanes=[
            {
                "origin": "depot",
                "destination": "shop",
                "mode": "road",
                "transit_time": days,
                "capacity": 31,
                "ends": date(2025, 2, 1),
            }
        ],
        demands=[*asks([100], "shop", price=8), *asks([0, 100], "shop", price=5)],
    )


def test_transit_has_one_side_where_it_is_nothing() -> None:
    """Proves: a day more of transit takes one part in 31 from January to February; less than nothing is not asked.

    By hand: −3 a day, on either side where there are ten of them. Where there are none only more can be told
    (and a column of nothing else would be left out, had it no range). Sensitivity: a step below nothing.
    """
    far = {"table": "lanes", "key": "depot/shop/road", "column": "transit_time", "low": 0, "high": 20}
    cases = [shipped(days).adding(ranges=[far]) for days in (10, 0)]
    ten, none = (row(found(case), "lanes", "depot/shop/road", "transit_time") for case in cases)

    assert (ten["derivative"], ten["derivative_down"], ten["derivative_up"]) == (pytest.approx(-3), None, None)
    assert (none["derivative"], none["derivative_up"]) == (pytest.approx(-3), pytest.approx(-3))
    assert none["derivative_down"] is None


def test_a_kink_is_told_on_both_sides() -> None:
    """Proves: where the effect of a length of time changes, both sides are told, and the derivative is their mean.

    31 parts leave in January and arrive 31 days later: 28 in February, at 5, and 3 in March, at 1. A day less brings one in
    January, at 8, in place of one in March; a day more takes one from February to March. By hand: −7 and −4. Sensitivity:
    one side taken for both.
    """
    case = shipped(31).over("3 months")
    case = case.adding(demands=asks([0, 0, 100], "shop", price=1))
    kink = row(found(case), "lanes", "depot/shop/road", "transit_time")

    assert (kink["derivative_down"], kink["derivative_up"]) == pytest.approx((-7, -4))
    assert kink["derivative"] == pytest.approx(-5.5)


def test_stock_at_the_start_and_minimum_stock() -> None:
    """Proves: right-hand sides and bounds of variables. By hand: one part more at the start is sold at 9, one that
    must stay is not.

    Sensitivity: the sign of the balance's dual, the bound of the last period alone.
    """
    case = depot(
        "1 months",
        stocks=[{"site": "depot", "product": "part", "initial": 7, "minimum": 2}],
        demands=asks([30], "depot", price=9),
    )
    matters = found(case)

    assert worth(matters, "stocks", "depot/part", "initial") == pytest.approx(9)
    assert worth(matters, "stocks", "depot/part", "minimum") == pytest.approx(-9)


def test_the_discount_rate() -> None:
    """Proves: a number that everything depends on. By hand: 100 in the middle of a year of one bucket: −0.5 · 100 / 1.1^1.5.

    Sensitivity: what is in the ledger only as undiscounted money.
    """
    case = depot(
        "1 years",
        stocks=[{"site": "depot", "product": "part", "initial": 10}],
        demands=asks([10], "depot", price=10),
    ).over("1 years", discount_rate=0.1)

    assert worth(found(case), "model", "", "discount_rate") == pytest.approx(-0.5 * 100 / 1.1**1.5)


def grown() -> Case:
    """Return a plant without a line but for two modules of 10 hours a month, built at once, that begin at half."""
    return full_line(
        **line(0, 2),
        expansions=[
            project(
                status="committed",
                earliest=date(2025, 1, 1),
                max_modules=2,
                capex=7,
                ramp="up",
                whole_modules=True,
                spend_profile="paid",
            )
        ],
        ramps=[
            {"ramp": "up", "age": 0, "fraction": 0.5},
            {"ramp": "up", "age": 1, "fraction": 0.75},
            {"ramp": "paid", "age": 0, "fraction": 1},
        ],
    )


@cache
def of_grown() -> reshore.Matters:
    """Return what the numbers of the grown plant are worth."""
    return found(grown())


@pytest.mark.parametrize(
    ("table", "key", "column", "more"),
    [
        ("ramps", "up/0", "fraction", 2 * 10 / 2 * 17),
        ("ramps", "up/1", "fraction", 2 * 10 / 2 * 17),
        ("expansions", "grow", "module", 2 * 1.25 / 2 * 17),
        ("expansions", "grow", "capex", -2),
        ("expansions", "grow", "max_modules", 10 * 1.25 / 2 * 17 - 7),
    ],
)
def test_numbers_of_a_project(table: str, key: str, column: str, more: float) -> None:
    """Proves: ramps row by row, the size and the number of modules that are fixed, their price.

    By hand: 2 modules · 10 hours · the fraction, 2 hours a part, 17 a part; an hour a month of line counts twice.
    Sensitivity: a committed number taken for one that the plan decides; the steps of a ramp mixed up.
    """
    assert worth(of_grown(), table, key, column) == pytest.approx(more)


def test_a_row_with_a_group_is_one_number(tmp_path: Path) -> None:
    """Proves: the number is that of the user's own row, the sum over the members, also from a stored run; a row of a member's own
    is not among them.

    Three plants make parts at a cost of 3 (the group), 3 and 4 (its own row): with 25, 10 and 30 wanted. By hand: −(25 + 10)
    and −30. Sensitivity: a number for each member, its key lost on the way to the run.
    """
    case = Case(
        full_line().setting,
        {
            "sites": [{"site": site} for site in ("a", "b", "c")],
            "products": [{"product": "part"}],
            "recipes": [{"process": "make", "product": "part", "quantity": 1}],
            "groups": [{"group": "all", "member": site} for site in ("a", "b", "c")],
            "operations": [
                {"site": "all", "process": "make", "unit_cost": 3},
                {"site": "c", "process": "make", "unit_cost": 4},
            ],
            "ranges": [{"table": "operations", "key": "all/make", "column": "unit_cost", "low": 2, "high": 6}],
            "demands": [
                demand for site, wanted in (("a", 25), ("b", 10), ("c", 30)) for demand in asks([wanted], site, price=9)
            ],
        },
    )
    plan = case.plan()
    stored = reshore.open_run(api.save(plan, tmp_path).folder)

    for each in (plan, stored):
        matters = reshore.matters(each, asked=QUICK)
        group = row(matters, "operations", "all/make", "unit_cost")
        assert (group["derivative"], group["range"]) == (pytest.approx(-35), "given")
        assert (group["effect_low"], group["effect_high"], group["effect"]) == pytest.approx((35, -105, -105))
        assert worth(matters, "operations", "c/make", "unit_cost") == pytest.approx(-30)
        assert not matters.numbers.filter(_is("operations", "a/make", "unit_cost")).height


def test_profiles_of_a_row_with_a_group_are_one_number_and_old_runs_have_members(tmp_path: Path) -> None:
    """Proves: a date in the profile of a row with a group is one number too; a run that does not say what came from groups tells
    the members apart.

    By hand: the cost of two plants from February on, when they make 25 and 10: −35; −25 and −10 without the groups. Sensitivity:
    the key of a member, a run of an older version that cannot be opened.
    """
    profile = {"table": "operations", "key": "all/make", "column": "unit_cost", "date": "2025-02-01", "value": 4}
    case = Case(
        full_line().setting,
        {
            "sites": [{"site": site} for site in ("a", "b")],
            "products": [{"product": "part"}],
            "recipes": [{"process": "make", "product": "part", "quantity": 1}],
            "groups": [{"group": "all", "member": site} for site in ("a", "b")],
            "operations": [{"site": "all", "process": "make", "unit_cost": 30}],
            "profiles": [profile],
            "demands": [
                demand for site, wanted in (("a", 25), ("b", 10)) for demand in asks([0, wanted], site, price=9)
            ],
        },
    )
    stored = api.save(case.plan(), tmp_path)
    ours = reshore.matters(reshore.open_run(stored.folder), asked=QUICK)
    (stored.folder / "given.parquet").unlink()
    older = reshore.matters(reshore.open_run(stored.folder), asked=QUICK)

    whole = row(ours, "profiles", "operations/all/make/unit_cost/2025-02-01", "value")
    assert (whole["derivative"], whole["unit"]) == (pytest.approx(-35), "USD/run")
    for site, cost in (("a", -25), ("b", -10)):
        assert worth(older, "profiles", f"operations/{site}/make/unit_cost/2025-02-01", "value") == pytest.approx(cost)


def test_ranges_rank() -> None:
    """Proves: numbers are ranked by what their range does: a given one, or a tenth either way, no further than is allowed.

    By hand: a yield of 1 may fall by a tenth and not rise: −53; the capacity's range of 40 to 58 hours does −85 and +68; the
    price of January a tenth of 25 · 20. Sensitivity: a yield above 1, the derivative as the rank.
    """
    given = {"table": "resources", "key": "plant/line", "column": "capacity", "low": 40, "high": 58}
    matters = found(full_line(ranges=[given]))
    first = row(matters, "resources", "plant/line", "capacity")
    good = row(matters, "operations", "plant/make", "yield")

    assert (first["effect_low"], first["effect_high"], first["effect"]) == pytest.approx((-85, 68, -85))
    assert (good["low"], good["high"], good["effect_low"], good["effect_high"]) == pytest.approx((0.9, 1, -53, 0))
    effects = matters.numbers["effect"].abs()
    assert effects.is_sorted(descending=True, nulls_last=True)
    assert row(matters, "demands", JANUARY, "price")["range"] == "10 %"


def test_solved_again_tells_what_either_side_really_earns() -> None:
    """Proves: where the plan is at a corner, solving again on either side says what the duals cannot.

    The line's 50 hours make the 25 parts that are wanted, exactly. By hand: an hour less loses half a part, 8.5; an hour more
    earns nothing. Sensitivity: one dual taken for both sides.
    """
    case = full_line(demands=asks([25], price=20))
    matters = reshore.matters(case.plan(), asked=reshore.Asked("resources", top=1))
    corner = row(matters, "resources", "plant/line", "capacity")

    assert (corner["derivative_down"], corner["derivative_up"]) == pytest.approx((8.5, 0), abs=1e-6)
    assert -1e-6 <= corner["derivative"] <= 8.5 + 1e-6


def test_whole_modules_stay() -> None:
    """Proves: the number of whole modules is the plan's; more of what limits it earns nothing by itself.

    By hand: two whole modules are worth building and no more are allowed; a third of one more would not be whole.
    Sensitivity: the bound of a whole number valued.
    """
    grow = project(capex=7, max_modules=2, whole_modules=True, latest=date(2025, 1, 2))
    matters = found(full_line(**line(0, 2), expansions=[grow]))

    assert worth(matters, "expansions", "grow", "capex") == pytest.approx(-2)
    assert worth(matters, "expansions", "grow", "max_modules") == pytest.approx(0)


def test_a_number_counts_in_the_currency_of_its_row() -> None:
    """Proves: money of a row in another currency is said to be in that, what it earns is in the model's.

    By hand: 30 parts at 5 euros of 2 dollars: a euro more earns 60 dollars, one of cost 60 less. Sensitivity: a price of
    5 dollars that earns twice what is sold.
    """
    case = plant(
        demands=asks([30], price=5, currency="EUR"),
        rates=[{"currency": "EUR", "date": "2025-01-01", "value": 2}],
        operations=[{"site": "plant", "process": "make", "unit_cost": 1, "currency": "EUR"}],
        profiles=[
            {"table": "operations", "key": "plant/make", "column": "unit_cost", "date": "2025-02-01", "value": 6}
        ],
    )
    matters = found(case)

    earned = [worth(matters, "demands", JANUARY, "price"), worth(matters, "operations", "plant/make", "unit_cost")]
    assert earned == pytest.approx([60, -60])
    assert matters.unit == "USD"
    units = matters.numbers.filter(pl.col("value").is_in([5.0, 6.0, 1.0])).select("table", "column", "unit").rows()
    assert {one for one in units if one[0] in ("demands", "operations", "profiles")} >= {
        ("demands", "price", "EUR/piece"),
        ("operations", "unit_cost", "EUR/run"),
        ("profiles", "value", "EUR/run"),
    }
