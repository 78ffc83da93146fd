"""The showcase: the plan for fiscal 2026 lands inside what was reported. Its README lists what was set after first plans."""

from datetime import date

import polars as pl
import pytest

import reshore

FISCAL_2026 = (pl.col("period") >= date(2025, 2, 1)) & (pl.col("period") < date(2026, 2, 1))
COMPUTE_REVENUE = 162.361e9
WAFERS_2025 = (670_000 * 0.50, 670_000 * 0.63)
RACKS = (25_000, 35_000)


@pytest.fixture(scope="module")
def plan() -> reshore.Plan:
    return reshore.plan("us-buildout")


def test_nvl72_racks_of_fiscal_2026_are_within_the_reported_range(plan: reshore.Plan) -> None:
    """Proves: supply that was there makes the 25 to 35 thousand racks that Morgan Stanley and Kuo reported.

    Sensitivity: initial work in process left out would make none in the first half year.
    """
    served = plan.table("serve").filter(FISCAL_2026 & pl.col("by").str.ends_with("nvl72"))
    assert RACKS[0] <= served["value"].sum() <= RACKS[1]


def test_revenue_of_fiscal_2026_is_within_15_percent_of_compute_revenue(plan: reshore.Plan) -> None:
    """Proves: units × prices of the products modelled agree with the reported data-centre compute revenue."""
    revenue = plan.table("money").filter(FISCAL_2026 & (pl.col("term") == "revenue"))["value"].sum()
    assert revenue == pytest.approx(COMPUTE_REVENUE, rel=0.15)


def test_cowos_wafers_of_2025_are_within_the_facts(plan: reshore.Plan) -> None:
    """Proves: packaging starts of 2025 lie within 670 thousand wafers × 50 to 63 % (one run is one wafer)."""
    year = pl.col("period").dt.year() == 2025
    runs = plan.table("make").filter(year & pl.col("process").str.starts_with("cowos-"))["value"].sum()
    assert WAFERS_2025[0] <= runs <= WAFERS_2025[1]


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
