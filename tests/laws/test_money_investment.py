"""Investment: spending over time, and what is left at the end."""

import pytest
from tests.builders import Case, Row, asks, by_month, earns, line, plant, project


def built(buckets: str = "3 months", **cells: object) -> Case:
    """Return a committed module that costs 620, with other cells; nothing is sold."""
    option = {**project(capex=620, status="committed"), **cells}
    return plant(buckets, **line(0), expansions=[option], demands=asks([5]))


def test_capex_is_spent_evenly_by_days_over_the_build_time() -> None:
    """Proves: without a profile capex is paid by days of [σ, σ + build time).

    By hand: 62 days from 1 January: 310, 280, 30.
    Sensitivity: two equal months would be 310, 310.
    """
    plan = built(**{"build_time [day]": 62}).plan()

    assert by_month(plan, "money", term="capex") == pytest.approx({1: -310, 2: -280, 3: -30})
    earns(plan, -620, capex=-620)


def test_a_spending_profile_pays_its_increases_at_their_ages() -> None:
    """Proves: the share paid in t is the rise of the profile at the ages since the start that fall in t.

    By hand: 10 % at once, 35 % more after one month and the other 55 % after 2.5 (16 March): 62, 217, 341.
    Sensitivity: reading the fractions as shares would pay 62, 279, 620.
    """
    steps: list[Row] = [
        {"ramp": "bills", "age": age, "fraction": share} for age, share in ((0, 0.1), (1, 0.45), (2.5, 1))
    ]
    plan = built(build_time=2, spend_profile="bills").having(ramps=steps).plan()

    assert by_month(plan, "money", term="capex") == pytest.approx({1: -62, 2: -217, 3: -341})


def test_the_unused_share_of_life_is_worth_its_share_of_what_was_spent() -> None:
    """Proves: residual = spent · (1 − age/life) at the end, on what was paid within the horizon.

    By hand: 4 months to build, of which 3 within the horizon: 90 of 120 days: 465 are spent and the module is not yet
    complete: 465. With a build time of one month and a life of 8, 2 months are gone: 620 · 0.75 = 465 as well, on 620.
    Sensitivity: age from the start would leave 5/8; crediting the whole capex 620 in the first case.
    """
    early = built(build_time=4, **{"life [month]": 8}).plan()
    late = built(build_time=1, **{"life [month]": 8}).plan()

    earns(early, 0, capex=-465, residual=465)
    earns(late, -155, capex=-620, residual=465)


def test_the_price_is_that_of_the_period_of_the_start_for_all_that_is_paid() -> None:
    """Proves: capex follows its profile by the start: later changes do not matter to what was started.

    By hand: 620 until 14 February and 1 180 from 15 February. An option is worth 30 parts a month at 31 = 930 in March
    alone; it is built in January, complete in March: 620 paid over 59 days, 620 · 31/59 + 620 · 28/59.
    Sensitivity: the price of the period of payment would charge February's share at 900.
    """
    case = plant(
        **line(0),
        expansions=[project(module=30, capex=620, build_time=2, max_modules=1)],
        profiles=[
            {"table": "expansions", "key": "grow", "column": "capex", "date": "2025-02-15", "value": 1180},
        ],
        demands=asks([0, 0, 99], price=31),
    )
    plan = case.plan()

    assert by_month(plan, "money", term="capex") == pytest.approx({1: -620 * 31 / 59, 2: -620 * 28 / 59})
    earns(plan, 310, revenue=930, capex=-620)


def test_a_start_in_a_period_that_the_price_change_cuts_pays_the_mean() -> None:
    """Proves: a module started in February costs the mean of 620 and 1 180 over 14 days each: 900.

    By hand: 30 parts in February and in March at 31: 1 860 − 900 = 960 (the window allows February alone).
    Sensitivity: the price of the first day would leave 1 240.
    """
    case = plant(
        **line(0),
        expansions=[project(module=30, capex=620, max_modules=1, earliest="2025-02-01", latest="2025-02-02")],
        profiles=[
            {"table": "expansions", "key": "grow", "column": "capex", "date": "2025-02-15", "value": 1180},
        ],
        demands=asks([0, 99, 99], price=31),
    )

    earns(case.plan(), 960, revenue=1860, capex=-900)


@pytest.mark.parametrize("last", [12, 13])
def test_bills_that_are_open_at_the_end_are_charged_there(last: int) -> None:
    """Proves: residual = what of capex is not sunk · share of life left − what of it is still unpaid.

    By hand: 1 200 for a life of 10 years, complete after 2 months of 12: 10/120 of life is gone. A profile pays 300 at
    once and 900 at the end of the horizon or a month after: 1 200 · 110/120 − 900 = 200. In all −100, the life used up.
    Sensitivity: crediting what was paid alone gives 275 and leaves −25.
    """
    steps: list[Row] = [{"ramp": "bills", "age": 0, "fraction": 0.25}, {"ramp": "bills", "age": last, "fraction": 1}]
    plan = built("12 months", capex=1200, life=10, build_time=2, spend_profile="bills").having(ramps=steps).plan()

    earns(plan, -100, capex=-300, residual=200)


def test_open_bills_make_the_residual_negative() -> None:
    """Proves: open bills count where life is empty too, and what was paid before the horizon is sunk.

    By hand: started on 1 December 2024, a profile pays 124 then, 186 on 1 January and 310 on 1 April, after three months.
    Without a life: capex −186, residual −310. With a life of 5 months from 1 January, 3 are gone: 496 · 2/5 − 310 =
    −111.60. With one of 2 months nothing is left: −310.
    Sensitivity: crediting the sunk 124 too gives −62 instead of −111.60; never charging the 310 gives 74.40.
    """
    steps: list[Row] = [{"ramp": "bills", "age": age, "fraction": share} for age, share in ((0, 0.2), (1, 0.5), (4, 1))]
    case = built(earliest="2024-12-01", build_time=1, spend_profile="bills").having(ramps=steps)

    earns(case.plan(), -496, capex=-186, residual=-310)
    earns(case.changing("expansions", **{"life [month]": 5}).plan(), -297.6, capex=-186, residual=-111.6)
    earns(case.changing("expansions", **{"life [month]": 2}).plan(), -496, capex=-186, residual=-310)
