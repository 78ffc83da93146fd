"""One plan of one model, with what several laws need of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reshore.verify.arrays import Floats, Ints, floats, grid_sum, ints
from reshore.verify.ledger import Ledger, ledger
from reshore.verify.plan import Plan
from reshore.verify.residuals import Rows
from reshore.verify.world import World


@dataclass(frozen=True, eq=False)
class Case:
    """A plan to be checked: the arranged inputs, the rows of the plan, and the objective that it claims."""

    world: World
    plan: Plan
    objective: float

    def day(self, t: int) -> str:
        """Return the first day of a period, in words."""
        return f"period {self.world.calendar.first_days[int(t)]}"

    @cached_property
    def ledger(self) -> Ledger:
        """Everything that enters and leaves each stock point."""
        return ledger(self.world, self.plan)

    @cached_property
    def modules(self) -> Floats:
        """Modules of each start (of `world.starts`)."""
        build = self.plan.build
        count = len(self.world.starts.s)
        return np.bincount(ints(build, "start_at"), floats(build, "value"), count).astype(np.float64)

    @cached_property
    def modules_by_period(self) -> Floats:
        """Modules of each expansion started in each period, shape (expansion, period)."""
        shape = (self.world.inputs["expansions"].height, self.world.periods)
        starts = self.world.starts
        return grid_sum(starts.expansion, starts.s, self.modules, shape)

    @cached_property
    def runs(self) -> Floats:
        """Runs of each operation in each period, all vintages together, shape (operation, period)."""
        make = self.plan.make
        shape = (self.world.inputs["operations"].height, self.world.periods)
        return grid_sum(ints(make, "operation"), ints(make, "t"), floats(make, "value"), shape)

    def grid_rows(self, names: list[str], units: list[str], group: Ints | None = None) -> Rows:
        """Return the words for the flattened cells of a matrix (entity, period)."""
        periods = max(self.world.periods, 1)
        every = np.arange(len(names)) if group is None else group
        return Rows(
            where=lambda cell: f"{names[cell // periods]}, {self.day(cell % periods)}",
            unit=lambda cell: units[cell // periods],
            group=np.repeat(every, periods),
        )

    def words(self, table: str, columns: tuple[str, ...]) -> list[str]:
        """Return for each row of an input table its entity in words."""
        frame = self.world.inputs[table].select(columns)
        return [", ".join(f"{k} {v}" for k, v in row.items()) for row in frame.iter_rows(named=True)]
