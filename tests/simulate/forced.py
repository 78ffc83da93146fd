"""Plans simulated with events that are given, in place of those that chance would bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tests.builders import Case

import reshore
from reshore.network.periods import Floats
from reshore.simulation.blocks import Block, Simulator
from reshore.simulation.hazards import Happened
from reshore.simulation.kpis import mean_columns, money
from reshore.simulation.study import prepare
from reshore.simulation.summary import SimulateOptions


@dataclass(frozen=True)
class Forced:
    """What came of one replication of a plan, its hazards in order of the table."""

    plan: reshore.Plan
    simulator: Simulator
    block: Block

    @property
    def profit(self) -> float:
        """Profit."""
        return float(self.block.totals[0, 0])

    @property
    def columns(self) -> Floats:
        """The columns of the program as they turned out."""
        return mean_columns(self.simulator, (self.block.streams, self.block.stocks, self.block.wanted), 1)

    @property
    def terms(self) -> dict[str, float]:
        """Discounted money by term, without those that are nothing."""
        table = money(self.simulator.lottery.model, self.columns)
        return {term: value for term, value in table.select("term", "mean").iter_rows() if abs(value) > 1e-9}

    def values(self, variable: str) -> Floats:
        """Return the values of a variable of the program, shape (entity, period)."""
        program = self.simulator.lottery.model.program
        block = program.columns[variable]
        found = np.zeros((len(block.labels), self.simulator.lottery.model.network.periods.count))
        found[block.entity, block.period] = self.columns[block.slice]
        return found


def forced(
    case: Case | reshore.Plan,
    *events: tuple[int, float, float, float],
    ranges: bool = False,
    values: dict[str, float] | None = None,
) -> Forced:
    """Return a plan with events (place of the hazard, start, duration, loss), and numbers that have other values."""
    plan = case if isinstance(case, reshore.Plan) else case.plan()
    simulator, _ = prepare(plan, SimulateOptions(1, 1, None, ranges or bool(values)))
    lottery = simulator.lottery
    happened: dict[int, Happened] = {}
    for place, start, duration, loss in events:
        one = ([0], [0], [start], [duration], [loss], [0 if lottery.hazards[place].near is not None else -1])
        before = happened.get(place)
        parts = [np.array(part) for part in one]
        if before is not None:
            parts = [np.concatenate([getattr(before, name), part]) for name, part in zip(_PARTS, parts, strict=True)]
        happened[place] = Happened(*parts)
    numbers = lottery.values(1)
    for at, number in enumerate(lottery.numbers):
        numbers[at] = (values or {}).get(number.name, number.value)
    assert not set(values or {}) - {number.name for number in lottery.numbers}
    drawn = lottery.of(happened, numbers, np.zeros((len(lottery.names), 1)))
    return Forced(plan, simulator, simulator.of(drawn, 1))


_PARTS = tuple(Happened.__dataclass_fields__)
