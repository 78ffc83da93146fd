"""`reshore simulate`."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reshore.cli.commands.show import RUN_HELP
from reshore.cli.output import Json, Workspace, counted, emit, guarded, rows

if TYPE_CHECKING:
    from reshore.simulation.summary import Simulation


@guarded
def simulate(
    run: Annotated[str, typer.Argument(help=RUN_HELP)] = "latest",
    replications: Annotated[int, typer.Option(help="How often the plan is run forward.", min=1)] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the random numbers.", min=0)] = 1,
    hazards: Annotated[
        str, typer.Option(metavar="all|none|NAME,NAME", help="Hazards of the model that may happen.")
    ] = "all",
    ranges: Annotated[
        bool,
        typer.Option("--ranges", help="Draw the uncertain numbers of `ranges` too; else they are as in the tables."),
    ] = False,
    threshold: Annotated[
        float, typer.Option(help="Level of service below which days are counted.", min=0.0, max=1.0)
    ] = 0.9,
    workers: Annotated[
        int | None, typer.Option(help="Threads; if not given, as many as there are processors.", min=1)
    ] = None,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Say what comes of a plan that is run forward without foresight: targets, output, service and profit by their chances.

    What was simulated is kept in the folder of the run. A simulation that was stopped goes on where it was.

    Example: `reshore simulate latest --replications 10000 --ranges`
    """
    from reshore.api import simulate as find
    from reshore.report.simulate import simulation_text
    from reshore.simulation.summary import SimulateOptions

    named = tuple(name.strip() for name in hazards.split(",") if name.strip())
    chosen = None if named == ("all",) else () if named == ("none",) else named
    options = SimulateOptions(replications, seed, chosen, ranges, threshold)
    began = time.perf_counter()
    with counted("Simulating replications") as tell:
        found = find(run, runs, options, workers or os.cpu_count() or 1, tell)
    seconds = time.perf_counter() - began
    emit(json, lambda: _record(found, seconds), lambda: simulation_text(found, seconds))


def _record(found: Simulation, seconds: float) -> dict[str, Any]:
    return {**found.about, "seconds": seconds, **{name: rows(table) for name, table in found.tables.items()}}
