"""Hazards of projects happen while the plan builds something that they delay, and at no other time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.builders import Case, Row, asks, line, plant, project
from tests.simulate.forced import forced

import reshore
from reshore.simulation import study
from reshore.simulation.blocks import Simulator
from reshore.simulation.chance import BLOCK
from reshore.simulation.hazards import Happened, happen
from reshore.simulation.study import list_simulations, load_simulation, prepare, simulate_plan
from reshore.simulation.summary import SimulateOptions, Simulation

LATE: Row = {"hazard": "late", "scope": "expansion", "names": "grow", "annual_rate": 2, "duration": 30}
FLOOD: Row = {"hazard": "flood", "scope": "site", "names": "plant", "annual_rate": 1, "duration": 20, "loss": 0.5}
COUNT = 2 * BLOCK
OPTIONS = SimulateOptions(COUNT, 3)
BUILT = (59.0, 181.0)
"""The days on which what starts in March and takes four months is being built, since 1 January 2025."""


def growing(**cells: object) -> Case:
    """Return a plant that grows by a project, which four months from March on are needed for, and that may be late."""
    grows = {"build_time": 4, "capex": 1, "status": "committed", "earliest": "2025-03-01", "max_modules": 1}
    return plant(
        "12 months",
        **line(5),
        expansions=[project(**{**grows, **cells})],
        demands=asks([5] * 6 + [15] * 6, price=5),
        hazards=[LATE, FLOOD],
    )


def simulated(case: Case, folder: Path) -> tuple[Simulation, Simulator]:
    plan = case.plan()
    return simulate_plan(plan, OPTIONS, folder), prepare(plan, OPTIONS)[0]


def drawn(simulator: Simulator) -> list[Happened]:
    return [happen(simulator.lottery.hazards[0], OPTIONS.seed, block) for block in range(COUNT // BLOCK)]


@pytest.mark.parametrize("cells", [{"max_modules": 0}, {"status": "option", "earliest": None, "capex": 1e6}])
def test_what_is_never_built_is_never_late(cells: dict[str, object], tmp_path: Path) -> None:
    """Proves: a hazard of a project that the plan never builds happens in no replication, takes and explains nothing.

    By hand: no module is built, be it that none may be or that none is worth it; with two events a year 86 % of the years
    have one. Sensitivity: events counted over the whole horizon.
    """
    found, simulator = simulated(growing(**cells), tmp_path)
    late = found.tables["hazards"].row(0, named=True)

    assert sum(len(one.start) for one in drawn(simulator)) > COUNT
    assert late == {
        "hazard": "late",
        "probability": 0.0,
        "profit_lost": 0.0,
        "error": 0.0,
        "lost_if_it_happens": None,
        "lost_in_its_tail": None,
    }
    assert found.samples["events:late"].to_list() == [0.0] * COUNT
    assert dict(found.tables["shares"].select("cause", "share").iter_rows())["late"] == 0.0


def test_a_project_can_be_late_while_it_is_being_built(tmp_path: Path) -> None:
    """Proves: the hazard happens in the replications with an event between start and completion, and in no others.

    By hand: 122 days from March to June at two a year: 1 - exp(-2 · 122 / 365.25) = 48.7 %, to three standard errors.
    It takes something wherever it happens, since each day late is missed.
    Sensitivity: 86 % of the years have an event; a project that is counted from its start on would have 81 %.
    """
    found, simulator = simulated(growing(), tmp_path)
    late = found.tables["hazards"].row(0, named=True)
    chance = 1.0 - np.exp(-2.0 * (BUILT[1] - BUILT[0]) / 365.25)
    events, days = [], []
    for one in drawn(simulator):
        during = (one.start >= BUILT[0]) & (one.start < BUILT[1])
        events.append(np.bincount(one.replication[during], minlength=BLOCK))
        days.append(np.bincount(one.replication[during], one.duration[during], BLOCK))
    lost = np.concatenate([simulator.block(block, BLOCK).lost[0] for block in range(COUNT // BLOCK)])

    assert found.samples["events:late"].to_list() == np.concatenate(events).tolist()
    assert late["probability"] == np.mean(np.concatenate(events) > 0)
    assert late["probability"] == pytest.approx(chance, abs=3.0 * np.sqrt(chance * (1.0 - chance) / COUNT))
    assert lost.tolist() == np.concatenate(days).tolist()
    alone, hit = simulator.alone(range(COUNT // BLOCK), [0], numbers=False)
    assert ((simulator.planned().totals[0, 0] - alone > 1e-6) == hit).all()


def test_an_event_beside_construction_does_not_count() -> None:
    """Proves: the first day of construction counts, that of completion does not; what is counted are the days of delay.

    By hand: from day 59 until day 181. Sensitivity: the days of all events, or a construction that ends with its last day.
    """
    inside = (0, 59.0, 14.0, 1.0), (0, 180.9, 7.0, 0.5)
    beside = (0, 58.9, 31.0, 1.0), (0, 181.0, 31.0, 1.0), (0, 300.0, 31.0, 1.0)
    found = forced(growing(), *inside, *beside)

    assert found.block.events.tolist() == [[2.0], [0.0]]
    assert found.block.lost.tolist() == [[21.0], [0.0]]
    assert found.profit == pytest.approx(forced(growing(), *inside).profit)


def test_each_module_has_its_own_time() -> None:
    """Proves: between two times of construction nothing happens; an event that delays two projects is one.

    By hand: `grow` from day 59 until 181, `more` from 151 (June) until 212, `last` from 273 (October) on: day 100 delays one,
    160 two, 200 one, 250 none. Of each apart: an event of `more` counts on days 160 and 200, one of `grow` on 100 and 160.
    Sensitivity: one time from the first start to the last completion; events of one project counted by another.
    """
    rows = [
        project(capex=1, status="committed", max_modules=1, expansion=name, build_time=months, earliest=earliest)
        for name, months, earliest in (("grow", 4, "2025-03-01"), ("more", 2, "2025-06-01"), ("last", 2, "2025-10-01"))
    ]
    case = growing().having(expansions=rows, hazards=[{**LATE, "names": "more;grow;last"}])
    plan = case.changing("hazards", correlation="apart").plan()
    days = (100.0, 160.0, 200.0, 250.0)

    assert [events_of(case.plan(), 0, day) for day in days] == [1, 1, 1, 0]
    assert [events_of(plan, 0, day) for day in days] == [0, 1, 1, 0]
    assert [events_of(plan, 1, day) for day in days] == [1, 1, 0, 0]
    assert [events_of(plan, 2, day) for day in days] == [0, 0, 0, 0]


def events_of(plan: reshore.Plan, part: int, day: float) -> int:
    """Return how many events count where there is one, of a part of the first hazard, on a day; it takes 10 days, or none."""
    lottery = prepare(plan, OPTIONS)[0].lottery
    zero = np.zeros(1, dtype=np.int64)
    one = Happened(zero, zero + part, np.array([day]), np.array([10.0]), np.ones(1), zero - 1)
    found = lottery.of({0: one}, lottery.values(1), np.zeros((0, 1)))
    assert found.lost[0, 0] == 10.0 * found.events[0, 0]
    return int(found.events[0, 0])


def test_other_hazards_are_as_without_one_of_projects(tmp_path: Path) -> None:
    """Proves: what is left out of the events of a project changes none of another hazard. By hand: identity.

    Sensitivity: random numbers that are shared, or drawn only while something is being built.
    """
    both, _ = simulated(growing(), tmp_path / "both")
    alone, _ = simulated(growing().having(hazards=[FLOOD]), tmp_path / "alone")
    never, _ = simulated(growing(max_modules=0), tmp_path / "never")

    assert both.tables["hazards"].row(1) == alone.tables["hazards"].row(0)
    assert both.samples["events:flood"].to_list() == alone.samples["events:flood"].to_list()
    assert both.samples["events:flood"].to_list() == never.samples["events:flood"].to_list()


def test_what_counted_otherwise_is_kept_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a simulation of an earlier edition is not shown as one of this, and can still be read. By hand: two are there."""
    plan, options = growing().plan(), SimulateOptions(20)
    with monkeypatch.context() as earlier:
        earlier.setattr(study, "COUNTS", 1)
        simulate_plan(plan, options, tmp_path)
    before = list_simulations(tmp_path)
    simulate_plan(plan, options, tmp_path)

    assert len(before) == 1
    assert len(list_simulations(tmp_path)) == 2
    assert load_simulation(before[0]).about["replications"] == 20
