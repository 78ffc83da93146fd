"""Bottlenecks: hand-made values and ranges, kinks, whole modules, and money that adds up to the objective."""

import numpy as np
import polars as pl
import pytest
from tests.builders import Case, asks, depot, line, plant, project

import reshore
from reshore.analysis.binding import binding
from reshore.analysis.optimum import optimum_of
from reshore.api import bottlenecks

COST = [{"site": "plant", "process": "make", "unit_cost": 3}]


def full_line() -> Case:
    """Return a plant with 50 hours a month, 2 hours a part that costs 3 and sells at 20; 17, 30 and 38 are wanted."""
    return plant(
        **line(50, 2),
        operations=COST,
        stocks=[{"site": "plant", "product": "part", "holding_cost [USD/unit/month]": 0.5}],
        demands=asks([17, 30, 38], price=20),
    )


def of(table: pl.DataFrame, entity: str) -> dict[str, object]:
    """Return the one row of a limit."""
    return table.filter(pl.col("entity") == entity).row(0, named=True)


def months(table: pl.DataFrame, entity: str, column: str) -> list[float]:
    """Return a column of the rows of a limit by period."""
    return table.filter(pl.col("entity") == entity).sort("period")[column].to_list()


def test_values_and_ranges_of_a_full_line() -> None:
    """Proves: what one more hour of a month is worth, and how far that holds, by month and in total.

    By hand: the last unit goes to March at 20 − 3 = 17; made in February it is held a month (0.5), made in January two. Half a
    part an hour: 8, 8.25, 8.5. In March 10 parts are short, 20 hours, beyond which more is worth nothing; less of March, down to
    none, loses 8.5 each. January's line can fall until the stock carried over February (8 of January, 3 of both) is gone:
    3 parts, 6 hours. In total one more hour a month earns 24.75 until 10 parts are made: 10 / 1.5 hours.
    Sensitivity: values per period taken for values a month; the range of the basis instead of the limit.
    """
    found = bottlenecks(full_line().plan())

    assert months(found.period, "line at plant", "value") == pytest.approx([8, 8.25, 8.5])
    assert months(found.period, "line at plant", "high") == pytest.approx([70, 70, 70])
    assert months(found.period, "line at plant", "low") == pytest.approx([44, 44, 0], abs=1e-6)
    row = of(found.total, "line at plant")
    assert (row["value"], row["limit"], row["high"]) == pytest.approx((24.75, 50, 50 + 10 / 1.5))
    assert (row["unit"], row["quantity"], row["periods"]) == ("USD/(hour/month)", "hour/month", 3)
    assert row["money"] == pytest.approx(50 * 24.75)
    assert of(found.year, "line at plant")["year"] == "2025"


def test_more_of_a_limit_is_what_it_really_earns() -> None:
    """Proves: the gain of raising a limit past where its value holds is not value × step.

    By hand: 20 % more of the line, 10 hours a month: 10 parts more are sold, of 15 that could be made, at 17 each. Stock at the
    end of January and February, 8 and 3, becomes 8 and 8, which costs 2.5 more: 167.5, and not 24.75 × 10. From there on,
    half a part more in March and in February save holding it for two months and for one: 0.5 + 0.25.
    """
    found = bottlenecks(full_line().plan(), more=0.2)

    row = of(found.total, "line at plant")
    assert (row["step"], row["gain"]) == pytest.approx((10, 167.5))
    assert row["then"] == pytest.approx(0.75)


def test_a_weekly_rate_counts_by_the_week() -> None:
    """Proves: one more a week is one more in each of its weeks.

    By hand: 31 days are 31/7 weeks; a part brings 17 and takes 2 hours: 8.5 × 31/7.
    """
    case = plant("1 months", operations=COST, demands=asks([99], price=20)).having(
        resources=[{"site": "plant", "resource": "line", "unit": "hour", "capacity [hour/week]": 7}],
        uses=[{"site": "plant", "process": "make", "resource": "line", "per_run": 2}],
    )

    row = of(bottlenecks(case.plan()).total, "line at plant")

    assert (row["value"], row["quantity"], row["limit"]) == (
        pytest.approx(8.5 * 31 / 7),
        "hour/week",
        pytest.approx(7),
    )


