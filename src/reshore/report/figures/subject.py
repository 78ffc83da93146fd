"""What figures are drawn of: a plan, and the answers that were found about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

import polars as pl

from reshore.analysis.bottlenecks import Bottlenecks
from reshore.analysis.compare import Comparison
from reshore.analysis.matters import Matters
from reshore.analysis.stress import Stress
from reshore.analysis.targets import Targets
from reshore.analysis.targets.target import Target, reached_by
from reshore.analysis.trace import Trace, trace_plan
from reshore.report.figures.coloured import Coloured, coloured
from reshore.schema.goals import money_goal
from reshore.simulation.summary import Simulation
from reshore.solution import Plan

ANSWERS: Final[Mapping[str, type]] = MappingProxyType(
    {
        "bottlenecks": Bottlenecks,
        "targets": Targets,
        "matters": Matters,
        "comparison": Comparison,
        "stress": Stress,
        "simulation": Simulation,
    }
)
"""What can be asked about a plan that figures are drawn of: what each field of a subject holds."""


@dataclass(frozen=True)
class Subject:
    """A plan, and what was asked about it; what was not asked is None, and has no figures."""

    plan: Plan
    bottlenecks: Bottlenecks | None = None
    targets: Targets | None = None
    matters: Matters | None = None
    comparison: Comparison | None = None
    stress: Stress | None = None
    simulation: Simulation | None = None

    @property
    def currency(self) -> str:
        """Currency of the plan's money."""
        return self.plan.currency

    @property
    def goal(self) -> str:
        """What the plan makes the most of in money: profit, or least: cost."""
        return money_goal(self.plan.inputs.setting["objective"])

    @property
    def called(self) -> str:
        """How the plan is called: its model and scenario."""
        about = self.plan.about
        return ", ".join(str(about[name]) for name in ("model", "scenario") if about.get(name)) or "plan"

    @property
    def source(self) -> str:
        """Where the numbers come from: the run, the tables by their hash, and the version."""
        about = self.plan.about
        versions = about.get("versions")
        version = versions.get("reshore", "") if isinstance(versions, Mapping) else ""
        run = f"run {about['run']}" if about.get("run") else f"plan of {self.called}"
        parts = [run, f"inputs {str(about.get('inputs_hash', ''))[:12]}", f"reshore {version}"]
        return f"Source: {', '.join(part for part in parts if not part.endswith(' '))}"

    @cached_property
    def trace(self) -> Trace:
        """The trace of the plan."""
        return trace_plan(self.plan)

    @cached_property
    def reached(self) -> tuple[tuple[Target, float, str], ...]:
        """Each target of the model, what the plan has of it by its day, and the unit."""
        return tuple(reached_by(self.plan))

    @cached_property
    def chances(self) -> Mapping[str, float | None]:
        """The probability of each target: by the simulation that is drawn, else as the answers about targets have it."""
        if self.simulation is not None:
            return dict(self.simulation.tables["targets"].select("target", "probability").iter_rows())
        return {} if self.targets is None else dict(self.targets.targets.select("target", "probability").iter_rows())

    @cached_property
    def sold(self) -> pl.Series:
        """The products that are asked for."""
        return self.plan.inputs.frame("demands")["product"].unique(maintain_order=True)

    @cached_property
    def coloured(self) -> Coloured:
        """The sites of the model, and the colour of each country."""
        return coloured(self.plan.inputs.frame("sites"))

    @property
    def sites(self) -> pl.DataFrame:
        """The sites of the model; those without a country are `NOWHERE` in `named`."""
        return self.coloured.sites

    @property
    def colours(self) -> Mapping[str, str]:
        """The colour of each country, the same in all figures; small ones share that of others."""
        return self.coloured.colours

    def shared(self, countries: pl.Series) -> pl.Series:
        """Return countries as they are told: those without a colour of their own together as others."""
        return self.coloured.shared(countries)
