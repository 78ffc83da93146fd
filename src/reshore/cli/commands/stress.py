"""`reshore stress`."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reshore.cli.output import Json, Scenario, Sets, Workspace, counted, emit, guarded, progress, rows

if TYPE_CHECKING:
    from reshore.analysis.stress import Stress
    from reshore.solution import Plan


class Scope(StrEnum):
    """What is out at a time."""

    site = "site"
    country = "country"
    region = "region"
    operator = "operator"
    lane = "lane"
    mode = "mode"
    product = "product"


class Affects(StrEnum):
    """What of it is out."""

    capacity = "capacity"
    transit = "transit"
    supply = "supply"


@guarded
def stress(
    subject: Annotated[
        str, typer.Argument(metavar="RUN|MODEL", help="Name or path of a stored run, `latest`, or a model.")
    ] = "latest",
    scope: Annotated[Scope, typer.Option(help="What is out at a time.")] = Scope.site,
    names: Annotated[list[str] | None, typer.Option("--name", help="Only what is called so. Repeat.")] = None,
    affects: Annotated[
        Affects | None,
        typer.Option(help="What of it is out: of a lane or mode transit, of a product supply, else capacity."),
    ] = None,
    durations: Annotated[
        str,
        typer.Option(metavar="2w,1m,...", help="Durations: d, w, m, q, y; or `recover`, the site's time to recover."),
    ] = "2w,1m,3m,6m",
    starts: Annotated[
        str | None,
        typer.Option(metavar="DATE,...|worst", help="First days; the first day of the middle period, if not given."),
    ] = None,
    loss: Annotated[float, typer.Option(help="Fraction that is lost.", min=0.0, max=1.0)] = 1.0,
    recovery: Annotated[float, typer.Option(help="Days over which it comes back afterwards.", min=0.0)] = 0.0,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Let modules be started otherwise from the event on.")
    ] = False,
    survive: Annotated[bool, typer.Option("--survive/--no-survive", help="Find the time to survive of each.")] = True,
    workers: Annotated[
        int | None, typer.Option(help="Processes; if not given, as many as there are processors.", min=1)
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do again what is finished.")] = False,
    limit: Annotated[int, typer.Option(help="Rows to show.", min=1)] = 20,
    scenario: Scenario = None,
    sets: Sets = None,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Take out every site (or country, lane, ...) for a while, make the best of it, and say what each would cost.

    What was decided before the event stays as planned, and so do the starts of modules; all else is decided again.

    Example: `reshore stress latest --scope country --durations 1m,6m --workers 2`
    """
    from reshore.analysis.stress import Asked, places_of
    from reshore.api import stress as find
    from reshore.cases import CaseOptions
    from reshore.report.stress import stress_text

    plan = _plan(subject, scenario, sets or [], runs)
    asked = Asked(
        scope=scope.value,
        names=tuple(names or ()),
        durations=_listed(durations),
        starts=_listed(starts or ""),
        loss=loss,
        recovery=recovery,
        affects=affects.value if affects else "",
        rebuild=rebuild,
        survive=survive,
    )
    try:
        places_of(plan.network, asked)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    with counted("Stressing") as tell:
        found = find(plan, asked, runs, CaseOptions(workers or os.cpu_count() or 1, fresh, tell=tell))
    emit(json, lambda: _record(found), lambda: stress_text(found, limit))


def _plan(subject: str, scenario: str | None, sets: list[str], runs: str) -> Plan:
    """Return the plan of a stored run of that name; where there is none, that of a model."""
    from reshore.api import open_run, planned
    from reshore.examples import locate
    from reshore.runs import RunError

    if not scenario and not sets:
        try:
            return open_run(subject, runs)
        except RunError:
            try:
                locate(subject)
            except FileNotFoundError:
                known = None
            else:
                known = subject
            if known is None:
                raise
    with progress() as tell:
        return planned(subject, scenario, sets, runs, tell)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _record(found: Stress) -> dict[str, Any]:
    """Return a mapping of the whole, with what belongs to a case in it."""
    parts = {"targets_lost": found.targets, "units_lost": found.units, "path": found.paths, "broken": found.broken}
    key = ["scope", "name", "start", "duration"]
    grouped = {
        name: {tuple(own): rows(frame.drop(key)) for own, frame in part.group_by(key, maintain_order=True)}
        for name, part in parts.items()
        if not part.is_empty()
    }
    plain = rows(found.cases)
    cases = [
        {
            **row,
            "endures": endless,
            **{name: grouped.get(name, {}).get(tuple(row[one] for one in key), []) for name in parts},
        }
        for row, endless in zip(plain, found.cases["time_to_survive"].is_infinite(), strict=True)
    ]
    return {
        "run": found.plan.about.get("run"),
        "currency": found.plan.currency,
        "seconds": found.seconds,
        "rebuild": found.asked.rebuild,
        "cases": cases,
        "hidden": rows(found.hidden),
    }
