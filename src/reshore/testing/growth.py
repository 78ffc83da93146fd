"""What a synthetic model's plants can do, and the projects that expand them."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from reshore.testing.chain import RACK, STAGES, WAFER, Chain, Floats, Ints
from reshore.testing.frames import Columns
from reshore.testing.places import Places

LINE: Final = "line"
LEARNING_STARTS: Final = (date(2026, 3, 1), date(2026, 9, 1))
RAMPS: Final = (
    ("slow", (0.0, 3.0, 6.0, 10.0), (0.2, 0.45, 0.75, 1.0)),
    ("fast", (0.0, 1.0, 2.5), (0.35, 0.7, 1.0)),
    ("spending", (0.0, 3.0, 6.0), (0.3, 0.65, 1.0)),
    ("learning", (0.0, 4.0, 8.0, 14.0), (0.72, 0.84, 0.93, 1.0)),
)


def operation_pairs(chain: Chain) -> tuple[Ints, Ints]:
    """Return (plant, product) of each operation, by product."""
    return chain.makers.ravel(), np.repeat(np.arange(chain.count), chain.makers.shape[1])


def loads(chain: Chain) -> Floats:
    """Return the runs a month that the first demand asks of each plant, shape (plant,)."""
    plant, product = operation_pairs(chain)
    share = chain.rate[product] / chain.makers.shape[1]
    return np.bincount(plant, weights=share, minlength=len(chain.plant_stage)).astype(np.float64)


def resources(chain: Chain, places: Places, draw: np.random.Generator) -> tuple[Columns, Floats]:
    """Return the table of resources, one line for each plant, and its capacities: a little above the first demand."""
    plants = len(chain.plant_stage)
    capacity = np.round(loads(chain) * draw.uniform(1.0, 1.35, plants), 1)
    cost = np.array([STAGES[stage].cost for stage in chain.plant_stage])
    table: Columns = {
        "site": places.names[:plants],
        "resource": [LINE] * plants,
        "unit": [f"{STAGES[stage].name} start" for stage in chain.plant_stage],
        "capacity": capacity,
        "fixed_cost": np.round(0.01 * cost * capacity, 2),
    }
    return table, capacity


def ramps() -> Columns:
    """Return the table of ramps."""
    rows = [(name, age, part) for name, ages, parts in RAMPS for age, part in zip(ages, parts, strict=True)]
    names, ages, parts = zip(*rows, strict=True)
    return {"ramp": names, "age": ages, "fraction": parts}


def expansions(chain: Chain, places: Places, capacity: Floats, draw: np.random.Generator, whole: bool) -> Columns:
    """Return the projects: three plants in four may add modules; a few new wafer lines learn; one module is committed.

    A module pays back in a year or two where its line is short. A learning project may start within half a year, so that
    its vintages do not crowd out all else.
    """
    plants = np.arange(len(chain.plant_stage))
    wafers = plants[chain.plant_stage == WAFER]
    learning = wafers[:: max(1, len(wafers) // max(1, round(chain.families / 6)))]
    options = np.setdiff1d(plants[plants % 4 != 3], learning)
    plant = np.concatenate([options, learning, wafers[:1]])
    learns = np.isin(np.arange(len(plant)), np.arange(len(options), len(options) + len(learning)))
    committed = np.arange(len(plant)) == len(plant) - 1
    stage = chain.plant_stage[plant]
    slow = np.array([STAGES[level].build_months for level in stage]) > 6.0
    module = np.round(np.maximum(0.25 * capacity[plant], 0.1), 1)
    worth = _worth(chain)[plant]
    begin, end = (pl.Series([day if one else None for one in learns], dtype=pl.Date) for day in LEARNING_STARTS)
    return {
        "expansion": [f"{'learn' if one else 'grow'}-{number:04d}" for number, one in enumerate(learns)],
        "site": places.names[plant],
        "resource": [LINE] * len(plant),
        "module": module,
        "capex": np.round(module * worth * draw.uniform(0.6, 1.1, len(plant)), -2),
        "spend_profile": np.where(slow, "spending", ""),
        "build_time": np.array([STAGES[level].build_months for level in stage]),
        "ramp": np.where(slow, "slow", "fast"),
        "yield_ramp": np.where(learns, "learning", ""),
        "earliest": begin,
        "latest": end,
        "max_modules": np.where(committed, 1.0, draw.integers(5, 9, len(plant))),
        "max_per_year": pl.Series(np.where(draw.random(len(plant)) < 0.5, 4.0, np.nan), nan_to_null=True),
        "whole_modules": np.full(len(plant), whole),
        "floor_area": np.where(stage == RACK, 4_000.0, 0.0),
        "fixed_cost": np.round(0.001 * module * worth, 2),
        "life": np.full(len(plant), 8.0),
        "status": np.where(committed, "committed", "option"),
    }


def _worth(chain: Chain) -> Floats:
    """Return what capacity for a run a month is worth at each plant: some of the price of the racks that it becomes."""
    plant, product = operation_pairs(chain)
    racks = chain.of_stage(RACK)
    revenue = float((chain.price * chain.rate[racks] * chain.output[racks] * chain.yields[racks]).sum())
    runs = np.bincount(chain.stage, weights=chain.rate)
    per_run = 0.6 * revenue / runs
    count = np.bincount(plant, minlength=len(chain.plant_stage))
    total = np.bincount(plant, weights=per_run[chain.stage[product]], minlength=len(chain.plant_stage))
    return total / np.maximum(count, 1)
