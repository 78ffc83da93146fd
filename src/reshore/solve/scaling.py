"""Scaling: quantities are measured in standard value, so that one unit of any column is worth about the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reshore.model import Program
from reshore.network.periods import Floats

LARGEST_RIGHT_SIDE = 1e4


@dataclass(frozen=True)
class Scaling:
    """Natural value = column · scaled value; scaled row = row · natural row; scaled money = money · natural money.

    All factors are powers of two, so that scaling loses no digits.
    """

    column: Floats
    row: Floats
    money: float


def make_scaling(program: Program) -> Scaling:
    """Return factors that measure each column in standard value; whole columns keep their unit.

    The unit of value is chosen so that the largest amount on a right-hand side is about 10,000 of it: the solver's
    tolerances are absolute. Whole columns are left alone, since scaling 0/1 columns can make a feasible model infeasible.
    """
    worth = np.where(program.worth > 0.0, program.worth, 1.0)
    unit = _unit_of_value(program, worth)
    column = np.where(program.integer | (program.worth <= 0.0), 1.0, _power_of_two(unit / worth))
    largest = abs(program.matrix).multiply(column[None, :]).max(axis=1)
    biggest = np.asarray(largest.todense()).ravel()
    row = _power_of_two(1.0 / np.where(biggest > 0.0, biggest, 1.0))
    return Scaling(column, row, float(_power_of_two(np.array([1.0 / unit]))[0]))


def _unit_of_value(program: Program, worth: Floats) -> float:
    """Return the value that one scaled unit stands for: from the largest demand or supply in value; 1 without values."""
    if not (program.worth > 0.0).any():
        return 1.0
    sides = np.maximum(_finite(program.row_lower), _finite(program.row_upper))
    height, _ = program.shape
    entries = program.matrix
    first = np.full(height, 0.0)
    columns = np.repeat(np.arange(entries.shape[1]), np.diff(entries.indptr))
    per_unit = np.where(program.worth > 0.0, worth, 0.0)[columns] / np.abs(entries.data)
    np.maximum.at(first, entries.indices, per_unit)
    largest = float((sides * first).max(initial=0.0))
    return max(largest / LARGEST_RIGHT_SIDE, 1e-9) if largest > 0.0 else float(np.median(worth))


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), np.abs(values), 0.0)


def _power_of_two(values: Floats) -> Floats:
    power: Floats = np.exp2(np.round(np.log2(values)))
    return power
