"""The most of a target as something that input numbers change: its program made from tables, and its optimum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reshore.analysis.targets.aim import aimed, worth
from reshore.analysis.targets.most import most
from reshore.analysis.targets.target import Aims, Target
from reshore.model import Program, build_program
from reshore.network import build_network
from reshore.solution import Plan
from reshore.solve import Optimum, SolveOptions, SolverError
from reshore.tables import Tables


@dataclass(frozen=True)
class Subject:
    """What is asked about: `build` makes its program from tables, `optimum` is that of the plan's tables.

    The objective counts `per` for each `unit` of what is asked about.
    """

    build: Callable[[Tables], Program]
    optimum: Optimum
    per: float
    unit: str


def most_of(plan: Plan, optimum: Optimum, target: Target, options: SolveOptions) -> Subject:
    """Return the most of a target by its day as a subject; `optimum` is that of the plan.

    Of a share the objective is top − value · bottom at the largest value: what that gains, over bottom, is what the share does.
    Raises SolverError where the most has no limit, or is not found.
    """
    aims = Aims(optimum.program, plan.network, target)
    aim = aims.at(aims.by)
    unit = worth(optimum.program, aim)
    best = most(optimum, aim, options)
    if best.optimum is None:
        why = "it can grow without limit" if best.value > 0.0 else "there is nothing that it could be a share of"
        raise SolverError(f"there is no most of {target.name}: {why}")
    value = 0.0 if aim.fixed else best.value

    def build(tables: Tables) -> Program:
        network = build_network(tables)
        program = build_program(network)
        moved = Aims(program, network, target)
        return aimed(program, moved.at(moved.by).within(*best.aim.span), value, unit)

    return Subject(build, best.optimum, unit * aim.bottom.at(best.optimum.solution.columns), aims.unit)
