"""Rules on every measure, in every window, are recomputed from the tables of the plan."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import Row
from tests.units.everything import everything

from reshore.pipeline.plan import verify
from reshore.schema.measures import measures

FILTERS = {
    "capacity": "resource = line",
    "used": "resource = line; process = make | renew",
    "shipped": "mode = air | road; destination = town",
    "cost": "term = operation | transport; site = mine | plant",
    "emissions": "site = mine | plant",
    "value_added": "site = plant; product = ore | part",
    "built": "expansion = B | C",
}


def rules() -> list[Row]:
    """Return a rule on each measure in each kind of window, that costs next to nothing to miss."""
    span: Row = {"starts": date(2025, 1, 9), "ends": date(2025, 7, 20)}
    return [
        {
            "rule": f"{measure} {window}",
            "measure": measure,
            "filters": FILTERS.get(measure, ""),
            "sense": "equal",
            "value": 7,
            "window": window,
            "penalty": 1e-6,
            **(span if window != "each year" else {}),
        }
        for measure in measures()
        for window in ("each period", "each year", "total")
    ]


def test_every_measure_is_recomputed_in_every_window() -> None:
    """Proves: with all rules missed a little, what each measure has, less what it is missed by, is 7 in each window, recomputed.

    By hand: 45 rules; the plan is verified, and is wrong where any slack were another by a thousandth.
    Sensitivity: a measure that the verification counts in another way than the model, or not at all.
    """
    plan = everything().having(rules=rules(), bases=[]).plan()
    slack = plan.table("slack")

    assert {name.rsplit(" ", 1)[0].removesuffix(" each") for name in slack["rule"]} == set(measures())
    assert plan.residual == pytest.approx(0, abs=1e-6)
    assert verify(plan).ok
