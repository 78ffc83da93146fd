"""`reshore trace`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from reshore.cli.output import Exit, Json, Scenario, Sets, Workspace, emit, fail, guarded, rows

MODEL_HELP = "Name of an example, or a folder of CSV or Parquet files, or an .xlsx workbook; none with --run."


@guarded
def trace(
    model: Annotated[str | None, typer.Argument(help=MODEL_HELP)] = None,
    product: Annotated[str | None, typer.Option("--product", "-p", help="Trace this product alone.")] = None,
    site: Annotated[str | None, typer.Option("--site", help="Show what concerns this site.")] = None,
    run: Annotated[
        str | None, typer.Option("--run", help="Trace a stored run by what it does: its name, path, or `latest`.")
    ] = None,
    scenario: Scenario = None,
    sets: Sets = None,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Show where products come from: tiers, suppliers, single points of failure, exposure to countries, lead times.

    Without --run, shares are those of capacity; with it, those of the plan. All rows of all parts are in --json.

    Example: `reshore trace us-buildout --product gb300-nvl72`
    """
    from reshore.report.trace import trace_text

    if (model is None) == (run is None) or (run is not None and (scenario or sets)):
        raise fail(Exit.USAGE, "Give either a model (with --scenario and --set), or --run with a stored run.", json)
    source, found = _found(model, run, (product, site), (scenario, sets or []), runs)
    about = {"model": model, "run": source, "product": product, "site": site}
    emit(
        json,
        lambda: about | {name: rows(table) for name, table in found.tables.items()},
        lambda: trace_text(found),
    )


def _found(
    model: str | None,
    run: str | None,
    narrowed: tuple[str | None, str | None],
    edits: tuple[str | None, list[str]],
    runs: str,
) -> tuple[str | None, Any]:
    """Return the name of the run, if any, and the trace."""
    from reshore.api import open_run
    from reshore.api import trace as traced

    if run is None:
        return None, traced(str(model), *narrowed, *edits)
    plan = open_run(run, runs)
    return str(plan.about["run"]), traced(plan, *narrowed)
