"""`reshore plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from reshore.cli.output import Exit, Json, Model, Scenario, Sets, emit, guarded, progress

if TYPE_CHECKING:
    from reshore.pipeline import NoPlan
    from reshore.runs import StoredRun
    from reshore.solution import Plan

KEYS = ("run", "status", "objective", "gap", "residual", "seconds", "size")


@guarded
def plan(
    model: Model,
    scenario: Scenario = None,
    sets: Sets = None,
    out: Annotated[
        str, typer.Option("--out", "--runs", metavar="DIR", help="Folder in which the run is stored.")
    ] = "runs",
    gap: Annotated[float, typer.Option(help="Relative gap at which a search over whole numbers stops.", min=0)] = 1e-4,
    time_limit: Annotated[float | None, typer.Option(help="Seconds after which the solver stops.", min=0)] = None,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="Where no plan is possible, write the least change that allows one as a scenario."
        ),
    ] = False,
    repair_as: Annotated[
        str | None, typer.Option("--repair-as", metavar="NAME", help="The same, under another name than `repair`.")
    ] = None,
    json: Json = False,
) -> None:
    """Find the optimal plan of a model, verify it, and store it as a run.

    Exit code 4 where no plan is possible (what contradicts, and the least change that allows one, are told) or profit has
    no limit, 5 where the time limit ended the search with a usable plan, 1 where it did so without one.

    Example: `reshore plan us-buildout --set "resources:Foxconn-Houston/rack line:capacity=500"`
    """
    from reshore.api import plan as solve
    from reshore.api import repair_file, save
    from reshore.pipeline import NoPlan
    from reshore.pipeline.plan import Clock
    from reshore.solve import SolveOptions

    name = repair_as or ("repair" if repair else None)
    if name is not None:
        try:
            repair_file(model, name)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    with progress() as tell:
        clock = Clock(tell)
        options = SolveOptions(gap=gap, time_limit=time_limit, tell=tell)
        try:
            found = solve(model, scenario, sets or [], options, clock)
        except NoPlan as error:
            _write_repair(error, name, (model, scenario, sets or []))
            raise
        tell("storing the run")
        stored = save(found, out)
    try:
        emit(json, lambda: _record(found, stored), lambda: _text(found, stored))
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"Interrupted. The run is stored in {stored.folder}.") from None
    if found.status == "limit":
        raise typer.Exit(int(Exit.LIMIT))


def _write_repair(error: NoPlan, name: str | None, planned: tuple[str, str | None, list[str]]) -> None:
    from reshore.api import write_repair

    if name is not None and error.repair is not None and not error.repair.changes.is_empty():
        model, scenario, sets = planned
        error.repair_file = write_repair(model, error.repair, name, scenario, sets)


def _record(plan: Plan, stored: StoredRun) -> dict[str, Any]:
    from reshore.solution import kpis

    return {key: stored.record[key] for key in KEYS} | {"kpis": kpis(plan)}


def _text(plan: Plan, stored: StoredRun) -> Any:
    from rich.console import Group
    from rich.text import Text

    from reshore.report import summary

    seconds = ", ".join(f"{name} {value:.1f} s" for name, value in stored.record["seconds"].items())
    where = f"Stored in {stored.folder} ({seconds}).\nLook closer: reshore show {stored.name} money"
    return Group(summary(plan), Text(where))
