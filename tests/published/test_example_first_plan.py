"""The packaged example `first-plan` gives the numbers that its README works out by hand."""

import re
from collections.abc import Mapping
from datetime import date, datetime

import polars as pl
import pytest

import reshore
from reshore.examples import example_folder

JAN, FEB, MAR, APR, MAY, JUN = (date(2025, month, 1) for month in range(1, 7))


@pytest.fixture(scope="module")
def plan() -> reshore.Plan:
    """Return the plan of the example."""
    return reshore.plan("first-plan")


def by_period(plan: reshore.Plan, table: str, **chosen: str) -> dict[date, float]:
    """Return the values of the chosen rows by period; raises where a period has several."""
    rows = plan.table(table).filter(**chosen)
    assert rows["period"].is_unique().all()
    return dict(zip(rows["period"], rows["value"].round(6), strict=True))


def readme_money() -> Mapping[str, float]:
    """Return the last column of the README's table of money by term."""
    text = (example_folder("first-plan") / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [`*]+(\w+)[`*]+ \|.*\| \**([−\d ]+?)\** \|$", text, flags=re.MULTILINE)
    return {term: float(amount.replace("−", "-").replace(" ", "")) for term, amount in rows}


def test_two_modules_are_started_in_january(plan: reshore.Plan) -> None:
    """Proves: modules pay where their 132 pumps, worth 132 or more each, exceed 11 700; they take 1.5 months.

    Sensitivity: without the residual value a module would cost 92 700, and none would be built.
    """
    build = plan.table("build").row(0, named=True)

    assert plan.table("build").height == 1
    assert (build["expansion"], build["period"], build["value"]) == ("second line", JAN, 2.0)
    assert (build["start"], build["ready"]) == (datetime(2025, 1, 1), datetime(2025, 2, 15))


def test_capacity_follows_the_ramp_from_the_middle_of_february(plan: reshore.Plan) -> None:
    """Proves: half months of 20 % and 60 % add to 10, 40 and 80 % of two modules' 320 hours.

    Sensitivity: a build time rounded to two months would give 0, 20 and 60 % in February, March and April.
    """
    capacity = plan.table("capacity").sort("period")

    assert capacity["existing"].to_list() == [400.0] * 6
    assert capacity["added"].to_list() == pytest.approx([0.0, 32.0, 128.0, 256.0, 320.0, 320.0])
    assert capacity["used"].to_list() == pytest.approx([400.0, 432.0, 528.0, 656.0, 720.0, 720.0])


def test_line_is_full_and_castings_come_a_month_ahead(plan: reshore.Plan) -> None:
    """Proves: each pump takes two castings that left a month before, less the 260 there or under way at the start.

    Sensitivity: goods under way that were ignored would leave castings for only 75 pumps in January.
    """
    castings = {JAN: 156.0, FEB: 264.0, MAR: 328.0, APR: 360.0, MAY: 360.0}
    pumps = {JAN: 100.0, FEB: 108.0, MAR: 132.0, APR: 164.0, MAY: 180.0, JUN: 180.0}

    assert by_period(plan, "make", process="assemble") == pumps
    assert by_period(plan, "make", process="cast") == castings
    assert by_period(plan, "ship", product="casting") == castings
    assert by_period(plan, "stock", product="casting") == {JAN: 60.0}


def test_spare_pumps_are_held_or_late_where_that_costs_least(plan: reshore.Plan) -> None:
    """Proves: 38 pump-months are held at the works, 4 pumps of March come in April, 6 and 10 are lost.

    Sensitivity: a patience counted from the first day of the month due would let no pump be late; a late cost of two
    months would hold April's 4 pumps for June instead.
    """
    serve = plan.table("serve")
    late = serve.filter(pl.col("period") > pl.col("due"))

    assert by_period(plan, "stock", product="pump", site="works") == {JAN: 20.0, FEB: 8.0, MAY: 10.0}
    assert by_period(plan, "ship", product="pump") == {
        JAN: 80.0,
        FEB: 120.0,
        MAR: 140.0,
        APR: 164.0,
        MAY: 170.0,
        JUN: 190.0,
    }
    assert late.select("due", "period", "value").rows() == [(MAR, APR, pytest.approx(4.0))]
    assert by_period(plan, "lost") == {MAR: 6.0, JUN: 10.0}


def test_ledger_is_that_of_the_readme(plan: reshore.Plan) -> None:
    """Proves: each term of the money, and their sum, are the ones reckoned by hand."""
    by_hand = dict(readme_money())
    terms = plan.table("money").group_by("term").agg(pl.col("discounted").sum())
    ledger = dict(terms.iter_rows())

    assert by_hand.pop("objective") == 61648.0
    assert ledger == pytest.approx(by_hand)
    assert plan.objective == pytest.approx(61648.0)


def test_capex_is_spent_by_days(plan: reshore.Plan) -> None:
    """Proves: 31 of the 45 days of building lie in January."""
    assert by_period(plan, "money", term="capex") == {JAN: -124000.0, FEB: -56000.0}


@pytest.mark.parametrize(("modules", "objective"), [(0, 47180.0), (1, 54464.0), (2, 61648.0), (3, 61648.0)])
def test_readme_compares_fewer_and_more_modules(modules: int, objective: float) -> None:
    """Proves: what the README says of other numbers of modules; a third one is never worth its cost."""
    plan = reshore.plan("first-plan", sets=[f"expansions:second line:max_modules={modules}"])

    assert plan.objective == pytest.approx(objective)


def test_an_hour_more_is_worth_what_the_readme_says(plan: reshore.Plan) -> None:
    """Proves: the dual of capacity is what a pump more is worth in its month, a quarter of it for each hour.

    Sensitivity: a dual that left out the two castings that January's pump need not hold would be 33 there.
    """
    duals = plan.duals["capacity"].sort("period")

    assert duals["dual"].to_list() == pytest.approx([33.25, 34.5, 36.0, 33.5, 34.5, 36.0])
