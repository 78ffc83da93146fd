"""`python -m benchmarks.stress`: every site of us-buildout out for four durations, beside cold solves of the whole program.

Cold: the whole program under the event, from the beginning, by the method that plans are solved by, with what was decided before
fixed at its value. That is timed on a sample of the cases, since all take the better part of an hour; both results have to agree
to 1e-6 of the money that moves. Seconds are those of one processor, and of the clock for the whole.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date

import numpy as np
from rich.console import Console
from rich.table import Table

import reshore
from reshore.analysis.stress import Asked, places_of
from reshore.analysis.stress.disturbed import Standing, disturbed
from reshore.analysis.stress.reduced import decided
from reshore.analysis.stress.response import respond, scaling_of
from reshore.cases import CaseOptions
from reshore.cases.stress import stress_plan
from reshore.model import build_program
from reshore.network.events import Event
from reshore.solve import SolveOptions, solve_program
from reshore.solve.scaling import Scaling

EXAMPLE = "us-buildout"
SAMPLE = 6
AGREE = 1e-6
WORKERS = 2


def main(workspace: str = "runs", run: str = "") -> int:
    """Print the times, and return 1 where a result does not agree."""
    plan = reshore.open_run(run, workspace) if run else reshore.planned(EXAMPLE, workspace=workspace)
    began = time.perf_counter()
    stress_plan(plan, Asked(survive=False), CaseOptions(workers=WORKERS))
    alone = time.perf_counter() - began
    columns = np.zeros(0) if plan.state is None else plan.state.columns
    stands = Standing(plan.network, build_program(plan.network), columns)
    scaling = scaling_of(stands)
    events = [event for place in places_of(plan.network, Asked()) for event in place.events]
    some = [event for event in events if not disturbed(stands, event).holds(stands.columns)]
    chosen = some[:: max(1, len(some) // SAMPLE)][:SAMPLE]
    table = Table("site", "days", "lost", "cold, s", "here, s", "apart", title=f"{EXAMPLE}, {date.today()}", box=None)
    rows = [_both(stands, event, scaling) for event in chosen]
    moved = float(np.abs(stands.program.cost) @ np.abs(stands.columns))
    for event, (best, here, cold_s, here_s) in zip(chosen, rows, strict=True):
        apart = abs(best - here) / moved
        lost = f"{stands.objective - here:,.4g}"
        table.add_row(event.name, f"{event.duration:.0f}", lost, f"{cold_s:.2f}", f"{here_s:.2f}", f"{apart:.1e}")
    cold, here = (sum(row[at] for row in rows) / len(rows) for at in (2, 3))
    console = Console(width=150)
    console.print(table)
    console.print(
        f"{len(events)} cases, {len(events) - len(some)} of them proved to cost nothing without a solve\n"
        f"all of them on {WORKERS} processes: {alone:.0f} s of the clock\n"
        f"one by one, in seconds of one processor: cold {cold:.2f} a case, here {here:.2f} a case that is solved\n"
        f"all of them: cold {cold * len(events):.0f} s, here {here * len(some):.0f} s: "
        f"{cold * len(events) / (here * len(some)):.1f} times as fast"
    )
    return int(any(abs(best - found) > AGREE * moved for best, found, _, _ in rows))


def _both(stands: Standing, event: Event, scaling: Scaling) -> tuple[float, float, float, float]:
    """Return the objective cold and here, and the seconds of one processor of each."""
    began = time.process_time()
    under = disturbed(stands, event)
    fixed = decided(stands, under.first, rebuild=False)
    program = replace(
        under.program,
        lower=np.where(fixed, stands.columns, under.program.lower),
        upper=np.where(fixed, stands.columns, under.program.upper),
        integer=np.zeros_like(under.program.integer),
    )
    best = solve_program(program).objective
    middle = time.process_time()
    answer = respond(stands, event, scaling, SolveOptions())
    return best, answer.objective, middle - began, time.process_time() - middle


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
