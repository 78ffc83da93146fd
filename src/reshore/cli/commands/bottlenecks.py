"""`reshore bottlenecks`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from reshore.cli.commands.show import RUN_HELP
from reshore.cli.output import Json, Workspace, emit, guarded, progress, rows


class By(StrEnum):
    """What the rows of the result are for."""

    period = "period"
    year = "year"
    total = "total"


@guarded
def bottlenecks(
    run: Annotated[str, typer.Argument(help=RUN_HELP)] = "latest",
    by: Annotated[
        By | None, typer.Option(help="Rows of the result; with --json by period, else in total, if not given.")
    ] = None,
    top: Annotated[int, typer.Option(help="Limits for which more of them is solved again.", min=0)] = 8,
    more: Annotated[float, typer.Option(help="Share of a limit that is more of it.", min=1e-6, max=10.0)] = 0.01,
    limit: Annotated[int, typer.Option(help="Rows to show.", min=1)] = 15,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Say what limits a plan: what one more unit of each limit is worth, when, how far that holds, ranked by money.

    Example: `reshore bottlenecks latest --by year`
    """
    from reshore.api import bottlenecks as find
    from reshore.report import table_text
    from reshore.report.bottlenecks import bottlenecks_text

    with progress() as tell:
        found = find(run, runs, top=top, more=more, tell=tell)
    if by is None or by is By.total:
        table = found.period if by is None else found.total
        emit(json, lambda: rows(table), lambda: bottlenecks_text(found, limit))
        return
    table = found.period if by is By.period else found.year
    emit(json, lambda: rows(table), lambda: table_text(table.drop("more", "first", "last", "periods"), limit=limit))
