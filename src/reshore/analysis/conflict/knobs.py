"""The numbers of the tables that can give, and what each moves: the columns of the elastic program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.conflict.stated import Codes, Stated
from reshore.model.laws.balance import under_way
from reshore.network import Network
from reshore.network.codes import days, match
from reshore.network.periods import Floats
from reshore.schema import table_schema
from reshore.tables import Tables, given_keys, key_of

ALWAYS: Final = -1
Kind = str


@dataclass(frozen=True)
class Knobs:
    """Arrays (knob,): a number of a row of the files (`key`), in one period or (−1) in all, that rises or falls.

    `kind` is asked, world or start. `size` is what it usually is, `most` how far it can give. Entry i moves both sides of
    `row[i]`, which is of period `when[i]`, by `amount[i]` [natural unit] for each unit that `knob[i]` gives.
    """

    table: tuple[str, ...]
    column: tuple[str, ...]
    key: tuple[str, ...]
    period: Codes
    sign: Codes
    kind: tuple[Kind, ...]
    size: Floats
    most: Floats
    knob: Codes
    row: Codes
    amount: Floats
    when: Codes

    @property
    def count(self) -> int:
        """Number of knobs."""
        return len(self.key)


@dataclass(frozen=True)
class _Part:
    """Entries of one column of one table: `entity` is a row of the resolved table."""

    table: str
    column: str
    kind: Kind
    sign: int
    entity: Codes
    period: Codes
    row: Codes
    amount: Floats
    most: Floats | None = None
    when: Codes | None = None
    size: Floats | None = None


def make_knobs(tables: Tables, network: Network, stated: Stated) -> Knobs:
    """Return what can give: what is asked for period by period, what the world offers in all periods alike."""
    kept = [part for part in _parts(network, stated) if len(part.row)]
    frames = [_entries(tables, network, part) for part in kept]
    empty = pl.DataFrame(schema=ENTRY)
    entries = pl.concat([empty, *frames])
    name = ["table", "column", "key", "period", "sign", "kind"]
    knobs = entries.group_by(name, maintain_order=True).agg(pl.col("size").mean(), pl.col("most").min())
    knobs = knobs.with_row_index("knob").cast({"knob": pl.Int64})
    at = entries.join(knobs.select(*name, "knob"), on=name, how="left", maintain_order="left")
    return Knobs(
        table=tuple(knobs["table"]),
        column=tuple(knobs["column"]),
        key=tuple(knobs["key"]),
        period=knobs["period"].to_numpy(),
        sign=knobs["sign"].to_numpy(),
        kind=tuple(knobs["kind"]),
        size=knobs["size"].to_numpy(),
        most=knobs["most"].to_numpy(),
        knob=at["knob"].to_numpy(),
        row=at["row"].to_numpy(),
        amount=at["amount"].to_numpy(),
        when=at["when"].to_numpy(),
    )


ENTRY: Final = {
    "table": pl.String,
    "column": pl.String,
    "key": pl.String,
    "period": pl.Int64,
    "sign": pl.Int64,
    "kind": pl.String,
    "size": pl.Float64,
    "most": pl.Float64,
    "row": pl.Int64,
    "amount": pl.Float64,
    "when": pl.Int64,
}


def owners(tables: Tables, network: Network, table: str, column: str) -> pl.Series:
    """Return, for each row of a resolved table, the key whose profile or row gives `column`.

    It is the row's own key where a profile names that, else the key of the row of the file that it comes from.
    """
    given = given_keys(tables, table)
    own = key_of(network.tables.frame(table), table_schema(table))
    named = tables.frame("profiles").filter(table=table, column=column)["key"].implode()
    return pl.select(pl.when(own.is_in(named)).then(own).otherwise(given).alias("key")).to_series()


def _entries(tables: Tables, network: Network, part: _Part) -> pl.DataFrame:
    count = len(part.row)
    value = network.tables.frame(part.table)[part.column].to_numpy()[part.entity]
    most = np.full(count, np.inf) if part.most is None else part.most
    return pl.DataFrame(
        {
            "table": [part.table] * count,
            "column": [part.column] * count,
            "key": owners(tables, network, part.table, part.column).gather(part.entity),
            "period": part.period,
            "sign": np.full(count, part.sign),
            "kind": [part.kind] * count,
            "size": np.abs(np.nan_to_num(value.astype(np.float64))) if part.size is None else part.size,
            "most": most,
            "row": part.row,
            "amount": part.amount,
            "when": part.period if part.when is None else part.when,
        },
        schema=ENTRY,
    )


def _parts(network: Network, stated: Stated) -> Iterator[_Part]:
    yield from _demands(network, stated)
    yield from _stocks(network, stated)
    yield from _runs(network, stated)
    yield from _capacities(network, stated)
    yield from _projects(network, stated)
    yield from _rules(network, stated)
    yield from _at_start(network, stated)


def _demands(network: Network, stated: Stated) -> Iterator[_Part]:
    pieces = network.pieces
    required = np.flatnonzero(pieces.required & (pieces.quantity > 0.0))
    demand = pieces.demand[required]
    quantity = network.tables.frame("demands")["quantity"].to_numpy()[demand]
    row = stated.program.rows["demand"].lookup[required].astype(np.int64)
    always = np.full(len(row), ALWAYS)
    yield _Part(
        "demands", "quantity", "asked", -1, demand, always, row, -pieces.quantity[required] / quantity, quantity
    )


def _stocks(network: Network, stated: Stated) -> Iterator[_Part]:
    block = stated.program.columns["stock"]
    place = _stock_rows(network)
    for kind, column, sign in (("minimum stock", "minimum", -1), ("storage", "maximum", 1)):
        first, columns = stated.added[kind]
        at = columns - block.first
        row = first + np.arange(len(at))
        least = stated.program.row_lower[row] if sign < 0 else None
        when = block.period[at].astype(np.int64)
        side, period = ("asked", when) if sign < 0 else ("world", np.full(len(at), ALWAYS))
        amount = np.full(len(at), float(sign))
        yield _Part("stocks", column, side, sign, place[block.entity[at]], period, row, amount, least, when)


def _stock_rows(network: Network) -> Codes:
    """Return the row of the resolved `stocks` of each point, −1 where it has none."""
    return match(network.points.frame, network.tables.frame("stocks"), ["site", "product"])


def _runs(network: Network, stated: Stated) -> Iterator[_Part]:
    block = stated.program.rows.get("runs")
    if block is None:
        return
    operations, table = network.operations, network.tables["operations"]
    first, of = stated.added["minimum runs"]
    most = np.flatnonzero(np.isfinite(stated.program.row_upper[block.slice]))
    for column, sign, at, row in (
        ("minimum", -1, of - block.first, first + np.arange(len(of))),
        ("maximum", 1, most, block.first + most),
    ):
        entity, period = block.entity[at].astype(np.int64), block.period[at].astype(np.int64)
        length = network.periods.overlap(operations.opens, operations.closes, table.time(column))[entity, period]
        side, when = ("asked", period) if sign < 0 else ("world", np.full(len(at), ALWAYS))
        least = stated.program.row_lower[row] / length if sign < 0 else None
        yield _Part("operations", column, side, sign, entity, when, row, sign * length, least, period)


def _capacities(network: Network, stated: Stated) -> Iterator[_Part]:
    rows, tables, periods = stated.program.rows, network.tables, network.periods
    block = rows.get("capacity")
    if block is not None:
        resources = network.resources
        entity, period = network.levels.resource[block.entity], block.period
        length = periods.overlap(resources.opens, resources.closes, tables["resources"].time("capacity"))
        length = length[entity, period]
        yield _world("resources", "capacity", entity, block.first + np.arange(block.size), length, period)
    block = rows.get("lane_capacity")
    if block is not None:
        frame = tables.frame("lanes")
        opens, closes = days(frame["starts"], -np.inf), days(frame["ends"], np.inf)
        length = periods.overlap(opens, closes, tables["lanes"].time("capacity"))[block.entity, block.period]
        yield _world("lanes", "capacity", block.entity, block.first + np.arange(block.size), length, block.period)
    block = rows.get("quota")
    if block is not None:
        quotas = network.controls.quotas
        yield _world("controls", "limit", quotas.control, block.first + np.arange(block.size), quotas.length)
    block = rows.get("floor_area")
    if block is not None:
        row = block.first + np.arange(block.size)
        yield _world("sites", "floor_area", block.entity, row, np.ones(block.size), block.period)


def _world(  # noqa: PLR0913, PLR0917
    table: str, column: str, entity: np.ndarray, row: Codes, amount: Floats, period: np.ndarray | None = None
) -> _Part:
    kept = amount > 0.0
    always = np.full(int(kept.sum()), ALWAYS)
    when = None if period is None else period[kept].astype(np.int64)
    of = entity[kept].astype(np.int64)
    return _Part(table, column, "world", 1, of, always, row[kept], amount[kept], None, when)


def _projects(network: Network, stated: Stated) -> Iterator[_Part]:
    rows, build = stated.program.rows, stated.program.columns["build"]
    first, columns = stated.added["modules"]
    expansion = network.starts.expansion[columns - build.first]
    row = first + np.arange(len(columns))
    yield _world("expansions", "max_modules", expansion, row, np.ones(len(row)))
    for name, column in (("modules", "max_modules"), ("growth", "max_per_year")):
        block = rows.get(name)
        if block is not None:
            row = block.first + np.arange(block.size)
            yield _world("expansions", column, block.entity, row, np.ones(block.size))
    first, columns = stated.added["committed project"]
    start = columns - build.first
    fixed = network.starts.fixed[start]
    always = np.full(len(start), ALWAYS)
    row = first + np.arange(len(start))
    expansion = network.starts.expansion[start]
    yield _Part("expansions", "max_modules", "world", -1, expansion, always, row, -np.ones(len(row)), fixed)


def _rules(network: Network, stated: Stated) -> Iterator[_Part]:
    """Yield the values of hard rules: lower where they ask for something, higher where they allow it.

    A share gives in the unit of the measure, in each window, as what it is a share of is not known before there is a plan.
    """
    rules, block = network.rules, stated.program.rows.get("rules")
    if block is None:
        return
    value = network.tables.frame("rules")["value"].to_numpy()
    for sign, kind, side in ((-1, "asked", rules.least), (1, "world", rules.most)):
        for share in (False, True):
            chosen = np.flatnonzero(side & rules.hard & (rules.share == share))
            rule, period = rules.rule[chosen], rules.period[chosen]
            row = block.lookup[chosen].astype(np.int64)
            when = period if share else np.full(len(chosen), ALWAYS)
            most = np.where(value[rule] > 0.0, value[rule], np.inf) if sign < 0 and not share else None
            size = np.zeros(len(chosen)) if share else None
            amount = sign * rules.length[chosen]
            yield _Part("rules", "value", kind, sign, rule, when, row, amount, most, period, size)


def _at_start(network: Network, stated: Stated) -> Iterator[_Part]:
    """Yield stock and goods under way at the start: less of them, or more stock where a row has some."""
    stocks, balance = network.stocks, stated.program.rows["balance"]
    place = _stock_rows(network)
    point = np.flatnonzero(stocks.initial > 0.0)
    row = balance.lookup[point, 0].astype(np.int64)
    always, ones = np.full(len(point), ALWAYS), np.ones(len(point))
    yield _Part("stocks", "initial", "start", -1, place[point], always, row, ones, stocks.initial[point])
    yield _Part("stocks", "initial", "start", 1, place[point], always, row, -ones)
    moving = np.flatnonzero(stocks.in_transit > 0.0)
    index, period, share = under_way(network, moving)
    point = moving[index]
    row = balance.at(point, period).astype(np.int64)
    always = np.full(len(point), ALWAYS)
    yield _Part("stocks", "in_transit", "start", -1, place[point], always, row, share, stocks.in_transit[point])
