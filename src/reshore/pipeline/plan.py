"""From tables to a verified plan: network, program, solution, results, verification."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reshore.analysis.conflict import Case, Conflict, Repair, explain
from reshore.analysis.targets.as_rule import with_rules
from reshore.model import build_program
from reshore.network import build_network
from reshore.pipeline.goals import Ordered, in_order
from reshore.schema.goals import money_alone
from reshore.solution import Plan, make_plan
from reshore.solve import SolveOptions, solve_program
from reshore.solve.scaling import LARGEST
from reshore.tables import Origin, Tables, base_hash, given_rows, inputs_hash, resolve
from reshore.verify import Inputs, Verification, verify_plan

LIBRARIES = ("reshore", "highspy", "numpy", "polars", "scipy")


class NoPlan(Exception):
    """There is no plan: limits contradict each other, or profit can grow without limit; `conflict` names what does.

    `conflict` is None where time was over before anything was known. `repair_file` is the scenario to which the command
    line wrote the repair.
    """

    def __init__(self, conflict: Conflict | None, message: str) -> None:
        self.conflict = conflict
        self.repair_file: Path | None = None
        super().__init__(message)

    @property
    def repair(self) -> Repair | None:
        """The least change after which there is a plan, in which what was asked for gives first; None where none is known."""
        return self.conflict.repairs[0] if self.conflict is not None and self.conflict.repairs else None


class VerificationFailed(Exception):
    """The plan does not hold when recomputed without the model; `verification` says where."""

    def __init__(self, plan: Plan, verification: Verification) -> None:
        self.plan, self.verification = plan, verification
        super().__init__("\n".join(verification.failures[:20]))


@dataclass
class Clock:
    """Seconds that each stage took, and where progress is told."""

    tell: Callable[[str], None] | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, text: str) -> Iterator[None]:
        """Time a stage, and tell that it begins."""
        if self.tell is not None:
            self.tell(text)
        begin = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begin


@dataclass(frozen=True)
class Request:
    """What is planned: the name of the model, the scenario and settings applied to it, and how to solve.

    `origin` is what the tables were made of; None where they were given as they are.
    """

    model: str = "model"
    scenario: str | None = None
    sets: tuple[str, ...] = ()
    options: SolveOptions = field(default_factory=SolveOptions)
    origin: Origin | None = None


def plan_tables(tables: Tables, request: Request, clock: Clock | None = None) -> Plan:
    """Return the optimal plan of checked tables, verified.

    Raises NoPlan where there is none, VerificationFailed where the plan does not hold, SolverError where the solver fails.
    """
    clock = clock or Clock()
    resolved = resolve(tables)
    ordered = _ordered(resolved, request, clock)
    with clock.stage("build", "building the program"):
        network = build_network(ordered.tables)
        program = build_program(network)
    height, width = program.shape
    size = {"rows": height, "columns": width, "nonzeros": int(program.matrix.nnz), "whole": int(program.integer.sum())}
    failure: VerificationFailed | None = None
    for options in _scaled(request.options):
        with clock.stage("solve", f"solving {width:,} variables, {height:,} rows, {size['whole']:,} whole numbers"):
            solution = solve_program(program, options)
        if not solution.feasible:
            case = Case(with_rules(tables, ordered.rules), network, program)
            with clock.stage("explain", "finding out why there is no plan"):
                raise failure or _no_plan(solution.status, partial(explain, case, solution.status, options))
        with clock.stage("results", "reading the plan"):
            plan = make_plan(network, program, solution)
        with clock.stage("verify", "verifying the plan without the model"):
            verification = verify(plan)
        about = _about(resolved, request, tables) | {
            "seconds": clock.seconds,
            "size": size,
            "iterations": solution.iterations,
            "goals": [goal.record() for goal in ordered.goals],
        }
        given = given_rows(tables, network.tables)
        plan = replace(plan, residual=verification.residual, about=MappingProxyType(about))
        plan = replace(plan, origin=request.origin, given=given)
        if verification.ok:
            return plan
        failure = failure or VerificationFailed(plan, verification)
    assert failure is not None  # noqa: S101
    raise failure


def _ordered(tables: Tables, request: Request, clock: Clock) -> Ordered:
    """Return resolved tables with all goals before money as rules; without them where there is no plan at all."""
    if money_alone(tables.setting["objective"]):
        return Ordered(tables, ())
    with clock.stage("goals", "reaching the goals in order"):
        return in_order(tables, request.options, clock.tell or (lambda _: None))


def _scaled(options: SolveOptions) -> Iterator[SolveOptions]:
    """Return the options, then the same with other scalings: what is exact enough for the solver may not be in natural units.

    All share the time limit.
    """
    began = time.perf_counter()
    yield options
    for largest in LARGEST[1:] if options.largest is None else ():
        left = None if options.time_limit is None else options.time_limit - (time.perf_counter() - began)
        if left is None or left > 0.0:
            yield replace(options, largest=largest, time_limit=left)


def verify(plan: Plan) -> Verification:
    """Recompute a plan from its tables, without the model."""
    tables = {table.name: table.frame for table in plan.inputs if table.name != "model"}
    times = {(table.name, column): str(unit) for table in plan.inputs for column, unit in table.times.items()}
    return verify_plan(Inputs.of(plan.inputs.setting, tables, times), plan.tables, plan.objective)


def _no_plan(status: str, conflict: Callable[[], Conflict]) -> NoPlan:
    if status == "limit":
        return NoPlan(None, "The time limit was reached before any plan was found. Give more time.")
    found = conflict()
    if found.kind == "unexplained":
        return NoPlan(found, "There is no plan, and what stands against one was not found in time. Give more time.")
    if found.kind == "unbounded":
        return NoPlan(found, "Profit can grow without limit: these decisions have no bound that stops them.")
    if found.kind == "infeasible in whole numbers":
        return NoPlan(found, "There is a plan in fractions, but none in whole numbers: these cannot hold together.")
    return NoPlan(found, "No plan is possible: these cannot hold together.")


def _about(resolved: Tables, request: Request, tables: Tables) -> dict[str, Any]:
    """Return what is known of a plan before it is made: of its inputs, before goals become rules, and of how it is solved."""
    origin = request.origin
    return {
        "model": request.model,
        "scenario": request.scenario,
        "sets": list(request.sets),
        "objective_kind": resolved.setting["objective"],
        "currency": str(resolved.setting["currency"]),
        "inputs_hash": inputs_hash(resolved),
        "base_hash": base_hash(tables if origin is None else origin.base),
        "edits": [] if origin is None else [dict(edit) for edit in origin.edits],
        "options": options_record(request.options),
        "seed": request.options.seed,
        "versions": dict(_versions()),
    }


@cache
def _versions() -> Mapping[str, str]:
    return {name: version(name) for name in LIBRARIES} | {"python": platform.python_version()}


def options_record(options: SolveOptions) -> dict[str, Any]:
    """Return what the record of a run says of how it was solved."""
    return {name: value for name, value in vars(options).items() if name != "tell"}


def record(plan: Plan) -> Mapping[str, Any]:
    """Return what the record of a stored run says of a plan."""
    return {
        **plan.about,
        "status": plan.status,
        "objective": plan.objective,
        "gap": plan.gap,
        "residual": plan.residual,
    }
