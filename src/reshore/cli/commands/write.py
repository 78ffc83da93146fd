"""`reshore write`."""

from typing import Annotated

import typer

from reshore.cli.output import Json, Model, Scenario, Sets, emit, guarded, progress


@guarded
def write(
    model: Model,
    mps: Annotated[str, typer.Option("--mps", metavar="FILE", help="File to write, in MPS format.")],
    scenario: Scenario = None,
    sets: Sets = None,
    json: Json = False,
) -> None:
    """Write the program of a model for any other solver. MPS minimises, so its objective is the negative of ours.

    Example: `reshore write first-plan --mps first-plan.mps`
    """
    from reshore.api import write_mps

    with progress() as tell:
        tell("building the program")
        file = write_mps(model, mps, scenario, sets or [])
    emit(json, lambda: {"file": str(file), "bytes": file.stat().st_size}, lambda: f"Wrote {file}.")
