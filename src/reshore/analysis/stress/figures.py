"""What a response has less of than the plan: revenue, units of each product, targets, and output over time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from reshore.analysis.stress.disturbed import Standing
from reshore.analysis.targets.target import Aims, targets_of
from reshore.network.periods import Floats

DELIVERED = {"product": pl.String, "planned": pl.Float64, "lost": pl.Float64, "unit": pl.String}
REACHED = {
    "target": pl.String,
    "goal": pl.Float64,
    "planned": pl.Float64,
    "reached": pl.Float64,
    "lost": pl.Float64,
    "unit": pl.String,
}
PATH = {"period": pl.Date, "planned": pl.Float64, "output": pl.Float64, "relative": pl.Float64}
TINY = 1e-9


@dataclass(frozen=True)
class Figures:
    """What is asked of the columns of a plan and of every response to it."""

    standing: Standing

    def revenue_lost(self, columns: Floats) -> float:
        """Return by how much less is earned from customers, as paid [currency]."""
        return float(self._revenue @ (self.standing.columns - columns))

    def units(self, columns: Floats) -> pl.DataFrame:
        """Return product (as given to the customer), planned and lost units, and unit: delivered over the whole horizon."""
        products = self.standing.network.products
        planned, now = self._delivered(self.standing.columns), self._delivered(columns)
        return pl.DataFrame(
            {"product": products.names, "planned": planned, "lost": _clean(planned, now), "unit": products.units},
            schema=DELIVERED,
        ).filter(pl.Series(np.isin(np.arange(len(planned)), self.standing.network.offers.product)))

    def targets(self, columns: Floats) -> pl.DataFrame:
        """Return target, goal, what the plan and the response reach of it by its day, what is lost of the plan's, and unit."""
        rows = []
        for aims in self._aims:
            aim = aims.at(aims.by)
            planned, reached = aim.value(self.standing.columns), aim.value(columns)
            lost = float(_clean(np.array([planned]), np.array([reached]))[0])
            rows.append((aims.target.name, aims.target.at_least, planned, reached, lost, aims.unit))
        return pl.DataFrame(rows, schema=REACHED, orient="row")

    def path(self, columns: Floats) -> pl.DataFrame:
        """Return the output of each period, planned and of the response, and their ratio (1 where nothing was planned).

        Output is what is delivered, at the price that customers pay for it; where nothing has a price, in units.
        """
        periods = self.standing.network.periods
        planned, now = self._output(self.standing.columns), self._output(columns)
        relative = np.divide(
            now, planned, out=np.ones_like(now), where=planned > TINY * max(planned.max(initial=0.0), 1e-300)
        )
        return pl.DataFrame(
            {"period": periods.dates, "planned": planned, "output": now, "relative": relative}, schema=PATH
        )

    def _delivered(self, columns: Floats) -> Floats:
        block, offers = self.standing.program.columns["serve"], self.standing.network.offers
        count = len(self.standing.network.products.names)
        found: Floats = np.bincount(offers.product[block.entity], columns[block.slice], count).astype(np.float64)
        return found

    def _output(self, columns: Floats) -> Floats:
        block = self.standing.program.columns["serve"]
        count = self.standing.network.periods.count
        found: Floats = np.bincount(block.period, self._price * columns[block.slice], count).astype(np.float64)
        return found

    @cached_property
    def _price(self) -> Floats:
        """What a unit of each column of `serve` is worth to its customer, shape (column,)."""
        network, block = self.standing.network, self.standing.program.columns["serve"]
        offers = network.offers
        price = np.maximum(network.pieces.price[offers.piece] * offers.price_factor / offers.ratio, 0.0)[block.entity]
        return price if price.any() else np.ones(block.size)

    @cached_property
    def _revenue(self) -> Floats:
        """What a unit of each column earns from customers, as paid, shape (column,)."""
        earned = np.zeros(self.standing.program.shape[1])
        for earning in self.standing.program.ledger:
            if earning.term == "revenue":
                np.add.at(earned, earning.column, earning.amount)
        return earned

    @cached_property
    def _aims(self) -> tuple[Aims, ...]:
        network = self.standing.network
        return tuple(Aims(self.standing.program, network, target) for target in targets_of(network.tables))


def _clean(planned: Floats, now: Floats) -> Floats:
    """Return planned less now, without what is rounding."""
    lost = planned - now
    size = np.maximum(np.abs(planned), np.abs(now))
    return np.where(np.abs(lost) <= 1e-8 * size, 0.0, lost)
