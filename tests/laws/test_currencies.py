"""Money in other currencies, at dated rates."""

import pytest
from tests.builders import Row, asks, by_month, depot, earns, line, plant, project

EURO: list[Row] = [
    {"currency": "EUR", "date": "2025-01-01", "value": 1.1},
    {"currency": "EUR", "date": "2025-02-15", "value": 1.3},
]


def test_a_rate_and_a_profile_that_change_within_a_period_count_day_by_day() -> None:
    """Proves: a profiled price is the average over days of value times rate.

    By hand: 10 euros until 20 January, 20 from 21 January on; a euro is 1.1 until 10 January and 1.2 from 11 January on: 10
    days at 11, 10 at 12, 11 at 24: 494/31 for a run in January, which is sold for 20.
    Sensitivity: the average price at the average rate would be 13.548 · 1.168 = 15.82 instead of 15.94.
    """
    case = plant(
        "1 months",
        operations=[{"site": "plant", "process": "make", "unit_cost": 10, "currency": "EUR"}],
        profiles=[
            {"table": "operations", "key": "plant/make", "column": "unit_cost", "date": "2025-01-21", "value": 20}
        ],
        rates=[
            {"currency": "EUR", "date": "2024-06-01", "value": 1.1},
            {"currency": "EUR", "date": "2025-01-11", "value": 1.2},
        ],
        demands=asks([1], price=20),
    )

    earns(case.plan(), 20 - 494 / 31, revenue=20, operation=-494 / 31)


def test_a_rate_per_time_counts_each_day_at_its_rate_of_exchange() -> None:
    """Proves: a fixed cost in another currency is the integral of cost times rate.

    By hand: 62 euros a month: in February 14 days at 1.1 and 14 at 1.3: 62 · 1.2; in January 62 · 1.1. Of a second currency,
    which has one rate from 2026 on, that rate holds before too: 0.5.
    Sensitivity: the rate of the first day would be 68.20 in both.
    """
    machines = [
        {"site": "plant", "resource": name, "fixed_cost": 62, "currency": currency}
        for name, currency in (("line", "EUR"), ("press", "TWD"), ("saw", "USD"))
    ]
    rates = [*EURO, {"currency": "TWD", "date": "2026-01-01", "value": 0.5}]
    plan = plant("2 months", resources=machines, rates=rates, demands=asks([1])).plan()

    assert by_month(plan, "money", term="fixed", name="line") == pytest.approx({1: -68.2, 2: -74.4})
    assert by_month(plan, "money", term="fixed", name="press") == pytest.approx({1: -31, 2: -31})
    assert by_month(plan, "money", term="fixed", name="saw") == pytest.approx({1: -62, 2: -62})


def test_capex_is_at_the_rate_of_the_period_in_which_it_is_priced() -> None:
    """Proves: capex in another currency is priced in the period of the start, whenever it is paid.

    By hand: 100 euros in February are 120 on average; half is paid at once and half a month later. The credit of 10 % is of
    the same 120. With a life of 4 months from the start, of which two are used up, half of it is left.
    Sensitivity: the rate of the payment would pay 65 in March.
    """
    case = plant(
        **line(0),
        expansions=[
            project(
                capex=100,
                currency="EUR",
                status="committed",
                earliest="2025-02-01",
                spend_profile="bills",
                **{"life [month]": 4},
            )
        ],
        ramps=[{"ramp": "bills", "age": age, "fraction": share} for age, share in ((0, 0.5), (1, 1))],
        incentives=[{"incentive": "itc", "starts": "2025-01-01", "kind": "investment_credit", "rate": 0.1}],
        rates=EURO,
        demands=asks([5]),
    )
    plan = case.plan()

    assert by_month(plan, "money", term="capex") == pytest.approx({2: -60, 3: -60})
    earns(plan, -48, capex=-120, incentive=12, residual=60)


def test_money_of_a_demand_is_at_the_rate_of_the_period_of_service() -> None:
    """Proves: price and cost of lateness count at the average rate of the period of serving, what is lost at that of the due one.

    By hand: 9 are due in January, none can be made before March, and customers wait a month: the 4 of February are served in
    March, at 50 euros less 2 for a month, of 1.3 dollars: 249.60; January's 9 are lost at 3 euros of 1.1 dollars: 29.70.
    Sensitivity: the rate of the due period would earn 4 · 48 · 1.2.
    """
    cells: Row = {"price": 50, "late_cost": 2, "lost_cost": 3, "patience": 5, "currency": "EUR"}
    case = plant(
        "3 months",
        operations=[{"site": "plant", "process": "make", "starts": "2025-03-01"}],
        rates=EURO,
        demands=asks([9, 4], **cells),
    )

    earns(case.plan(), 249.6 - 29.7, revenue=260, late=-10.4, lost=-29.7)


def test_values_of_goods_are_at_the_rates_of_their_time() -> None:
    """Proves: holding and transport count rates over time, worth at the end the rate of the last day.

    By hand: 10 parts, worth 8 euros at the end, are moved in February on a lane that opens on 15 February, for 2 euros of
    1.3 each: 26; worth 8 · 1.3 · 10 there, where they are worth more: 104.
    Sensitivity: the average of February, 1.2, would give 24 and 96.
    """
    case = depot(
        products=[{"product": "part", "terminal_value": 4, "currency": "EUR"}],
        stocks=[
            {"site": "depot", "product": "part", "initial": 10},
            {"site": "shop", "product": "part", "terminal_value": 8, "currency": "EUR"},
        ],
        lanes=[
            {
                "origin": "depot",
                "destination": "shop",
                "mode": "air",
                "starts": "2025-02-15",
                "cost_per_unit": 2,
                "currency": "EUR",
            }
        ],
        rates=EURO,
        demands=asks([0, 1], market="shop", price=0),
    )

    earns(case.plan(), 78, transport=-26, terminal=104)


def test_a_header_may_count_in_another_currency() -> None:
    """Proves: thousands of euros in a header are euros of rows in euros, in profiles too.

    By hand: 0.01 thousand euros are 11 dollars. Sensitivity: a header that is taken for dollars gives 10, or 12.10 at twice
    the rate.
    """
    case = plant(
        "1 months",
        operations=[{"site": "plant", "process": "make", "unit_cost [kEUR/run]": 0.01, "currency": "EUR"}],
        rates=EURO,
        demands=asks([1], price=20),
    )

    earns(case.plan(), 9, revenue=20, operation=-11)
