"""Demand that a plan serves late, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.network import Network
from reshore.network.periods import Floats
from reshore.schema.goals import money_goal
from reshore.solution import Plan
from reshore.solve import Optimum
from reshore.tables.report import hint

NAMES: Final = ("market", "product", "class")
TINY: Final = 1e-6
"""A shortage that is a smaller share of what is asked for is rounding."""


@dataclass(frozen=True)
class Pieces:
    """What falls due in a period, piece by piece, in units asked for: shapes (piece,), from the columns of an optimum."""

    wanted: Floats
    on_time: Floats
    served: Floats

    @property
    def late(self) -> Floats:
        """Served after the period in which it was due."""
        return self.served - self.on_time

    @property
    def lost(self) -> Floats:
        """Never served."""
        return self.wanted - self.served


def pieces_of(optimum: Optimum, network: Network) -> Pieces:
    """Return how the optimum serves each piece."""
    serve, offers, due = optimum.program.columns["serve"], network.offers, network.pieces.due
    piece = offers.piece[serve.entity]
    amount = optimum.solution.columns[serve.slice] / offers.ratio[serve.entity]
    count = network.pieces.count
    prompt = serve.period == due[piece]
    served, on_time = (
        np.bincount(piece, weights=weights, minlength=count).astype(np.float64)
        for weights in (amount, np.where(prompt, amount, 0.0))
    )
    return Pieces(network.pieces.quantity, on_time, served)


def shortfalls(plan: Plan, pieces: Pieces) -> pl.DataFrame:
    """Return a row for each market, product and class that is short, the most money first.

    `wanted`, `late`, `lost` and `unit`; `first` and `last` due date of what is short; `stake`: what the late and lost would
    bring at their price, or cost where the objective is cost [currency].
    """
    network = plan.network
    frame = network.pieces.frame.select(*NAMES, "due", "unit").with_columns(
        pl.Series("wanted", pieces.wanted),
        pl.Series("late", clean(pieces.late, pieces.wanted)),
        pl.Series("lost", clean(pieces.lost, pieces.wanted)),
        pl.Series(
            "price",
            network.pieces.lost_cost
            if money_goal(plan.inputs.setting["objective"]) == "cost"
            else network.pieces.price,
        ),
    )
    short = (pl.col("late") > 0.0) | (pl.col("lost") > 0.0)
    return (
        frame.group_by(*NAMES, maintain_order=True)
        .agg(
            pl.col("wanted", "late", "lost").sum(),
            pl.col("unit").first(),
            pl.col("due").filter(short).min().alias("first"),
            pl.col("due").filter(short).max().alias("last"),
            ((pl.col("late") + pl.col("lost")) * pl.col("price")).sum().alias("stake"),
        )
        .filter(pl.col("first").is_not_null())
        .sort("stake", descending=True, maintain_order=True)
    )


def clean(amounts: Floats, wanted: Floats) -> Floats:
    """Return amounts without those that are rounding."""
    cleaned: Floats = np.where(amounts > TINY * np.maximum(wanted, 1e-12), amounts, 0.0)
    return cleaned


def chosen(network: Network, subject: str) -> np.ndarray:
    """Return the pieces that a subject names: PRODUCT@SITE, or a demand by the parts of its key, `market/product/class/date`.

    Raises KeyError, with the nearest subject there is, where it names none.
    """
    frame = network.pieces.frame
    keys = frame.select(pl.concat_str([pl.col(name).cast(pl.String) for name in (*NAMES, "date")], separator="/"))
    at = frame.select(pl.concat_str(["product", pl.lit("@"), "market"]).alias("at")).to_series()
    key = keys.to_series()
    wanted = subject.strip().rstrip("/")
    mask = (at == wanted) | (key == wanted) | key.str.starts_with(f"{wanted}/")
    found = np.flatnonzero(mask.to_numpy())
    if not len(found):
        near = hint(
            wanted, set(at.to_list() if "@" in wanted else key.to_list()), "Give PRODUCT@SITE, or the key of a demand."
        )
        raise KeyError(f"nothing is asked for under '{subject}'. {near}")
    return found
