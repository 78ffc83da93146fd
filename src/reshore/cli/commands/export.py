"""`reshore export`."""

from __future__ import annotations

from typing import Annotated

import typer

from reshore.cli.commands.show import RUN_HELP
from reshore.cli.output import Exit, Json, Workspace, emit, fail, guarded


@guarded
def export(
    run: Annotated[str, typer.Argument(help=RUN_HELP)] = "latest",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Workbook of results to write, replacing one of that name; `results.xlsx` where no file is named at all.",
        ),
    ] = None,
    inputs: Annotated[
        str | None,
        typer.Option(
            "--inputs", metavar="FILE", help="Workbook of the run's inputs to write, to change and plan again."
        ),
    ] = None,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Write the results of a run as an Excel workbook, its inputs as another, or both.

    Example: `reshore export latest -o results.xlsx --inputs inputs.xlsx`
    """
    from reshore.api import export as write
    from reshore.api import export_inputs, workbook_path

    output = "results.xlsx" if output is None and inputs is None else output
    try:
        named = [workbook_path(file) for file in (output, inputs) if file is not None]
    except ValueError as error:
        raise fail(Exit.USAGE, str(error), json) from None
    if len({file.resolve() for file in named}) < len(named):
        raise fail(Exit.USAGE, "Results and inputs are two workbooks. Give each a name of its own.", json)
    written = [] if inputs is None else [export_inputs(run, inputs, runs)]
    if output is not None:
        written.insert(0, write(run, output, runs))
    emit(
        json,
        lambda: {"files": [{"file": str(file), "bytes": file.stat().st_size} for file in written]},
        lambda: f"Wrote {' and '.join(map(str, written))}.",
    )
