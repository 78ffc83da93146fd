"""A job that somebody asks for: looked at before it is taken, so that what cannot be done is said at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from reshore.web.found import findings_of
from reshore.web.jobs.spec import Spec
from reshore.web.jobs.store import new_id, now
from reshore.web.library import Library
from reshore.web.problems import Problem
from reshore.web.shapes import jobs as shapes
from reshore.web.shapes.common import Shape
from reshore.web.shapes.jobs import Job, NewJob
from reshore.web.workspace import Workspace

OPTIONS: Final[Mapping[str, type[Shape]]] = MappingProxyType(
    {
        "plan": shapes.PlanOptions,
        "sweep": shapes.SweepOptions,
        "stress": shapes.StressOptions,
        "simulate": shapes.SimulateOptions,
        "bottlenecks": shapes.NoOptions,
        "targets": shapes.NoOptions,
        "why": shapes.WhyOptions,
        "matters": shapes.MattersOptions,
        "report": shapes.ReportOptions,
    }
)
VALUE: Final = "Value error, "
"""How pydantic begins what a check of ours says."""
OF_MODELS: Final = ("plan", "sweep")
TITLES: Final = MappingProxyType(
    {
        "plan": "Plan {}",
        "sweep": "Plan the scenarios of {}",
        "stress": "Stress {}",
        "simulate": "Simulate {}",
        "bottlenecks": "Find what limits {}",
        "targets": "Test the targets of {}",
        "why": "Explain what is short in {}",
        "matters": "Find what matters in {}",
        "report": "Report on {}",
    }
)


def job_of(workspace: Workspace, library: Library, asked: NewJob, workers: int) -> tuple[Job, Spec]:
    """Return a job and what its process is told; raises Problem where it cannot be done."""
    options = _options(asked)
    of_model = asked.kind in OF_MODELS
    given, other = (asked.model, asked.run) if of_model else (asked.run, asked.model or asked.scenario or asked.edits)
    if given is None or other:
        what = "a model" if of_model else "a run"
        raise Problem(400, f"A job of kind '{asked.kind}' is of {what} alone.", f"Name {what}.")
    model = _model(workspace, library, asked, options) if of_model else None
    run = None if of_model else workspace.run(given).name
    against = options.get("against")
    job = Job(
        id=new_id(),
        title=_title(asked, given),
        state="queued",
        created=now(),
        **{name: getattr(asked, name) for name in ("kind", "model", "run", "scenario", "edits")},
        options=options,
    )
    spec = Spec(
        kind=asked.kind,
        workspace=str(workspace.root),
        model=model,
        run=run,
        scenario=asked.scenario,
        sets=[edit.setting for edit in asked.edits],
        options=options | ({"against": workspace.run(str(against)).name} if against else {}),
        processes=max(1, (os.cpu_count() or 1) // workers),
    )
    return job, spec


def _options(asked: NewJob) -> dict[str, Any]:
    try:
        return OPTIONS[asked.kind].model_validate(asked.options).model_dump()
    except ValidationError as error:
        told = "; ".join(f"{_place(one['loc'])}: {one['msg'].removeprefix(VALUE)}" for one in error.errors()[:5])
        raise Problem(400, f"The options cannot be read: {told.removesuffix('.')}.", "See /api/docs.") from None


def _place(loc: tuple[int | str, ...]) -> str:
    """Return where in the options something is: the name, and which of several."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in loc)


def _model(workspace: Workspace, library: Library, asked: NewJob, options: Mapping[str, Any]) -> str:
    """Return where the model of a job lies; raises Problem (422) with findings where it has errors."""
    place = workspace.model(str(asked.model))
    if asked.kind == "sweep" and asked.scenario:
        raise Problem(400, "A sweep names its scenarios in the options.", "Give `options.scenarios`.")
    for scenario in options.get("scenarios") or ():
        library.known(place, scenario)
    known = library.known(place, asked.scenario)
    reading = library.reading(place, known, [edit.setting for edit in asked.edits])
    if reading.errors:
        found = findings_of(reading.findings, library.stated(place), asked.edits)
        told = [finding.model_dump() for finding in found.findings]
        raise Problem(422, "The tables have errors, so that nothing is planned.", "Mend what the findings say.", told)
    return str(place.path)


def _title(asked: NewJob, given: str) -> str:
    scenario = f", scenario {asked.scenario}" if asked.scenario else ""
    count = len(asked.edits)
    edits = f", with {count} edit{'s' if count > 1 else ''}" if count else ""
    return f"{TITLES[asked.kind].format(given)}{scenario}{edits}"
