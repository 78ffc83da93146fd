"""Recipes: several levels, by-products, alternatives and yield."""

import pytest
from tests.builders import Case, Row, asks, by_month, earns, plant, total


def entry(process: str, product: str, quantity: float) -> Row:
    """Return a row of a recipe."""
    return {"process": process, "product": product, "quantity": quantity}


def chairs() -> Case:
    """Return a joinery: wood → planks and dust → chairs, or chairs carved from wood."""
    return plant(
        "1 months",
        products=[{"product": name} for name in ("wood", "plank", "dust", "chair")],
        recipes=[
            entry("fell", "wood", 1),
            *(entry("cut", name, amount) for name, amount in (("wood", -3), ("plank", 2), ("dust", 4))),
            *(entry("join", name, amount) for name, amount in (("plank", -5), ("chair", 1))),
            *(entry("carve", name, amount) for name, amount in (("wood", -9), ("chair", 1))),
        ],
        operations=[
            {"site": "plant", "process": process, "unit_cost": cost}
            for process, cost in (("fell", 2), ("cut", 1), ("join", 6), ("carve", 3))
        ],
        demands=[*asks([7], product="chair", price=40), *asks([30], product="dust", price=0.5)],
    )


def test_levels_byproducts_and_alternatives_meet_in_one_balance() -> None:
    """Proves: requirements pass down the levels, a by-product earns, and the cheaper of two recipes is used.

    By hand: a joined chair takes 5 planks, 2.5 cuts, 7.5 wood: 15 + 2.5 + 6 = 23.50, and gives 10 dust, worth 5 while it
    sells. A carved one takes 9 wood: 18 + 3 = 21. So 30 dust make room for 3 joined chairs; the other 4 are carved.
    Wood: 3 · 7.5 + 4 · 9 = 58.5. Profit: 280 + 15 − 70.50 − 84 = 140.50.
    Sensitivity: without the by-product's sale all 7 would be carved.
    """
    plan = chairs().plan()

    made = {process: total(plan, "make", process=process) for process in ("fell", "cut", "join", "carve")}
    assert made == pytest.approx({"fell": 58.5, "cut": 7.5, "join": 3, "carve": 4})
    earns(plan, 140.5, revenue=295, operation=-154.5)


def test_yield_scales_the_outputs_and_not_the_inputs() -> None:
    """Proves: good output is quantity · yield; inputs are consumed in full.

    By hand: a run turns 3 wood into 2 parts of which 80 % are good, 1.6. For 16 parts it takes 10 runs and 30 wood.
    Money: 16 · 9 − 10 · 5 = 94; two of 32 wood are left.
    Sensitivity: yield on the inputs too would leave 8 wood; without yield 8 runs would do.
    """
    case = plant(
        "1 months",
        products=[{"product": "part"}, {"product": "wood"}],
        recipes=[entry("make", "wood", -3), entry("make", "part", 2)],
        operations=[{"site": "plant", "process": "make", "unit_cost": 5, "yield": 0.8}],
        stocks=[{"site": "plant", "product": "wood", "initial": 32}],
        demands=asks([16], price=9),
    )
    plan = case.plan()

    assert by_month(plan, "make") == pytest.approx({1: 10})
    assert total(plan, "stock", product="wood") == pytest.approx(2)
    earns(plan, 94, revenue=144, operation=-50)


def test_yield_is_that_of_the_period_in_which_the_run_starts() -> None:
    """Proves: with a cycle of two months the yield of January counts for what comes out in March.

    By hand: January yields 0.5, later 0.9; 8 runs a month at most, so January's give 4 parts, over [March, April).
    Sensitivity: the yield of the period of completion would give 7.2.
    """
    case = plant(
        "3 months",
        operations=[{"site": "plant", "process": "make", "yield": 0.5, "cycle_time": 59, "maximum": 8}],
        profiles=[
            {"table": "operations", "key": "plant/make", "column": "yield", "date": "2025-02-01", "value": 0.9},
        ],
        demands=asks([0, 0, 20], price=6),
    )
    plan = case.plan()

    assert by_month(plan, "serve") == pytest.approx({3: 4})
    earns(plan, 24, revenue=24)
