"""From where a product comes: how much of it each operation makes, or could make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reshore.analysis.trace.done import Done
from reshore.analysis.trace.ways import Mask, Ways, reached, use_level
from reshore.network import Network
from reshore.network.codes import Codes
from reshore.network.periods import Floats

MADE: Final = "made"
CAPACITY: Final = "capacity"
ALIKE: Final = "equal parts"


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
    products = len(network.products.names)
    product = network.outputs.product
    if found is not None:
        amount = network.outputs.quantity * found.runs.good.sum(axis=1)[network.outputs.operation]
        return Sources(_shares(amount, product, products), [MADE] * products)
    able = _able(network, ways, ways.possible.any(axis=1))
    amount = np.where(able, potential(network), 0.0)
    total = np.bincount(product, amount, products)
    alike = ~np.isfinite(total) | (total <= 0.0)
    weight = _shares(np.where(alike[product], able.astype(float), amount), product, products)
    return Sources(weight, [ALIKE if each else CAPACITY for each in alike])


def potential(network: Network) -> Floats:
    """Return what each output of an operation could come to over the horizon [unit], infinite without a limit, shape (output,).

    Runs of a period are limited by `maximum` and by each resource: its capacity in the period, with committed projects and
    without optional ones, over use per run. A resource counts in full for each product, in equal parts for the operations
    that make the same product on it, whatever else it may make. Yield is that of the operation, without learning.
    """
    operations, uses, outputs = network.operations, network.uses, network.outputs
    capacity = _committed(network)[use_level(network)]
    needed = uses.per_run > 0.0
    runs = np.divide(capacity, uses.per_run, out=np.full_like(capacity, np.inf), where=needed)
    best = np.full((len(outputs.operation), network.periods.count), np.inf)
    at = np.argsort(outputs.operation, kind="stable")
    ordered = outputs.operation[at]
    low, high = (np.searchsorted(ordered, uses.operation, side) for side in ("left", "right"))
    use = np.repeat(np.arange(len(low)), high - low)
    begins = np.cumsum(high - low) - (high - low)
    output = at[low[use] + np.arange(len(use)) - begins[use]]
    best_runs = runs[use] / _rivals(network, use, output)[:, None]
    np.minimum.at(best, output, best_runs)
    limit = np.minimum(best, operations.maximum[outputs.operation])
    good = outputs.quantity[:, None] * operations.yields[outputs.operation]
    allowed = operations.allowed[outputs.operation]
    total: Floats = np.where(allowed, np.where(allowed, limit, 0.0) * np.where(allowed, good, 0.0), 0.0).sum(axis=1)
    return total


def _rivals(network: Network, use: Codes, output: Codes) -> Floats:
    """Return how many operations make the product of `output` on the resource of `use`, that one included, shape (pair,)."""
    both = network.uses.resource[use] * len(network.products.names) + network.outputs.product[output]
    _, code, count = np.unique(both, return_inverse=True, return_counts=True)
    return count[code.ravel()].astype(np.float64)


def _committed(network: Network) -> Floats:
    """Return capacity at each level with committed projects, shape (level, period)."""
    offered, starts = network.offered, network.starts
    total = network.resources.existing[network.levels.resource].copy()
    modules = np.nan_to_num(starts.fixed)[offered.start]
    np.add.at(total, offered.level, offered.amount * modules[:, None])
    return total


def _able(network: Network, ways: Ways, taken: Mask) -> Mask:
    """Return which outputs can ever be made, shape (output,)."""
    there = reached(ways, ~taken[:, None])[:, 0]
    ready = ways.inputs.reduce(np.logical_and, there[ways.inputs.member], 1) & taken
    able: Mask = ready[network.outputs.operation]
    return able


def _shares(amount: Floats, product: Codes, products: int) -> Floats:
    total = np.bincount(product, amount, products)[product]
    return np.divide(amount, total, out=np.zeros_like(amount), where=total > 0.0)
