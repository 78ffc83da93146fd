"""Means of a simulation in the terms of the plan: its columns, and its ledger of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from reshore.network.periods import Floats
from reshore.simulation.wiring import Model

if TYPE_CHECKING:
    from reshore.simulation.blocks import Simulator


def mean_columns(simulator: Simulator, sums: tuple[Floats, Floats, Floats], count: int) -> Floats:
    """Return the columns of the program as they are on average.

    `sums` are those of streams, of stock and of what was asked for of each due piece over `count` replications. What the
    simulation does not move is as planned; what is lost is what was asked for less what is served.
    """
    streams, stocks, wanted = sums
    model = simulator.lottery.model
    program, network = model.program, model.network
    columns = model.columns.copy()
    for name in ("make", "ship", "take", "scrap", "serve"):
        columns[program.columns[name].slice] = 0.0
    own = model.streams.columns
    columns[own[own >= 0]] = (streams / count)[own >= 0]
    block = program.columns["stock"]
    real = ~network.points.mix[block.entity]
    columns[block.numbers[real]] = (stocks / count)[block.entity[real], block.period[real]]
    served, offer = model.streams.of("serve")
    piece = np.asarray(network.offers.piece)[offer]
    given = (streams[served] / count).sum(axis=1) / network.offers.ratio[offer]
    lost = wanted / count - np.bincount(piece, weights=given, minlength=network.pieces.count)
    block = program.columns["lost"]
    columns[block.slice] = np.where(np.abs(lost) > 1e-9 * network.pieces.quantity, lost, 0.0)[block.entity]
    return columns


def money(model: Model, columns: Floats) -> pl.DataFrame:
    """Return each term of money, discounted, as planned and as it is on average, at the prices and costs of the tables."""
    terms: dict[str, list[float]] = {}
    for earning in model.program.ledger:
        for at, values in enumerate((model.columns, columns)):
            activity = np.where(earning.column >= 0, values[np.maximum(earning.column, 0)], 1.0)
            terms.setdefault(earning.term, [0.0, 0.0])[at] += float(earning.discounted @ activity)
    return pl.DataFrame(
        [(term, *both) for term, both in terms.items()],
        schema={"term": pl.String, "planned": pl.Float64, "mean": pl.Float64},
        orient="row",
    )
