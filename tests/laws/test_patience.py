"""Patience: how long a customer still takes what was due."""

from datetime import date

import pytest
from tests.builders import asks, by_month, earns, plant


@pytest.mark.parametrize(("patience", "served"), [(0, {}), (28, {2: 12.0}), (29, {2: 12.0, 3: 12.0})])
def test_a_period_counts_if_it_begins_within_patience_after_the_due_period(
    patience: float, served: dict[int, float]
) -> None:
    """Proves: serve exists for t ≥ u with b(t) < b(u+1) + patience.

    By hand: 30 parts are due in January; the plant opens in February and makes 12 a month. 28 days after 1 February is
    1 March, and March begins no earlier; with 29 days it does. Each part earns 5 − 1 a month late, and lost ones cost 2.
    Sensitivity: ≤ in place of < would serve March at 28 days; counting from the due date would serve nothing.
    """
    case = plant(
        "4 months",
        operations=[{"site": "plant", "process": "make", "maximum": 12, "starts": date(2025, 2, 1)}],
        demands=asks([30], price=5, late_cost=1, lost_cost=2, patience=patience),
    )
    plan = case.plan()
    parts = sum(served.values())
    late = 12 * sum(month - 1 for month in served)

    assert by_month(plan, "serve") == pytest.approx(served)
    assert by_month(plan, "lost") == pytest.approx({1: 30 - parts})
    terms = {"revenue": 5 * parts, "late": -late, "lost": -2 * (30 - parts)}
    earns(plan, sum(terms.values()), **{name: value for name, value in terms.items() if value})
