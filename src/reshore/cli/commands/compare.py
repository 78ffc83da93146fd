"""`reshore compare`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reshore.cli.commands.show import RUN_HELP
from reshore.cli.output import Json, Workspace, counted, emit, guarded, rows

if TYPE_CHECKING:
    from reshore.analysis.compare import Comparison, Side


class By(StrEnum):
    """What money is told by."""

    term = "term"
    site = "site"
    country = "country"
    product = "product"
    year = "year"
    period = "period"
    partner = "partner"
    name = "name"


@guarded
def compare(
    run_a: Annotated[str, typer.Argument(metavar="RUN_A", help=RUN_HELP)],
    run_b: Annotated[str, typer.Argument(metavar="RUN_B", help="The run that is compared with it.")],
    by: Annotated[list[By] | None, typer.Option(help="Tell the money by this alone; repeat to cross several.")] = None,
    attribute: Annotated[
        bool,
        typer.Option("--attribute/--no-attribute", help="Plan what lies between, to tell what each edit contributes."),
    ] = True,
    workers: Annotated[int, typer.Option(help="Processes that plan what lies between.", min=1)] = 2,
    limit: Annotated[int, typer.Option(help="Rows of each table of money to show.", min=1)] = 6,
    csv: Annotated[
        str | None, typer.Option("--csv", metavar="DIR", help="Write every table in full as CSV into a folder.")
    ] = None,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Say what plan B does otherwise than plan A, and what each edit contributes to the difference.

    Example: `reshore compare us-buildout-20270101-120000-1a2b latest --by site --by year`
    """
    from reshore.api import compare as find
    from reshore.cases import CaseOptions
    from reshore.report.compare import compare_text

    columns = [str(one.value) for one in by or []]
    with counted("Planning the models between") as tell:
        found = find(run_a, run_b, runs, attribute, CaseOptions(workers, tell=tell))
    if csv is not None:
        _write(found, Path(csv))
    emit(json, lambda: _record(found, columns), lambda: compare_text(found, columns, limit))


def _record(found: Comparison, columns: list[str]) -> dict[str, Any]:
    attribution = found.attribution
    return {
        "a": _side(found.a),
        "b": _side(found.b),
        "currency": found.currency,
        "goal": found.goal,
        "difference": found.difference,
        "attributed": None if attribution is None else {"by": attribution.by, "why": attribution.why},
        "edits": [] if attribution is None else rows(attribution.table),
        **({"by": rows(found.by(*columns))} if columns else {}),
        **{f"{name}s": rows(found.by(name)) for name in ("term", "site", "product", "year")},
        "countries": rows(found.by("country")),
        "units": rows(found.units),
        "measures": rows(found.measures.remove(change=0.0)),
        "builds": rows(found.builds),
        "inputs": rows(found.inputs),
        "notes": list(found.notes),
    }


def _side(side: Side) -> dict[str, Any]:
    return dict(vars(side))


def _write(found: Comparison, folder: Path) -> None:
    """Write every table of a comparison."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: getattr(found, name) for name in ("money", "measures", "builds", "inputs")}
    if found.attribution is not None:
        tables["edits"] = found.attribution.table
    for name, table in tables.items():
        table.write_csv(folder / f"{name}.csv")
