"""What moving goods costs."""

import pytest
from tests.builders import asks, by_month, depot, earns


def test_freight_by_unit_and_mass_and_the_holding_of_goods_under_way() -> None:
    """Proves: (cost_per_unit + cost_per_mass · mass) · ship, and holding_rate · value · transit time, at departure.

    By hand: 1.50 + 0.25 · 6 = 3 a unit. 36.525 % a year of 200 for 10 days of 365.25 are 2 a unit. 31 parts leave in
    January (the lane closes then), 21 of them arrive in January: 93 and 62. On hand nothing stays: what is wanted is sold.
    The depot holds nothing at the end of January. 31 · 40 − 155 = 1 085.
    Sensitivity: a year of 365 or 360 days; the mass of a run; costs on arrival would fall in February too.
    """
    case = depot(
        products=[{"product": "part", "mass": 6, "value": 200, "holding_rate": 0.36525}],
        stocks=[{"site": "depot", "product": "part", "initial": 31}],
        lanes=[
            {
                "origin": "depot",
                "destination": "shop",
                "mode": "rail",
                "transit_time": 10,
                "cost_per_unit": 1.5,
                "cost_per_mass": 0.25,
                "ends": "2025-02-01",
            }
        ],
        demands=asks([21, 10], market="shop", price=40),
    )
    plan = case.plan()

    assert by_month(plan, "money", term="transport") == pytest.approx({1: -93})
    assert by_month(plan, "money", term="pipeline") == pytest.approx({1: -62})
    earns(plan, 1085, revenue=1240, transport=-93, pipeline=-62)


def test_a_transit_time_in_months_counts_twelve_a_year() -> None:
    """Proves: two months under way cost 2/12 of the yearly rate.

    By hand: 30 % of 80 for two months are 4 a unit; 5 parts sold at 9 in March: 45 − 20 = 25.
    Sensitivity: days over 365.25 would cost 59/365.25 of it.
    """
    lane = {"origin": "depot", "destination": "shop", "mode": "sea", "transit_time [month]": 2, "ends": "2025-02-01"}
    case = depot(
        "3 months",
        products=[{"product": "part", "value": 80, "holding_rate": 0.3}],
        stocks=[{"site": "depot", "product": "part", "initial": 5}],
        lanes=[lane],
        demands=asks([0, 0, 5], market="shop", price=9),
    )

    earns(case.plan(), 25, revenue=45, pipeline=-20)
