"""Small plants to take out, and the response to an event the long way round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from tests.analysis.varied import optimum_elsewhere
from tests.builders import Case, asks, plant

from reshore import Plan
from reshore.analysis.stress import Asked, Stress
from reshore.analysis.stress.disturbed import Standing, disturbed
from reshore.analysis.stress.reduced import decided
from reshore.api import stress
from reshore.model import build_program
from reshore.network.events import Event

FEBRUARY = "2025-02-01"


def daily(**cells: object) -> Case:
    """Return a plant that may make a part a day at 1, and sells 20 a month at 5 in each of four months; stock costs a little."""
    return plant(
        "4 months",
        sites=[{"site": "plant", "time_to_recover": 7, "country": "A"}],
        operations=[{"site": "plant", "process": "make", "unit_cost": 1}],
        resources=[{"site": "plant", "resource": "line", "unit": "hour", "capacity [hour/day]": 1}],
        uses=[{"site": "plant", "process": "make", "resource": "line", "per_run": 1}],
        stocks=[{"site": "plant", "product": "part", "holding_cost": 0.01}],
        demands=asks([20, 20, 20, 20], price=5, **cells),
    )


def lost(plan: Plan, **asked: object) -> Stress:
    """Return what events from 1 February cost a plan."""
    return stress(plan, Asked(**{"starts": (FEBRUARY,), **asked}))  # type: ignore[arg-type]


def standing(plan: Plan) -> Standing:
    """Return a plan as it stands."""
    assert plan.state is not None
    return Standing(plan.network, build_program(plan.network), plan.state.columns)


def cold(stands: Standing, event: Event) -> float | None:
    """Return what the best response earns, by another solver's interface on the whole program; None where there is none.

    Whole numbers are as planned, so that it is for plans without whole runs.
    """
    under = disturbed(stands, event)
    program, fixed = under.program, decided(stands, under.first, rebuild=False)
    return optimum_elsewhere(
        replace(
            program,
            lower=np.where(fixed, stands.columns, program.lower),
            upper=np.where(fixed, stands.columns, program.upper),
        ),
        stands.columns,
    )


def day(text: str) -> date:
    """Return a date."""
    return date.fromisoformat(text)
