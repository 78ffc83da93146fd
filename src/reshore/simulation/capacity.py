"""Capacity that is not known: uncertain capacities and modules, and projects that are completed later or sooner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.network import Network
from reshore.network.codes import Codes
from reshore.network.periods import SMALLEST_PART, Floats, shift
from reshore.network.ramps import Course, course, integrate, make_steps
from reshore.network.resources import make_resources, module_time
from reshore.simulation.delays import Delays
from reshore.simulation.hazards import Hazard
from reshore.simulation.numbers import Number
from reshore.simulation.wiring import Model
from reshore.tables import Tables

STEP: Final = 1.0
"""Days between the delays for which capacity is computed; between them it goes straight."""


@dataclass(frozen=True)
class Modules:
    """What the modules of one start offer to a limit when they are complete so many days later, shape (delay, period)."""

    row: int
    expansion: str
    start: int
    first: float
    amounts: Floats

    def at(self, delay: Floats) -> Floats:
        """Return what is offered after some delays, shape (period, replication)."""
        place = np.clip((delay - self.first) / STEP, 0.0, len(self.amounts) - 1.0)
        low = np.minimum(place.astype(np.int64), max(len(self.amounts) - 2, 0))
        part = (place - low)[:, None]
        high = np.minimum(low + 1, len(self.amounts) - 1)
        return np.asarray(((1.0 - part) * self.amounts[low] + part * self.amounts[high]).T)


@dataclass(frozen=True)
class Capacities:
    """Limits whose capacity is drawn: `varied` is the place of each among them, −1: as planned, shape (limit,).

    `base` is what there is as planned, shape (place, period); `weights` what a unit of a number adds: (place, number, (period,)).
    """

    varied: Codes
    base: Floats
    weights: tuple[tuple[int, int, Floats], ...]
    modules: tuple[Modules, ...]
    numbers: list[Number]
    sizes: dict[str, int]
    times: dict[str, int]
    network: Network

    def draw(self, values: Floats, delays: Delays) -> Floats:
        """Return the capacities with some values of the numbers, shape (place, period, replication)."""
        count = delays.count
        found = self.base[:, :, None] * np.ones(count)
        if not len(found):
            return np.ones((1, self.network.periods.count, count))
        for place, number, weight in self.weights:
            found[place] += weight[:, None] * (values[number] - self.numbers[number].value)
        for modules in self.modules:
            size = self.sizes.get(modules.expansion)
            scale = 1.0 if size is None else values[size] / self.numbers[size].value
            planned = modules.at(np.zeros(1))
            found[self.varied[modules.row]] += scale * modules.at(self._delay(modules, values, delays)) - planned
        return np.ascontiguousarray(np.maximum(found, 0.0))

    def _delay(self, modules: Modules, values: Floats, delays: Delays) -> Floats:
        late = delays.of(modules.start)
        number = self.times.get(modules.expansion)
        if number is None:
            return late
        unit = self.network.tables["expansions"].time("build_time")
        begins = self.network.starts.begins[modules.start]
        ready = shift(np.full(delays.count, begins), values[number], unit)
        moved: Floats = late + ready - float(self.network.starts.ready[modules.start])
        return moved


def make_capacities(model: Model, numbers: list[Number], hazards: list[Hazard], resource: Codes) -> Capacities:
    """Return the limits whose capacity is drawn; `resource` is that of each limit, −1: none."""
    network = model.network
    names = network.expansions.frame["expansion"]
    sizes = _by_project(names, numbers, "module")
    times = _by_project(names, numbers, "build_time")
    late = {name for hazard in hazards if hazard.scope == "expansion" for name in hazard.names}
    modules = _modules(model, sizes.keys() | times.keys() | late)
    weights = _weights(network.tables, network, numbers)
    pool = np.array([name == "capacity" for name in model.limits.name], dtype=bool)
    existing = np.flatnonzero(pool & np.isin(resource, list(weights)))
    rows = np.unique([*(one.row for one in modules), *existing]).astype(np.int64)
    varied = np.full(len(resource), -1)
    varied[rows] = np.arange(len(rows))
    moved = tuple(
        (int(varied[row]), number, weight) for row in existing for number, weight in weights.get(int(resource[row]), ())
    )
    base = model.limits.amount[rows] if len(rows) else np.zeros((0, network.periods.count))
    return Capacities(varied, base, moved, tuple(modules), numbers, sizes, times, network)


def _by_project(names: pl.Series, numbers: list[Number], column: str) -> dict[str, int]:
    return {names[number.row]: at for at, number in enumerate(numbers) if number.place == ("expansions", column)}


def _weights(tables: Tables, network: Network, numbers: list[Number]) -> dict[int, list[tuple[int, Floats]]]:
    """Return by resource what a unit of each of its uncertain capacities adds in each period: they count in proportion.

    The first number of every resource is moved at once, then the second, and so on.
    """
    own = [at for at, number in enumerate(numbers) if number.place == ("resources", "capacity")]
    turn: dict[int, list[int]] = {}
    for at in own:
        turn.setdefault(numbers[at].row, []).append(at)
    found: dict[int, list[tuple[int, Floats]]] = {}
    for rank in range(max(map(len, turn.values()), default=0)):
        moving = {row: several[rank] for row, several in turn.items() if rank < len(several)}
        moved = make_resources(_moved(tables, [numbers[at] for at in moving.values()]), network.periods)
        for row, at in moving.items():
            weight = np.asarray(moved.existing[row] - network.resources.existing[row])
            found.setdefault(row, []).append((at, weight / _by(numbers[at])))
    return found


def _by(number: Number) -> float:
    return max(abs(number.value), 1.0)


def _moved(tables: Tables, numbers: list[Number]) -> Tables:
    """Return the tables with capacities moved, each by its own size."""
    changed = tables
    for name, column in (("resources", "capacity"), ("profiles", "value")):
        own = [(number.row, number) for number in numbers if name == "resources" and number.date_row < 0]
        own += [(number.date_row, number) for number in numbers if name == "profiles" and number.date_row >= 0]
        if own:
            table = changed[name]
            rows = np.array([row for row, _ in own])
            values = table.frame[column].cast(pl.Float64)
            values = values.scatter(rows, values.to_numpy()[rows] + [_by(number) for _, number in own])
            changed = changed.with_table(table.with_frame(table.frame.with_columns(values)))
    return changed


def _modules(model: Model, names: set[str]) -> list[Modules]:
    """Return what built modules of the named projects offer to limits, by the delay of their completion."""
    network, program = model.network, model.program
    build = model.columns[program.columns["build"].slice]
    expansion = network.expansions.frame["expansion"]
    learns = network.expansions.learns[network.starts.expansion[network.offered.start]]
    found = []
    for place in np.flatnonzero(build[network.offered.start] > 0.0):
        start, level = network.offered.start[place], network.offered.level[place]
        name = expansion[int(network.starts.expansion[start])]
        if name not in names:
            continue
        law, entity = (
            ("vintage_capacity", int(np.flatnonzero(np.flatnonzero(learns) == place)[0]))
            if learns[place]
            else ("capacity", level)
        )
        rows = [at for at, own in enumerate(model.limits.name) if own == law and model.limits.entity[at] == entity]
        if rows:
            first, amounts = _offered(network, int(start), int(level))
            found.append(Modules(rows[0], name, int(start), first, amounts * build[start]))
    return found


def _offered(network: Network, start: int, level: int) -> tuple[float, Floats]:
    """Return the first delay, and what one module offers at each, shape (delay, period); see `network.offered`."""
    starts, expansions, resources, periods = network.starts, network.expansions, network.resources, network.periods
    owner = int(starts.expansion[start])
    unit = network.tables["operations"].time("qualification_time")
    last = max(periods.end - starts.ready[start], STEP)
    delay = np.arange(-min(365.0, starts.ready[start] - starts.begins[start]) // 1.0, last + 1.0, STEP)
    ready = starts.ready[start] + delay
    qualified = shift(ready, network.levels.qualification_time[level], unit)
    resource = expansions.resource[owner]
    opens = np.maximum(qualified, resources.opens[resource])
    closes = np.maximum(opens, np.minimum(starts.retires[start] + delay, resources.closes[resource]))
    steps = make_steps(network.tables, expansions.ramp[[owner]])
    moved: Course = course(steps.take(np.zeros(len(delay), dtype=np.int64)), qualified)
    share = integrate(moved, (opens, closes), periods, module_time(network.tables))
    share[share < SMALLEST_PART * periods.length(module_time(network.tables))] = 0.0
    return float(delay[0]), share * expansions.module[owner]
