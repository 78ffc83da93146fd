"""What a target asks of a program: a measure (or a share of one), by a date, to be at least a goal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from scipy import sparse

from reshore.model import Earning, Program
from reshore.model.measures import Linear
from reshore.network.periods import Floats

AIM: Final = "target"


@dataclass(frozen=True)
class Aim:
    """A target by one date: top over bottom is to be at least `goal`.

    Of an amount, bottom is 1; of a rate it is the length of the time in which it is made; of a share it is the
    measure of which it is one, and lies within `span`: a share of nothing is none.
    """

    top: Linear
    bottom: Linear
    goal: float
    span: tuple[float, float] = (0.0, np.inf)

    @property
    def fixed(self) -> bool:
        """Whether bottom is the same whatever the plan."""
        return not self.bottom.amounts.any()

    def value(self, columns: Floats) -> float:
        """Return what a plan reaches; 0 where it makes none, or next to none, of what it would be a share of."""
        bottom = self.bottom.at(columns)
        return self.top.at(columns) / bottom if bottom > 0.5 * self.span[0] else 0.0

    def within(self, least: float, most: float = np.inf) -> Aim:
        """Return the aim for plans of which what it is a share of lies between two amounts."""
        return replace(self, span=(least, most))

    def over(self, value: float) -> Linear:
        """Return what is not negative where a value is reached: top − value · bottom."""
        return self.top.less(value, self.bottom)


def asked(program: Program, aim: Aim, value: float) -> Program:
    """Return the program in which the value must be reached: one more row, after all others, and that of a share."""
    return _with_row(_spanned(program, aim), aim.over(value), 0.0, np.inf)


def _spanned(program: Program, aim: Aim) -> Program:
    """Return the program in which what an aim is a share of lies within its span: one more row; as it is for no share."""
    return program if aim.fixed else _with_row(program, aim.bottom, *aim.span)


def _with_row(program: Program, form: Linear, least: float, most: float) -> Program:
    row = sparse.csr_array(form.amounts[None, :])
    return replace(
        program,
        matrix=sparse.vstack([program.matrix, row], format="csc"),
        row_lower=np.append(program.row_lower, least - form.constant),
        row_upper=np.append(program.row_upper, most - form.constant),
    )


def aimed(program: Program, aim: Aim, value: float, unit: float | None = None) -> Program:
    """Return the program whose objective is what lies above a value, whatever it earns, in money at `unit` or at `worth`.

    Its ledger has one term, of an amount for each column. That of a share has one more row.
    """
    unit = worth(program, aim) if unit is None else unit
    over = aim.over(value)
    column = np.append(np.flatnonzero(over.amounts), -1).astype(np.int32)
    amount = unit * np.append(over.amounts[column[:-1]], over.constant)
    none = np.zeros(len(column), dtype=np.int32)
    term = Earning(AIM, pl.DataFrame({"term": [AIM]}), none, column, none, amount, np.ones(1))
    return replace(_spanned(program, aim), cost=unit * over.amounts, constant=unit * over.constant, ledger=(term,))


def worth(program: Program, aim: Aim) -> float:
    """Return about what a unit of the measure is worth [currency]: the solver's tolerances are for money."""
    amounts = np.abs(aim.top.amounts)
    counted = (amounts > 0.0) & (program.worth > 0.0)
    return float(np.median(program.worth[counted] / amounts[counted])) if counted.any() else 1.0
