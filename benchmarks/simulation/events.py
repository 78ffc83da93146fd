"""The chain as an event simulation in SimPy: the rules of the simulation written a second time, for one replication."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from reshore.network.periods import Floats
from reshore.simulation.blocks import Simulator
from reshore.simulation.streams import KINDS
from reshore.simulation.wires import Draws

EPSILON = 1e-9


@dataclass
class Stage:
    """One stream of the chain: what it takes and brings, its limit, what the plan does, and what is behind."""

    plan: list[float]
    last: int
    takes: list[tuple[int, float]]
    gives: list[tuple[int, list[float], list[list[tuple[int, float]]]]]
    row: int
    per: list[float]
    left: int
    small: float
    behind: float = 0.0
    done: list[float] = field(default_factory=list)


@dataclass
class Chain:
    """A replication: stages in order, stock by point, and what there is of each limit."""

    stages: list[Stage]
    supply: list[list[float]]
    limit: list[list[float]]
    row_left: list[int]
    left: list[list[float]]
    away: list[list[float]]
    stock: list[float]
    free: list[float]

    def run(self) -> list[list[float]]:
        """Return what is served in each period by each demand's stage, through SimPy's events."""
        env = simpy.Environment()
        env.process(self._months(env))
        env.run()
        return [stage.done for stage in self.stages if not stage.gives]

    def _months(self, env: simpy.Environment) -> Generator[simpy.Event, Any, None]:
        for month in range(len(self.supply[0])):
            yield env.timeout(month + 0.5 - env.now)
            for point, supply in enumerate(self.supply):
                self.stock[point] += supply[month]
            for row, limit in enumerate(self.limit):
                group = self.row_left[row]
                self.free[row] = limit[month] * (self.left[group][month] if group >= 0 else 1.0)
            for stage in self.stages:
                stage.done.append(0.0)
                part = self.left[stage.left][month] if stage.left >= 0 else 1.0
                self._start(env, stage, month, min(stage.plan[month] * part, self._possible(stage, month)))
                stage.behind += stage.plan[month]
            for goods in (True, False):
                self._catch_up(env, month, [stage for stage in self.stages if bool(stage.gives) is goods])
            for stage in self.stages:
                if stage.last <= month:
                    stage.behind = 0.0

    def _catch_up(self, env: simpy.Environment, month: int, stages: list[Stage]) -> None:
        """Catch up: what brings goods one after the other, demand in proportion to what could be served of each."""
        late = [stage for stage in stages if stage.behind > stage.small and month <= stage.last]
        if not late or late[0].gives:
            for stage in late:
                self._start(env, stage, month, min(self._waiting(stage, month), self._possible(stage, month)))
            return
        amounts = [min(self._waiting(stage, month), self._possible(stage, month)) for stage in late]
        there = max(self.stock[late[0].takes[0][0]], 0.0)
        share = min(1.0, there / sum(amounts)) if sum(amounts) > 0.0 else 0.0
        for stage, amount in zip(late, amounts, strict=True):
            self._start(env, stage, month, amount * share)

    def _waiting(self, stage: Stage, month: int) -> float:
        """What may be caught up of a stage: where an event stops a part of it, of what was behind before, on free days."""
        left = self.left[stage.left][month] if stage.left >= 0 else 1.0
        if left >= 1.0:
            return stage.behind
        free = self.away[stage.left][month]
        waiting = max(stage.behind - stage.plan[month] * (1.0 - left), 0.0) * free
        if stage.row >= 0 and stage.per[month] > 0.0:
            waiting = min(waiting, free * max(self.limit[stage.row][month] / stage.per[month] - stage.plan[month], 0.0))
        return waiting

    def _possible(self, stage: Stage, month: int) -> float:
        most = [max(self.stock[point], 0.0) / per for point, per in stage.takes]
        if stage.row >= 0 and stage.per[month] > 0.0:
            most.append(max(self.free[stage.row], 0.0) / stage.per[month])
        return min(most, default=float("inf"))

    def _start(self, env: simpy.Environment, stage: Stage, month: int, amount: float) -> None:
        stage.behind -= amount
        stage.done[month] += amount
        for point, per in stage.takes:
            self.stock[point] -= per * amount
        if stage.row >= 0:
            self.free[stage.row] -= stage.per[month] * amount
        for point, brings, lags in stage.gives:
            for target, share in lags[month]:
                if target == month:
                    self.stock[point] += brings[month] * share * amount
                else:
                    env.process(self._arrive(env, target, point, brings[month] * share * amount))

    def _arrive(
        self, env: simpy.Environment, month: int, point: int, amount: float
    ) -> Generator[simpy.Event, Any, None]:
        yield env.timeout(month - env.now)
        self.stock[point] += amount


def chains(simulator: Simulator, draws: Draws, count: int) -> list[Chain]:
    """Return the replications of some draws, as chains of stages."""
    return [_chain(simulator, draws.left[:, :, lane], draws.free[:, :, lane]) for lane in range(count)]


def served(simulator: Simulator, runs: list[list[list[float]]]) -> Floats:
    """Return what is served in each period, shape (period, replication)."""
    return np.array([np.sum(run, axis=0) for run in runs]).T.reshape(simulator.wires.plan.shape[1], -1)


def _chain(simulator: Simulator, left: Floats, away: Floats) -> Chain:
    wires, model = simulator.wires, simulator.lottery.model
    order = [*np.flatnonzero(model.streams.kind != KINDS.index("serve")), *model.streams.of("serve")[0]]
    rank = {"mine": 0, "plant": 2, "shop": 4}
    site = model.network.points.frame["site"]
    order.sort(key=lambda one: _rank(simulator, int(one), rank, site))
    stages = [_stage(simulator, int(one)) for one in order]
    points, rows = wires.supply.shape[0], len(wires.limit)
    return Chain(
        stages,
        wires.supply.tolist(),
        wires.limit.tolist(),
        wires.row_left.tolist(),
        left.tolist(),
        away.tolist(),
        [0.0] * points,
        [0.0] * rows,
    )


def _rank(simulator: Simulator, one: int, rank: dict[str, int], site: Any) -> int:
    wires = simulator.wires
    if wires.give[one] == wires.give[one + 1]:
        return 9
    make = simulator.lottery.model.streams.kind[one] == KINDS.index("make")
    at = site[int(wires.give_point[wires.give[one]])]
    return rank[at] - (0 if make else 1)


def _stage(simulator: Simulator, one: int) -> Stage:
    wires = simulator.wires
    takes = [
        (int(wires.take_point[entry]), float(wires.take_amount[entry]))
        for entry in range(wires.take[one], wires.take[one + 1])
    ]
    gives = []
    for entry in range(wires.give[one], wires.give[one + 1]):
        lag = wires.give_lag[entry]
        arrivals = [
            [
                (int(wires.lag_target[at]), float(wires.lag_share[at]))
                for at in range(wires.lag_first[lag, month], wires.lag_end[lag, month])
            ]
            for month in range(wires.plan.shape[1])
        ]
        gives.append((int(wires.give_point[entry]), wires.give_amount[entry].tolist(), arrivals))
    uses = range(wires.use[one], wires.use[one + 1])
    return Stage(
        plan=wires.plan[one].tolist(),
        last=int(wires.last[one]),
        takes=takes,
        gives=gives,
        row=int(wires.use_row[uses[0]]) if uses else -1,
        per=wires.use_amount[uses[0]].tolist() if uses else [],
        left=int(wires.left[one]),
        small=float(wires.small[one]),
    )
