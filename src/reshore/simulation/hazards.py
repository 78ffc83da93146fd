"""Hazards as a network has them: what each of their events hits, and how events are drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, cast

import numpy as np
import polars as pl

from reshore.network import Network, Periods
from reshore.network.codes import Codes, days
from reshore.network.events import Members, members
from reshore.network.periods import DAYS_PER_YEAR, Floats, shift
from reshore.simulation.chance import BLOCK, stream
from reshore.simulation.shapes import Range, lognormal, triangular
from reshore.tables import Tables
from reshore.tables.hit import AFFECTS, each_name

EARTH: Final = 6371.0
"""Mean radius of the earth [km]."""
COMPLETION: Final = "completion"
BORDER: Final = "border"


@dataclass(frozen=True)
class Spread:
    """Low, most likely and high value of a number of a hazard."""

    low: float
    mode: float
    high: float


@dataclass(frozen=True)
class Hazard:
    """A kind of disruption. `names` are what it hits, without groups; each has events of its own where `apart`.

    `near` is the share of the loss at the site of an event that each site has, shape (epicentre, site); None where all suffer
    alike. `window` are the days between which events begin.
    """

    name: str
    scope: str
    affects: str
    names: tuple[str, ...]
    rate: Spread
    duration: Spread
    lognormal: bool
    loss: Spread
    recovery: float
    apart: bool
    near: Floats | None
    window: tuple[float, float]

    @cached_property
    def rates(self) -> Range:
        """How often it may happen in a year."""
        return Range("triangular", self.rate.low, self.rate.mode, self.rate.high, least=0.0)

    @property
    def parts(self) -> tuple[str, ...]:
        """What has events of its own: the hazard, or each of its names."""
        return tuple(f"{self.name}/{name}" for name in self.names) if self.apart else (self.name,)

    def days(self, happened: Happened) -> Floats:
        """Return the days of all that is affected that events take, shape (event,); of projects, those by which they delay."""
        if self.affects == COMPLETION:
            return happened.duration
        return happened.loss * (happened.duration + self.recovery / 2.0)


@dataclass(frozen=True)
class Happened:
    """Events of one hazard in a block of replications: arrays (event,). `start` is a day since the start of the horizon.

    `part` is the place of what has events of its own; `epicentre` of the site, −1 where there is none.
    """

    replication: Codes
    part: Codes
    start: Floats
    duration: Floats
    loss: Floats
    epicentre: Codes

    def only(self, chosen: np.ndarray) -> Happened:
        """Return chosen events."""
        return Happened(*(getattr(self, name)[chosen] for name in Happened.__dataclass_fields__))


def hazards_of(tables: Tables, periods: Periods) -> list[Hazard]:
    """Return the hazards of a model, in order; times in days, whatever the headers say."""
    names = each_name(tables).filter(pl.col("name").is_not_null())
    found = []
    for row in tables.frame("hazards").iter_rows(named=True):
        own = tuple(dict.fromkeys(names.filter(pl.col("hazard") == row["hazard"])["name"]))
        for column in ("duration", "duration_low", "duration_high", "recovery"):
            if row[column] is not None:
                unit = tables["hazards"].time(column)
                row[column] = float(shift(periods.start, row[column], unit)) - periods.start
        begin, end = (
            days(pl.Series([row[name]], dtype=pl.Date), empty)
            for name, empty in (("starts", -np.inf), ("ends", np.inf))
        )
        near = _near(tables, own, row["decay_length"]) if row["correlation"] == "distance" else None
        found.append(
            Hazard(
                name=row["hazard"],
                scope=row["scope"],
                affects=row["affects"] or AFFECTS[row["scope"]][0],
                names=own,
                rate=_spread(row, "annual_rate"),
                duration=_spread(row, "duration"),
                lognormal=row["duration_distribution"] == "lognormal",
                loss=_spread(row, "loss"),
                recovery=row["recovery"],
                apart=row["correlation"] == "apart",
                near=near,
                window=(
                    max(float(begin[0]), periods.start) - periods.start,
                    min(float(end[0]), periods.end) - periods.start,
                ),
            )
        )
    return found


def _spread(row: dict[str, object], name: str) -> Spread:
    mode = cast("float", row[name])
    low, high = (cast("float | None", row[f"{name}_{side}"]) for side in ("low", "high"))
    return Spread(mode if low is None else low, mode, mode if high is None else high)


def _near(tables: Tables, sites: tuple[str, ...], decay: float) -> Floats:
    """Return exp(−distance / decay) between sites, by the great circle, shape (site, site)."""
    known = tables.frame("sites").select("site", "latitude", "longitude")
    at = pl.DataFrame({"site": list(sites)}).join(known, on="site", how="left", maintain_order="left")
    north, east = (np.radians(at[name].to_numpy()) for name in ("latitude", "longitude"))
    half = np.sin((north[:, None] - north) / 2.0) ** 2
    half = half + np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2.0) ** 2
    distance = 2.0 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    near: Floats = np.exp(-distance / decay)
    return near


def exposed(network: Network, hazard: Hazard) -> list[Members]:
    """Return what is hit alike: one set for all names, or one for each where it is apart or by distance; empty for projects."""
    if hazard.affects == COMPLETION:
        return []
    each = [_members(network, hazard, name) for name in hazard.names]
    if hazard.apart or hazard.near is not None or not each:
        return each
    parts = ("resources", "operations", "flows")
    return [Members(*(np.unique(np.concatenate([getattr(one, part) for one in each])) for part in parts))]


def _members(network: Network, hazard: Hazard, name: str) -> Members:
    if hazard.affects != BORDER:
        return members(network, hazard.scope, name, hazard.affects)
    touching = members(network, hazard.scope, name, "transit")
    there = (network.tables.frame("sites")[hazard.scope] == name).fill_null(value=False).to_numpy()
    lane = network.flows.lane[touching.flows]
    crosses = there[network.lanes.origin[lane]] != there[network.lanes.destination[lane]]
    return replace(touching, flows=touching.flows[crosses])


def happen(hazard: Hazard, seed: int, block: int) -> Happened:
    """Return the events of a hazard in a block of replications: a Poisson process in its window.

    The rate of a replication is drawn first, where it is not known exactly: it is the same for all of its events.
    """
    begin, end = hazard.window
    length = max(end - begin, 0.0) / DAYS_PER_YEAR
    rows = []
    for part, name in enumerate(hazard.parts):
        numbers = stream(seed, f"hazard/{name}", block)
        rate = hazard.rates.quantile(numbers.random(BLOCK))
        count = numbers.poisson(rate * length)
        total = int(count.sum())
        start = begin + numbers.random(total) * (end - begin)
        lasts, lost, where = numbers.random(total), numbers.random(total), numbers.random(total)
        size = len(hazard.names) if hazard.near is not None else 0
        rows.append(
            Happened(
                np.repeat(np.arange(BLOCK), count),
                np.full(total, part),
                start,
                _duration(hazard, lasts),
                triangular(lost, hazard.loss.low, hazard.loss.mode, hazard.loss.high),
                np.minimum((where * size).astype(np.int64), size - 1) if size else np.full(total, -1),
            )
        )
    return Happened(*(np.concatenate([getattr(row, name) for row in rows]) for name in Happened.__dataclass_fields__))


def _duration(hazard: Hazard, chance: Floats) -> Floats:
    lasts = hazard.duration
    if hazard.lognormal:
        return lognormal(chance, lasts.low, lasts.high)
    return triangular(chance, lasts.low, lasts.mode, lasts.high)
