"""The best response to an event: decided is what was decided before it, all else is decided again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from reshore.analysis.stress.aside import BROKEN, put_aside
from reshore.analysis.stress.chain import Chain
from reshore.analysis.stress.disturbed import Disturbed, Standing, disturbed
from reshore.analysis.stress.reduced import decided, reduced
from reshore.network.events import Event
from reshore.network.periods import Floats
from reshore.solve.scaling import LARGEST, Scaling, make_scaling

AS_PLANNED: Final = "as planned"
BEST: Final = "optimal"
ASIDE: Final = "limits broken"
NONE: Final = "no response"


@dataclass(frozen=True)
class Response:
    """What is best after an event.

    `status` is `as planned` where the plan itself keeps every limit (proved without solving), `optimal`, `limits broken` where
    some limit had to give (those in `broken`: limit, name, period, amount, unit), or `no response` where nothing keeps what is
    left; then `columns` are the plan's. `within` is by how much the objective may be below the best [currency].
    """

    status: str
    objective: float
    within: float
    columns: Floats
    broken: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=BROKEN))


def scaling_of(standing: Standing) -> Scaling:
    """Return the scaling of a plan's program."""
    return make_scaling(standing.program, LARGEST[0])


def respond(standing: Standing, event: Event, scaling: Scaling, chain: Chain, rebuild: bool = False) -> Response:
    """Return the best response to an event; raises SolverError where the solver fails.

    Claim: with the decisions before the first period that the event touches (and all starts of modules, unless `rebuild`) as
    planned, nothing earns more. Where the plan keeps all limits under the event it is its own best response, since every
    response is a plan of the undisturbed program.
    """
    under = disturbed(standing, event)
    if under.holds(standing.columns):
        return Response(AS_PLANNED, standing.objective, 0.0, standing.columns)
    return best_response(standing, under, scaling, chain, rebuild)


def best_response(standing: Standing, under: Disturbed, scaling: Scaling, chain: Chain, rebuild: bool) -> Response:
    """Return the best response within limits that the plan does not keep."""
    left = reduced(under.program, decided(standing, under.first, rebuild), standing.columns, scaling)
    found = chain.solve(left, under.first)
    if found.feasible:
        columns = left.natural(found.answer.columns, standing.columns, under.program)
        objective = float(under.program.cost @ columns) + under.program.constant
        return Response(BEST, objective, max(0.0, found.bound / scaling.money - objective), columns)
    aside = put_aside(standing, left, chain.options)
    if aside.found is None:
        return Response(NONE, float("nan"), 0.0, standing.columns)
    objective = float(under.program.cost @ aside.columns) + under.program.constant
    return Response(BEST if aside.broken.is_empty() else ASIDE, objective, 0.0, aside.columns, aside.broken)
