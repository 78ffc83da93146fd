"""Duals are derivatives: each is confirmed by solving again with a changed number."""

from collections.abc import Callable

import polars as pl
import pytest
from tests.builders import Case, asks, depot, line, plant

import reshore

STEP = 1 / 64


def chain(objective: str) -> Case:
    """Return a plant with a line of 50 hours a month, 2 hours a part, that also buys parts at 11.

    A part costs 3 to make and 0.5 a month to hold. 17, 30 and 38 are wanted at 20; all of them must be served. The line
    makes 75 in three months; 10 of 85 are bought.
    """
    return plant(
        **line(50, 2),
        recipes=[{"process": name, "product": "part", "quantity": 1} for name in ("make", "buy")],
        operations=[
            {"site": "plant", "process": "make", "unit_cost": 3},
            {"site": "plant", "process": "buy", "unit_cost": 11},
        ],
        stocks=[{"site": "plant", "product": "part", "holding_cost": 0.5}],
        demands=asks([17, 30, 38], price=20, required=True),
    ).over("3 months", objective=objective)


def dual(plan: reshore.Plan, law: str, month: int) -> float:
    """Return the sum of the duals of a law in a month."""
    return float(plan.duals[law].filter(pl.col("period").dt.month() == month)["dual"].sum())


def slope(case: Case, change: Callable[[float], Case]) -> float:
    """Return the change of the objective for one more unit, from both sides; raises where they differ."""
    base, up, down = (each.plan().objective for each in (case, change(STEP), change(-STEP)))
    right, left = (up - base) / STEP, (base - down) / STEP
    assert right == pytest.approx(left, abs=1e-6)
    return right


def more_capacity(case: Case, month: int) -> Callable[[float], Case]:
    """Return the case with more capacity in one month (by a profile)."""
    return lambda extra: case.having(
        profiles=[
            {
                "table": "resources",
                "key": "plant/line",
                "column": "capacity",
                "date": f"2025-{each:02}-01",
                "value": 50 + extra * (each == month),
            }
            for each in (1, 2, 3)
        ]
    )


@pytest.mark.parametrize("objective", ["profit", "cost"])
@pytest.mark.parametrize(("month", "worth"), [(1, 3.5), (2, 3.75), (3, 4.0)])
def test_dual_of_capacity(objective: str, month: int, worth: float) -> None:
    """Proves: the dual of capacity is the profit of one more hour, positive, for profit and for cost alike.

    By hand: half a part more is made in place of half a part bought in March: 4, less 0.25 for each month that it waits.
    Sensitivity: a sign turned by maximising, or a dual in scaled units.
    """
    case = chain(objective)

    assert dual(case.plan(), "capacity", month) == pytest.approx(worth)
    assert slope(case, more_capacity(case, month)) == pytest.approx(worth)


@pytest.mark.parametrize(("objective", "price"), [("profit", 20.0), ("cost", 0.0)])
@pytest.mark.parametrize(("row", "cost"), [(0, 10.0), (1, 10.5), (2, 11.0)])
def test_dual_of_demand(objective: str, price: float, row: int, cost: float) -> None:
    """Proves: the dual of demand is its price (where revenue counts) less what one more unit costs.

    By hand: one more in January takes a part that would have waited until March, which is bought then: 11 less two months
    of holding; in March 11.
    Sensitivity: a dual with the sign of a cost; revenue counted in `cost`.
    """
    case = chain(objective)
    quantity = (17.0, 30.0, 38.0)[row]

    assert dual(case.plan(), "demand", row + 1) == pytest.approx(price - cost)
    measured = slope(case, lambda extra: case.changing("demands", row, quantity=quantity + extra))
    assert measured == pytest.approx(price - cost)


@pytest.mark.parametrize("objective", ["profit", "cost"])
def test_dual_of_balance_is_the_negated_worth_of_a_unit_there(objective: str) -> None:
    """Proves: the right-hand side of balance is minus the supply, so its dual is minus what one unit more is worth.

    By hand: a part more at the start saves one bought in March (11) for two months of holding (1): worth 10.
    Sensitivity: a balance written the other way round has the opposite sign.
    """
    case = chain(objective)
    plan = case.plan()

    assert dual(plan, "balance", 1) == pytest.approx(-10)
    more = case.changing("stocks", initial=2)
    assert (more.plan().objective - plan.objective) / 2 == pytest.approx(10)


def test_dual_of_a_lane_in_discounted_money() -> None:
    """Proves: duals are in the discounted money of the objective.

    By hand: 12 a month on the lane, 40 wanted at 9 in each of two months at 44 % a year; a unit of February's lane is
    worth 9 · 1.44^(−1.5/12).
    Sensitivity: undiscounted duals.
    """
    case = depot(
        stocks=[{"site": "depot", "product": "part", "initial": 70}, {"site": "shop", "product": "part", "maximum": 0}],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road", "capacity": 12}],
        demands=asks([40, 40], market="shop", price=9),
    ).over("2 months", discount_rate=0.44)
    worth = [9 * 1.44 ** (-month / 12) for month in (0.5, 1.5)]

    assert case.plan().duals["lane_capacity"]["dual"].to_list() == pytest.approx(worth)
    measured = slope(case, lambda extra: case.changing("lanes", capacity=12 + extra))
    assert measured == pytest.approx(sum(worth))
