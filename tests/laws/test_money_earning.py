"""The ledger: discounted entries with labels that sum to the objective."""

import pytest
from tests.builders import Case, asks, money, plant, total

from reshore.tables import DataError


def sale(**setting: object) -> Case:
    """Return 6 parts sold in February at 20, made at 7, and 4 of 9 parts worth 5 at the end."""
    return plant(
        "2 months",
        operations=[{"site": "plant", "process": "make", "unit_cost": 7}],
        stocks=[{"site": "plant", "product": "part", "minimum": 4, "terminal_value": 5}],
        demands=asks([0, 6], price=20),
    ).over("2 months", **setting)


def test_money_is_discounted_from_the_middle_of_its_period_and_worth_at_the_end() -> None:
    """Proves: (1 + rate)^−years, with years to the middle in calendar months / 12, and to the end for what is left.

    By hand: 4 parts are made in January (0.5 months), 6 in February (1.5 months); stock at the end counts 2 months. At
    69 % a year. January: −28; February: 120 − 42; end: 4 · 5.
    Sensitivity: discounting from the start, or by days, gives other sums in the fourth digit.
    """
    plan = sale(discount_rate=0.69).plan()
    objective = -28 * 1.69 ** (-0.5 / 12) + 78 * 1.69 ** (-1.5 / 12) + 20 * 1.69 ** (-2 / 12)

    assert plan.objective == pytest.approx(objective, rel=1e-9)
    assert money(plan) == pytest.approx({"operation": -70, "revenue": 120, "terminal": 20})
    assert total(plan, "money", "discounted") == pytest.approx(plan.objective, rel=1e-9)


def test_objective_cost_leaves_out_revenue_and_nothing_else() -> None:
    """Proves: with `cost` the same plan of required demand counts costs and what is left.

    By hand: −70 + 20 = −50.
    Sensitivity: leaving out what is left would give −70; negating the objective 50.
    """
    plan = sale(objective="cost").changing("demands", required=True).plan()

    assert plan.objective == pytest.approx(-50)
    assert money(plan) == pytest.approx({"operation": -70, "terminal": 20})


def test_rows_of_the_ledger_carry_the_labels_of_their_term() -> None:
    """Proves: site, partner, name and product tell the rows of a term apart, and the unit is the currency.

    By hand: the labels of the table in the reference page on semantics.
    Sensitivity: a label row of another entity.
    """
    ledger = sale(currency="EUR").plan().table("money")
    labels = {row[0]: row[1:] for row in ledger.select("term", "site", "partner", "name", "product").iter_rows()}

    assert labels == {
        "revenue": ("plant", "", "", "part"),
        "operation": ("plant", "", "make", ""),
        "terminal": ("plant", "", "", "part"),
    }
    assert ledger["unit"].unique().to_list() == ["EUR"]


def test_a_discount_rate_is_per_year_and_no_other() -> None:
    """Proves: 1 % a month is refused, not read as 1 % a year; 69 % a year is 0.69.

    By hand: 78 earned after 1.5 months are 78 · 1.69^(−1.5/12), with nothing left at the end.
    Sensitivity: the header is dropped: 78 · 1.01^(−1.5/12) for the month, 78 · 70^(−1.5/12) for the percent.
    """
    with pytest.raises(DataError, match=r"\[1/month\] does not fit: it counts in 1/year only"):
        sale(**{"discount_rate [1/month]": 0.01}).read()
    plan = sale(**{"discount_rate [%/year]": 69}).having(stocks=[]).plan()

    assert plan.objective == pytest.approx(78 * 1.69 ** (-1.5 / 12))
