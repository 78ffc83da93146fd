"""Scaling: quantities are measured in standard value, so that one unit of any column is worth about the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from reshore.model import Program
from reshore.network.periods import Floats

LARGEST: Final = (1e3, 1e6, 1e10)
"""Scaled sizes of the largest supply or demand, in the order in which they are tried: the solver's tolerances are absolute."""
ROUNDS: Final = 40
TINY: Final = 1e-9


@dataclass(frozen=True)
class Scaling:
    """Natural value = column · scaled value; scaled row = row · natural row; scaled money = money · natural money.

    All factors are powers of two, so that scaling loses no digits.
    """

    column: Floats
    row: Floats
    money: float


def make_scaling(program: Program, largest: float = LARGEST[0]) -> Scaling:
    """Return factors that measure each column in standard value; whole columns keep their unit.

    The unit of value is chosen so that the largest supply or demand is about `largest` of it. Whole columns are left alone,
    since scaling 0/1 columns can make a feasible model infeasible.
    """
    exchanged = exchange(program)
    worth = worths(program, exchanged)
    unit = _unit_of_value(program, exchanged, worth, largest)
    column = np.where(program.integer, 1.0, _power_of_two(unit / worth))
    scaled = abs(program.matrix).multiply(column[None, :]).max(axis=1)
    biggest = np.asarray(scaled.todense()).ravel()
    row = _power_of_two(1.0 / np.where(biggest > 0.0, biggest, 1.0))
    return Scaling(column, row, float(_power_of_two(np.array([1.0 / unit]))[0]))


def worths(program: Program, exchanged: sparse.coo_array) -> Floats:
    """Return what a unit of each column is worth, shape (column,), above 0: for a column without a value, what it earns.

    What neither has a value nor earns is worth what it is exchanged for in the rows that it shares with others, then what
    it costs, then 1.
    """
    earns, costs = np.maximum(program.cost, 0.0), np.maximum(-program.cost, 0.0)
    worth = np.where(program.worth > 0.0, program.worth, earns)
    if (worth > 0.0).all():
        return worth
    worth = _spread(exchanged, worth)
    worth = _spread(exchanged, np.where(worth > 0.0, worth, costs))
    usual = float(np.median(worth[worth > 0.0])) if (worth > 0.0).any() else 1.0
    return np.where(worth > 0.0, worth, usual)


def exchange(program: Program) -> sparse.coo_array:
    """Return the entries of the rows in which goods are exchanged for goods: the equalities."""
    entries = abs(program.matrix).tocoo()
    kept = (program.row_lower == program.row_upper)[entries.row] & (entries.data > TINY)
    return sparse.coo_array((entries.data[kept], (entries.row[kept], entries.col[kept])), shape=entries.shape)


def _spread(exchanged: sparse.coo_array, worth: Floats) -> Floats:
    """Give columns without a worth that of what they are exchanged for, from row to row."""
    rows, columns, amounts = exchanged.row, exchanged.col, exchanged.data
    for _ in range(ROUNDS):
        known = worth > 0.0
        source, target = known[columns], ~known[columns]
        value = np.zeros(exchanged.shape[0])
        np.maximum.at(value, rows[source], worth[columns[source]] / amounts[source])
        gained = np.zeros(len(worth))
        np.maximum.at(gained, columns[target], amounts[target] * value[rows[target]])
        if not gained.any():
            break
        worth = np.where(known, worth, gained)
    return worth


def _unit_of_value(program: Program, exchanged: sparse.coo_array, worth: Floats, largest: float) -> float:
    """Return the value that one scaled unit stands for: from the largest supply or demand in value."""
    value = np.full(exchanged.shape[0], np.inf)
    np.minimum.at(value, exchanged.row, worth[exchanged.col] / exchanged.data)
    sides = np.where(np.isfinite(value), np.abs(program.row_upper), 0.0)
    biggest = float((sides * np.where(np.isfinite(value), value, 0.0)).max(initial=0.0))
    return biggest / largest if biggest > 0.0 else float(np.median(worth)) if len(worth) else 1.0


def _power_of_two(values: Floats) -> Floats:
    power: Floats = np.exp2(np.round(np.log2(values)))
    return power
