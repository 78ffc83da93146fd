"""`reshore sweep`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from reshore.cli.output import Exit, Json, Model, Sets, Workspace, counted, emit, guarded, rows

if TYPE_CHECKING:
    from reshore.cases import Sweep

EXITS: Final = {
    "optimal": Exit.DONE,
    "limit": Exit.LIMIT,
    "infeasible": Exit.INFEASIBLE,
    "infeasible in whole numbers": Exit.INFEASIBLE,
    "unbounded": Exit.INFEASIBLE,
    "data errors": Exit.FINDINGS,
    "unverified": Exit.UNVERIFIED,
}
WORST: Final = (Exit.UNEXPECTED, Exit.UNVERIFIED, Exit.FINDINGS, Exit.INFEASIBLE, Exit.LIMIT, Exit.DONE)


@guarded
def sweep(
    model: Model,
    scenarios: Annotated[
        str, typer.Option(metavar="all|NAME,NAME", help="Scenarios to plan, beside the model itself (`base`).")
    ] = "all",
    sets: Sets = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes; if not given, as many as there are processors.", min=1)
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Plan again what is finished.")] = False,
    gap: Annotated[float, typer.Option(help="Relative gap at which a search over whole numbers stops.", min=0)] = 1e-4,
    time_limit: Annotated[float | None, typer.Option(help="Seconds after which each solve stops.", min=0)] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="FILE", help="Table to write: .csv, .parquet or .xlsx; `sweep.csv` in DIR if not given."
        ),
    ] = None,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Plan a model with each of its scenarios, and put the plans side by side. What is finished is never planned twice.

    A scenario without a plan is a row of its own and stops no other. The exit code is that of the worst: 4 where one has no plan,
    5 where one stopped at the time limit, 3 where one has errors in its data, 6 where one does not verify, 1 where one failed.

    Example: `reshore sweep us-buildout --scenarios arizona_late,demand_high --workers 2`
    """
    from reshore.api import sweep as run
    from reshore.cases import CaseOptions
    from reshore.cases.written import writer_of
    from reshore.report.sweep import sweep_text
    from reshore.solve import SolveOptions

    file = Path(out) if out is not None else Path(runs) / "sweep.csv"
    try:
        write = writer_of(file)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    chosen = None if scenarios.strip() == "all" else [name.strip() for name in scenarios.split(",") if name.strip()]
    with counted("Planning scenarios") as tell:
        how = CaseOptions(workers or os.cpu_count() or 1, fresh, SolveOptions(gap=gap, time_limit=time_limit), tell)
        found = run(model, chosen, sets or [], runs, how)
    write(found.table)
    emit(json, lambda: _record(found, file), lambda: sweep_text(found.table, found.units, found.remarks))
    code = min((EXITS.get(row.status, Exit.UNEXPECTED) for row in found.rows), key=WORST.index)
    if code != Exit.DONE:
        raise typer.Exit(int(code))


def _record(found: Sweep, file: Path) -> dict[str, Any]:
    units = rows(found.units)
    return {
        "model": found.model,
        "file": str(file),
        "scenarios": [
            {
                "scenario": row.scenario,
                "status": row.status,
                "run": row.run or None,
                "objective": row.objective,
                "difference": line["difference"],
                "currency": row.currency or None,
                "seconds": row.seconds,
                "planned": row.planned,
                "text": row.text,
                "same_as": row.same_as or None,
                "figures": list(row.figures),
            }
            for row, line in zip(found.rows, rows(found.table.select("difference")), strict=True)
        ],
        "units": units,
    }
