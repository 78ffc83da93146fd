"""What each kind of job does: a call of the function of its command, and what that prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from reshore import api
from reshore.analysis.matters import Asked as Numbers
from reshore.analysis.stress import Asked
from reshore.cases import CaseOptions, finishing
from reshore.cases.sweep import Sweep
from reshore.pipeline.plan import Clock
from reshore.report import summary
from reshore.report.bottlenecks import bottlenecks_text
from reshore.report.figures import Figure, Subject, chances, gauges, heat, matrix, resilience, tornado
from reshore.report.matters import matters_text
from reshore.report.simulate import simulation_text
from reshore.report.stress import stress_text
from reshore.report.sweep import sweep_text
from reshore.report.targets import targets_text
from reshore.report.why import why_text
from reshore.simulation.summary import SimulateOptions
from reshore.solve import SolveOptions
from reshore.web.drawn import shaped, told
from reshore.web.jobs.spec import Made, Spec
from reshore.web.shapes import jobs as shapes
from reshore.web.shapes.common import Section
from reshore.web.workspace import RUNS

Tell = Callable[[int, int, str], None]
MANY: Final = 1000
SOME: Final = 100


def do(spec: Spec, folder: Path, tell: Tell) -> Made:
    """Do a job; files go into `folder`. Raises as the function of its kind does."""
    return KINDS[spec.kind](spec, folder, tell)


def plan(spec: Spec, _: Path, tell: Tell) -> Made:
    """Plan a model with a scenario and edits, and store the run."""
    options = shapes.PlanOptions.model_validate(spec.options)

    def stage(text: str) -> None:
        tell(0, 0, text)

    solve = SolveOptions(gap=options.gap, time_limit=options.time_limit, tell=stage)
    found = api.plan(str(spec.model), spec.scenario, spec.sets, solve, Clock(stage))
    stage("storing the run")
    with finishing():
        stored = api.save(found, _runs(spec))
    sections, words = told(summary(found))
    return Made(run=stored.name, runs=[stored.name], sections=sections, words=words)


def sweep(spec: Spec, _: Path, tell: Tell) -> Made:
    """Plan a model with each of some scenarios."""
    options = shapes.SweepOptions.model_validate(spec.options)
    solve = SolveOptions(gap=options.gap, time_limit=options.time_limit)
    how = CaseOptions(spec.processes, solve=solve, tell=tell)
    found = api.sweep(str(spec.model), options.scenarios, spec.sets, _runs(spec), how)
    sections, words = told(sweep_text(found.table, found.units, found.remarks))
    return Made(runs=[row.run for row in found.rows if row.run], sections=sections, words=[*_unplanned(found), *words])


def _unplanned(found: Sweep) -> Iterator[str]:
    """Yield how many scenarios have a plan and which have none, where there are such; the words of each follow."""
    failed = [f"{row.scenario} ({row.status})" for row in found.rows if not row.run]
    if failed:
        yield f"{len(found.rows) - len(failed)} of {len(found.rows)} planned; there is no plan for {', '.join(failed)}."


def stress(spec: Spec, _: Path, tell: Tell) -> Made:
    """Take out places for a while."""
    given = shapes.StressOptions.model_validate(spec.options)
    asked = Asked(
        scope=given.scope,
        names=tuple(given.names),
        durations=tuple(given.durations),
        starts=tuple(given.starts),
        loss=given.loss,
        recovery=given.recovery,
        affects=given.affects,
        rebuild=given.rebuild,
        survive=given.survive,
    )
    found = api.stress(str(spec.run), asked, _runs(spec), CaseOptions(spec.processes, tell=tell))
    drawn = Subject(found.plan, stress=found)
    return _made(spec, (*matrix.figures(drawn), *resilience.figures(drawn)), told(stress_text(found, MANY)))


def simulate(spec: Spec, _: Path, tell: Tell) -> Made:
    """Run a plan forward many times."""
    given = shapes.SimulateOptions.model_validate(spec.options)
    hazards = None if given.hazards is None else tuple(given.hazards)
    options = SimulateOptions(given.replications, given.seed, hazards, given.ranges, given.threshold)
    clock = Clock()
    with clock.stage("simulate", ""):
        found = api.simulate(str(spec.run), _runs(spec), options, spec.processes, tell)
    drawn = Subject(api.open_run(str(spec.run), _runs(spec)), simulation=found)
    text = simulation_text(found, clock.seconds["simulate"])
    return _made(spec, (*gauges.figures(drawn), *chances.figures(drawn)), told(text))


def bottlenecks(spec: Spec, _: Path, tell: Tell) -> Made:
    """Say what limits a plan."""
    plan = api.open_run(str(spec.run), _runs(spec))
    found = api.bottlenecks(plan, tell=lambda text: tell(0, 0, text))
    return _made(spec, heat.figures(Subject(plan, bottlenecks=found)), told(bottlenecks_text(found, MANY)))


def targets(spec: Spec, _: Path, tell: Tell) -> Made:
    """Say whether claims can be kept."""
    found = api.targets(str(spec.run), workspace=_runs(spec), tell=lambda text: tell(0, 0, text))
    drawn = Subject(api.open_run(str(spec.run), _runs(spec)), targets=found)
    return _made(spec, gauges.figures(drawn), told(targets_text(found)))


def why(spec: Spec, _: Path, tell: Tell) -> Made:
    """Say why demand is late or lost."""
    given = shapes.WhyOptions.model_validate(spec.options)
    found = api.why(str(spec.run), given.subject, _runs(spec), lambda text: tell(0, 0, text))
    return _made(spec, (), told(why_text(found, given.subject)))


def matters(spec: Spec, _: Path, tell: Tell) -> Made:
    """Say what each input number is worth."""
    given = shapes.MattersOptions.model_validate(spec.options)
    asked = Numbers(given.table, given.given)
    found = api.matters(str(spec.run), given.of, _runs(spec), asked, lambda text: tell(0, 0, text))
    drawn = Subject(api.open_run(str(spec.run), _runs(spec)), matters=found)
    return _made(spec, tornado.figures(drawn), told(matters_text(found, SOME)))


def report(spec: Spec, folder: Path, tell: Tell) -> Made:
    """Write the report of a run, or of one against another, with answers that take their time."""
    options = shapes.ReportOptions.model_validate(spec.options)
    runs = [run for run in (options.against, spec.run) if run is not None]
    file = f"report.{options.format}"
    api.write_report(runs, folder / file, _runs(spec), options.analyses, CaseOptions(spec.processes, tell=tell))
    return Made(run=spec.run, file=file)


KINDS: Final[Mapping[str, Callable[[Spec, Path, Tell], Made]]] = MappingProxyType(
    {
        "plan": plan,
        "sweep": sweep,
        "stress": stress,
        "simulate": simulate,
        "bottlenecks": bottlenecks,
        "targets": targets,
        "why": why,
        "matters": matters,
        "report": report,
    }
)


def _runs(spec: Spec) -> Path:
    return Path(spec.workspace) / RUNS


def _made(spec: Spec, figures: Iterable[Figure], text: tuple[list[Section], list[str]]) -> Made:
    return Made(run=spec.run, figures=shaped(figures), sections=text[0], words=text[1])
