"""How a term of money is entered into the ledger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from reshore.model.program import Block, Earning, ProgramBuilder
from reshore.network import Network

LABELS = ("site", "partner", "name", "product", "program")


@dataclass(frozen=True)
class Entry:
    """Entries of a term: the label row, the column (−1 for a constant), the period in which the money moves."""

    label: NDArray[np.integer]
    column: NDArray[np.integer]
    period: NDArray[np.integer]


def labelled(frame: pl.DataFrame, **columns: str) -> pl.DataFrame:
    """Return the labels of a term: site, partner, name, product and program taken from the named columns, empty elsewhere."""
    return frame.select((pl.col(columns[label]) if label in columns else pl.lit("")).alias(label) for label in LABELS)


def entries(block: Block, columns: NDArray[np.bool_] | None = None) -> Entry:
    """Return one entry for each column of a block (or for those of a mask), paid in the column's own period."""
    if columns is None:
        return Entry(block.entity, np.arange(block.first, block.first + block.size, dtype=np.int32), block.period)
    chosen = np.flatnonzero(columns)
    return Entry(block.entity[chosen], block.first + chosen, block.period[chosen])


def earn(
    program: ProgramBuilder, network: Network, term: tuple[str, pl.DataFrame], entry: Entry, amount: ArrayLike
) -> None:
    """Enter amounts [currency per natural unit of the column], discounted from the middle of their period."""
    _enter(program, term, entry, np.asarray(amount, dtype=np.float64), network.discount)


def earn_at_end(
    program: ProgramBuilder, network: Network, term: tuple[str, pl.DataFrame], entry: Entry, amount: ArrayLike
) -> None:
    """Enter amounts that are worth what they are at the end of the horizon."""
    factor = np.full(network.periods.count, network.final_discount)
    _enter(program, term, entry, np.asarray(amount, dtype=np.float64), factor)


def _enter(
    program: ProgramBuilder,
    term: tuple[str, pl.DataFrame],
    entry: Entry,
    amount: NDArray[np.float64],
    factor: NDArray[np.float64],
) -> None:
    amount = np.broadcast_to(amount, len(entry.column))
    kept = amount != 0.0
    if not kept.any():
        return
    if not kept.all():
        entry, amount = Entry(entry.label[kept], entry.column[kept], entry.period[kept]), amount[kept]
    name, labels = term
    program.add_money(
        Earning(
            term=name,
            labels=labels,
            label=entry.label.astype(np.int32, copy=False),
            column=entry.column.astype(np.int32, copy=False),
            period=entry.period.astype(np.int32, copy=False),
            amount=amount,
            factor=factor,
        )
    )
