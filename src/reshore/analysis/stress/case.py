"""The cases of one place: the response to each of its events, and how long an outage there can last."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from reshore.analysis.stress.asked import Place, day_of
from reshore.analysis.stress.chain import Chain, Starts
from reshore.analysis.stress.disturbed import Standing
from reshore.analysis.stress.figures import Figures
from reshore.analysis.stress.response import AS_PLANNED, BEST, NONE, Response, respond, scaling_of
from reshore.analysis.stress.survive import Known, serves_all, survival
from reshore.model import build_program
from reshore.network import build_network
from reshore.network.events import Event
from reshore.network.periods import Floats
from reshore.solve import SolveOptions, SolverError
from reshore.solve.scaling import Scaling
from reshore.tables import Tables


@dataclass(frozen=True)
class Result:
    """What an event costs: money [currency], units of each product, each target, and output over time.

    Frames have the columns of `Figures` and of `Response.broken`. `time_to_survive` [day] is infinite where the outage may last
    to the end of the horizon, None where it was not asked for or not found.
    """

    event: Event
    start: date
    status: str
    profit_lost: float | None
    within: float
    revenue_lost: float | None
    units: pl.DataFrame
    targets: pl.DataFrame
    path: pl.DataFrame
    broken: pl.DataFrame
    time_to_survive: float | None
    time_to_recover: float | None


@dataclass(frozen=True, eq=False)
class Subject:
    """What is stressed: the inputs of a plan and the values of its columns; `key` is a hash of both, and tells subjects apart."""

    tables: Tables
    columns: Floats
    key: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Subject) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True)
class PlaceCase:
    """What a worker needs: the plan, the place, and how responses are solved: in chains where `chained`."""

    subject: Subject
    place: Place
    options: SolveOptions
    rebuild: bool
    survive: bool
    chained: bool = False


@dataclass(frozen=True)
class _Stand:
    """What all places of a plan have in common, made once in each process."""

    figures: Figures
    scaling: Scaling
    starts: Starts

    @property
    def standing(self) -> Standing:
        return self.figures.standing


@lru_cache(maxsize=1)
def _stand(subject: Subject, options: SolveOptions) -> _Stand:
    network = build_network(subject.tables)
    standing = Standing(network, build_program(network), subject.columns)
    scaling = scaling_of(standing)
    return _Stand(Figures(standing), scaling, Starts(standing, scaling, options))


def results_of(case: PlaceCase) -> tuple[Result, ...]:
    """Return the result of each event of a place; of the worst start alone for each duration where that is asked.

    Raises SolverError where the solver fails.
    """
    stand, place = _stand(case.subject, case.options), case.place
    standing, scaling = stand.standing, stand.scaling
    chain = Chain(case.options, stand.starts if case.chained and not case.rebuild else None)
    answers = [(event, respond(standing, event, scaling, chain, case.rebuild)) for event in place.events]
    if place.worst:
        answers = _worst(standing, answers)
    lasting = _lasting(standing, answers, scaling, case) if case.survive else {}
    return tuple(_result(stand.figures, one, answer, lasting.get(one.start), place) for one, answer in answers)


def _worst(standing: Standing, answers: list[tuple[Event, Response]]) -> list[tuple[Event, Response]]:
    """Return the answer that loses most among those that were asked with the same duration, the first of equals.

    Durations in months have other days by start, so that those that follow each other in order of start are one duration.
    """
    count = standing.network.periods.count
    groups = [answers[first : first + count] for first in range(0, len(answers), count)]
    return [max(group, key=lambda one: _lost(standing, one[1])) for group in groups]


def _lost(standing: Standing, answer: Response) -> float:
    return float("inf") if answer.status == NONE else standing.objective - answer.objective


def _lasting(
    standing: Standing, answers: list[tuple[Event, Response]], scaling: Scaling, case: PlaceCase
) -> dict[float, float]:
    """Return the time to survive of each start, of none for which the solver fails.

    A response that serves all, back at once, says that its outage is survived.
    """
    found = {}
    for start in dict.fromkeys(event.start for event, _ in answers):
        own = [(event, answer) for event, answer in answers if event.start == start]
        kept = [0.0] if case.rebuild else [_survived(standing, event, answer) for event, answer in own]
        known = Known(max(kept), far=max(kept) >= max(event.duration for event, _ in own))
        with suppress(SolverError):
            found[start] = survival(standing, own[0][0], scaling, case.options, known).days
    return found


def _survived(standing: Standing, event: Event, answer: Response) -> float:
    """Return for how many days a response shows that an outage is survived."""
    served = answer.status in (AS_PLANNED, BEST) and serves_all(standing, answer.columns)
    return event.duration if served and event.recovery == 0.0 else 0.0


def _result(figures: Figures, event: Event, answer: Response, days: float | None, place: Place) -> Result:
    known = answer.status != NONE
    lost = figures.standing.objective - answer.objective if known else None
    if lost is not None and abs(lost) <= answer.within:
        lost = max(lost, 0.0)
    columns = answer.columns
    return Result(
        event=event,
        start=day_of(figures.standing.network, event.start),
        status=answer.status,
        profit_lost=lost,
        within=answer.within,
        revenue_lost=figures.revenue_lost(columns) if known else None,
        units=figures.units(columns),
        targets=figures.targets(columns),
        path=figures.path(columns),
        broken=answer.broken,
        time_to_survive=days,
        time_to_recover=place.time_to_recover,
    )
