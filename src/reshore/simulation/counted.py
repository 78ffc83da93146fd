"""What a simulation counts: money, service, deliveries and targets, as linear forms over the columns of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.targets.target import Aims, Target, targets_of
from reshore.model import Program, build_program
from reshore.model.measures import FORMS
from reshore.network import Network, build_network
from reshore.network.periods import Floats
from reshore.simulation.counts import Count, delivered_amounts, make_count, served_amounts, used_amounts, weights
from reshore.simulation.numbers import MONEY, OWNED, Number
from reshore.simulation.wiring import Model
from reshore.tables import Tables

BY_OUTPUT: Final = ("terminal", "incentive")
"""Terms of money that runs earn in proportion to what they bring."""
OUTPUT: Final = ("made", "gross_value")
"""Measures that runs add to in proportion to what they bring."""
ADDED: Final = "value_added"
VALUED: Final = ("capex", "revenue", "duty", "cost", "profit", ADDED, OUTPUT[1])
"""Measures that count money: numbers of money move them."""
STEP: Final = 1e-3
"""Share of a number by which it is moved: money follows it in proportion."""


SIDES: Final = ("top", "bottom")
Stated = Callable[[Program, Network], tuple[Floats, float]]
"""A linear form as a program states it: amounts of its columns, and a constant."""


@dataclass(frozen=True)
class Sum:
    """Something counted: a sum of counts, and what a unit more of each uncertain number of money adds: (number, count)."""

    name: str
    parts: tuple[int, ...]
    moved: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Aimed:
    """A target: what it is over what it is a share of (or the length of a rate, or 1) is to be at least `goal`."""

    target: Target
    unit: str
    goal: float
    top: Sum
    bottom: Sum
    planned: float


@dataclass(frozen=True)
class Counted:
    """All that is counted: `counts` by place, the first `paths` of them by period too; `products` are those delivered.

    The first path is what is served in time, the second all that is served, by weight; then each product, and what is used of
    each kind of capacity, whose resource and unit `capacities` has.
    """

    counts: tuple[Count, ...]
    paths: int
    products: tuple[str, ...]
    capacities: tuple[tuple[str, str], ...]
    profit: Sum
    revenue: Sum
    targets: tuple[Aimed, ...]


class _Collected:
    def __init__(self, model: Model) -> None:
        self.model, self.counts = model, list[Count]()
        self._where = (model.program, model.network, model.streams)

    def add(self, name: str, amounts: Floats, constant: float = 0.0, output: bool = False) -> int:
        """Add a count and return its place."""
        self.counts.append(make_count(name, (amounts, constant), self._where, self.model.columns, output))
        return len(self.counts) - 1


def make_counted(model: Model, numbers: list[Number]) -> Counted:
    """Return what a simulation of a model counts."""
    network, program, found = model.network, model.program, _Collected(model)
    weight = weights(network)
    for name, in_time in (("in time", True), ("served", False)):
        found.add(name, served_amounts(program, network, model.streams, weight, in_time))
    given = network.offers.frame["by"]
    products = tuple(given.unique(maintain_order=True))
    for product in products:
        offers = np.flatnonzero((given == product).to_numpy())
        found.add(product, delivered_amounts(program, model.streams, offers))
    used = dict(_used(model))
    for (resource, _), amounts in used.items():
        found.add(resource, amounts)
    paths = len(found.counts)
    output = _by_output(program)
    own, earned = program.cost - output, _revenue(program, network)
    money = (found.add("profit", own, program.constant), found.add("profit of output", output, output=True))
    revenue = found.add("revenue", earned)
    forms: dict[str, Stated] = {"profit": _profit, "revenue": _earned}
    aimed = targets_of(network.tables)
    for target in aimed:
        if target.measure in VALUED:
            forms |= {f"{target.name} {side}": _side(target, side) for side in SIDES}
    changes: dict[str, list[tuple[int, int]]] = {name: [] for name in forms}
    for at, name, amounts, constant in _moved(model, numbers, forms):
        changes[name].append((at, found.add(f"{name} by number", amounts, constant)))
    return Counted(
        profit=Sum("profit", money, tuple(changes["profit"])),
        revenue=Sum("revenue", (revenue,), tuple(changes["revenue"])),
        targets=tuple(_aimed(found, target, changes) for target in aimed),
        counts=tuple(found.counts),
        paths=paths,
        products=products,
        capacities=tuple(used),
    )


def _used(model: Model) -> Iterator[tuple[tuple[str, str], Floats]]:
    """Yield each kind of capacity (resource, unit) that some run uses, with what it uses of it."""
    frame = model.network.resources.frame
    for (resource, unit), own in frame.with_row_index("row").group_by("resource", "unit", maintain_order=True):
        amounts = used_amounts(model.program, model.network, own["row"].to_numpy())
        if amounts.any():
            yield (str(resource), str(unit or "")), amounts


def _profit(program: Program, _: Network) -> tuple[Floats, float]:
    return program.cost, program.constant


def _earned(program: Program, network: Network) -> tuple[Floats, float]:
    return _revenue(program, network), 0.0


def _side(target: Target, side: str) -> Stated:
    def of(program: Program, network: Network) -> tuple[Floats, float]:
        aims = Aims(program, network, target)
        form = getattr(aims.at(aims.by), side)
        return form.amounts, form.constant

    return of


def _by_output(program: Program) -> Floats:
    amounts = np.zeros(program.shape[1])
    runs = program.columns["make"].slice
    for earning in program.ledger:
        if earning.term in BY_OUTPUT:
            own = (earning.column >= runs.start) & (earning.column < runs.stop)
            np.add.at(amounts, earning.column[own], earning.discounted[own])
    return amounts


def _revenue(program: Program, network: Network) -> Floats:
    form, amounts = FORMS["revenue"](program, network), np.zeros(program.shape[1])
    real = form.column >= 0
    np.add.at(amounts, form.column[real], form.amount[real])
    return amounts


def _aimed(found: _Collected, target: Target, changes: Mapping[str, list[tuple[int, int]]]) -> Aimed:
    program, network, columns = found.model.program, found.model.network, found.model.columns
    aims = Aims(program, network, target)
    aim = aims.at(aims.by)
    gross = None
    if target.measure == ADDED:
        gross = Aims(program, network, replace(target, measure=OUTPUT[1])).at(aims.by)
    sums = []
    for side in SIDES:
        form = getattr(aim, side)
        own = getattr(gross, side).amounts if gross is not None else np.zeros_like(form.amounts)
        if side == "bottom" and aim.fixed:
            own = np.zeros_like(form.amounts)
        parts = [found.add(f"{target.name} {side}", form.amounts - own, form.constant, target.measure in OUTPUT)]
        if own.any():
            parts.append(found.add(f"{target.name} {side} of output", own, output=True))
        name = f"{target.name} {side}"
        sums.append(Sum(name, tuple(parts), tuple(changes.get(name, ()))))
    return Aimed(target, aims.unit, aim.goal, sums[0], sums[1], aim.value(columns))


Moved = tuple[int, str, Floats, float]


def _moved(model: Model, numbers: list[Number], forms: Mapping[str, Stated]) -> list[Moved]:
    """Return (number, form, amounts, constant): what a unit more of each number of money adds to each form that it moves.

    Numbers of a column that change the objective of their own row's variables alone are moved at once.
    """
    tables, found = model.network.tables, list[Moved]()
    planned = {name: form(model.program, model.network) for name, form in forms.items()}
    for place in MONEY:
        own = [at for at, number in enumerate(numbers) if number.place == place]
        turns = [own] if place in OWNED and own else [[at] for at in own]
        for turn in turns:
            network = build_network(_with(tables, [numbers[at] for at in turn]))
            program = build_program(network)
            for name, form in forms.items():
                amounts, constant = form(program, network)
                amounts, constant = amounts - planned[name][0], constant - planned[name][1]
                for at in turn:
                    step, mine = _by(numbers[at]), amounts
                    if place in OWNED:
                        mine, constant = np.where(_owned(model, OWNED[place], numbers[at]), amounts, 0.0), 0.0
                    if mine.any() or constant:
                        found.append((at, name, mine / step, constant / step))
    return found


def _owned(model: Model, kind: str, number: Number) -> np.ndarray:
    """Return the columns of the variables of a number's row."""
    network, program = model.network, model.program
    owner = {
        "serve": np.asarray(network.pieces.demand)[network.offers.piece],
        "make": network.activities.operation,
        "ship": network.flows.lane,
        "build": network.starts.expansion,
    }[kind]
    block, mine = program.columns[kind], np.zeros(program.shape[1], dtype=bool)
    mine[block.slice] = (owner == number.row)[block.entity]
    return mine


def _by(number: Number) -> float:
    return STEP * max(abs(number.value), 1.0)


def _with(tables: Tables, numbers: list[Number]) -> Tables:
    table, column = tables[numbers[0].table], numbers[0].column
    values = table.frame[column].cast(pl.Float64)
    rows = np.array([number.row for number in numbers])
    steps = np.array([_by(number) for number in numbers])
    moved = values.scatter(rows, values.to_numpy()[rows] + steps)
    return tables.with_table(table.with_frame(table.frame.with_columns(moved)))
