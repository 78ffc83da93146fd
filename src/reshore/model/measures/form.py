"""Linear forms: what a measure sums, as amounts of the variables of a program, with the names by which it can be filtered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from reshore.model.program import Block, Earning
from reshore.network.periods import Floats

Codes = NDArray[np.integer]


class Stated(Protocol):
    """A program, or one that is being built: its blocks of variables, and its ledger."""

    @property
    def columns(self) -> Mapping[str, Block]:
        """Blocks of variables by name."""

    @property
    def ledger(self) -> tuple[Earning, ...]:
        """Terms of money."""


@dataclass(frozen=True)
class Form:
    """Σ amount · x[column] for each label and period; column −1 is a constant 1.

    `labels` has a row for each label: the names that it has (site, product, process, ...) and `unit`. The other arrays have
    shape (entry,). A `level` says what there is at the end of a period, not what happens in it.
    """

    labels: pl.DataFrame
    label: Codes
    column: Codes
    period: Codes
    amount: Floats
    level: bool = False

    @staticmethod
    def of(labels: pl.DataFrame, entry: tuple[Codes, Codes, Codes], amount: ArrayLike, level: bool = False) -> Form:
        """Return a form of entries (label, column, period); entries that are nothing are left out."""
        label, column, period = entry
        amounts = np.broadcast_to(np.asarray(amount, dtype=np.float64), len(column))
        kept = amounts != 0.0
        return Form(labels, label[kept], column[kept], period[kept], amounts[kept], level)

    def times(self, factor: Floats) -> Form:
        """Return the form with each entry multiplied by its factor, shape (entry,)."""
        return Form.of(self.labels, (self.label, self.column, self.period), self.amount * factor, self.level)

    def named(self, labels: pl.DataFrame) -> Form:
        """Return the form with other labels, one for each that it has."""
        return Form(labels, self.label, self.column, self.period, self.amount, self.level)

    def values(self, columns: Floats, periods: int) -> pl.DataFrame:
        """Return the value of each label in each period, as labels, `time` and `value`, zeros left out."""
        activity = np.where(self.column >= 0, columns[np.maximum(self.column, 0)], 1.0) if len(columns) else 1.0
        cell = self.label.astype(np.int64) * periods + self.period
        distinct, where = np.unique(cell, return_inverse=True)
        total = np.bincount(where, weights=self.amount * activity, minlength=len(distinct))
        named: pl.DataFrame = self.labels[distinct // periods]
        return named.with_columns(pl.Series("time", distinct % periods), pl.Series("value", total)).filter(
            pl.col("value") != 0.0
        )


def joined(*forms: Form) -> Form:
    """Return the sum of forms; what one has no name of is empty in it."""
    first = np.cumsum([0, *(form.labels.height for form in forms)])
    return Form(
        pl.concat([form.labels for form in forms], how="diagonal").with_columns(pl.col(pl.String).fill_null("")),
        np.concatenate([form.label + start for form, start in zip(forms, first[:-1], strict=True)]),
        np.concatenate([form.column for form in forms]),
        np.concatenate([form.period for form in forms]),
        np.concatenate([form.amount for form in forms]),
        forms[0].level,
    )
