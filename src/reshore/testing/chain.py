"""The chain of a synthetic model: which products are made of which, where, at what rate, and what they are worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MAKERS: Final = 2
MARKETS: Final = 3
FAMILIES_PER_PLANT: Final = 3
FAMILIES_PER_MEMORY: Final = 4


@dataclass(frozen=True)
class Stage:
    """What a kind of plant does: output per run, its own cost per run, cycle time, mass, and how it expands."""

    name: str
    output: float
    cost: float
    days: tuple[float, float]
    yields: tuple[float, float]
    mass: float
    build_months: float


STAGES: Final = (
    Stage("wafer", 1.0, 12_000.0, (72.0, 98.0), (0.92, 0.97), 0.1, 15.0),
    Stage("chip", 40.0, 3_000.0, (18.0, 33.0), (0.70, 0.88), 0.02, 9.0),
    Stage("module", 1.0, 2_500.0, (8.0, 15.0), (0.94, 0.98), 2.0, 8.0),
    Stage("tray", 1.0, 4_000.0, (4.0, 9.0), (0.97, 0.99), 22.0, 5.0),
    Stage("rack", 1.0, 150_000.0, (9.0, 16.0), (0.98, 1.0), 1_400.0, 5.0),
    Stage("memory", 1.0, 160.0, (60.0, 88.0), (0.85, 0.93), 0.01, 12.0),
)
WAFER, CHIP, MODULE, TRAY, RACK, MEMORY = range(6)
DOWNWARD: Final = (RACK, TRAY, MODULE, CHIP, MEMORY, WAFER)


@dataclass(frozen=True)
class Chain:
    """Products are numbered stage by stage; arrays (product,) unless said otherwise.

    A run of the process that makes `consumer[i]` takes `quantity[i]` of `consumed[i]`. `makers` are plants, shape
    (product, maker); `plant_stage` has shape (plant,). `rate` is the runs a month that the first demand needs;
    `demand` is asked in each month, shape (family, market, period), at the markets `market` (family, market).
    """

    families: int
    stage: Ints
    consumer: Ints
    consumed: Ints
    quantity: Floats
    makers: Ints
    plant_stage: Ints
    output: Floats
    yields: Floats
    days: Floats
    cost: Floats
    value: Floats
    rate: Floats
    price: Floats
    market: Ints
    markets: int
    demand: Floats

    @property
    def count(self) -> int:
        """Number of products."""
        return len(self.stage)

    def of_stage(self, stage: int) -> Ints:
        """Return the products of a stage, in order of family."""
        return np.flatnonzero(self.stage == stage)


def make_chain(families: int, periods: int, draw: np.random.Generator) -> Chain:
    """Return the chain of so many product families over so many months."""
    memories = math.ceil(families / FAMILIES_PER_MEMORY)
    sizes = [memories if stage == MEMORY else families for stage in range(len(STAGES))]
    stage = np.repeat(np.arange(len(STAGES)), sizes)
    consumer, consumed, quantity = _recipes(stage, families, draw)
    makers, plant_stage = _plants(sizes, draw)
    parts = [STAGES[index] for index in stage]
    output = np.array([part.output for part in parts])
    output[stage == CHIP] = np.round(draw.uniform(22.0, 60.0, families))
    yields = np.round(draw.uniform(*np.transpose([part.yields for part in parts])), 3)
    cost = np.round(np.array([part.cost for part in parts]) * draw.uniform(0.8, 1.25, len(stage)), 2)
    good = output * yields
    value = np.zeros(len(stage))
    for level in reversed(DOWNWARD):
        own = np.flatnonzero(stage == level)
        spent = cost + np.bincount(consumer, weights=quantity * value[consumed], minlength=len(stage))
        value[own] = np.round(1.08 * spent[own] / good[own], 2)
    demand = _demand(families, periods, draw)
    rate = np.zeros(len(stage))
    needed = np.zeros(len(stage))
    needed[stage == RACK] = demand[:, :, :6].mean(axis=2).sum(axis=1)
    for level in DOWNWARD:
        own = stage == level
        rate[own] = needed[own] / good[own]
        taken = own[consumer]
        needed += np.bincount(consumed[taken], weights=(quantity * rate[consumer])[taken], minlength=len(stage))
    markets = max(MARKETS, families // 2)
    first = draw.permutation(np.arange(families) % markets)
    return Chain(
        families=families,
        stage=stage,
        consumer=consumer,
        consumed=consumed,
        quantity=quantity,
        makers=makers,
        plant_stage=plant_stage,
        output=output,
        yields=yields,
        days=np.round(draw.uniform(*np.transpose([part.days for part in parts])), 1),
        cost=cost,
        value=value,
        rate=rate,
        price=np.round(value[stage == RACK] * draw.uniform(1.3, 1.7, families), -2),
        market=(first[:, None] + np.arange(MARKETS)) % markets,
        markets=markets,
        demand=demand,
    )


def _recipes(stage: Ints, families: int, draw: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    """Return (consumer, consumed, quantity): each stage takes its family's product of the stage below."""
    of = [np.flatnonzero(stage == level) for level in range(len(STAGES))]
    memory = of[MEMORY][np.arange(families) // FAMILIES_PER_MEMORY]
    pairs = [(of[CHIP], of[WAFER], (1, 1)), (of[MODULE], of[CHIP], (1, 3)), (of[MODULE], memory, (6, 12))]
    pairs += [(of[TRAY], of[MODULE], (2, 6)), (of[RACK], of[TRAY], (8, 18))]
    quantity = [draw.integers(low, high, families, endpoint=True) for _, _, (low, high) in pairs]
    consumer, consumed = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    return consumer, consumed, np.concatenate(quantity).astype(np.float64)


def _plants(sizes: list[int], draw: np.random.Generator) -> tuple[Ints, Ints]:
    """Return the makers of each product (product, maker) and the stage of each plant: every plant has as much to do."""
    makers: list[Ints] = []
    stages: list[int] = []
    for level, size in enumerate(sizes):
        count = max(MAKERS, math.ceil(size * MAKERS / FAMILIES_PER_PLANT))
        order, turn = draw.permutation(count), int(draw.integers(1, count))
        product = np.arange(size)
        makers.append(len(stages) + np.column_stack([order[product % count], order[(product + turn) % count]]))
        stages += [level] * count
    return np.concatenate(makers).astype(np.int64), np.array(stages)


def _demand(families: int, periods: int, draw: np.random.Generator) -> Floats:
    """Return racks asked for a month: an S-curve of growth from each family's own size, with noise."""
    month = np.arange(periods)
    size = draw.lognormal(3.0, 0.5, (families, MARKETS, 1))
    growth, middle = draw.uniform(1.2, 3.0, (families, 1, 1)), draw.uniform(14.0, 34.0, (families, 1, 1))
    curve = 1.0 + growth / (1.0 + np.exp(-(month - middle) / 5.0))
    demand: Floats = np.round(size * curve * draw.uniform(0.88, 1.12, (families, MARKETS, periods)), 1)
    return demand
