"""From where a product comes: how much of it each operation makes, or could make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reshore.analysis.trace.done import Done, made, summed
from reshore.analysis.trace.ways import Mask, Ways, at_inputs, at_makers, reached, use_level
from reshore.network import Network
from reshore.network.codes import Codes, pairs
from reshore.network.periods import Floats

MADE: Final = "made"
CAPACITY: Final = "capacity"
ALIKE: Final = "equal parts"
ROUNDS: Final = 1_000


@dataclass(frozen=True)
class Sources:
    """What each output of an operation contributes to its product: `weight`, shape (output,), sums to 1 for each product.

    All are 0 for a product that nothing makes. `basis` says, for each product, how that was found.
    """

    weight: Floats
    basis: list[str]


def sources_of(network: Network, ways: Ways, found: Done | None) -> Sources:
    """Return the mix of sources of each product: by what a plan made, else by capacity.

    Without a plan, an operation counts with what it could make over the horizon (`potential`). Where one has no limit, or
    none has capacity, all that can ever run count alike (`equal parts`). Operations whose inputs cannot be had count nothing.
    """
    products, product = len(network.products.names), network.outputs.product
    if found is not None:
        return Sources(_shares(made(network, found), product, products), [MADE] * products)
    able = _able(network, ways)
    amount = np.where(able, potential(network, ways), 0.0)
    total = summed(product, amount, products)
    alike = ~np.isfinite(total) | (total <= 0.0)
    weight = _shares(np.where(alike[product], able.astype(float), amount), product, products)
    return Sources(weight, [ALIKE if each else CAPACITY for each in alike])


def potential(network: Network, ways: Ways) -> Floats:
    """Return what each output of an operation could come to over the horizon [unit], infinite without a limit, shape (output,).

    It is the least of what its own capacity allows (`own_limits`) and what its inputs do, if all that their makers could make
    and send came to it. Inputs that move or are reworked in a loop set no limit.
    """
    inputs, makers, outputs = ways.inputs, ways.makers, network.outputs
    each = at_inputs(network, network.inputs.quantity, np.ones(network.flows.count))
    moving = np.where(network.leaving, network.lanes.capacity[network.flows.lane], 0.0).sum(axis=1)
    limit = at_makers(network, own_limits(network), moving)
    good = at_makers(network, outputs.quantity * mean_yields(network)[outputs.operation], np.ones(network.flows.count))
    limit[~ways.ever[makers.member]] = 0.0
    supply = np.full(ways.points, np.inf)
    for _ in range(ROUNDS):
        runs = inputs.reduce(np.minimum, supply[inputs.member] / each, np.inf)
        amount = np.minimum(limit, runs[makers.member] * good)
        found = makers.reduce(np.add, amount, 0.0)
        if np.array_equal(found, supply):
            break
        supply = found
    runs = inputs.reduce(np.minimum, supply[inputs.member] / each, np.inf)[outputs.operation]
    return np.minimum(own_limits(network), runs * outputs.quantity * mean_yields(network)[outputs.operation])


def own_limits(network: Network) -> Floats:
    """Return what the capacity of each operation allows of its outputs over the horizon [unit], shape (output,).

    Runs of a period are limited by `maximum` and by each resource: its capacity in the period, with committed projects and
    without optional ones, over use per run. A resource counts in full for each product, in equal parts for the operations
    that make the same product on it, whatever else it may make. Yield is that of the operation, without learning.
    """
    operations, uses, outputs = network.operations, network.uses, network.outputs
    capacity = _committed(network)[use_level(network)]
    runs = np.divide(capacity, uses.per_run, out=np.full_like(capacity, np.inf), where=uses.per_run > 0.0)
    best = operations.maximum[outputs.operation].copy()
    use, output = pairs(uses.operation, outputs.operation)
    np.minimum.at(best, output, runs[use] / _rivals(network, use, output)[:, None])
    allowed = operations.allowed[outputs.operation]
    good = outputs.quantity[:, None] * operations.yields[outputs.operation]
    total: Floats = np.where(allowed, best * np.where(allowed, good, 1.0), 0.0).sum(axis=1)
    return total


def mean_yields(network: Network) -> Floats:
    """Return the yield of each operation, averaged by days over the periods in which it is allowed, shape (operation,)."""
    days = np.where(network.operations.allowed, network.periods.length("day"), 0.0)
    total = days.sum(axis=1)
    weighted = (network.operations.yields * days).sum(axis=1)
    mean: Floats = np.divide(weighted, total, out=np.ones(len(total)), where=total > 0.0)
    return mean


def _rivals(network: Network, use: Codes, output: Codes) -> Floats:
    """Return how many operations make the product of `output` on the resource of `use`, that one included, shape (pair,)."""
    both = network.uses.resource[use] * len(network.products.names) + network.outputs.product[output]
    _, code, count = np.unique(both, return_inverse=True, return_counts=True)
    rivals: Floats = count[code.ravel()].astype(np.float64)
    return rivals


def _committed(network: Network) -> Floats:
    """Return capacity at each level with committed projects, shape (level, period)."""
    offered, starts = network.offered, network.starts
    total = network.resources.existing[network.levels.resource].copy()
    modules = np.nan_to_num(starts.fixed)[offered.start]
    np.add.at(total, offered.level, offered.amount * modules[:, None])
    return total


def _able(network: Network, ways: Ways) -> Mask:
    """Return which outputs can ever be made, shape (output,)."""
    there = reached(ways, ~ways.ever[:, None])[:, 0]
    ready: Mask = ways.inputs.reduce(np.logical_and, there[ways.inputs.member], 1) & ways.ever
    able: Mask = ready[network.outputs.operation]
    return able


def _shares(amount: Floats, product: Codes, products: int) -> Floats:
    total = summed(product, amount, products)[product]
    return np.divide(amount, total, out=np.zeros_like(amount), where=total > 0.0)
