"""What must hold for every model under controls and incentives, and with money in other currencies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import Case, Row
from tests.properties.cases import NETWORKS, Numbers
from tests.properties.test_properties import examples, sizes

DAYS = st.integers(-20, 100).map(lambda days: date(2025, 1, 1) + timedelta(days=days))
SPANS = st.tuples(DAYS, st.one_of(st.none(), st.integers(1, 60)))
COUNTRIES = ("A", "B", "C")
"""Of the mine, the plant and the shop."""


def window(span: tuple[date, int | None]) -> Row:
    """Return the first day and the end of a span."""
    first, days = span
    return {"starts": first, "ends": first + timedelta(days=days) if days else None}


@dataclass(frozen=True)
class Policy:
    """Random rows of controls, incentives and rates; `foreign` are the tables whose money is in euros."""

    controls: list[Row]
    incentives: list[Row]
    rates: list[Row]
    foreign: frozenset[str]

    def on(self, case: Case) -> Case:
        """Return a case under the policy; goods are worth less at the end than they cost at any rate."""
        sites = [{**row, "country": country} for row, country in zip(case.tables["sites"], COUNTRIES, strict=True)]
        products = [
            {**row, "control_class": name} for row, name in zip(case.tables["products"], ("X", "Y"), strict=True)
        ]
        made = [{**row, "cycle_time": 8} for row in case.tables["operations"]]
        case = replace(case, setting={**case.setting, "terminal_share": 0.25})
        case = case.having(sites=sites, products=products, operations=made, rates=self.rates)
        case = case.having(
            controls=[{"control": f"c{number}", **row} for number, row in enumerate(self.controls)],
            incentives=[{"incentive": f"i{number}", **row} for number, row in enumerate(self.incentives)],
            groups=[{"group": "all", "member": country} for country in COUNTRIES],
        )
        euros = {name: [{**row, "currency": "EUR"} for row in case.tables[name]] for name in self.foreign}
        return case.having(**euros)


CONTROLS = st.builds(
    lambda span, scope, kind: {**window(span), **scope, **kind},
    SPANS,
    st.sampled_from(
        [{"destination": "C"}, {"destination": "all", "control_class": "Y"}, {"destination": "B", "from_country": "A"}]
    ),
    st.sampled_from(
        [
            {"kind": "ban"},
            {"kind": "quota", "limit": 60},
            {"kind": "quota", "limit": 150},
            {"kind": "quota", "limit": 9},
        ]
    ),
)
FEES = st.builds(
    lambda span, rate: {**window(span), "destination": "C", "kind": "fee", "fee_rate": rate},
    SPANS,
    st.sampled_from([0.125, 0.5]),
)
INCENTIVES = st.builds(
    lambda span, kind, cap: {**window(span), **kind, "cap": cap},
    SPANS,
    st.sampled_from(
        [
            {"kind": "grant", "amount": 90, "country": "B"},
            {"kind": "investment_credit", "rate": 0.25, "country": "all", "construction_deadline": date(2025, 6, 1)},
            {"kind": "production_credit", "rate": 0.125, "per_unit": 0.5, "country": "B"},
        ]
    ),
    st.sampled_from([None, 7, 60]),
)
RATES = st.lists(
    st.tuples(DAYS, st.sampled_from([0.875, 1.0, 1.125])), min_size=1, max_size=4, unique_by=lambda row: row[0]
)
POLICIES = st.builds(
    Policy,
    st.lists(st.one_of(CONTROLS, FEES), max_size=3),
    st.lists(INCENTIVES, max_size=3),
    RATES.map(lambda rows: [{"currency": "EUR", "date": day, "value": value} for day, value in rows]),
    st.sets(st.sampled_from(["products", "operations", "resources", "lanes", "demands", "expansions"])).map(frozenset),
)


@sizes
def test_the_verification_agrees_with_the_model(share: float) -> None:
    """Proves: laws and money of controls, incentives and currencies are the same when they are written a second time.

    By hand: two programs of the same agreement. Sensitivity: a day more or less in either, a rate of another day.
    """

    @examples(share, of=20)
    @given(numbers=NETWORKS, policy=POLICIES)
    def proved(numbers: Numbers, policy: Policy) -> None:
        plan = policy.on(numbers.case()).plan()

        assert plan.status == "optimal"
        assert plan.residual is not None
        assert plan.residual < 1e-6

    proved()


@sizes
def test_controls_never_help_and_incentives_never_hurt(share: float) -> None:
    """Proves: a plan under controls is one without them, and a plan without incentives is one with them.

    By hand: the sign of a limit and of income. Sensitivity: a quota that adds supply, a claim that has to be made.
    """

    @examples(share, of=10)
    @given(numbers=NETWORKS, policy=POLICIES)
    def proved(numbers: Numbers, policy: Policy) -> None:
        case = policy.on(numbers.case())
        objective = case.plan().objective
        slack = 1e-6 * max(1.0, abs(objective))

        assert case.having(controls=[]).plan().objective >= objective - slack
        assert case.having(incentives=[]).plan().objective <= objective + slack

    proved()


def test_rates_are_the_same_as_converted_money() -> None:
    """Proves: with a rate that never changes, money in euros is the same plan as in dollars at that rate.

    By hand: 0.5 dollars for a euro: twice as many euros. Sensitivity: a column of money that is not converted, or twice.
    """
    numbers = Numbers((20.0, 9.0, 30.0), 20.0, 2.0, 3.0, 1.0, 12.0, 50.0, 10.0, 2.0, 0.875, 30.0, 40.0, 0.125)
    rates = [{"currency": "EUR", "date": date(2025, 2, 3), "value": 0.5}]
    own = Policy([], [], rates, frozenset())
    euros = Policy([], [], rates, frozenset(["products", "operations", "resources", "lanes", "demands", "expansions"]))

    dollars = own.on(numbers.case()).plan()
    converted = euros.on(numbers.times(money=2.0).case()).plan()

    assert converted.objective == pytest.approx(dollars.objective, rel=1e-9)
