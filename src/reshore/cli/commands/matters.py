"""`reshore matters`."""

from __future__ import annotations

from typing import Annotated

import typer

from reshore.cli.commands.show import RUN_HELP
from reshore.cli.output import Json, Workspace, emit, guarded, progress, rows


@guarded
def matters(
    run: Annotated[str, typer.Argument(help=RUN_HELP)] = "latest",
    of: Annotated[
        str,
        typer.Option(
            metavar="profit|TARGET",
            help="What changes: profit (what the plan maximises), or the most that a target can reach.",
        ),
    ] = "profit",
    table: Annotated[str | None, typer.Option(help="Only numbers of this table.")] = None,
    given: Annotated[bool, typer.Option("--given", help="Only numbers that the table ranges gives a range.")] = False,
    top: Annotated[
        int, typer.Option(help="Numbers for which the plan is solved again with a little more and less.", min=0)
    ] = 8,
    limit: Annotated[int, typer.Option(help="Rows to show.", min=1)] = 20,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Say what matters: what one more unit of every input number earns, ranked by what its range does, with its source.

    Example: `reshore matters latest --table operations`
    """
    from reshore.analysis.matters import Asked
    from reshore.api import matters as find
    from reshore.report.matters import matters_text

    with progress() as tell:
        found = find(run, of, runs, Asked(table, given, top), tell)
    emit(json, lambda: rows(found.numbers), lambda: matters_text(found, limit))
