"""The program: a sparse linear (or mixed-integer) program whose columns and rows know what they stand for.

Variables and rows come in named blocks with an index table (entity, period). Terms are added as parallel arrays, and
money as a ledger of named amounts, so that results, duals and errors are read back by the same names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from reshore.network.periods import Floats

Int32s = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Block:
    """Consecutive columns or rows: their index table, shape (entry,), and the entities' names, a row for each.

    `lookup` gives the column (or row) of an entity, or of an entity in a period; −1 where there is none.
    """

    name: str
    unit: str
    labels: pl.DataFrame
    entity: Int32s
    period: Int32s
    first: int
    lookup: Int32s

    @property
    def size(self) -> int:
        """Number of columns or rows in the block."""
        return len(self.entity)

    @property
    def slice(self) -> slice:
        """Where the block lies among all columns or rows."""
        return slice(self.first, self.first + self.size)

    def units(self, entity: NDArray[np.integer]) -> pl.Series:
        """Return the natural unit of entities: the label `unit` where they have one, else what the block counts."""
        labels: pl.DataFrame = self.labels[entity]
        return labels.with_columns(unit=pl.lit(self.unit))["unit"] if "unit" not in labels.columns else labels["unit"]

    def at(self, entity: NDArray[np.integer], period: NDArray[np.integer] | int = 0) -> Int32s:
        """Return the column (or row) of each (entity, period); −1 where there is none."""
        found: Int32s = self.lookup[entity] if self.lookup.ndim == 1 else self.lookup[entity, period]
        return found


@dataclass(frozen=True)
class Earning:
    """Money of one ledger term: `amount` [currency per natural unit of `column`] in `period`; column −1 is a constant.

    `label` points into `labels`, which tells the rows of the term apart (site, partner, name, product, program). `factor` is the
    discount factor of an amount in each period, shape (period,).
    """

    term: str
    labels: pl.DataFrame
    label: Int32s
    column: Int32s
    period: Int32s
    amount: Floats
    factor: Floats

    @property
    def discounted(self) -> Floats:
        """What the amounts are worth at the start of the horizon, shape (entry,)."""
        return self.amount * self.factor[self.period]


@dataclass(frozen=True)
class Program:
    """maximise cost · x + constant, subject to row_lower ≤ matrix · x ≤ row_upper, lower ≤ x ≤ upper, some x whole.

    `matrix` is in compressed columns, everything in natural units; `worth` is the value of a natural unit of each column.
    """

    columns: Mapping[str, Block]
    rows: Mapping[str, Block]
    matrix: sparse.csc_array
    lower: Floats
    upper: Floats
    integer: Mask
    worth: Floats
    cost: Floats
    constant: float
    row_lower: Floats
    row_upper: Floats
    ledger: tuple[Earning, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and of columns."""
        return len(self.row_lower), len(self.lower)


