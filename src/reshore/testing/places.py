"""Where a synthetic model's plants and markets are, and the lanes between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.testing.chain import RACK, STAGES, Chain, Floats, Ints
from reshore.testing.frames import Columns

REGIONS: Final = (
    ("TW", 24.0, 121.0),
    ("KR", 36.5, 127.5),
    ("JP", 34.5, 136.0),
    ("MY", 4.0, 101.5),
    ("US", 33.0, -112.0),
    ("US", 31.5, -97.0),
    ("MX", 25.5, -101.0),
    ("DE", 50.5, 11.0),
)
EARTH_KM: Final = 6_371.0


@dataclass(frozen=True)
class Places:
    """Sites: the plants, then the markets; names, and what `sites` says of each."""

    names: pl.Series
    country: list[str]
    latitude: Floats
    longitude: Floats

    def distance(self, origin: Ints, destination: Ints) -> Floats:
        """Return great-circle distances [km]."""
        latitude, longitude = np.radians(self.latitude), np.radians(self.longitude)
        half = np.sin((latitude[destination] - latitude[origin]) / 2.0) ** 2
        across = np.sin((longitude[destination] - longitude[origin]) / 2.0) ** 2
        chord = half + np.cos(latitude[origin]) * np.cos(latitude[destination]) * across
        distance: Floats = 2.0 * EARTH_KM * np.arcsin(np.sqrt(chord))
        return distance


def make_places(chain: Chain, draw: np.random.Generator) -> Places:
    """Return the sites of a chain, each near the centre of a region."""
    plants = len(chain.plant_stage)
    region = draw.integers(0, len(REGIONS), plants + chain.markets)
    centre = np.array([place[1:] for place in REGIONS])[region]
    jitter = draw.uniform(-2.5, 2.5, centre.shape)
    latitude, longitude = np.round(centre + jitter, 3).T
    titles = [f"{STAGES[stage].name}-plant-{plant:04d}" for plant, stage in enumerate(chain.plant_stage)]
    titles += [f"market-{market:03d}" for market in range(chain.markets)]
    return Places(pl.Series(titles), [REGIONS[index][0] for index in region], latitude, longitude)


def product_names(chain: Chain) -> pl.Series:
    """Return the name of each product: its stage and number."""
    return pl.Series([f"{STAGES[stage].name}-{product:04d}" for product, stage in enumerate(chain.stage)])


def sites(chain: Chain, places: Places, draw: np.random.Generator) -> Columns:
    """Return the table of sites; rack plants have only so much floor to grow on."""
    plants = len(chain.plant_stage)
    kind = [STAGES[stage].name for stage in chain.plant_stage] + ["market"] * chain.markets
    floor = np.full(plants + chain.markets, np.nan)
    racks = np.flatnonzero(chain.plant_stage == RACK)
    floor[racks] = np.round(draw.uniform(12_000.0, 30_000.0, len(racks)), -2)
    return {
        "site": places.names,
        "kind": kind,
        "country": places.country,
        "latitude": places.latitude,
        "longitude": places.longitude,
        "floor_area": pl.Series(floor, nan_to_null=True),
    }


def lanes(chain: Chain, places: Places, draw: np.random.Generator) -> Columns:
    """Return a lane from each maker of an input to each user of it, and from each maker of racks to its markets.

    Goods fly; trays and racks may also go by sea. Transit times follow the distance, and a few lanes carry only so much.
    """
    origin, destination, product = _moves(chain)
    heavy = np.isin(chain.stage[product], (RACK, RACK - 1))
    moves = pl.DataFrame({"origin": origin, "destination": destination, "product": product, "mode": "air"})
    sea = moves.filter(pl.Series(heavy)).with_columns(mode=pl.lit("ocean"))
    names = product_names(chain)
    rows = (
        pl.concat([moves, sea])
        .unique(maintain_order=True)
        .with_columns(names[np.concatenate([product, product[heavy]])].alias("name"))
        .group_by("origin", "destination", "mode", maintain_order=True)
        .agg(pl.col("name"))
    )
    start, end = rows["origin"].to_numpy(), rows["destination"].to_numpy()
    distance, air = places.distance(start, end), (rows["mode"] == "air").to_numpy()
    days = np.where(air, 1.5 + distance / 4_000.0, 9.0 + distance / 500.0) * draw.uniform(0.8, 1.3, len(air))
    freight = np.where(air, 1.5 + distance / 3_000.0, 0.15 + distance / 60_000.0) * draw.uniform(0.8, 1.3, len(air))
    return {
        "origin": places.names[start],
        "destination": places.names[end],
        "mode": rows["mode"],
        "transit_time": np.round(days, 1),
        "cost_per_mass": np.round(freight, 3),
        "capacity": pl.Series(_capacity(chain, end, air, draw), nan_to_null=True),
        "products": rows["name"],
    }


def _moves(chain: Chain) -> tuple[Ints, Ints, Ints]:
    """Return (origin, destination, product), each once."""
    plants, racks = len(chain.plant_stage), chain.of_stage(RACK)
    inside = (
        np.broadcast_to(chain.makers[chain.consumed][:, :, None], (len(chain.consumed), 2, 2)),
        np.broadcast_to(chain.makers[chain.consumer][:, None, :], (len(chain.consumed), 2, 2)),
        np.broadcast_to(chain.consumed[:, None, None], (len(chain.consumed), 2, 2)),
    )
    shape = (chain.families, 2, chain.market.shape[1])
    outside = (
        np.broadcast_to(chain.makers[racks][:, :, None], shape),
        np.broadcast_to(plants + chain.market[:, None, :], shape),
        np.broadcast_to(racks[:, None, None], shape),
    )
    origin, destination, product = (
        np.concatenate([within.ravel(), beyond.ravel()]) for within, beyond in zip(inside, outside, strict=True)
    )
    moves = np.unique(np.column_stack([origin, destination, product]), axis=0)
    return moves[:, 0], moves[:, 1], moves[:, 2]


def _capacity(chain: Chain, destination: Ints, air: np.ndarray, draw: np.random.Generator) -> Floats:
    """Return the capacity of each lane [unit/month], NaN where unlimited: one in three flights to a market has one."""
    market = destination - len(chain.plant_stage)
    asked = np.bincount(chain.market.ravel(), weights=chain.demand.mean(axis=2).ravel(), minlength=chain.markets)
    limited = air & (market >= 0) & (draw.random(len(air)) < 1 / 3)
    share = asked[np.maximum(market, 0)] * draw.uniform(0.1, 0.25, len(air))
    return np.where(limited, np.round(share, 1), np.nan)
