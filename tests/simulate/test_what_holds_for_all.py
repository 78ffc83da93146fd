"""What must hold for every plan and whatever happens to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from tests.builders import Row
from tests.properties.cases import NETWORKS, Numbers
from tests.simulate.forced import forced

import reshore
from reshore.analysis.targets.aim import Aim, aimed
from reshore.model import Program
from reshore.model.measures import Linear
from reshore.network.periods import Floats
from reshore.simulation.blocks import Simulator
from reshore.simulation.chance import BLOCK
from reshore.simulation.lottery import Drawn
from reshore.simulation.study import prepare
from reshore.simulation.summary import SimulateOptions
from reshore.solve import solve_program

HAZARDS: list[Row] = [
    {"hazard": "flood", "scope": "site", "names": "plant", "annual_rate": 6, "duration": 20, "duration_low": 5}
    | {"duration_high": 60, "loss": 0.7, "loss_low": 0.2, "loss_high": 1, "recovery": 15},
    {"hazard": "strike", "scope": "site", "names": "mine", "annual_rate": 6, "duration": 10, "loss": 0.5},
    {"hazard": "closed", "scope": "lane", "names": "mine>plant;plant>shop", "annual_rate": 6, "duration": 15}
    | {"correlation": "apart"},
]
few = settings(deadline=None, max_examples=12, derandomize=True, database=None, phases=[Phase.generate])


def planned(numbers: Numbers) -> reshore.Plan:
    """Return the plan of a network that hazards may hit."""
    return numbers.case().adding(hazards=HAZARDS).plan()


@few
@given(numbers=NETWORKS)
def test_without_events_the_plan_is_reproduced(numbers: Numbers) -> None:
    """Proves: every variable, and every term of money, is that of the plan where nothing happens.

    By hand: identity. Sensitivity: an order of events in which goods are not there when the plan uses them.
    """
    plan = planned(numbers)
    found = forced(plan)

    assert plan.state is not None
    assert found.columns == pytest.approx(plan.state.columns, rel=1e-9, abs=1e-7)
    assert found.profit == pytest.approx(plan.objective, rel=1e-9, abs=1e-6)


@few
@given(numbers=NETWORKS)
def test_a_disruption_never_helps(numbers: Numbers) -> None:
    """Proves: by no period has more been served than by the plan, in any of 512 replications.

    Sensitivity: goods made twice, by who catches up and by who does it instead; demand served beyond what was asked for.
    """
    simulator, _ = prepare(planned(numbers), SimulateOptions())
    block = simulator.block(0, BLOCK)
    usual = np.cumsum(simulator.planned().paths[1], axis=0)

    assert (np.cumsum(block.paths[1], axis=0) <= usual + 1e-6 * max(1.0, usual.max())).all()
    assert block.events.sum() > 0


@few
@given(numbers=NETWORKS)
def test_foresight_does_at_least_as_well(numbers: Numbers) -> None:
    """Proves: the program with the capacities that an event leaves, solved with foresight, serves at least as many units.

    Sensitivity: goods from nowhere, capacity used twice. Limits of stock are left out: goods that cannot go on wait anywhere.
    """
    plan = planned(numbers)
    simulator, _ = prepare(plan, SimulateOptions())
    drawn = simulator.lottery.draw(0)
    block = simulator.of(drawn, BLOCK)
    served = block.paths[2 : 2 + len(simulator.counted.products)].sum(axis=(0, 1))
    for lane in np.argsort(served)[:3]:
        most = solve_program(_with_foresight(simulator, drawn, int(lane)))
        assert most.status == "optimal"
        assert served[lane] <= most.objective + 1e-5 * max(1.0, most.objective)


def _with_foresight(simulator: Simulator, drawn: Drawn, lane: int) -> Program:
    """Return the program that serves as much as it can with what events leave in one replication, builds as planned."""
    model, wires = simulator.lottery.model, simulator.wires
    program = model.program
    upper, lower, rows = program.upper.copy(), program.lower.copy(), program.row_upper.copy()
    build, stock = program.columns["build"].slice, program.columns["stock"].slice
    lower[build] = upper[build] = model.columns[build]
    upper[stock] = np.inf
    left, free = drawn.draws.left[:, :, lane], drawn.draws.free[:, :, lane]
    for row, (law, entity) in enumerate(zip(model.limits.name, model.limits.entity, strict=True)):
        group = wires.row_left[row]
        if group >= 0:
            for time in range(left.shape[1]):
                number = program.rows[law].at(np.array([entity]), np.array([time]))[0]
                rows[number] -= model.limits.amount[row, time] * (1.0 - left[group, time])
    for stream, group in enumerate(wires.left):
        if group >= 0:
            hit = (left[group] < 1.0) & (model.streams.columns[stream] >= 0)
            plan = model.streams.plan[stream]
            uses = np.flatnonzero((model.limits.stream == stream) & ~model.limits.budget[model.limits.row])
            per, there = model.limits.per[uses], model.limits.amount[model.limits.row[uses]]
            alone = np.divide(there, per, out=np.full_like(per, np.inf), where=per > 0.0).min(axis=0, initial=np.inf)
            more = np.where(free[group] > 0.0, np.maximum(alone - plan, 0.0), 0.0)
            upper[model.streams.columns[stream, hit]] = (plan * left[group])[hit] + np.where(
                more > 0.0, more * free[group], 0.0
            )[hit]
    changed = replace(program, upper=upper, lower=lower, row_upper=rows, integer=np.zeros_like(program.integer))
    amounts: Floats = np.zeros(program.shape[1])
    amounts[program.columns["serve"].slice] = 1.0
    nothing = Linear(np.zeros_like(amounts), 1.0)
    return aimed(changed, Aim(Linear(amounts, 0.0), nothing, 0.0), 0.0, 1.0)