class ProgramBuilder:
    """Collects blocks, terms and money; `build` lowers them to a `Program` and empties the collection."""

    def __init__(self, periods: int) -> None:
        self._periods = periods
        self._columns: dict[str, Block] = {}
        self._rows: dict[str, Block] = {}
        self._bounds: dict[str, list[Floats]] = {
            name: [] for name in ("lower", "upper", "worth", "row_lower", "row_upper")
        }
        self._integer: list[Mask] = []
        self._terms: list[tuple[Int32s, Int32s, Floats]] = []
        self._ledger: list[Earning] = []
        self._sizes = [0, 0]

    def __getitem__(self, name: str) -> Block:
        """Return the block of columns called `name`."""
        return self._columns[name]

    def row_block(self, name: str) -> Block:
        """Return the block of rows called `name`."""
        return self._rows[name]

    def add_columns(self, index: Index, bounds: Bounds) -> Block:
        """Add a block of variables; raises ValueError where the name is taken."""
        block = self._block(self._columns, index, 0)
        size = block.size
        for name, values in (("lower", bounds.lower), ("upper", bounds.upper), ("worth", bounds.worth)):
            self._bounds[name].append(np.broadcast_to(np.asarray(values, dtype=np.float64), size))
        self._integer.append(np.broadcast_to(np.asarray(bounds.integer, dtype=bool), size))
        return block

    def add_rows(self, index: Index, lower: ArrayLike, upper: ArrayLike) -> Block:
        """Add a block of constraints lower ≤ Σ terms ≤ upper; raises ValueError where the name is taken."""
        block = self._block(self._rows, index, 1)
        for name, values in (("row_lower", lower), ("row_upper", upper)):
            self._bounds[name].append(np.broadcast_to(np.asarray(values, dtype=np.float64), block.size))
        return block

    def add_terms(self, rows: Int32s, columns: Int32s, values: ArrayLike) -> None:
        """Add values · x[columns] to rows, entry by entry; entries without a row or a column (−1) are left out."""
        rows, columns, amounts = np.broadcast_arrays(rows, columns, np.asarray(values, dtype=np.float64))
        kept = (rows >= 0) & (columns >= 0) & (amounts != 0.0)
        if not kept.all():
            rows, columns, amounts = rows[kept], columns[kept], amounts[kept]
        self._terms.append((rows, columns, amounts))

    def add_money(self, earning: Earning) -> None:
        """Add a term of the ledger; entries without a column other than constants must not be given."""
        self._ledger.append(earning)

    def build(self) -> Program:
        """Lower what was collected."""
        height, width = self._sizes[1], self._sizes[0]
        matrix = self._matrix(height, width)
        cost, constant = self._costs(width)
        bounds = {name: np.concatenate([*parts, np.zeros(0)]) for name, parts in self._bounds.items()}
        return Program(
            columns=MappingProxyType(dict(self._columns)),
            rows=MappingProxyType(dict(self._rows)),
            matrix=matrix,
            integer=np.concatenate([*self._integer, np.zeros(0, dtype=bool)]),
            cost=cost,
            constant=constant,
            ledger=tuple(self._ledger),
            **bounds,
        )

    def _costs(self, width: int) -> tuple[Floats, float]:
        """Return what a unit of each column earns, and the money that does not depend on any."""
        cost, constant = np.zeros(width), 0.0
        for earning in self._ledger:
            column, amount = earning.column, earning.discounted
            real = column >= 0
            if not real.all():
                constant += float(amount[~real].sum())
                column, amount = column[real], amount[real]
            if len(column):
                first = int(column.min())
                summed = np.bincount(column - first, weights=amount)
                cost[first : first + len(summed)] += summed
        return cost, constant

    def _matrix(self, height: int, width: int) -> sparse.csc_array:
        """Join the terms, freeing each piece once copied so that the peak stays under three times the matrix."""
        total = sum(len(values) for _, _, values in self._terms)
        rows, columns, data = np.empty(total, np.int32), np.empty(total, np.int32), np.empty(total)
        position = 0
        self._terms.reverse()
        while self._terms:
            row, column, values = self._terms.pop()
            end = position + len(values)
            rows[position:end], columns[position:end], data[position:end] = row, column, values
            position = end
        return sparse.coo_array((data, (rows, columns)), shape=(height, width)).tocsc()

    def _block(self, blocks: dict[str, Block], index: Index, side: int) -> Block:
        if index.name in blocks:
            raise ValueError(f"the program already has a block '{index.name}'")
        first, size = self._sizes[side], len(index.entity)
        lookup = np.full(index.shape(self._periods), -1, dtype=np.int32)
        place = index.entity if index.single else (index.entity, index.period)
        lookup[place] = np.arange(first, first + size, dtype=np.int32)
        block = Block(
            index.name,
            index.unit,
            index.labels,
            index.entity.astype(np.int32, copy=False),
            index.period.astype(np.int32, copy=False),
            first,
            lookup,
        )
        blocks[index.name] = block
        self._sizes[side] = first + size
        return block


@dataclass(frozen=True)
class Index:
    """The index table of a new block: names of the entities, and the (entity, period) of each entry.

    `unit` is what an entry counts (unit, run, module, capacity, m2). `single` says that each entity has at most one entry.
    """

    name: str
    unit: str
    labels: pl.DataFrame
    entity: NDArray[np.integer]
    period: NDArray[np.integer]
    single: bool = False

    def shape(self, periods: int) -> tuple[int, ...]:
        """Shape of the lookup."""
        return (len(self.labels),) if self.single else (len(self.labels), periods)

    @staticmethod
    def dense(name: str, unit: str, labels: pl.DataFrame, periods: int) -> Index:
        """Return the index of every entity in every period, in order of entity."""
        count = len(labels)
        return Index(name, unit, labels, np.repeat(np.arange(count), periods), np.tile(np.arange(periods), count))

    @staticmethod
    def where(name: str, unit: str, labels: pl.DataFrame, mask: Mask) -> Index:
        """Return the index of the (entity, period) for which `mask` holds."""
        entity, period = np.nonzero(mask)
        return Index(name, unit, labels, entity, period)


@dataclass(frozen=True)
class Bounds:
    """Bounds of new columns, which of them are whole numbers, and what a natural unit of each is worth (for scaling)."""

    lower: ArrayLike = 0.0
    upper: ArrayLike = np.inf
    integer: ArrayLike = False
    worth: ArrayLike = 1.0
