"""The limits of the data that bind at an optimum: rows at a limit, and bounds of variables, that another unit would move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.rates import lengths, unit_of_time
from reshore.analysis.words import one_more, said
from reshore.model import Block, Program
from reshore.model.laws.balance import first_supply
from reshore.model.laws.rules import wholes
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.solve import Optimum

TINY: Final = 1e-9
"""A limit whose worth, times its amount, is a smaller share of all money that moves than this is rounding."""
FULL: Final = 1e-9
"""A limit that is missed by a smaller share of it is reached."""
ROUNDING: Final = 1e-9
SIDES: Final = {
    "stock at the start": 0,
    "stock under way": 0,
    "demand": 0,
    "minimum runs": -1,
    "minimum rules": -1,
    "minimum stock": -1,
    "committed project": 0,
}
"""Which side of a row or variable a limit is: 1 the upper (all others), −1 the lower, 0 both."""
SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    **dict.fromkeys(("limit", "words", "group", "more"), pl.String),
    **dict.fromkeys(("row", "column", "entity", "time"), pl.Int64),
    "period": pl.Date,
    **dict.fromkeys(("amount", "size", "value"), pl.Float64),
    "unit": pl.String,
    **dict.fromkeys(("moves", "length"), pl.Float64),
    "per": pl.String,
    "side": pl.Int64,
}


def binding(optimum: Optimum, network: Network) -> pl.DataFrame:
    """Return a row for each limit that binds in a period.

    `limit` is a kind of limits.csv, `words` and `more` what it is called, `group` what all rows of the same input are called
    (rows of a capacity for different qualification times), `row` and `column` where it is in the program (−1 for
    the other), `time` the number of the period, `amount` the limit as it stands [unit], `size` what it weighs among others of
    its kind [unit] (the amount, but of required demand what is asked for), `value` the change of the objective for one more unit
    of it [currency/unit], `unit` the natural unit, `moves` by how much one more unit moves the limit of the program (minus
    where it lowers the right-hand side), `length` how long a rate counts in the period, in the unit of time `per` (1 for what is
    no rate), `side` which side of the row or variable is the limit: 1 upper, −1 lower, 0 both.

    Demand counts where more of it would earn. Non-negativity is no limit of the data, and neither is the balance, but for what
    was there before the horizon. Where one input states several rows, those of value 0 are there as well where another has
    a value, since they move with it.
    """
    program = optimum.program
    moved = float(np.abs(program.cost) @ np.abs(optimum.solution.columns)) + abs(program.constant)
    parts = [*_rows(optimum, network), *_bounds(optimum, network)]
    everything = pl.concat([pl.DataFrame(schema=SCHEMA), *(_table(network, part) for part in parts)])
    worth = (pl.col("value") * pl.max_horizontal("size", 1.0)).abs()
    together = worth.max().over("limit", "group", "time")
    return everything.filter((together > TINY * moved) & (pl.col("length") > 0.0))


@dataclass(frozen=True)
class _Part:
    """Entries of one block that bind: `place` says where in it, parallel to what each of them is.

    `dual` is that of the row or variable. Where not given, `size` is the amount, `time` the period of each entry, and `side`
    that of the kind.
    """

    limit: str
    block: Block
    is_row: bool
    place: np.ndarray
    amount: np.ndarray
    dual: Floats
    moves: Floats | float = 1.0
    size: Floats | None = None
    time: int | None = None
    side: int | None = None


def _rows(optimum: Optimum, network: Network) -> Iterator[_Part]:
    program, duals = optimum.program, optimum.solution.row_duals
    amounts = positive_parts(program, optimum.solution.columns)
    for law, block in program.rows.items():
        own, amount = duals[block.slice], amounts[block.slice]
        if law == "balance":
            yield from _supplied(network, block, own)
        elif law in ("runs", "rules"):
            amount = _ruled(optimum, network)[block.entity] if law == "rules" else amount
            for limit, mask in ((law, own > 0.0), (f"minimum {law}", own < 0.0)):
                place = np.flatnonzero(mask)
                yield _Part(limit, block, True, place, amount[place], own[place])
        elif law in ("capacity", "vintage_capacity"):
            moves = _reach(network, block) if law == "vintage_capacity" else np.ones(block.size)
            place = np.flatnonzero(_together(block, own > 0.0) & (moves > 0.0))
            yield _Part(law, block, True, place, amount[place], own[place], moves[place])
        elif law not in ("modules", "storage", "claims"):
            place = np.flatnonzero(own > 0.0)
            yield _Part(law, block, True, place, amount[place], own[place])


def _ruled(optimum: Optimum, network: Network) -> Floats:
    """Return what each rule compares its measure with in each window: of a share, as much as that is of the whole in the plan."""
    rules, columns = network.rules, optimum.solution.columns
    limit = rules.value.copy()
    for rule in np.unique(rules.rule[rules.share]):
        limit[rules.rows(int(rule))] *= wholes(optimum.program, network, int(rule), columns)
    return limit


def _supplied(network: Network, block: Block, duals: Floats) -> Iterator[_Part]:
    """Yield what was there at the start, and what was under way then."""
    initial = np.zeros(block.size)
    initial[block.lookup[:, 0]] = network.stocks.initial
    arriving = first_supply(network).ravel() - initial
    for limit, amount in (("stock at the start", initial), ("stock under way", arriving)):
        place = np.flatnonzero((duals != 0.0) & (amount > ROUNDING * amount.max(initial=1.0)))
        yield _Part(limit, block, True, place, amount[place], duals[place], -1.0)


def _together(block: Block, mask: np.ndarray) -> np.ndarray:
    """Return a mask of rows with that of the other rows of the same capacity and period, for other qualification times."""
    names = [name for name in block.labels.columns if name != "qualification_time"]
    told = block.labels.select(
        pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in names], separator="\n")
    )
    same = told.to_series().rank("dense").to_numpy().astype(np.int64)
    key = same[block.entity] * (int(block.period.max(initial=0)) + 1) + block.period
    return np.isin(key, key[mask])


def _reach(network: Network, block: Block) -> Floats:
    """Return what a vintage offers at each level, as a share of what it offers at the level that is qualified first."""
    offered, starts = network.offered, network.starts
    learning = np.flatnonzero(network.expansions.learns[starts.expansion[offered.start]])
    amount = offered.amount[learning]
    most = np.zeros((len(starts.period), amount.shape[1]))
    np.maximum.at(most, offered.start[learning], amount)
    full = most[offered.start[learning]]
    share = np.divide(amount, full, out=np.zeros_like(amount), where=full > 0.0)
    found: Floats = share[block.entity, block.period]
    return found


def _bounds(optimum: Optimum, network: Network) -> Iterator[_Part]:
    program, reduced = optimum.program, optimum.solution.column_duals
    block = program.columns["stock"]
    own, lower, upper = (part[block.slice] for part in (reduced, program.lower, program.upper))
    above, below = np.flatnonzero((own > 0.0) & np.isfinite(upper)), np.flatnonzero((own < 0.0) & (lower > 0.0))
    yield _Part("storage", block, False, above, upper[above], own[above])
    yield _Part("minimum stock", block, False, below, lower[below], own[below])
    block = program.columns["lost"]
    own = reduced[block.slice]
    must = np.flatnonzero((own > 0.0) & (program.upper[block.slice] == 0.0))
    asked = network.pieces.quantity[block.entity[must]]
    yield _Part("required demand", block, False, must, np.zeros(len(must)), own[must], size=asked)
    yield from _builds(optimum, network)
    block = program.columns["ship"]
    own = reduced[block.slice]
    stopped = np.flatnonzero((own > 0.0) & (program.upper[block.slice] == 0.0))
    yield _Part("banned shipments", block, False, stopped, np.zeros(len(stopped)), own[stopped])


def _builds(optimum: Optimum, network: Network) -> Iterator[_Part]:
    """Yield committed projects, and the most modules of each option that is built to it.

    The most is stated by a row, where a project may start in several periods, and by the bound of each start: those that are
    reached move together. Where modules are whole, or none may be built, it is the one start at which another earns most.
    """
    program, block = optimum.program, optimum.program.columns["build"]
    own, upper = optimum.solution.column_duals[block.slice], program.upper[block.slice]
    committed = ~np.isnan(network.starts.fixed)
    place = np.flatnonzero(committed & (own != 0.0))
    yield _Part("committed project", block, False, place, upper[place], own[place])
    project, built = network.starts.expansion, optimum.solution.columns[block.slice]
    most = np.bincount(project, weights=built, minlength=len(network.expansions.max_modules))
    reached = ~committed & (most >= network.expansions.max_modules * (1.0 - FULL))[project]
    single = program.integer[block.slice] | (upper == 0.0)
    starts = _best(own, project, reached & single), np.flatnonzero(reached & ~single & (built >= upper * (1.0 - FULL)))
    rows = program.rows.get("modules")
    limited = np.zeros(0, dtype=np.int64) if rows is None else np.intersect1d(rows.entity, project[reached])
    duals = np.zeros(0) if rows is None else optimum.solution.row_duals[rows.lookup[limited]]
    every = np.concatenate(starts)
    worthy = np.union1d(limited[duals > 0.0], project[every[own[every] > 0.0]])
    for own_starts, side in zip(starts, (0, 1), strict=True):
        chosen = own_starts[np.isin(project[own_starts], worthy)]
        yield _Part("modules", block, False, chosen, most[project[chosen]], own[chosen], side=side, time=0)
    if rows is not None:
        counts = np.isin(limited, worthy)
        place = rows.lookup[limited[counts]] - rows.first
        yield _Part("modules", rows, True, place, most[limited[counts]], duals[counts], time=0)


def _best(own: Floats, project: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return of each project the start within a mask at which one more module earns most."""
    places = np.flatnonzero(mask)
    order = places[np.argsort(-own[places], kind="stable")]
    return order[np.unique(project[order], return_index=True)[1]]


