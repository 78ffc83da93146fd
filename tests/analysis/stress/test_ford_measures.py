"""The measures of the Ford study on a chain of two suppliers, worked by hand.

Simchi-Levi, Schmidt, Wei, Zhang, Combs, Ge, Gusikhin, Sanders and Zhang, "Identifying Risks and Mitigating Disruptions in the
Automotive Supply Chain", Interfaces 45(5), 2015, pages 375-390 (and "From Superstorms to Factory Fires", Harvard Business Review,
January 2014): time to recover (TTR) of each node; performance impact (PI) of losing it for its TTR; the risk exposure index
(REI), PI as a share of the largest; time to survive (TTS), the longest outage without a loss; nodes with TTS < TTR are exposed.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import SETTING, Case, asks

from reshore.analysis.stress import Asked, Stress
from reshore.api import stress


def chain() -> Case:
    """Return a plant that makes 20 a month of an engine (bought at 1) and a clip (at 0.1), and sells them at 5.

    The engine maker recovers in 14 days, and the plant keeps 12 engines; the clip maker recovers in 21 days, with no stock.
    Either may make one a day. Engines get a little dearer each month, so that the stock of 12, worth 2 each at the end, is kept.
    """
    return Case(
        {**SETTING, "buckets": "4 months"},
        {
            "sites": [
                {"site": "engines", "time_to_recover": 14},
                {"site": "clips", "time_to_recover": 21},
                {"site": "plant"},
            ],
            "products": [{"product": "engine"}, {"product": "clip"}, {"product": "car"}],
            "recipes": [
                {"process": "engine", "product": "engine", "quantity": 1},
                {"process": "clip", "product": "clip", "quantity": 1},
                {"process": "car", "product": "engine", "quantity": -1},
                {"process": "car", "product": "clip", "quantity": -1},
                {"process": "car", "product": "car", "quantity": 1},
            ],
            "operations": [
                {"site": "engines", "process": "engine", "unit_cost": 1, "maximum [run/day]": 1},
                {"site": "clips", "process": "clip", "unit_cost": 0.1, "maximum [run/day]": 1},
                {"site": "plant", "process": "car"},
            ],
            "profiles": [
                {"table": "operations", "key": "engines/engine", "column": "unit_cost", "date": day, "value": value}
                for day, value in ((date(2025, 2, 1), 1.01), (date(2025, 3, 1), 1.02), (date(2025, 4, 1), 1.03))
            ],
            "lanes": [
                {"origin": maker, "destination": "plant", "mode": "road", "products": part}
                for maker, part in (("engines", "engine"), ("clips", "clip"))
            ],
            "stocks": [
                {"site": "plant", "product": "engine", "initial": 12, "maximum": 12, "terminal_value": 2},
                {"site": "engines", "product": "engine", "maximum": 0},
                {"site": "clips", "product": "clip", "maximum": 0},
                {"site": "plant", "product": "clip", "maximum": 0},
                {"site": "plant", "product": "car", "maximum": 0},
            ],
            "demands": asks([20, 20, 20, 20], product="car", price=5),
        },
    )


@pytest.fixture(scope="module")
def found() -> Stress:
    """Return the stress test of the two suppliers, each out for its time to recover and for all of February."""
    asked = Asked(names=("engines", "clips"), durations=("recover", "28d"), starts=("2025-02-01",))
    return stress(chain().plan(), asked)


def test_time_to_survive_is_stock_and_spare_capacity_over_use(found: Stress) -> None:
    """Proves: TTS by hand, and which nodes are exposed.

    By hand: February has 28 days and needs 20 of each. Engines: 12 are there, 8 have to come: 20 days may be lost, more than the
    14 of recovery. Clips: 20 have to come: 8 days, fewer than 21. Sensitivity: stock over daily use alone gives 16.8 and 0.
    """
    rows = found.cases.unique("name", maintain_order=True)

    assert rows["time_to_survive"].to_list() == pytest.approx([20, 8], abs=1e-4)
    assert rows["time_to_recover"].to_list() == [14, 21]
    assert rows["covered"].to_list() == [True, False]


def test_impact_and_exposure_over_the_time_to_recover(found: Stress) -> None:
    """Proves: units and PI over TTR, and the REI.

    By hand: engines out for 14 days lose no car. Clips out for 21 days: 7 come, 13 cars are lost. Their engines (1.01 each in
    February) are not bought: 13 × (5 − 1.01 − 0.1) = 50.57. In all of February: no clip, 20 cars lost, 77.8; engines: 12 cars are
    made of the stock, 8 lost.
    """
    lost = found.units.filter(product="car")["lost"].to_list()
    profit = found.cases["profit_lost"].to_list()

    assert lost == pytest.approx([0, 8, 13, 20], abs=1e-6)
    assert profit[2:] == pytest.approx([50.57, 77.8])
    assert found.cases["exposure"].to_list()[2:] == pytest.approx([50.57 / 77.8, 1])


def test_a_clip_is_a_hidden_risk(found: Stress) -> None:
    """Proves: ranks of spend and of impact. By hand: 80 engines cost about 81, 80 clips 8; the clips cost more when they fail."""
    rows = {row["name"]: row for row in found.hidden.to_dicts()}

    assert rows["clips"]["spend"] == pytest.approx(8)
    assert rows["engines"]["spend"] == pytest.approx(20 * (1 + 1.01 + 1.02 + 1.03))
    assert {name: (row["impact_rank"], row["spend_rank"], row["hidden"]) for name, row in rows.items()} == {
        "clips": (1, 2, True),
        "engines": (2, 1, False),
    }
