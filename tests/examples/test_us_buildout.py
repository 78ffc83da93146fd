"""The showcase: the plan for fiscal 2026 lands inside what was reported. Its README lists what was set after first plans."""

from datetime import date

import polars as pl
import pytest
from benchmarks.history.figures import FIGURES, Figure

import reshore

RACK = pl.col("product").str.ends_with("nvl72")


@pytest.fixture(scope="module")
def plan() -> reshore.Plan:
    return reshore.plan("us-buildout")


@pytest.mark.parametrize("figure", [figure for figure in FIGURES if figure.held], ids=lambda figure: figure.name)
def test_the_plan_lies_within_what_was_reported(plan: reshore.Plan, figure: Figure) -> None:
    """Proves: the supply that was there makes the racks, the revenue and the CoWoS wafers that were reported.

    Sensitivity: initial work in process left out would make no rack in the first half year.
    """
    assert figure.low <= figure.of(plan) <= figure.high


def test_the_end_of_the_horizon_changes_little(plan: reshore.Plan) -> None:
    """Proves: the lines run on to the end as demand does: no winding down, no making ahead of a cliff.

    By hand: demand grows by 7 % from the second to the last quarter of 2029; racks made grow by 0 to 10 %.
    Sensitivity: racks under way at the end that are worth less than they cost: 32 thousand, then 17 thousand.
    """
    made = plan.measure("made").filter(RACK & (pl.col("period") >= date(2029, 4, 1)))
    sums = made.group_by(pl.col("period").dt.quarter()).agg(pl.col("value").sum()).sort("period")["value"]

    assert 1.0 <= sums[2] / sums[0] <= 1.1


def test_arizona_packages_nothing_before_its_plants_open(plan: reshore.Plan) -> None:
    """Proves: capacity physically cannot exist before build time has passed: no US package before 2028."""
    early = plan.table("make").filter(
        pl.col("site").is_in(["Amkor-Peoria", "TSMC-AP1-AZ"]) & (pl.col("period") < date(2028, 1, 1))
    )
    assert early.is_empty()
    later = plan.table("make").filter(pl.col("site") == "TSMC-F21-AZ")
    assert later["value"].sum() > 0


@pytest.mark.parametrize("scenario", reshore.list_scenarios("us-buildout")["scenario"].to_list())
def test_every_scenario_has_no_errors(scenario: str) -> None:
    """Proves: the edits of each packaged scenario name rows and columns that there are."""
    assert not [found for found in reshore.check("us-buildout", scenario) if found.severity == "error"]


def test_every_row_of_the_showcase_has_a_source() -> None:
    """Proves: every number of the showcase says where it comes from."""
    tables = reshore.load("us-buildout")
    for table in tables:
        assert table.frame.filter(pl.col("source") == "").is_empty(), table.name
