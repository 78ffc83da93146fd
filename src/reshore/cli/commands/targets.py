"""`reshore targets`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from reshore.cli.output import Json, Model, Scenario, Sets, Workspace, emit, guarded, progress, rows

if TYPE_CHECKING:
    from reshore.analysis.targets import Targets


@guarded
def targets(
    model: Model,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[TARGET]...", help="Targets to test; all, if not given.")
    ] = None,
    scenario: Scenario = None,
    sets: Sets = None,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Say whether claims can be kept: what can be reached by when, what it costs, what stops it, what would relieve it.

    The plan of most profit is taken from the stored runs where one was made of the same tables, else made and stored.

    Example: `reshore targets us-buildout us-500bn`
    """
    from reshore.api import planned
    from reshore.api import targets as find
    from reshore.report.targets import targets_text

    with progress() as tell:
        found = find(planned(model, scenario, sets or [], runs, tell), names or [], runs, tell)
    emit(json, lambda: _records(found), lambda: targets_text(found))


def _records(found: Targets) -> list[dict[str, Any]]:
    """Return a mapping for each target, with its binding limits and its relief in it."""
    parts = {"binding": found.binding, "relief": found.relief}
    return [
        {**row, **{name: rows(part.filter(target=row["target"]).drop("target")) for name, part in parts.items()}}
        for row in rows(found.targets)
    ]
