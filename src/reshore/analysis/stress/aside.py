"""Limits that an event makes impossible: which are put aside, by the least that it takes, before money counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from reshore.analysis.stress.disturbed import Standing
from reshore.analysis.stress.reduced import Reduced, lengthened, widened
from reshore.analysis.stress.solving import Found, solved
from reshore.network.periods import Floats
from reshore.solution.decisions import named
from reshore.solve import SolveOptions

BOUNDS: Final = {"stock": "limit of stock", "lost": "required demand"}
ROWS: Final = {"rules": "rule", "runs": "least runs", "shelf_life": "shelf life"}
"""What may give: limits of blocks of columns and of rows, and what they are called. Whatever else is a fact."""
ROOM: Final = 1e-6
SEEN: Final = 1e-6
BROKEN: Final = {"limit": pl.String, "name": pl.String, "period": pl.Date, "amount": pl.Float64, "unit": pl.String}


@dataclass(frozen=True)
class Aside:
    """A response in which limits give: the answer (None where there is none even so), all columns with what is beyond their
    limits, natural units, and a row for each limit that gives."""

    found: Found | None
    columns: Floats
    broken: pl.DataFrame


@dataclass(frozen=True)
class _Giving:
    """The columns that give: the block and entry that each is of, and its entries in the rows; scale is natural per scaled."""

    block: tuple[str, ...]
    entry: NDArray[np.int64]
    matrix: sparse.csc_array
    cost: Floats
    scale: Floats
    sign: Floats

    def beyond(self, standing: Standing, values: Floats) -> Floats:
        """Return by how much columns are beyond their limits, shape (column of the program,), natural units."""
        more = np.zeros(standing.program.shape[1])
        amount = self.sign * values * self.scale
        for name in BOUNDS:
            own = np.flatnonzero(np.array(self.block, dtype=object) == name)
            np.add.at(more, standing.program.columns[name].first + self.entry[own], amount[own])
        return more


def put_aside(standing: Standing, left: Reduced, options: SolveOptions) -> Aside:
    """Return the response that breaks least, in standard value, and earns most among those that break no more.

    Raises SolverError where the solver fails.
    """
    giving = _giving(standing, left)
    count, width = giving.matrix.shape[1], left.arrays.width
    endless = np.full(count, np.inf)
    wide = widened(left.arrays, giving.matrix, np.full(count, -1.0), endless)
    fractional = np.zeros_like(wide.integer)
    least = replace(
        wide, cost=np.concatenate([np.zeros(width), np.full(count, -1.0)]), constant=0.0, integer=fractional
    )
    first = solved(least, options)
    if not first.feasible:
        return Aside(None, standing.columns, pl.DataFrame(schema=BROKEN))
    most = -first.answer.objective * (1.0 + ROOM) + ROOM * ROOM
    total = sparse.csr_array(np.concatenate([np.zeros(width), np.ones(count)])[None, :])
    priced = replace(wide, cost=np.concatenate([left.arrays.cost, giving.cost]))
    second = solved(lengthened(priced, total, np.array([-np.inf]), np.array([most])), options)
    found = second if second.feasible else first
    values, given = found.answer.columns[: len(left.columns)], np.maximum(found.answer.columns[width:], 0.0)
    columns = standing.columns.copy()
    columns[left.columns] = values * left.scaling.column[left.columns]
    return Aside(found, columns + giving.beyond(standing, given), _told(standing, giving, given))


def _giving(standing: Standing, left: Reduced) -> _Giving:
    """Return a column for each limit that may give: a copy of the column beyond its limit, or a slack of the row."""
    program, arrays = standing.program, left.arrays
    shape = (len(arrays.row_lower), arrays.width)
    matrix = sparse.csc_array((arrays.data, arrays.indices, arrays.indptr), shape=shape)
    names: list[str] = []
    entries, parts, costs, scales, signs = [], [], [], [], []
    for name in BOUNDS:
        block = program.columns[name]
        own = np.flatnonzero((left.columns >= block.first) & (left.columns < block.first + block.size))
        for limited, sign in ((np.isfinite(arrays.upper[own]), 1.0), (arrays.lower[own] > 0.0, -1.0)):
            chosen = own[limited]
            names += [name] * len(chosen)
            entries.append(left.columns[chosen] - block.first)
            parts.append(matrix[:, chosen] * sign)
            costs.append(arrays.cost[chosen] * sign)
            scales.append(left.scaling.column[left.columns[chosen]])
            signs.append(np.full(len(chosen), sign))
    for name in ROWS:
        rows = program.rows.get(name)
        if rows is None:
            continue
        own = np.flatnonzero((left.rows >= rows.first) & (left.rows < rows.first + rows.size))
        for limited, sign in (
            (np.isfinite(arrays.row_lower[own]), 1.0),
            (np.isfinite(arrays.row_upper[own]), -1.0),
        ):
            chosen = own[limited]
            names += [name] * len(chosen)
            entries.append(left.rows[chosen] - rows.first)
            place = (np.full(len(chosen), sign), (chosen, np.arange(len(chosen))))
            parts.append(sparse.csc_array(place, shape=(shape[0], len(chosen))))
            costs.append(np.zeros(len(chosen)))
            scales.append(1.0 / left.scaling.row[left.rows[chosen]])
            signs.append(np.full(len(chosen), sign))
    empty = sparse.csc_array((shape[0], 0))
    return _Giving(
        tuple(names),
        np.concatenate([*entries, np.zeros(0, dtype=np.int64)]),
        sparse.csc_array(sparse.hstack([empty, *parts], format="csc")),
        np.concatenate([*costs, np.zeros(0)]),
        np.concatenate([*scales, np.zeros(0)]),
        np.concatenate([*signs, np.zeros(0)]),
    )


def _told(standing: Standing, giving: _Giving, values: Floats) -> pl.DataFrame:
    """Return which limits give, and by how much in natural units."""
    frames = [pl.DataFrame(schema=BROKEN)]
    block_of = np.array(giving.block, dtype=object)
    for name, words in {**BOUNDS, **ROWS}.items():
        own = np.flatnonzero((block_of == name) & (values > SEEN))
        if not len(own):
            continue
        block = (standing.program.columns if name in BOUNDS else standing.program.rows)[name]
        entry = giving.entry[own]
        told = named(block, standing.network, entry)
        keys = [key for key in told.columns if key not in ("period", "unit", "due") and told[key].dtype == pl.String]
        frames.append(
            told.select(
                pl.lit(words).alias("limit"),
                pl.concat_str(keys, separator="/").alias("name"),
                "period",
                pl.Series("amount", values[own] * giving.scale[own]),
                block.units(block.entity[entry]).alias("unit"),
            )
        )
    return pl.concat(frames)
