"""Responses on random plants: as good as the whole program solved elsewhere, and never better than the plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from tests.analysis.stress.made import cold, standing
from tests.analysis.varied import optimum_elsewhere, varied

import reshore
from reshore.analysis.stress import chain, solving
from reshore.analysis.stress.chain import Chain, Starts
from reshore.analysis.stress.disturbed import Standing, disturbed
from reshore.analysis.stress.reduced import decided
from reshore.analysis.stress.response import AS_PLANNED, ASIDE, BEST, respond, scaling_of
from reshore.analysis.stress.solving import Found
from reshore.analysis.stress.survive import Known, survival
from reshore.network.events import Event
from reshore.network.periods import Floats
from reshore.solve import SolveOptions
from reshore.solve.highs import Arrays

SEEDS = range(16)
PLACES = (
    ("site", "plant", "capacity"),
    ("site", "mine", "capacity"),
    ("mode", "road", "transit"),
    ("product", "part", "supply"),
)


def planned(seed: int) -> Standing:
    """Return a random plan as it stands; a seed without one is left out."""
    try:
        return standing(varied(seed).plan())
    except (reshore.DataError, reshore.NoPlan, reshore.VerificationFailed):
        pytest.skip("no plan")


def events(seed: int, stands: Standing) -> list[Event]:
    """Return random events in every kind of scope."""
    draw, periods = np.random.default_rng(seed + 99), stands.network.periods
    length = periods.end - periods.start
    return [
        Event(
            scope,
            name,
            affects,
            start=float(np.round(draw.uniform(0, 0.7 * length))),
            duration=float(draw.uniform(1, 0.5 * length)),
            loss=float(draw.choice([1.0, 0.6])),
            recovery=float(draw.choice([0.0, 9.0])),
        )
        for scope, name, affects in PLACES
    ]


def moved(stands: Standing) -> float:
    """Return the money that moves in a plan."""
    return max(1.0, float(np.abs(stands.program.cost) @ np.abs(stands.columns)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("way", ["alone", "between", "chained"])
def test_a_response_is_as_good_as_the_whole_program_solved_elsewhere(
    seed: int, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proves: reduced and whole programs agree to 1e-6, by the simplex method, by the interior point method, and in a chain from
    the basis of the event before; what is proved to cost nothing costs nothing; an event never helps.

    Sensitivity: a column too many that is decided, a row too few, a sign of a constant; a response called as planned that is not.
    """
    if way != "alone":
        monkeypatch.setattr(solving, "SMALL", 0)
    stands = planned(seed)
    scaling = scaling_of(stands)
    links = chain_of(stands, monkeypatch) if way == "chained" else Chain(SolveOptions())
    for event in events(seed, stands):
        answer, best = respond(stands, event, scaling, links), cold(stands, event)
        assert answer.status == (ASIDE if best is None else answer.status)
        if best is not None:
            assert answer.status in (AS_PLANNED, BEST)
            assert answer.objective == pytest.approx(best, abs=1e-6 * moved(stands))
            assert answer.objective <= stands.objective + 1e-6 * moved(stands)


def chain_of(stands: Standing, monkeypatch: pytest.MonkeyPatch) -> Chain:
    """Return a chain that seeks a basis for programs of any size, and goes on from it for as long as it takes."""
    monkeypatch.setattr(chain, "SMALL", 0)
    monkeypatch.setattr(chain, "PIVOTS", 100.0)
    options = SolveOptions()
    return Chain(options, Starts(stands, scaling_of(stands), options))


