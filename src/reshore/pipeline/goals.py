"""Goals in order: each is reached as far as it can be, and what it reached is a rule for those after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import polars as pl

from reshore.analysis.targets.as_rule import as_rule, free_name, with_rules
from reshore.analysis.targets.most import largest, spanned
from reshore.analysis.targets.reach import reached
from reshore.analysis.targets.target import Aims, Target, targets_of
from reshore.model import build_program
from reshore.network import build_network
from reshore.schema.goals import MONEY, TARGET, goals, money_goal
from reshore.schema.rules import AT_LEAST, TOTAL
from reshore.solve import SolveOptions, SolverError, solve_program
from reshore.solve.possible import possible
from reshore.solve.scaling import make_scaling
from reshore.solve.solve import scaled
from reshore.tables import Tables

ORDER: Final = "goal"
SECONDS: Final = 60.0


@dataclass(frozen=True)
class Goal:
    """A goal that was reached: `reached` is its best, `kept` what later goals leave of it, in its `unit`.

    `rule` is the name of the rule that keeps it. `met` says whether a target's goal was reached in full; it is None for money.
    """

    goal: str
    rule: str
    reached: float
    kept: float
    unit: str
    met: bool | None

    def record(self) -> dict[str, Any]:
        """Return the goal as a mapping."""
        return dict(vars(self))


@dataclass(frozen=True)
class Ordered:
    """Resolved tables in which the goals before the last have become rules, and the last is money; and these goals.

    `rules` are the rows of those rules.
    """

    tables: Tables
    goals: tuple[Goal, ...]
    rules: tuple[Mapping[str, Any], ...] = ()


def in_order(tables: Tables, options: SolveOptions, tell: Callable[[str], None]) -> Ordered:
    """Return the tables of the last goal of resolved tables; where that is no money, of profit after all goals.

    Of a target no more is kept than it asks for. Where there is no plan at all, no goal becomes a rule: planning for money
    finds out why. Raises SolverError where the solver fails.
    """
    named = goals(str(tables.setting["objective"]))
    last = named[-1] if named[-1] in MONEY else None
    before = named[:-1] if last is not None else named
    tolerance = cast("float", tables.setting["goal_tolerance"])
    known = {target.name: target for target in targets_of(tables)}
    tables = _with_objective(tables, money_goal(tables.setting["objective"]))
    program = build_program(build_network(tables))
    if possible(scaled(program, make_scaling(program)), options, SECONDS) is False:
        return Ordered(tables, ())
    found: list[Goal] = []
    rules: list[Mapping[str, Any]] = []
    for number, goal in enumerate(before, start=1):
        tell(f"goal {number} of {len(named)}, {goal}: as far as it can be reached")
        name = free_name(f"{ORDER} {number}", set(tables.frame("rules")["rule"]))
        if goal in MONEY:
            best, rule = _money(tables, goal, tolerance, name, options)
        else:
            best, rule = _target(tables, known[goal.removeprefix(TARGET)], tolerance, name, options)
        tables = with_rules(tables, [rule])
        found.append(best)
        rules.append(rule)
    return Ordered(tables, tuple(found), tuple(rules))


def _money(
    tables: Tables, goal: str, tolerance: float, name: str, options: SolveOptions
) -> tuple[Goal, dict[str, Any]]:
    """Return what money is best, and the rule that keeps all but the tolerance of it."""
    solution = solve_program(build_program(build_network(tables)), options)
    if not solution.feasible:
        raise SolverError(f"the goal {goal} has no best: {solution.status}")
    kept = solution.objective - tolerance * abs(solution.objective)
    unit = str(tables.setting["currency"])
    rule = {"rule": name, "measure": "profit", "window": TOTAL, "sense": AT_LEAST, "value": kept}
    return Goal(goal, name, solution.objective, kept, unit, None), rule


def _target(
    tables: Tables, target: Target, tolerance: float, name: str, options: SolveOptions
) -> tuple[Goal, dict[str, Any]]:
    """Return how much of a target can be reached, no more than it asks for, and the rule that keeps it."""
    network = build_network(tables)
    program = build_program(network)
    aims = Aims(program, network, target)
    aim = spanned(program, aims.at(aims.by), options)
    most, _, _ = largest(program, aim, options)
    got = min(most, target.at_least)
    kept = got - tolerance * abs(got)
    rule = as_rule(target, kept, network.periods, name)
    return Goal(f"{TARGET}{target.name}", name, got, kept, aims.unit, reached(aim, most)), rule


def _with_objective(tables: Tables, goal: str) -> Tables:
    """Return the tables whose objective is one goal."""
    model = tables["model"]
    return tables.with_table(model.with_frame(model.frame.with_columns(pl.lit(goal).alias("objective"))))
