"""`reshore show`."""

from typing import Annotated

import typer

from reshore.cli.output import Exit, Json, Workspace, emit, fail, guarded, rows

RUN_HELP = "Name of a run, path of its folder, `latest`, or `latest~1` for the one before it."


@guarded
def show(
    run: Annotated[str, typer.Argument(help=RUN_HELP)],
    table: Annotated[str | None, typer.Argument(help="Table of the plan, or a measure such as `value_added`.")] = None,
    limit: Annotated[int, typer.Option(help="Rows to show.", min=1)] = 40,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Show the main figures of a stored run, or one of its tables.

    Example: `reshore show latest build`
    """
    from reshore.api import open_run
    from reshore.report import summary, table_text
    from reshore.solution import MEASURES, kpis

    plan = open_run(run, runs)
    if table is None:
        emit(json, lambda: {"run": plan.about["run"], "kpis": kpis(plan)}, lambda: summary(plan))
        return
    if table not in plan.tables and table not in MEASURES:
        known = ", ".join([*plan.tables, *(name for name in MEASURES if name not in plan.tables)])
        raise fail(Exit.USAGE, f"A run has no table or measure '{table}'. There are: {known}.", json)
    found = plan.tables[table] if table in plan.tables else plan.measure(table)
    emit(
        json,
        lambda: {"run": plan.about["run"], "table": table, "rows": rows(found)},
        lambda: table_text(found, table, limit),
    )
