"""`reshore why`."""

from typing import Annotated

import typer

from reshore.cli.commands.show import RUN_HELP
from reshore.cli.output import Json, Workspace, emit, guarded, progress, rows


@guarded
def why(
    run: Annotated[str, typer.Argument(help=RUN_HELP)] = "latest",
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="[DEMAND|PRODUCT@SITE]",
            help="Key of a demand (market/product/class/date, or its beginning), or a product at a market; else the worst.",
        ),
    ] = None,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Say why demand is late or lost: what stops it, who competes with it, at what price it would be served.

    Example: `reshore why latest rack@Market-US`
    """
    from reshore.api import why as find
    from reshore.report.why import why_text

    with progress() as tell:
        found = find(run, subject, runs, tell)
    parts = ("short", "reasons", "limits", "price", "instead")
    emit(
        json,
        lambda: {"run": found.run, "currency": found.currency, **{part: rows(getattr(found, part)) for part in parts}},
        lambda: why_text(found, subject),
    )