def test_a_chain_answers_from_the_basis_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: without whole numbers the second outage is solved from the basis of the first, and no other method is asked.

    Sensitivity: a basis that does not fit what is left, so that every event is solved by itself in silence.
    """
    asked: list[str] = []

    def by_itself(arrays: Arrays, options: SolveOptions) -> Found:
        asked.append("by itself")
        return solving.solved(arrays, options)

    monkeypatch.setattr(chain, "solved", by_itself)
    found = 0
    for seed in SEEDS:
        try:
            stands = standing(varied(seed).plan())
        except (reshore.DataError, reshore.NoPlan, reshore.VerificationFailed):
            continue
        links, scaling = chain_of(stands, monkeypatch), scaling_of(stands)
        start = float(stands.network.periods.starts[1] - stands.network.periods.start)
        answers = [
            respond(stands, Event("site", "plant", "capacity", start, days, 0.5), scaling, links)
            for days in (20.0, 40.0)
        ]
        if all(answer.status == BEST for answer in answers):
            found += 1
            assert not asked, seed
        asked.clear()
    assert found >= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_more_of_an_event_is_never_better(seed: int) -> None:
    """Proves: a longer event, and one that loses more, earns no more. Sensitivity: a fraction left that is turned round."""
    stands = planned(seed)
    scaling, tolerance = scaling_of(stands), 1e-6 * moved(stands)
    for event in events(seed, stands):
        less = respond(stands, event, scaling, Chain(SolveOptions()))
        for more in (replace(event, duration=1.5 * event.duration), replace(event, loss=1.0)):
            worse = respond(stands, more, scaling, Chain(SolveOptions()))
            if ASIDE not in (less.status, worse.status):
                assert worse.objective <= less.objective + tolerance


@pytest.mark.parametrize("seed", SEEDS)
def test_time_to_survive_is_where_serving_all_ends(seed: int) -> None:
    """Proves: a little less than the time to survive all can be served, a little more and it cannot, by another interface.

    What is known before changes nothing. Sensitivity: a search that stops at the end of a period; limits that do not move evenly
    with the days; a start beyond the end.
    """
    stands = planned(seed)
    scaling = scaling_of(stands)
    periods = stands.network.periods
    for event in (replace(event, recovery=0.0) for event in events(seed, stands)):
        days = survival(stands, event, scaling, SolveOptions()).days
        for known in (Known(far=True), Known(0.6 * min(days, 1e6)), Known(0.6 * min(days, 1e6), far=True)):
            assert survival(stands, event, scaling, SolveOptions(), known).days == pytest.approx(days, abs=1e-6)
        most = periods.end - periods.start - event.start
        if days == np.inf:
            assert shortfall(stands, replace(event, duration=most)) <= 1e-5
            continue
        assert 0.0 <= days <= most
        assert shortfall(stands, replace(event, duration=max(0.0, days - 0.01))) <= 1e-5
        assert shortfall(stands, replace(event, duration=days + 0.5)) > 1e-7


def shortfall(stands: Standing, event: Event) -> float:
    """Return the least that must be lost beyond what the plan loses, in units of all demands; infinite where nothing is possible.

    Demand by demand, as more columns of the program: what a demand loses beyond the plan is counted, all else costs nothing.
    """
    under = disturbed(stands, event)
    program, network = under.program, stands.network
    fixed = decided(stands, under.first, rebuild=False)
    block = program.columns["lost"]
    owner = network.pieces.demand[block.entity]
    planned_lost: Floats = np.bincount(owner, stands.columns[block.slice]).astype(np.float64)
    count = len(planned_lost)
    rows = sparse.csc_array(
        (np.ones(block.size), (owner, block.first + np.arange(block.size))), (count, program.shape[1])
    )
    whole = sparse.block_array([[program.matrix, None], [rows, -sparse.eye_array(count)]], format="csc")
    lower = np.where(fixed, stands.columns, program.lower)
    upper = np.where(fixed, stands.columns, program.upper)
    counted = replace(
        program,
        matrix=whole,
        cost=np.concatenate([np.zeros(program.shape[1]), -np.ones(count)]),
        constant=0.0,
        lower=np.concatenate([lower, np.zeros(count)]),
        upper=np.concatenate([upper, np.full(count, np.inf)]),
        integer=np.zeros(program.shape[1] + count, dtype=bool),
        row_lower=np.concatenate([program.row_lower, np.full(count, -np.inf)]),
        row_upper=np.concatenate([program.row_upper, planned_lost]),
    )
    best = optimum_elsewhere(counted, np.zeros(len(counted.integer)))
    return np.inf if best is None else -best
