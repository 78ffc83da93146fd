"""The plan: optimal decisions, their accounts, and how they were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from reshore.model import Program
from reshore.network import Network, build_network
from reshore.solution.decisions import DECISIONS, capacity_table, decision_table
from reshore.solution.duals import dual_tables
from reshore.solution.measures import measure
from reshore.solution.money import money_table
from reshore.solve import Solution, State
from reshore.tables import Origin, Tables

PLAN_TABLES = (*DECISIONS, "capacity", "money")
GIVEN: Final = {"table": pl.String, "key": pl.String, "given": pl.String}


@dataclass(frozen=True)
class Plan:
    """An optimal (or, at a limit, a usable) plan of one model.

    `inputs` are the tables it was made from, with groups resolved and the scenario's edits made. `tables` are those that
    the reference page on semantics lists; `duals` those of each law. `objective` is discounted money [currency],
    `gap` relative. `residual` is the largest relative residual that verification found, None before it. `state` is where
    its program stood, from which it can be solved again in moments. `origin` is what the inputs were made of, None where that is
    not known. `given` has the rows of the inputs that came from a row with a group: table, key, and the key that was given.
    """

    inputs: Tables
    tables: Mapping[str, pl.DataFrame]
    duals: Mapping[str, pl.DataFrame]
    status: str
    objective: float
    gap: float
    residual: float | None = None
    state: State | None = None
    origin: Origin | None = None
    about: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    given: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=GIVEN))

    @cached_property
    def network(self) -> Network:
        """The network of the plan's inputs."""
        return build_network(self.inputs)

    @property
    def currency(self) -> str:
        """Currency of the plan's money."""
        return str(self.inputs.setting["currency"])

    @property
    def goals(self) -> tuple[Mapping[str, Any], ...]:
        """What was reached of each goal before money, in order: records with `goal`, `rule` (the name of its rule) and more."""
        kept = self.about.get("goals")
        return tuple(kept) if isinstance(kept, list | tuple) else ()

    @property
    def inputs_without_goals(self) -> Tables:
        """The inputs without the rules that keep goals: what a goal reached is no input."""
        table, names = self.inputs["rules"], [str(goal["rule"]) for goal in self.goals]
        return self.inputs.with_table(table.with_frame(table.frame.filter(~pl.col("rule").is_in(names))))

    def table(self, name: str) -> pl.DataFrame:
        """Return a table of the plan; raises KeyError, naming those there are, where there is none."""
        if name not in self.tables:
            raise KeyError(f"a plan has no table '{name}'; it has {', '.join(self.tables)}")
        return self.tables[name]

    def measure(self, name: str) -> pl.DataFrame:
        """Return a measure, such as `value_added`, by site, country, operator, product, generation, year and period.

        Raises KeyError where there is no such measure.
        """
        return measure(self.network, self.tables, name)


def make_plan(network: Network, program: Program, solution: Solution) -> Plan:
    """Read a solution back into the tables of a plan; raises ValueError where there is nothing to read."""
    if not solution.feasible:
        raise ValueError(f"the solver has no plan: {solution.status}")
    tables = {name: decision_table(program, network, solution, name) for name in DECISIONS}
    tables["capacity"] = capacity_table(network, solution, program)
    tables["money"] = money_table(program, network, solution)
    return Plan(
        inputs=network.tables,
        tables=MappingProxyType(tables),
        duals=MappingProxyType(dual_tables(program, network, solution)),
        status=solution.status,
        objective=solution.objective,
        gap=solution.gap,
        state=State(solution.columns, solution.basis),
    )
