"""Synthetic models of a wanted size: wafers become chips, modules, trays and racks, in plants that grow with demand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from reshore.tables import Tables
from reshore.testing.chain import MODULE, RACK, STAGES, TRAY, Chain, Ints, make_chain
from reshore.testing.frames import Columns, typed_tables
from reshore.testing.growth import expansions, operation_pairs, ramps, resources
from reshore.testing.places import Places, lanes, make_places, product_names, sites

SIZES: Final[Mapping[str, int]] = MappingProxyType({"10k": 10_000, "60k": 60_000, "200k": 200_000, "1M": 1_000_000})
START: Final = date(2026, 1, 1)
FEWEST_MONTHS: Final = 48
MOST_MONTHS: Final = 60
PER_FAMILY_AND_MONTH: Final = 86.5
SMALLEST: Final = 9_000
PATIENCE: Final = (45.0, 75.0)


def synthetic(variables: int, seed: int = 1, whole: bool = False) -> Tables:
    """Return the tables of a model with about so many variables (within a tenth), the same ones for the same seed.

    Racks are made of trays, these of modules, of chips and memory, of wafers. Each product is made at two plants, each
    plant makes about three; lanes have transit times by distance, orders patience, plants projects with ramps and some
    with yield learning. Demand outgrows the first capacity. Modules are whole numbers where `whole` says so.
    Raises ValueError for fewer than 9,000 variables.
    """
    if variables < SMALLEST:
        raise ValueError(f"a synthetic model has at least {SMALLEST:,} variables, not {variables:,}")
    families, periods = _size(variables)
    draw = np.random.default_rng(seed)
    chain = make_chain(families, periods, draw)
    places = make_places(chain, draw)
    line, capacity = resources(chain, places, draw)
    plant, product = operation_pairs(chain)
    return typed_tables(
        {
            "model": {
                "name": [f"synthetic-{variables}-{seed}"],
                "start": [START],
                "buckets": [f"{periods} months"],
                "discount_rate": [0.08],
                "terminal_share": [0.7],
            },
            "sites": sites(chain, places, draw),
            "products": _products(chain),
            "recipes": _recipes(chain),
            "operations": _operations(chain, places, (plant, product)),
            "resources": line,
            "uses": _uses(chain, places, draw),
            "lanes": lanes(chain, places, draw),
            "stocks": _stocks(chain, places),
            "demands": _demands(chain, places),
            "expansions": expansions(chain, places, capacity, draw, whole),
            "ramps": ramps(),
        }
    )


def _size(variables: int) -> tuple[int, int]:
    """Return the numbers of families and of months that come nearest, rather with more months."""
    months = np.arange(MOST_MONTHS, FEWEST_MONTHS - 1, -1)
    families = np.maximum(1, np.round(variables / (PER_FAMILY_AND_MONTH * months)))
    best = int(np.argmin(np.abs(families * months * PER_FAMILY_AND_MONTH / variables - 1.0)))
    return int(families[best]), int(months[best])


def _products(chain: Chain) -> Columns:
    return {
        "product": product_names(chain),
        "unit": [STAGES[stage].name for stage in chain.stage],
        "value": chain.value,
        "mass": np.array([STAGES[stage].mass for stage in chain.stage]),
        "holding_rate": np.full(chain.count, 0.12),
    }


def _recipes(chain: Chain) -> Columns:
    names = product_names(chain)
    product = np.concatenate([np.arange(chain.count), chain.consumed])
    makes = np.concatenate([np.arange(chain.count), chain.consumer])
    return {
        "process": _processes(chain)[makes],
        "product": names[product],
        "quantity": np.concatenate([chain.output, -chain.quantity]),
    }


def _operations(chain: Chain, places: Places, pairs: tuple[Ints, Ints]) -> Columns:
    """Return the operations; every second product of modules waits for its line to be qualified."""
    plant, product = pairs
    waits = (chain.stage == MODULE) & (np.arange(chain.count) % 2 == 1)
    return {
        "site": places.names[plant],
        "process": _processes(chain)[product],
        "unit_cost": chain.cost[product],
        "yield": chain.yields[product],
        "cycle_time": chain.days[product],
        "qualification_time": np.where(waits, 45.0, 0.0)[product],
    }


def _uses(chain: Chain, places: Places, draw: np.random.Generator) -> Columns:
    plant, product = operation_pairs(chain)
    return {
        "site": places.names[plant],
        "process": _processes(chain)[product],
        "resource": ["line"] * len(plant),
        "per_run": np.round(draw.uniform(0.85, 1.15, len(plant)), 2),
    }


def _stocks(chain: Chain, places: Places) -> Columns:
    """Return what is there: a fortnight of each output with what is in process, three weeks of each input.

    Tray plants keep some of their modules and rack plants some of their trays for safety.
    """
    plant, product = operation_pairs(chain)
    month = (chain.rate * chain.output * chain.yields / chain.makers.shape[1])[product]
    made = pl.DataFrame(
        {
            "plant": plant,
            "product": product,
            "initial": month * 0.5,
            "in_transit": month * chain.days[product] / 30.4,
            "in_transit_time": chain.days[product],
            "minimum": np.zeros(len(plant)),
        }
    )
    share = np.repeat(chain.rate[chain.consumer] * chain.quantity / chain.makers.shape[1], chain.makers.shape[1])
    consumer = np.repeat(chain.consumer, chain.makers.shape[1])
    kept = np.isin(chain.stage[consumer], (TRAY, RACK))
    taken = pl.DataFrame(
        {
            "plant": chain.makers[chain.consumer].ravel(),
            "product": np.repeat(chain.consumed, chain.makers.shape[1]),
            "initial": share * 0.75,
            "in_transit": share * 0.2,
            "in_transit_time": np.full(len(share), 6.0),
            "minimum": np.where(kept, share * 0.1, 0.0),
        }
    )
    rows = (
        pl.concat([made, taken])
        .group_by("plant", "product", maintain_order=True)
        .agg(pl.col("initial", "in_transit", "minimum").sum().round(1), pl.col("in_transit_time").first())
    )
    return {
        "site": places.names[rows["plant"].to_numpy()],
        "product": product_names(chain)[rows["product"].to_numpy()],
        **{name: rows[name] for name in ("initial", "in_transit", "in_transit_time", "minimum")},
    }


def _demands(chain: Chain, places: Places) -> Columns:
    """Return what each market asks for in each month: of every second family on one day, of the others over the month."""
    family, place, month = (grid.ravel() for grid in np.indices(chain.demand.shape))
    days = np.datetime64(START, "M") + np.arange(chain.demand.shape[2])
    racks, plants = chain.of_stage(RACK), len(chain.plant_stage)
    price = chain.price[family]
    return {
        "market": places.names[plants + chain.market[family, place]],
        "product": product_names(chain)[racks[family]],
        "date": pl.Series(days.astype("datetime64[D]"))[month],
        "quantity": chain.demand.ravel(),
        "spread": np.where(family % 2 == 0, 1.0, 0.0),
        "price": price,
        "patience": np.array(PATIENCE)[place % 2],
        "late_cost": 0.01 * price,
        "lost_cost": 0.03 * price,
    }


def _processes(chain: Chain) -> pl.Series:
    return pl.Series([f"make-{name}" for name in product_names(chain)])
