"""Demand: served or lost, due evenly over its spread."""

from datetime import date
from pathlib import Path

import pytest
from tests.builders import Row, asks, by_month, earns, line, plant

from reshore.pipeline import Request, plan_tables
from reshore.tables import read_model


def test_spread_demand_falls_due_by_days_and_its_pieces_are_lost_alone() -> None:
    """Proves: 90 parts due over 45 days from 16 January are 2 a day: 32, 56, 2.

    By hand: 40 runs a month at most: January makes 8 ahead, February serves 48 of 56 and loses 8 at 2 each.
    Money: 82 · 3 − 16 − 82 · 0.50 = 189.
    Sensitivity: spreading by months would give 31.6, 56.4, 2; pooling the pieces would lose none.
    """
    case = plant(
        operations=[{"site": "plant", "process": "make", "unit_cost": 0.5, "maximum": 40}],
        demands=[
            {
                "market": "plant",
                "product": "part",
                "date": date(2025, 1, 16),
                "quantity": 90,
                "spread [day]": 45,
                "price": 3,
                "lost_cost": 2,
            }
        ],
    )
    plan = case.plan()

    assert by_month(plan, "serve") == pytest.approx({1: 32, 2: 48, 3: 2})
    assert by_month(plan, "lost") == pytest.approx({2: 8})
    assert plan.table("serve")["due"].to_list() == [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]
    earns(plan, 189, revenue=246, lost=-16, operation=-41)


def test_what_falls_due_after_the_horizon_is_no_part_of_the_plan() -> None:
    """Proves: of 60 parts due over 1.5 months from 1 February only the month within the horizon counts.

    By hand: 1.5 months from 1 February end at noon of 16 March: 28 of 43.5 days are February, 38.62 parts at 4.
    Sensitivity: pulling the rest into the last period would serve 60.
    """
    case = plant("2 months", demands=[{**asks([0, 60], price=4)[0], "spread": 1.5}])
    plan = case.plan()

    assert by_month(plan, "serve") == pytest.approx({2: 60 * 28 / 43.5})
    earns(plan, 240 * 28 / 43.5, revenue=240 * 28 / 43.5)


@pytest.mark.parametrize(("required", "profit"), [(True, -39.0), (False, -6.5)])
def test_required_demand_is_served_even_at_a_loss(required: bool, profit: float) -> None:
    """Proves: `required` forbids losing; else the cheaper of serving and losing is taken.

    By hand: serving costs 4 and earns 1, losing costs 0.50: 13 · −3 = −39, against 13 · −0.50 = −6.50.
    Sensitivity: a penalty in place of a law would lose the demand.
    """
    operations = [{"site": "plant", "process": "make", "unit_cost": 4}]
    demands = asks([13], price=1, lost_cost=0.5, required=required)
    plan = plant("1 months", operations=operations, demands=demands).plan()

    assert by_month(plan, "serve" if required else "lost") == pytest.approx({1: 13})
    assert plan.objective == pytest.approx(profit)


@pytest.mark.parametrize("substitutes", [[], [{"product": "part", "by": "other", "ratio": 2}]])
def test_a_plan_without_a_due_piece_serves_nothing(substitutes: list[Row], tmp_path: Path) -> None:
    """Proves: what falls due after the horizon is no piece; the checks refuse a demand with nothing else.

    By hand: two months of a fixed cost of 7 each are all that is left: −14.
    Sensitivity: a plan that needs a piece to be made.
    """
    case = plant(
        "2 months",
        products=[{"product": "part"}, {"product": "other"}],
        **line(5, fixed_cost=7),
        substitutes=substitutes,
        demands=[{"market": "plant", "product": "part", "date": date(2026, 5, 1), "quantity": 80, "price": 4}],
    )
    reading = read_model(case.write(tmp_path))
    assert reading.tables is not None
    plan = plan_tables(reading.tables, Request())

    assert [finding.code for finding in reading.errors] == ["E324"]
    assert plan.table("serve").is_empty()
    earns(plan, -14, fixed=-14)
