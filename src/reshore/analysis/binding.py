"""The limits of the data that bind at an optimum: rows at a limit, and bounds of variables, that another unit would move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.words import one_more, said
from reshore.model import Block, Program
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.solve import Optimum

TINY: Final = 1e-9
"""A limit whose worth, times its amount, is a smaller share of all money that moves than this is rounding."""
START: Final = "stock at the start"
COLUMNS: Final = (
    "limit",
    "words",
    "group",
    "more",
    "row",
    "column",
    "entity",
    "time",
    "period",
    "amount",
    "value",
    "unit",
    "sign",
)


def binding(optimum: Optimum, network: Network) -> pl.DataFrame:
    """Return a row for each limit that binds in a period.

    `limit` is a kind of limits.csv, `words` and `more` what it is called, `group` what all rows of the same input are called
    (rows of a capacity for different qualification times), `row` and `column` where it is in the program (−1 for
    the other), `time` the number of the period, `amount` the limit as it stands [unit], `value` the change of the objective
    for one more unit of it [currency/unit], `unit` the natural unit, `sign` −1 where one more of it lowers the right-hand
    side. Demand counts where more of it would earn.
    Non-negativity is no limit of the data, and neither is the balance, but for what was there before the horizon.
    """
    program = optimum.program
    moved = float(np.abs(program.cost) @ np.abs(optimum.solution.columns)) + abs(program.constant)
    parts = [*_rows(optimum), *_bounds(optimum)]
    found = [_table(network, part) for part in parts]
    empty = pl.DataFrame(schema={**dict.fromkeys(COLUMNS[:4], pl.String), "row": pl.Int64, "column": pl.Int64})
    everything = pl.concat([empty, *found], how="diagonal_relaxed").select(COLUMNS)
    return everything.filter((pl.col("value") * pl.col("amount").abs().clip(1.0)).abs() > TINY * moved)


class _Part:
    """Entries of one block that bind, with amount and value of each."""

    def __init__(
        self, limit: str, block: Block, is_row: bool, chosen: np.ndarray, values: tuple[Floats, Floats]
    ) -> None:
        self.limit, self.block, self.is_row, self.chosen = limit, block, is_row, chosen
        self.amount, self.value = values


def _rows(optimum: Optimum) -> Iterator[_Part]:
    program, duals = optimum.program, optimum.solution.row_duals
    amounts = positive_parts(program, optimum.solution.columns)
    for law, block in program.rows.items():
        own = duals[block.slice]
        amount, upper = amounts[block.slice], program.row_upper[block.slice]
        if law == "balance":
            chosen = np.flatnonzero((own != 0.0) & (upper < 0.0))
            yield _Part(START, block, True, chosen, (-upper[chosen], -own[chosen]))
        elif law == "runs":
            yield from _two_sided(block, own, amount)
        else:
            chosen = np.flatnonzero(own > 0.0)
            yield _Part(law, block, True, chosen, (amount[chosen], own[chosen]))


def _two_sided(block: Block, own: Floats, amount: Floats) -> Iterator[_Part]:
    for limit, mask in (("runs", own > 0.0), ("minimum runs", own < 0.0)):
        chosen = np.flatnonzero(mask)
        yield _Part(limit, block, True, chosen, (amount[chosen], own[chosen]))


def _bounds(optimum: Optimum) -> Iterator[_Part]:
    program, reduced = optimum.program, optimum.solution.column_duals
    for name, kinds in (("stock", ("storage", "minimum stock")), ("lost", ("required demand", None))):
        block = program.columns[name]
        own, lower, upper = (part[block.slice] for part in (reduced, program.lower, program.upper))
        above = np.flatnonzero((own > 0.0) & np.isfinite(upper))
        yield _Part(kinds[0], block, False, above, (upper[above], own[above]))
        if kinds[1]:
            below = np.flatnonzero((own < 0.0) & (lower > 0.0))
            yield _Part(kinds[1], block, False, below, (lower[below], own[below]))
    yield from _builds(optimum)


def _builds(optimum: Optimum) -> Iterator[_Part]:
    program, block = optimum.program, optimum.program.columns["build"]
    own = optimum.solution.column_duals[block.slice]
    lower, upper = program.lower[block.slice], program.upper[block.slice]
    built = optimum.solution.columns[block.slice]
    committed = np.flatnonzero((lower == upper) & (own != 0.0))
    yield _Part("committed project", block, False, committed, (upper[committed], own[committed]))
    full = np.flatnonzero((lower < upper) & (built >= upper) & (own > 0.0))
    yield _Part("modules", block, False, full, (upper[full], own[full]))


def positive_parts(program: Program, columns: Floats) -> Floats:
    """Return for each row the sum of its terms above zero: what a limit limits, and not what moves the limit."""
    matrix = program.matrix.tocoo()
    terms = matrix.data * columns[matrix.col]
    sums = np.bincount(matrix.row, weights=np.maximum(terms, 0.0), minlength=program.shape[0])
    return sums.astype(np.float64)


def _table(network: Network, part: _Part) -> pl.DataFrame:
    block, chosen = part.block, part.chosen
    entity, time = block.entity[chosen], block.period[chosen]
    labels: pl.DataFrame = block.labels[entity]
    unit = (
        labels["unit"] if "unit" in labels.columns else pl.Series("unit", [block.unit] * len(chosen), dtype=pl.String)
    )
    names = labels.with_columns(unit)
    place = block.first + chosen
    none = np.full(len(chosen), -1)
    return pl.DataFrame(
        {
            "limit": pl.Series([part.limit] * len(chosen), dtype=pl.String),
            "words": said(part.limit, names),
            "group": said(part.limit, names, without=("qualification_time",)),
            "more": one_more(part.limit, names),
            "row": place if part.is_row else none,
            "column": none if part.is_row else place,
            "entity": entity.astype(np.int64),
            "time": time.astype(np.int64),
            "period": network.periods.dates[time],
            "amount": part.amount,
            "value": part.value,
            "unit": unit,
            "sign": [-1.0 if part.limit == START else 1.0] * len(chosen),
        }
    )
