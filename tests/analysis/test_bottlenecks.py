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


def test_demand_for_nothing_has_a_value_too() -> None:
    """Proves: a month in which nothing is asked for has the value of the first unit, and no part of money and shares.

    By hand: nobody wants PROD 1 in May, when machines stand idle: one more would be sold for all of its 10. Of the other months
    the money is value times demand: 500 x 5.714 + 600 x 9.875 + 200 x 10 + 500 x 10 = 15,782.
    Sensitivity: a share of nothing, 0 / 0, which spoils the sum.
    """
    found = bottlenecks(reshore.plan("factory"))
    entity = "demand for PROD 1 in factory"
    mine = found.period.filter(entity=entity).sort("period")

    assert mine.filter(limit=0.0).select("value", "money").row(0) == pytest.approx((10, 0))
    assert found.period.select(pl.col("value", "money").is_nan().any()).row(0) == (False, False)
    assert of(found.total, entity)["money"] == pytest.approx(float((mine["value"] * mine["limit"]).sum()))
    assert of(found.total, entity)["money"] == pytest.approx(15_782, rel=1e-3)


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
    assert row["law"] == "stock at the start"
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
    assert found.filter(limit="stock at the start")["amount"].sum() == pytest.approx(150)
    assert found.filter(limit="stock under way")["amount"].sum() == pytest.approx(110)


def test_a_rate_counts_while_its_site_works() -> None:
    """Proves: one more hour a month is half an hour in a month of which the site works half.

    By hand: open from 15 April (16 of 30 days), 60 hours a month are 32: 16 parts at 17, 8.5 an hour, 16/30 of it for one more
    a month. Sensitivity: the length of the period in place of the part of it, which gives a rate of 32 and a value of 8.5.
    """
    case = plant("4 months", **line(60, 2), operations=COST, demands=asks([0, 0, 0, 99], price=20))

    row = of(bottlenecks(case.having(sites=[{"site": "plant", "opens": "2025-04-15"}]).plan()).total, "line at plant")

    assert (row["value"], row["limit"], row["periods"]) == (pytest.approx(8.5 * 16 / 30), pytest.approx(60), 1)


def test_goods_under_way_are_a_limit_of_their_own() -> None:
    """Proves: stock at the start and what is under way are told apart, and one more under way is shared as it arrives.

    By hand: 2 are at the shop, 8 arrive within January and February (59 days), 12 are wanted in February: each sells at 5.
    Sensitivity: one more in each month in which some arrive, which is worth 10.
    """
    stock = {"site": "shop", "product": "part", "initial": 2, "in_transit": 8, "in_transit_time": 59}
    found = bottlenecks(depot(stocks=[stock], demands=asks([0, 12], market="shop", price=5)).plan()).total

    there, coming = of(found, "stock of part at shop at the start"), of(found, "part under way to shop at the start")
    assert (there["value"], there["limit"]) == pytest.approx((5, 2))
    assert (coming["value"], coming["limit"], coming["periods"]) == pytest.approx((5, 8, 2))


def test_required_demand_says_what_one_unit_less_would_save() -> None:
    """Proves: required demand has a value, shared as it is required.

    By hand: 10 and 20 are required at a price of 1, each costs 3: a unit that need not be served saves 2, up to all 30.
    Sensitivity: shares of the amount that may be lost, which is 0.
    """
    case = plant("2 months", operations=COST, demands=asks([10, 20], price=1, required=True))

    row = of(bottlenecks(case.plan()).total, "required demand for part in plant")

    assert (row["value"], row["limit"], row["money"]) == pytest.approx((2, 0, 10 * 2 + 20 * 2))
    assert row["high"] == pytest.approx(30)


@pytest.mark.parametrize("whole", [False, True])
def test_a_maximum_of_modules_is_one_limit_however_they_start(whole: bool) -> None:
    """Proves: the maximum is raised for all starts together, also where modules are whole and where none may be built.

    By hand: 50 hours a month, 60 parts of 2 hours wanted in each of 3; a module of 10 hours for a cost of 30 makes 15 parts at
    17 over 3 months, and 11/12 - 2/12 = 9/12 of its life of a year is left: 255 - 30 + 22.5 = 247.5.
    Sensitivity: a bound of one start that the maximum over all starts holds back.
    """
    case = plant(**line(50, 2), operations=COST, demands=asks([60, 60, 60], price=20))
    for most in (0, 2):
        grow = project(capex=30, max_modules=most, life=1, whole_modules=whole)
        row = of(bottlenecks(case.adding(expansions=[grow]).plan()).total, "modules of grow at plant")
        assert (row["law"], row["limit"]) == ("modules", pytest.approx(most))
        assert row["value"] == pytest.approx(247.5, abs=0.5)


def test_full_storage_is_worth_what_the_room_saves() -> None:
    """Proves: the value of a bound counts what its variable costs, where the program is solved again as well.

    By hand: 25 parts a month; 10 and 40 are wanted, room for 15 keeps exactly what January can make more. More room is worth
    nothing; with room for 9 it is worth a part at 17 less 0.5 for holding it.
    """

    def room(most: float) -> dict[str, float]:
        stock = {"site": "plant", "product": "part", "maximum": most, "holding_cost [USD/unit/month]": 0.5}
        case = plant("2 months", **line(50, 2), operations=COST, stocks=[stock], demands=asks([10, 40], price=20))
        return dict(bottlenecks(case.plan()).total.filter(law="storage").select("entity", "value").iter_rows())

    assert room(9) == pytest.approx({"storage of part at plant": 16.5})
    assert room(15) == {}


def test_raising_a_maximum_leaves_the_minimum() -> None:
    """Proves: more of a maximum only allows. By hand: of 4 to 10 runs a month 10 are made and sold at 17; twelve are wanted: with
    half as much more two more are sold, 34. Sensitivity: a minimum of 9 that comes along, or a value without an end.
    """
    runs = {"site": "plant", "process": "make", "unit_cost": 3, "minimum": 4, "maximum": 10}
    found = bottlenecks(plant("1 months", operations=[runs], demands=asks([12], price=20)).plan(), more=0.5)

    row = of(found.total, "runs of make at plant")
    assert (row["value"], row["high"], row["gain"]) == pytest.approx((17, 12, 34))


def test_a_stored_run_gives_the_same_as_the_plan_in_memory(tmp_path: object) -> None:
    """Proves: the state of a run is enough to solve it again."""
    plan = reshore.plan("first-plan")
    stored = reshore.save(plan, str(tmp_path))

    found = bottlenecks(stored.name, str(tmp_path))

    assert found.run == stored.name
    assert found.total.equals(bottlenecks(plan).total)