def positive_parts(program: Program, columns: Floats) -> Floats:
    """Return for each row the sum of its terms above zero: what a limit limits, and not what moves the limit."""
    matrix = program.matrix.tocoo()
    terms = matrix.data * columns[matrix.col]
    sums = np.bincount(matrix.row, weights=np.maximum(terms, 0.0), minlength=program.shape[0])
    return sums.astype(np.float64)


def _table(network: Network, part: _Part) -> pl.DataFrame:
    block, place, limit = part.block, part.place, part.limit
    entity = block.entity[place]
    time = block.period[place] if part.time is None else np.full(len(place), part.time)
    unit = block.units(entity)
    names = block.labels[entity].with_columns(unit)
    here, none = block.first + place, np.full(len(place), -1)
    return pl.DataFrame(
        {
            "limit": [limit] * len(place),
            "words": said(limit, names),
            "group": said(limit, names, without=("qualification_time",)),
            "more": one_more(limit, names),
            "row": here if part.is_row else none,
            "column": none if part.is_row else here,
            "entity": entity,
            "time": time,
            "period": network.periods.dates[time],
            "amount": part.amount,
            "size": part.amount if part.size is None else part.size,
            "value": part.dual * part.moves,
            "unit": unit,
            "moves": np.broadcast_to(np.asarray(part.moves, dtype=np.float64), len(place)),
            "length": lengths(network, limit, block, place),
            "per": [unit_of_time(network, limit)] * len(place),
            "side": [SIDES.get(limit, 1) if part.side is None else part.side] * len(place),
        },
        schema=SCHEMA,
    )
