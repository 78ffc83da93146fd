"""Floor area: modules need floor to stand on."""

from datetime import date

import pytest
from tests.builders import asks, by_month, earns, line, plant, project, total


def test_projects_share_the_floor_that_grows() -> None:
    """Proves: Σ floor_area · modules started so far ≤ the site's floor area of the period.

    By hand: 50 m² in January, 100 from February. Module A takes 30 and gives 9, B takes 20 and gives 5. January holds
    one of each (14); February two of each (28; three A would give 27). Sold at 10, a module costs 1: 420 − 4 = 416.
    Sensitivity: forgetting those that already stand would build 5 modules more; a limit per project two A in January.
    """
    case = plant(
        "2 months",
        sites=[{"site": "plant", "floor_area": 50}],
        **line(0),
        expansions=[
            {**project(module=9, capex=1, floor_area=30, whole_modules=True), "expansion": "A"},
            {**project(module=5, capex=1, floor_area=20, whole_modules=True), "expansion": "B"},
        ],
        profiles=[{"table": "sites", "key": "plant", "column": "floor_area", "date": date(2025, 2, 1), "value": 100}],
        demands=asks([100, 100], price=10),
    )
    plan = case.plan()

    assert by_month(plan, "capacity", "added") == pytest.approx({1: 14, 2: 28})
    assert (total(plan, "build", expansion="A"), total(plan, "build", expansion="B")) == (2, 2)
    earns(plan, 416, revenue=420, capex=-4)


def test_a_module_that_retires_leaves_its_floor() -> None:
    """Proves: a module takes its floor in every period in which it stands, and gives it back when it retires.

    By hand: a module of 30 m² and 9 a month, life 2 months, on 50 m²: one fits at a time, complete at once. Started in
    January it retires on 1 March, when the next starts: 9 in each of four months at 10, less two at 7: 346.
    Sensitivity: a floor that is kept allows one module: 180 − 7.
    """
    case = plant(
        "4 months",
        sites=[{"site": "plant", "floor_area": 50}],
        **line(0),
        expansions=[project(module=9, capex=7, floor_area=30, whole_modules=True, **{"life [month]": 2})],
        demands=asks([100, 100, 100, 100], price=10),
    )
    plan = case.plan()

    assert by_month(plan, "build") == pytest.approx({1: 1, 3: 1})
    earns(plan, 346, revenue=360, capex=-14)
