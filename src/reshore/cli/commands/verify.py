"""`reshore verify`."""

from typing import Annotated

import typer

from reshore.cli.commands.show import RUN_HELP
from reshore.cli.output import Exit, Json, Workspace, emit, guarded, rows


@guarded
def verify(
    run: Annotated[str, typer.Argument(help=RUN_HELP)],
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Recompute a stored plan from its tables, without the model or the solver.

    Exit code 6 where a check fails.

    Example: `reshore verify latest`
    """
    from reshore.api import verify_plan as recompute
    from reshore.report.verify import verification_text

    found = recompute(run, runs)
    emit(
        json,
        lambda: {
            "ok": found.ok,
            "residual": found.residual,
            "checks": rows(found.checks),
            "failures": list(found.failures),
        },
        lambda: verification_text(found),
    )
    if not found.ok:
        raise typer.Exit(int(Exit.UNVERIFIED))
