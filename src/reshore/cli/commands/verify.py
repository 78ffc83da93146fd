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
    from rich.console import Group
    from rich.text import Text

    from reshore.api import verify_plan as recompute
    from reshore.report import table_text

    found = recompute(run, runs)
    checks = found.checks
    verdict = "holds" if found.ok else "does not hold"
    lines = [
        f"The plan {verdict}: {checks.height} checks, largest relative residual {found.residual:.1e}.",
        *found.failures,
    ]
    emit(
        json,
        lambda: {
            "ok": found.ok,
            "residual": found.residual,
            "checks": rows(checks),
            "failures": list(found.failures),
        },
        lambda: Group(table_text(checks, limit=100), Text("\n".join(lines))),
    )
    if not found.ok:
        raise typer.Exit(int(Exit.UNVERIFIED))
