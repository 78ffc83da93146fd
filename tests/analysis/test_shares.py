"""Targets that are shares: the most of them where the whole can be nothing, or grow without limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.builders import Case, asks, depot, plant

from reshore.analysis.matters import matters
from reshore.analysis.targets import targets

APRIL = date(2025, 4, 1)


def mixed(goal: float, most: float | None = None, of: str = "product = part | x") -> Case:
    """Return a plant that makes parts of x, one of each, both as many as `most`, without limit where that is None."""
    operations = [{"site": "plant", "process": f"make {product}", "unit_cost": 1} for product in ("x", "part")]
    return plant(
        "1 months",
        products=[{"product": product, "unit": "piece"} for product in ("part", "x")],
        recipes=[
            {"process": "make x", "product": "x", "quantity": 1},
            {"process": "make part", "product": "x", "quantity": -1},
            {"process": "make part", "product": "part", "quantity": 1},
        ],
        operations=operations if most is None else [{**one, "maximum": most} for one in operations],
        demands=[*asks([10], price=9), *asks([10], product="x", price=9)],
        targets=[
            {
                "target": "claim",
                "measure": "made",
                "filters": "product = part",
                "by": date(2025, 2, 1),
                "at_least": goal,
                "share_of": of,
            }
        ],
    )


def home(goal: float, cost: float = 3, demand: float = 10) -> Case:
    """Return parts for the United States that are made there at a cost, or in Taiwan for 1; at most 100 a month in each."""
    makes = [{"site": "us", "process": "make", "unit_cost": cost}, {"site": "tw", "process": "make", "unit_cost": 1}]
    return depot(
        "3 months",
        sites=[{"site": "us", "country": "United States"}, {"site": "tw", "country": "Taiwan"}],
        recipes=[{"process": "make", "product": "part", "quantity": 1}],
        operations=[{**one, "maximum": 100} for one in makes],
        lanes=[{"origin": "tw", "destination": "us", "mode": "sea"}],
        demands=asks([demand] * 3, market="us", price=5),
        targets=[
            {
                "target": "claim",
                "measure": "made",
                "filters": "country = United States",
                "by": APRIL,
                "at_least": goal,
                "share_of": "all",
            }
        ],
    )


def answer(case: Case) -> Mapping[str, Any]:
    """Return the answer to the target of a case."""
    return targets(case.plan()).targets.row(0, named=True)


@pytest.mark.parametrize("most", [None, 1000])
def test_a_share_of_what_grows_without_limit(most: float | None) -> None:
    """Proves: a share has a most though all of it can grow. By hand: a part takes an x, so at most half are parts; the plan has
    10 of 30. Sensitivity: a share without limit, so that 90 % could be reached.
    """
    found = answer(mixed(0.9, most))

    assert (found["reachable"], found["earliest"]) == (False, None)
    assert found["most"] == pytest.approx(0.5)
    assert found["planned"] == pytest.approx(1 / 3)


def test_a_share_without_limit() -> None:
    """Proves: what is set against something that can be nothing has no limit. By hand: parts for each screw, and no screw is
    made. Sensitivity: a number that only says how little counts as nothing.
    """
    more = mixed(5.0, 1000, of="product = screw").adding(
        products=[{"product": "screw", "unit": "piece"}],
        recipes=[{"process": "make screw", "product": "screw", "quantity": 1}],
        operations=[{"site": "plant", "process": "make screw", "unit_cost": 1, "maximum": 7}],
        demands=asks([5], product="screw", price=9),
    )
    found = targets(more.changing("targets", at_least=0.9).plan()).targets.row(0, named=True)

    assert found["reachable"]
    assert found["most"] is None


@pytest.mark.parametrize(("goal", "cost"), [(1.0, 3), (0.5, 3), (1.0, 30)])
def test_a_whole_share(goal: float, cost: float) -> None:
    """Proves: all of something can be reached, by the first month, and not by making nothing.

    By hand: all 30 parts of the plan come from Taiwan. Made at home for 3 in place of 1 they earn 60 less, half of them 30 less;
    for 30 none is sold, and 120 are lost, and a little for what must be made all the same. Sensitivity: nothing at all as the
    plan that has most of a share, which has no month.
    """
    found = answer(home(goal, cost))

    assert (found["planned"], found["reachable"]) == (0, True)
    assert found["most"] == pytest.approx(1)
    assert found["earliest"] == date(2025, 2, 1)
    assert found["profit_cost"] == pytest.approx(120 if cost == 30 else 60 * goal, rel=1e-3)
    assert found["whole"] > 10
    assert found["planned_whole"] == pytest.approx(30)


def test_a_share_of_the_last_period() -> None:
    """Proves: a share with `per` is one of the period before its date, can be reached in an earlier one, and is kept as a share.

    By hand: 40 % of the 10 parts of March made at home for 3 in place of 1: 8 less of 120, as Taiwan can make no more than 10
    in any month. Sensitivity: 40 % of three months; the share times the length of a month; one of January to March.
    """
    case = home(0.4).changing("targets", per="month").changing("operations", 1, maximum=10)
    ordered = case.over("3 months", objective="target:claim; profit", goal_tolerance=0).plan()

    assert answer(case)["earliest"] == date(2025, 2, 1)
    assert ordered.objective == pytest.approx(112, rel=1e-6)
    assert ordered.inputs.frame("rules")["value"].to_list() == [pytest.approx(0.4)]


def test_what_matters_for_a_share() -> None:
    """Proves: derivatives of the largest share, also where nothing but the recipe limits it, and where it is all.

    By hand: parts that take q x each are at most 1 / (1 + q) of both: at q = 1 one more of the recipe's -1 gives 1/4. Of all
    made at home nothing matters. Sensitivity: top in place of the share; 0 / 0.
    """
    recipe = matters(mixed(0.9).plan(), "claim").numbers.filter(table="recipes", key="make part/x")
    whole = matters(home(1.0).plan(), "claim").numbers.drop_nulls("derivative")

    assert recipe["derivative"].item() == pytest.approx(0.25)
    assert whole.height > 0
    assert np.isfinite(whole["derivative"].to_numpy()).all()


def test_there_is_nothing_to_have_a_share_of() -> None:
    """Proves: where none of the whole can be made, the share is 0 and cannot be reached. By hand: at most 0 at both sites.
    Sensitivity: 0 / 0 as 100 %, or a plan that is no plan.
    """
    found = answer(home(0.5).changing("operations", maximum=0.0))

    assert (found["most"], found["reachable"], found["earliest"]) == (0, False, None)
