"""Every limit of a stated program that somebody could move: what a conflict is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.conflict.stated import Codes, Stated
from reshore.model import Block
from reshore.model.laws.balance import first_supply
from reshore.network import Network
from reshore.network.codes import match
from reshore.network.periods import Floats

ASKED: Final = ("required demand", "minimum stock", "minimum runs", "minimum rules")
"""Limits that state what is asked for; all others are of the world."""
NEVER: Final = -1


@dataclass(frozen=True)
class Limits:
    """Arrays (limit,) with what each limit is, and (side,) with the sides of rows that state it.

    `kind` is a position in `kinds`, whose names `names` gives by `entity`: one frame of labels for each kind. `period` is
    that of the limit, −1 where it holds for all or has its own. `value` is what it allows [its unit]. Without limit
    `owner[i]`, side `upper[i]` of `row[i]` is at `otherwise[i]`; limit −1 is nobody's. `whole` are the limits that a column
    is a whole number, shape (column,), −1 for none.
    """

    kinds: tuple[str, ...]
    names: tuple[pl.DataFrame, ...]
    kind: Codes
    entity: Codes
    period: Codes
    value: Floats
    owner: Codes
    row: Codes
    upper: np.ndarray
    otherwise: Floats
    whole: Codes

    @property
    def count(self) -> int:
        """Number of limits."""
        return len(self.kind)

    @property
    def asked(self) -> np.ndarray:
        """Whether each limit states what is asked for, shape (limit,)."""
        return np.isin(self.kind, [place for place, name in enumerate(self.kinds) if name in ASKED])


@dataclass(frozen=True)
class _Part:
    """The limits of one kind: a limit for each distinct (entity, period) of its sides."""

    kind: str
    names: pl.DataFrame
    entity: Codes
    period: Codes
    row: Codes
    upper: bool
    value: Floats
    otherwise: Floats | None = None
    columns: Codes | None = None


def make_limits(stated: Stated, network: Network) -> Limits:
    """Return the limits of a program."""
    width = stated.program.shape[1]
    whole = np.full(width, NEVER)
    kinds: list[str] = []
    names: list[pl.DataFrame] = []
    columns = []
    count = 0
    for part in [*_rows(stated, network), *_columns(stated, network), *_whole(stated, network)]:
        cell, first, own = np.unique(
            part.entity * (network.periods.count + 1) + part.period + 1, return_index=True, return_inverse=True
        )
        own = own.ravel() + count
        if part.columns is None:
            fallback = np.inf if part.upper else -np.inf
            otherwise = np.full(len(own), fallback) if part.otherwise is None else part.otherwise
            sides = (own, part.row, np.full(len(own), part.upper), otherwise)
        else:
            whole[part.columns] = own
            sides = (own[:0], own[:0], np.zeros(0, dtype=bool), np.zeros(0))
        sums = part.value[first]
        columns.append((np.full(len(cell), len(kinds)), part.entity[first], part.period[first], sums, *sides))
        kinds.append(part.kind)
        names.append(part.names)
        count += len(cell)
    kind, entity, period, value, owner, row, upper, otherwise = (
        np.concatenate(parts) for parts in zip(*columns, strict=True)
    )
    return Limits(tuple(kinds), tuple(names), kind, entity, period, value, owner, row, upper, otherwise, whole)


def _rows(stated: Stated, network: Network) -> Iterator[_Part]:
    """Yield the limits that are rows of the program itself."""
    program = stated.program
    for kind in ("lane_capacity", "runs", "floor_area", "shelf_life"):
        block = program.rows.get(kind)
        if block is not None:
            yield _whole_block(kind, block, block.entity.astype(np.int64), stated)
    block = program.rows.get("capacity")
    if block is not None:
        resource = network.levels.resource[block.entity]
        yield _whole_block("capacity", block, resource, stated, network.resources.frame)
    block = program.rows.get("growth")
    if block is not None:
        row = np.arange(block.first, block.first + block.size)
        never = np.full(block.size, NEVER)
        yield _Part("growth", block.labels, block.entity.astype(np.int64), never, row, True, program.row_upper[row])
    block = program.rows.get("quota")
    if block is not None:
        quotas, row = network.controls.quotas, np.arange(block.first, block.first + block.size)
        never, yearly = np.full(block.size, NEVER), quotas.limit / quotas.length
        names = network.controls.frame.with_columns(_quota_units(network))
        yield _Part("quota", names, quotas.control, never, row, True, yearly)
    yield from _rules(stated, network)
    yield _demand(stated, network)
    yield _at_start(stated, network)


def _demand(stated: Stated, network: Network) -> _Part:
    """Return the limits that no more is sold of a product in a market than falls due there in a period."""
    pieces = network.pieces
    names = pieces.frame.select("market", "product", "unit").unique(maintain_order=True)
    entity = match(pieces.frame, names, ["market", "product"])
    cell = entity * network.periods.count + pieces.due
    due = np.bincount(cell, weights=pieces.quantity, minlength=int(cell.max(initial=-1)) + 1)
    row = stated.program.rows["demand"].lookup[: pieces.count].astype(np.int64)
    return _Part("demand", names, entity, pieces.due, row, True, due[cell])


def _quota_units(network: Network) -> pl.Series:
    """Return the unit of each control that is a quota, `unit` for the others."""
    quotas = network.controls.quotas
    units = pl.Series("unit", ["unit"] * network.controls.frame.height, dtype=pl.String)
    return units.scatter(quotas.control, quotas.frame["unit"]) if len(quotas.control) else units


def _rules(stated: Stated, network: Network) -> Iterator[_Part]:
    """Yield the sides of rules that cannot be missed: what they allow at most, and what they ask for at least."""
    rules, block = network.rules, stated.program.rows.get("rules")
    if block is None:
        return
    value = network.tables.frame("rules")["value"].to_numpy()[rules.rule]
    for kind, side in (("rules", rules.most), ("minimum rules", rules.least)):
        chosen = np.flatnonzero(side & rules.hard)
        row = block.lookup[chosen].astype(np.int64)
        rule = rules.rule[chosen]
        yield _Part(kind, rules.stated, rule, rules.period[chosen], row, kind == "rules", value[chosen])


def _whole_block(kind: str, block: Block, entity: Codes, stated: Stated, names: pl.DataFrame | None = None) -> _Part:
    row = np.arange(block.first, block.first + block.size)
    upper = stated.program.row_upper[row]
    kept = np.isfinite(upper)
    names = block.labels if names is None else names
    period = block.period.astype(np.int64)[kept]
    return _Part(kind, names, entity.astype(np.int64)[kept], period, row[kept], True, upper[kept])


def _at_start(stated: Stated, network: Network) -> _Part:
    """Return the limits that what there is at the start must be taken, not less: the upper sides of its balances."""
    supply = first_supply(network)
    point, period = np.nonzero(supply > 0.0)
    row = stated.program.rows["balance"].at(point, period).astype(np.int64)
    never = np.full(len(point), NEVER)
    stocks = network.stocks
    there = (stocks.initial + stocks.in_transit)[point]
    return _Part("stock at the start", network.points.frame, point, never, row, True, there, np.zeros(len(point)))


def _columns(stated: Stated, network: Network) -> Iterator[_Part]:
    """Yield the limits that were added for columns, and minimum runs."""
    program = stated.program
    for kind in ("minimum stock", "storage"):
        yield _of_columns(kind, stated, program.columns["stock"])
    lost = program.columns["lost"]
    first, columns = stated.added["required demand"]
    piece = columns - lost.first
    names = network.tables.frame("demands").select("market", "product", "class", "date")
    units = network.tables.frame("products").select("product", "unit")
    names = names.join(units, on="product", how="left", maintain_order="left")
    never = np.full(len(piece), NEVER)
    quantity = network.tables.frame("demands")["quantity"].to_numpy()
    demand = network.pieces.demand[piece]
    row = first + np.arange(len(piece))
    yield _Part("required demand", names, demand, never, row, True, quantity[demand])
    yield _modules(stated, network)
    first, columns = stated.added["committed project"]
    start = columns - program.columns["build"].first
    row = first + np.arange(len(start))
    never = np.full(len(start), NEVER)
    names = network.expansions.frame.with_columns(pl.lit("module").alias("unit"))
    yield _Part(
        "committed project",
        names,
        network.starts.expansion[start],
        never,
        row,
        False,
        network.starts.fixed[start],
        np.zeros(len(start)),
    )
    yield _bans(stated, network)
    first, rows = stated.added["minimum runs"]
    if len(rows):
        block = program.rows["runs"]
        place = rows - block.first
        row = first + np.arange(len(rows))
        least = program.row_lower[row]
        yield _Part(
            "minimum runs",
            block.labels,
            block.entity[place].astype(np.int64),
            block.period[place].astype(np.int64),
            row,
            False,
            least,
        )


def _bans(stated: Stated, network: Network) -> _Part:
    """Return the bans, each with all that it stops; what two stop at once is that of the one which holds on most days."""
    first, columns = stated.added["ban"]
    ship, bans = stated.program.columns["ship"], network.controls.bans
    stops = np.full(ship.lookup.shape, NEVER)
    stops[bans.flow, bans.period] = bans.control
    place = columns - ship.first
    control = stops[ship.entity[place], ship.period[place]]
    row = first + np.arange(len(columns))
    never = np.full(len(row), NEVER)
    return _Part("ban", network.controls.frame, control, never, row, True, np.zeros(len(row)))


def _of_columns(kind: str, stated: Stated, block: Block) -> _Part:
    first, columns = stated.added[kind]
    place = columns - block.first
    row = first + np.arange(len(columns))
    upper = kind == "storage"
    value = (stated.program.row_upper if upper else stated.program.row_lower)[row]
    entity, period = block.entity[place].astype(np.int64), block.period[place].astype(np.int64)
    return _Part(kind, block.labels, entity, period, row, upper, value)


def _modules(stated: Stated, network: Network) -> _Part:
    """Return the limits on the modules of each optional project: those of each start, and that of all together."""
    program = stated.program
    first, columns = stated.added["modules"]
    expansion = network.starts.expansion[columns - program.columns["build"].first]
    row = first + np.arange(len(columns))
    block = program.rows.get("modules")
    if block is not None:
        expansion = np.concatenate([expansion, block.entity])
        row = np.concatenate([row, np.arange(block.first, block.first + block.size)])
    names = network.expansions.frame.with_columns(pl.lit("module").alias("unit"))
    never = np.full(len(row), NEVER)
    return _Part("modules", names, expansion, never, row, True, program.row_upper[row])


def _whole(stated: Stated, network: Network) -> Iterator[_Part]:
    """Yield the limits that runs and modules are whole numbers."""
    program = stated.program
    make, build = program.columns["make"], program.columns["build"]
    operation = network.activities.operation[make.entity]
    expansion = network.starts.expansion
    modules = network.expansions.frame.with_columns(pl.lit("module").alias("unit"))
    runs = network.operations.frame.with_columns(pl.lit("run").alias("unit"))
    for kind, block, names, entity in (
        ("whole runs", make, runs, operation),
        ("whole modules", build, modules, expansion),
    ):
        place = np.flatnonzero(program.integer[block.slice])
        never = np.full(len(place), NEVER)
        of = entity[place].astype(np.int64)
        yield _Part(kind, names, of, never, never, True, np.ones(len(place)), None, block.first + place)
