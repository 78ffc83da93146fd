"""Which decisions and limits of a changed program are which of another: by their names, where they are not the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
import polars.selectors as cs
from numpy.typing import NDArray

from reshore.model import Block, Program
from reshore.network.periods import Floats

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Match:
    """For each row and column of a program the one of another that it is, −1 where it is new. Shapes (row,) and (column,).

    `same` says that both programs have the same of both, in the same places.
    """

    rows: Places
    columns: Places
    same: bool

    def row_values(self, values: Floats) -> Floats:
        """Return values of the other's rows as those of the program's, 0 for new ones."""
        return _taken(values, self.rows)

    def column_values(self, values: Floats) -> Floats:
        """Return values of the other's columns as those of the program's, 0 for new ones."""
        return _taken(values, self.columns)


def itself(program: Program) -> Match:
    """Return the match of a program with itself."""
    height, width = program.shape
    return Match(np.arange(height), np.arange(width), same=True)


def match_program(base: Program, program: Program) -> Match:
    """Return which rows and columns of `base` those of `program` are."""
    sides = ((base.rows, program.rows, program.shape[0]), (base.columns, program.columns, program.shape[1]))
    same = base.shape == program.shape and all(_same_blocks(before, after) for before, after, _ in sides)
    if same:
        return itself(program)
    rows, columns = (_matched(*side) for side in sides)
    return Match(rows, columns, same=False)


def _same_blocks(before: Mapping[str, Block], after: Mapping[str, Block]) -> bool:
    return list(before) == list(after) and all(_same(block, after[name]) for name, block in before.items())


def _same(before: Block, after: Block) -> bool:
    """Say whether blocks have the same entries, whatever numbers are among their names (a qualification time)."""
    if before.size != after.size or before.first != after.first or before.labels.height != after.labels.height:
        return False
    if not np.array_equal(before.entity, after.entity) or not np.array_equal(before.period, after.period):
        return False
    numbers = cs.float()
    return before.labels.select(~numbers).equals(after.labels.select(~numbers)) and (
        before.labels.select(numbers.is_null()).equals(after.labels.select(numbers.is_null()))
    )


def _matched(before: Mapping[str, Block], after: Mapping[str, Block], count: int) -> Places:
    found = np.full(count, -1, dtype=np.int64)
    for name, block in after.items():
        if name not in before:
            continue
        if _same(before[name], block) or (before[name].size == block.size and before[name].labels.equals(block.labels)):
            found[block.slice] = before[name].first + np.arange(block.size)
        else:
            found[block.slice] = _by_name(before[name], block)
    return found


def _by_name(before: Block, block: Block) -> Places:
    old, new = (_names(each) for each in (before, block))
    known = old.with_columns(pl.Series("_at", before.first + np.arange(before.size))).unique(new.columns, keep="first")
    found = new.join(known, on=new.columns, how="left", nulls_equal=True, maintain_order="left")["_at"]
    return found.cast(pl.Int64).fill_null(-1).to_numpy()


def _names(block: Block) -> pl.DataFrame:
    labels: pl.DataFrame = block.labels[block.entity]
    return labels.with_columns(pl.Series("_period", block.period))


def _taken(values: Floats, places: Places) -> Floats:
    return np.where(places >= 0, values[np.maximum(places, 0)], 0.0) if len(values) else np.zeros(len(places))