def test_at_a_kink_the_value_is_that_of_more() -> None:
    """Proves: where a limit just suffices, more of it is worth nothing, whatever dual the solver gives.

    By hand: 50 hours make exactly the 25 parts wanted: an hour less loses 8.5, an hour more gains nothing.
    Sensitivity: the dual of the basis, which may be 8.5.
    """
    found = bottlenecks(plant("1 months", **line(50, 2), operations=COST, demands=asks([25], price=20)).plan())

    assert "line at plant" not in found.total["entity"].to_list()


def test_demand_counts_in_all_as_it_is_shared() -> None:
    """Proves: one more unit asked for, shared as demand is. By hand: each sells at 20 and costs 3: 17; it holds until the
    line is full, which makes 25 a month: 10 + 15 and 20 + 5 of 25: 30 × 25 / 20 = 37.5 in all.
    """
    row = of(
        bottlenecks(plant("2 months", **line(50, 2), operations=COST, demands=asks([10, 20], price=20)).plan()).total,
        "demand for part in plant",
    )

    assert (row["value"], row["limit"], row["high"]) == pytest.approx((17, 30, 37.5), rel=1e-6)


def test_lanes_and_stock_at_the_start_are_limits() -> None:
    """Proves: other limits than capacity are named in their own words.

    By hand: a lane carries 6 a month and the depot has 10: in January 6 are sold, in February 4, at 5. One more in stock earns
    5; more of the lane in January only brings sales forward, worth nothing without discounting.
    """
    case = depot(
        stocks=[{"site": "depot", "product": "part", "initial": 10}],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road", "capacity": 6}],
        demands=asks([6, 9], market="shop", price=5),
    )

    found = bottlenecks(case.over("2 months", discount_rate=0).plan())

    row = of(found.total, "stock of part at depot at the start")
    assert (row["value"], row["limit"], row["high"]) == pytest.approx((5, 10, 12))
    assert row["law"] == "balance"
    assert "lane from depot to shop by road" not in found.total["entity"].to_list()


def test_full_projects_are_limits_and_whole_modules_stay() -> None:
    """Proves: a project that is built to its most says what another module would earn.

    By hand: a module of 10 hours costs 30, makes 5 parts in the month at 17, and 11/12 of its life are left: 85 − 30 + 27.5. The
    60 parts take 120 hours, 50 are there: so it holds from none to 7 modules.
    """
    case = plant("1 months", **line(50, 2), operations=COST, demands=asks([60], price=20)).adding(
        expansions=[project(capex=30, max_modules=2, life=1)]
    )

    found = bottlenecks(case.plan())

    row = of(found.total, "modules of grow at plant")
    assert (row["value"], row["limit"], row["low"], row["high"]) == pytest.approx((82.5, 2, 0, 7))


def test_the_money_of_all_limits_adds_up_to_the_objective() -> None:
    """Proves: signs and amounts of what binds, by strong duality: the objective is the sum of value times limit.

    The right-hand sides of first-plan are capacity that exists, demand, and stock at the start; modules are fixed at what was
    built. Sensitivity: a limit left out, or a sign turned.
    """
    plan = reshore.plan("first-plan")
    optimum = optimum_of(plan)
    program, solution = optimum.program, optimum.solution
    sides = np.where(solution.row_duals > 0.0, program.row_upper, program.row_lower)
    sides = np.where(np.isfinite(sides), sides, 0.0)
    built = program.columns["build"].slice
    total = solution.row_duals @ sides + solution.column_duals[built] @ solution.columns[built] + program.constant
    assert total == pytest.approx(plan.objective)

    found = binding(optimum, plan.network)
    block = program.rows["demand"]
    mine = found.filter(limit="demand")
    assert (mine["value"] * mine["amount"]).sum() == pytest.approx(
        float((np.maximum(solution.row_duals, 0.0) * sides)[block.slice].sum())
    )
    assert found.filter(limit="balance")["amount"].sum() == pytest.approx(150)
    assert found.filter(limit="under way")["amount"].sum() == pytest.approx(110)


def test_a_stored_run_gives_the_same_as_the_plan_in_memory(tmp_path: object) -> None:
    """Proves: the state of a run is enough to solve it again."""
    plan = reshore.plan("first-plan")
    stored = reshore.save(plan, str(tmp_path))

    found = bottlenecks(stored.name, str(tmp_path))

    assert found.run == stored.name
    assert found.total.equals(bottlenecks(plan).total)
