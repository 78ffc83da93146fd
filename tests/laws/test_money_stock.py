"""What stock costs, and what it is worth at the end."""

import pytest
from tests.builders import asks, by_month, depot, earns, plant


def test_holding_is_paid_for_the_stock_at_the_end_of_each_period() -> None:
    """Proves: (holding_cost + holding_rate · value) · length · stock at the end.

    By hand: 0.50 a month and 24 % a year of 100, 2 a month: 2.50. 9 of 15 parts wait for February, 4 for March:
    22.50 + 10. Sold at 6: 90 − 32.50 = 57.50.
    Sensitivity: mean stock or stock at the start would pay 15, 9, 4 in some way.
    """
    case = depot(
        "3 months",
        products=[{"product": "part", "value": 100, "holding_rate": 0.24}],
        stocks=[{"site": "shop", "product": "part", "initial": 15, "holding_cost": 0.5}],
        demands=asks([6, 5, 4], market="shop", price=6),
    )
    plan = case.plan()

    assert by_month(plan, "money", term="holding") == pytest.approx({1: -22.5, 2: -10})
    earns(plan, 57.5, revenue=90, holding=-32.5)


def test_a_daily_holding_cost_counts_the_days_of_the_period() -> None:
    """Proves: holding_cost in its own unit of time over unequal periods.

    By hand: 0.10 a day: 3.10 for January. 7 parts wait for February at 8: 56 − 21.70 = 34.30.
    Sensitivity: 30 days a month would cost 21.
    """
    case = depot(
        stocks=[{"site": "shop", "product": "part", "initial": 7, "holding_cost [USD/unit/day]": 0.1}],
        demands=asks([0, 7], market="shop", price=8),
    )

    earns(case.plan(), 34.3, revenue=56, holding=-21.7)


def test_what_is_on_hand_or_under_way_at_the_end_is_worth_its_terminal_value() -> None:
    """Proves: stock, shipments, runs and goods under way at the start that arrive after the end all count.

    By hand, over January alone (31 days): the shop has 4 on hand and 62 on their way over 62 days, 31 of them after the
    end: 35 + 31 on hand at the end less none sold. The depot sends 31 with 10 days of transit: 21 arrive, 10 are under way.
    The plant's 31 runs take 3.1 days: 3.1 are under way. All worth 5, there 7: (4 + 62 + 31) · 5 + 31 · 7 = 702.
    Costs: freight 31 · 2, runs 31 · 3: 702 − 155 = 547.
    Sensitivity: leaving out any pipeline gives less by 155, 50 or 21.70.
    """
    case = depot(
        "1 months",
        sites=[{"site": name} for name in ("depot", "shop", "plant")],
        products=[{"product": "part"}, {"product": "tool"}],
        recipes=[{"process": "make", "product": "tool", "quantity": 1}],
        operations=[
            {"site": "plant", "process": "make", "unit_cost": 3, "maximum": 31, "cycle_time": 3.1},
        ],
        stocks=[
            {
                "site": "shop",
                "product": "part",
                "initial": 4,
                "in_transit": 62,
                "in_transit_time": 62,
                "terminal_value": 5,
            },
            {"site": "depot", "product": "part", "initial": 31},
            {"site": "plant", "product": "tool", "terminal_value": 7},
        ],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road", "transit_time": 10, "cost_per_unit": 2}],
        demands=asks([1], market="shop"),
    )
    plan = case.plan()

    assert by_month(plan, "stock", site="shop") == pytest.approx({1: 4 + 31 + 21})
    earns(plan, 547, terminal=702, transport=-62, operation=-93)


def test_the_models_share_of_value_stands_in_for_a_terminal_value() -> None:
    """Proves: an empty terminal_value is terminal_share · value in the last period; a given one, even 0, is kept.

    By hand: value 40, 60 from February: 0.25 · 60 = 15 a part. 6 parts at the depot: 90; 8 at the shop at 0.
    Sensitivity: the first period's value would give 60; reading 0 as empty 210.
    """
    case = depot(
        products=[{"product": "part", "value": 40}],
        stocks=[
            {"site": "depot", "product": "part", "initial": 6},
            {"site": "shop", "product": "part", "initial": 8, "terminal_value": 0},
        ],
        profiles=[{"table": "products", "key": "part", "column": "value", "date": "2025-02-01", "value": 60}],
        demands=asks([3], market="shop"),
    ).over("2 months", terminal_share=0.25)

    earns(case.plan(), 90, terminal=90)


def test_a_products_terminal_value_holds_wherever_stocks_do_not_say() -> None:
    """Proves: stocks.terminal_value comes before products.terminal_value, and that before terminal_share · value.

    By hand: 6 parts at the depot at 17, 8 at the shop at 5, 4 tools (no terminal value) at 0.25 · 60: 102 + 40 + 60.
    Sensitivity: taking the share of the value for parts would give 0.25 · 40 = 10 a part.
    """
    case = depot(
        products=[{"product": "part", "value": 40, "terminal_value": 17}, {"product": "tool", "value": 60}],
        stocks=[
            {"site": "depot", "product": "part", "initial": 6},
            {"site": "shop", "product": "part", "initial": 8, "terminal_value": 5},
            {"site": "depot", "product": "tool", "initial": 4},
        ],
        demands=asks([3], market="shop"),
    ).over("2 months", terminal_share=0.25)

    earns(case.plan(), 202, terminal=202)


def test_scrap_is_paid_by_the_unit() -> None:
    """Proves: scrap_cost · scrap, at the price of its period.

    By hand: room for 2 of 9 parts from January on: 7 scrapped at 3, and 2 sold at 10 in February: 20 − 21.
    Sensitivity: paying on stock, or twice.
    """
    case = plant(
        "2 months",
        products=[{"product": "part", "scrap_cost": 3}],
        operations=[],
        recipes=[],
        stocks=[{"site": "plant", "product": "part", "initial": 9, "maximum": 2}],
        profiles=[{"table": "products", "key": "part", "column": "scrap_cost", "date": "2025-02-01", "value": 8}],
        demands=asks([0, 2], price=10),
    )

    earns(case.plan(), -1, revenue=20, scrap=-21)
