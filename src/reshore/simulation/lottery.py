"""What chance can do to a plan, ready to be drawn: hazards on what they hit, uncertain numbers on what they move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reshore.network import Network
from reshore.network.codes import Codes, match
from reshore.network.events import touched, whole_lanes
from reshore.network.periods import Floats
from reshore.simulation.capacity import Capacities, make_capacities
from reshore.simulation.chance import BLOCK
from reshore.simulation.delays import Builds, Delays, make_builds
from reshore.simulation.hazards import COMPLETION, Happened, Hazard, exposed, happen
from reshore.simulation.numbers import Number, chances, places
from reshore.simulation.streams import KINDS
from reshore.simulation.wires import Draws
from reshore.simulation.wiring import Chance, Model

LEAST: Final = 1e-6
"""A run that brings less than this share of what the tables say is not asked for more often."""
EVENTS: Final = 4096
"""Events that are spread over the periods at once."""
ROWS: Final = ("capacity", "vintage_capacity")
"""Limits that are those of resources."""


@dataclass(frozen=True)
class Exposures:
    """What hazards hit: `owner` is the hazard of each set that is hit alike, shape (exposure,).

    `groups` has the exposures of each group of sets that some stream or limit suffers from, those of streams first; `streams` and
    `rows` say which group each suffers from, −1: none.
    """

    owner: Codes
    groups: tuple[tuple[int, ...], ...]
    streams: Codes
    rows: Codes

    @property
    def direct(self) -> tuple[tuple[int, ...], ...]:
        """The groups that streams suffer from."""
        return self.groups[: int(self.streams.max(initial=-1)) + 1]

    @property
    def alone(self) -> tuple[int, ...]:
        """The exposures that streams suffer from."""
        return tuple({one for group in self.direct for one in group})


def make_lottery(model: Model, hazards: list[Hazard], numbers: list[Number], seed: int) -> Lottery:
    """Return all chance in the simulation of a model."""
    return Lottery(
        model,
        hazards,
        numbers,
        expose(model, hazards),
        factors_of(model, numbers),
        make_capacities(model, numbers, hazards, _resources(model)),
        make_builds(model),
        seed,
    )


def expose(model: Model, hazards: list[Hazard]) -> Exposures:
    """Return what hazards hit of a model.

    Limits that are hit lose what is lost: capacity of resources, most runs, and lanes all of whose goods are hit. What has no
    such limit is hit itself, and does that share of what the plan says: operations that use no resource (whatever they use, where
    supply is hit), goods on lanes without capacity, or that do not fill one alone.
    """
    network = model.network
    hit_streams, hit_rows, owner = [], [], []
    made, activity = model.streams.of("make")
    shipped, flow = model.streams.of("ship")
    limited = np.zeros(model.streams.count, dtype=bool)
    names = np.array(model.limits.name, dtype=object)
    held = np.isin(names, ROWS)
    limited[model.limits.stream[held[model.limits.row]]] = True
    resource = _resources(model)
    entity = np.asarray(model.limits.entity)
    bounded = np.isfinite(network.operations.maximum[network.activities.operation[activity]]).all(axis=1)
    filled = np.isfinite(network.lanes.capacity[network.flows.lane[flow]]).all(axis=1)
    for place, hazard in enumerate(hazards):
        for members in exposed(network, hazard):
            streams = np.zeros(model.streams.count, dtype=bool)
            streams[made] = np.isin(network.activities.operation[activity], members.operations) & ~bounded
            if hazard.affects == "capacity":
                streams &= ~limited
            whole = whole_lanes(network, members.flows)
            streams[shipped] = np.isin(flow, members.flows) & ~(whole[network.flows.lane[flow]] & filled)
            hit_streams.append(streams)
            rows = np.isin(resource, members.resources) & (resource >= 0)
            rows |= (names == "runs") & np.isin(entity, members.operations)
            rows |= (names == "lane_capacity") & np.isin(entity, np.flatnonzero(whole))
            hit_rows.append(rows)
            owner.append(place)
    sets: dict[tuple[int, ...], int] = {}
    numbers = []
    for hit, size in ((hit_streams, model.streams.count), (hit_rows, len(resource))):
        mask = np.stack(hit) if hit else np.zeros((0, size), dtype=bool)
        own = [tuple(np.flatnonzero(mask[:, at]).tolist()) for at in range(size)]
        numbers.append(np.array([sets.setdefault(one, len(sets)) if one else -1 for one in own], dtype=np.int64))
    return Exposures(np.array(owner, dtype=np.int64), tuple(sets), *numbers)


def _resources(model: Model) -> Codes:
    """Return the resource of each limit, −1 where it is not that of one."""
    found = np.full(len(model.limits.entity), -1)
    names = np.array(model.limits.name, dtype=object)
    for name in ROWS:
        own = np.flatnonzero(names == name)
        if len(own):
            labels = model.program.rows[name].labels[model.limits.entity[own]]
            found[own] = match(labels, model.network.resources.frame, ["site", "resource"])
    return found


@dataclass(frozen=True)
class Factors:
    """What multiplies yields, recipes and what is asked for: of each factor the numbers whose value over the tables' it is.

    A run that brings more or less than the tables say is asked for as often as brings what the plan brings: `inverse` says so.
    """

    parts: tuple[tuple[int, ...], ...]
    inverse: tuple[bool, ...]
    chance: Chance


def factors_of(model: Model, numbers: list[Number]) -> Factors:
    """Return the factors of a model, and where each enters."""
    network, streams = model.network, model.streams
    operation = {number.row: at for at, number in enumerate(numbers) if number.place == ("operations", "yield")}
    demand = {number.row: at for at, number in enumerate(numbers) if number.place == ("demands", "quantity")}
    recipes = _recipes(network, numbers)
    sets: dict[tuple[tuple[int, ...], bool], int] = {}

    def factor(*own: int, inverse: bool = False) -> int:
        there = tuple(one for one in own if one >= 0)
        return sets.setdefault((there, inverse), len(sets)) if there else -1

    kind, entity = streams.kind, streams.entity
    takes = [factor(recipes.get((0, line), -1)) if line >= 0 else -1 for line in model.takes.line.tolist()]
    asked, gives = np.full(streams.count, -1), []
    for stream, line in zip(model.gives.stream.tolist(), model.gives.line.tolist(), strict=True):
        own = int(network.activities.operation[entity[stream]]) if line >= 0 else -1
        parts = (operation.get(own, -1), recipes.get((1, line), -1)) if line >= 0 else ()
        gives.append(factor(*parts))
        if asked[stream] < 0:
            asked[stream] = factor(*parts, inverse=True)
    for stream in np.flatnonzero(kind == KINDS.index("serve")).tolist():
        piece = network.offers.piece[entity[stream]]
        asked[stream] = factor(demand.get(int(network.pieces.demand[piece]), -1))
    output = np.full(streams.count, -1)
    output[model.gives.stream[::-1]] = np.array(gives, dtype=np.int64)[::-1]
    found = replace(
        Chance.none(model),
        take=np.array(takes, dtype=np.int64),
        give=np.array(gives, dtype=np.int64),
        asked=asked,
        output=output,
    )
    return Factors(tuple(own for own, _ in sets), tuple(inverse for _, inverse in sets), found)


def _recipes(network: Network, numbers: list[Number]) -> dict[tuple[int, int], int]:
    """Return the number of each line of inputs (0) and of outputs (1)."""
    frame, found = network.tables.frame("recipes"), {}
    for at, number in enumerate(numbers):
        if number.place != ("recipes", "quantity"):
            continue
        process, product, quantity = frame.select("process", "product", "quantity").row(number.row)
        code = network.products.names.index_of(product)
        performs = np.flatnonzero((network.operations.frame["process"] == process).to_numpy())
        side, lines = (0, network.inputs) if quantity < 0.0 else (1, network.outputs)
        own = np.flatnonzero(np.isin(lines.operation, performs) & (lines.product == code))
        found.update({(side, int(line)): at for line in own})
    return found


def _joined(groups: tuple[tuple[int, ...], ...], each: Floats, join: Callable[[Floats], Floats]) -> Floats:
    """Return what the exposures of each group leave together, shape (group, period, replication).

    `each` is what each leaves, shape (exposure, replication, period).
    """
    parts = [join(each[list(group)]).T for group in groups]
    return np.ascontiguousarray(np.stack(parts)) if parts else np.ones((1, each.shape[2], each.shape[1]))


@dataclass(frozen=True)
class Drawn:
    """What was drawn of some replications: what the simulation reads, values of numbers and events of hazards.

    `values` has shape (number, replication), `lost` is the days that the events of each hazard take, `events` their
    number, shape (hazard, replication): of a hazard of projects, of those events that delay something. `chances` are those of the
    names of numbers.
    """

    draws: Draws
    values: Floats
    chances: Floats
    lost: Floats
    events: Floats


@dataclass(frozen=True)
class Lottery:
    """All chance in a simulation. `names` are those of the numbers; `use` is the place of each number's."""

    model: Model
    hazards: list[Hazard]
    numbers: list[Number]
    exposures: Exposures
    factors: Factors
    capacities: Capacities
    builds: Builds
    seed: int

    @property
    def names(self) -> list[str]:
        """Names of the uncertain numbers that go up and down together."""
        return places(self.numbers)[0]

    @property
    def chance(self) -> Chance:
        """Where chance enters."""
        return replace(
            self.factors.chance,
            streams=self.exposures.streams,
            rows=self.exposures.rows,
            varied=self.capacities.varied,
        )

    def draw(self, block: int, hazards: Sequence[int] | None = None, numbers: bool = True) -> Drawn:
        """Return what happens in a block of replications: of all hazards or of some, with uncertain numbers or without."""
        names, use = places(self.numbers)
        chance = chances(names, self.seed, block)
        values = self.values(BLOCK)
        if numbers:
            for at, number in enumerate(self.numbers):
                values[at] = number.range.quantile(chance[use[at]])
        chosen = range(len(self.hazards)) if hazards is None else hazards
        return self.of({place: happen(self.hazards[place], self.seed, block) for place in chosen}, values, chance)

    def values(self, count: int) -> Floats:
        """Return the uncertain numbers as the tables have them, shape (number, replication)."""
        return np.asarray(np.array([number.value for number in self.numbers])[:, None] * np.ones(count))

    def of(self, happened: Mapping[int, Happened], values: Floats, chance: Floats) -> Drawn:
        """Return what some events, by the place of their hazard, and values of numbers do; shapes of both are those drawn."""
        count = values.shape[1]
        left = np.ones((len(self.exposures.owner), count, self.model.network.periods.count))
        free = np.ones_like(left)
        lost, events = np.zeros((len(self.hazards), count)), np.zeros((len(self.hazards), count))
        delays = Delays.none(count)
        for place, every in happened.items():
            hazard, own = self.hazards[place], every
            if hazard.affects == COMPLETION:
                own = self.builds.hit(hazard, every)
                delays = delays.more(self.builds, hazard, own)
            else:
                self._hit((left, free), place, hazard, own)
            np.add.at(lost[place], own.replication, hazard.days(own))
            np.add.at(events[place], own.replication, 1.0)
        draws = Draws(
            _joined(self.exposures.groups, left, lambda part: part.prod(axis=0)),
            _joined(self.exposures.direct, free, lambda part: np.maximum(1.0 - (1.0 - part).sum(axis=0), 0.0)),
            self._factors(values),
            self.capacities.draw(values, delays),
        )
        return Drawn(draws, values, chance, lost, events)

    def _hit(self, into: tuple[Floats, Floats], place: int, hazard: Hazard, happened: Happened) -> None:
        """Take from what is left what the events of a hazard take, and from the days that are free those on which they are felt.

        What several leave is multiplied. Days are added up, as if no two events fell on the same.
        """
        left, free = into
        first = np.flatnonzero(self.exposures.owner == place)
        if not len(first) or not len(happened.start):
            return
        alone = bool(np.isin(first, self.exposures.alone).any())
        if hazard.near is None:
            at = (first[happened.part], happened.replication)
            events = (happened.start, happened.duration, happened.loss)
        else:
            sites = len(hazard.names)
            loss = (happened.loss[:, None] * hazard.near[happened.epicentre]).ravel()
            at = (np.tile(first, len(happened.start)), np.repeat(happened.replication, sites))
            events = (np.repeat(happened.start, sites), np.repeat(happened.duration, sites), loss)
        for some in range(0, len(at[0]), EVENTS):
            own = slice(some, some + EVENTS)
            who = (at[0][own], at[1][own])
            start, duration, loss = (one[own] for one in events)
            back = np.full(len(start), hazard.recovery)
            where, now = self._fallen(who, (start, duration, loss, back), left.shape)
            np.multiply.at(left.reshape(-1), where, now)
            if alone:
                where, now = self._fallen(who, (start, duration + back, np.sign(loss), 0.0 * back), free.shape)
                np.add.at(free.reshape(-1), where, now - 1.0)

    def _fallen(
        self, who: tuple[Codes, Codes], events: tuple[Floats, Floats, Floats, Floats], shape: tuple[int, ...]
    ) -> tuple[Codes, Floats]:
        """Return the places, among all of exposure, replication and period, that events touch, and what each leaves there."""
        event, period, now = touched(self.model.network.periods, *events)
        return np.ravel_multi_index((who[0][event], who[1][event], period), shape), now

    def _factors(self, values: Floats) -> Floats:
        base = np.array([number.value for number in self.numbers])
        scale = np.divide(values, base[:, None], out=np.ones_like(values), where=base[:, None] != 0.0)
        parts = [scale[list(own)].prod(axis=0) for own in self.factors.parts]
        parts = [
            1.0 / np.maximum(one, LEAST) if turn else one for one, turn in zip(parts, self.factors.inverse, strict=True)
        ]
        return np.ascontiguousarray(np.stack(parts)) if parts else np.ones((1, values.shape[1]))
