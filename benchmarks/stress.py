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
from reshore.analysis.stress import Asked
from reshore.analysis.stress.disturbed import Standing, disturbed
from reshore.analysis.stress.reduced import decided
from reshore.analysis.stress.response import AS_PLANNED
from reshore.cases import CaseOptions
from reshore.cases.stress import stress_plan
from reshore.model import build_program
from reshore.network.events import Event
from reshore.solve import solve_program

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
    began = time.process_time()
    found = stress_plan(plan, Asked(survive=False), CaseOptions(workers=1))
    here = time.process_time() - began
    columns = np.zeros(0) if plan.state is None else plan.state.columns
    stands = Standing(plan.network, build_program(plan.network), columns)
    solved = [result for result in found.results if result.status != AS_PLANNED]
    chosen = solved[:: max(1, len(solved) // SAMPLE)][:SAMPLE]
    moved = float(np.abs(stands.program.cost) @ np.abs(stands.columns))
    rows = [_cold(stands, result.event) for result in chosen]
    apart = [
        abs(best - stands.objective + (result.profit_lost or 0.0)) / moved
        for result, (best, _) in zip(chosen, rows, strict=True)
    ]
    table = Table("site", "days", "lost", "cold, s", "apart", title=f"{EXAMPLE}, {date.today()}", box=None)
    for result, (_, seconds), far in zip(chosen, rows, apart, strict=True):
        event = result.event
        table.add_row(event.name, f"{event.duration:.0f}", f"{result.profit_lost:,.4g}", f"{seconds:.2f}", f"{far:.1e}")
    count, cold = len(found.results), sum(seconds for _, seconds in rows) / len(rows)
    console = Console(width=150)
    console.print(table)
    console.print(
        f"{count} cases, {count - len(solved)} of them proved to cost nothing without a solve\n"
        f"all of them on {WORKERS} processes: {alone:.0f} s of the clock\n"
        f"all of them in one process, in seconds of one processor, with all that is not solving: {here:.0f}\n"
        f"cold {cold:.2f} a case, {cold * count:.0f} for all of them: {cold * count / here:.1f} times as long"
    )
    return int(max(apart) > AGREE)


def _cold(stands: Standing, event: Event) -> tuple[float, float]:
    """Return the objective of the whole program under an event, solved from the beginning, and seconds of one processor."""
    began = time.process_time()
    under = disturbed(stands, event)
    fixed = decided(stands, under.first, rebuild=False)
    program = replace(
        under.program,
        lower=np.where(fixed, stands.columns, under.program.lower),
        upper=np.where(fixed, stands.columns, under.program.upper),
        integer=np.zeros_like(under.program.integer),
    )
    return solve_program(program).objective, time.process_time() - began


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
