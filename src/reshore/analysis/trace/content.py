"""Where the value of a product was added, through all tiers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, identity
from scipy.sparse.linalg import splu

from reshore.analysis.trace.done import Done, made, summed
from reshore.analysis.trace.sources import Sources, mean_yields
from reshore.analysis.trace.ways import Mask
from reshore.network import Network
from reshore.network.codes import Codes, pairs
from reshore.network.periods import Floats


@dataclass(frozen=True)
class Stages:
    """One system of origins: nodes that hold goods, filled by outputs of operations, by moves, and from elsewhere.

    `amount` is what comes to each node, shape (node,). Output *j* fills `node[j]` with the share `part[j]` of what its
    operation holds: inputs `taken` [unit] from `source`, and `added` value [currency] of its own. `moved` is (from, to,
    amount). `other` is the value that comes to a node from elsewhere [currency].
    """

    amount: Floats
    node: Codes
    part: Floats
    source: Codes
    taken: Floats
    added: Floats
    moved: tuple[Codes, Codes, Floats]
    other: Floats


def contents(network: Network, category: Codes, count: int, mix: Sources, found: Done | None) -> Floats:
    """Return the value in what is made of each product by category of the site that added it, shape (product, category).

    `category` has the code of each operation's site, shape (operation,), below `count`; column `count` is value of unknown
    origin (stock at the start, or products that nothing makes). Value added by a run is the standard value of its good
    output less that of its inputs. A run's content (that of its inputs, and what it adds) goes into its outputs in
    proportion to their value. Content c of nodes x solves

        amount[x] · c[x] = Σ moved · c[from] + Σ part · (Σ taken · c[source] + added) + other

    Without a plan a node is a product with the mix of sources, [currency/unit]; with one it is a stock point, mixed over the
    horizon, and the result is for all that was made, [currency].
    """
    stages = _planned(network, found) if found is not None else _mixed(network, mix)
    held = _solve(network, stages, category, count)
    produced = _made(network, stages, category, held)
    result = np.zeros((len(network.products.names), count + 1))
    np.add.at(result, network.outputs.product, produced)
    if found is None:
        result[:, count] += stages.other
    return result


def _planned(network: Network, found: Done) -> Stages:
    """Return the stages of a plan: nodes are stock points."""
    inputs, outputs, points = network.inputs, network.outputs, network.points
    value, runs, good = network.products.value, found.runs.runs, found.runs.good
    worth = outputs.quantity * (good[outputs.operation] * value[outputs.product]).sum(axis=1)
    cost = inputs.quantity * (runs[inputs.operation] * value[inputs.product]).sum(axis=1)
    output = made(network, found)
    node = points.find(outputs.site, outputs.product)
    ends = tuple(
        points.find(site[network.flows.lane], network.flows.product)
        for site in (network.lanes.origin, network.lanes.destination)
    )
    count = points.count
    amount = summed(node, output, count) + np.bincount(ends[1], found.shipped, count) + found.start
    return Stages(
        amount=amount,
        node=node,
        part=_parts(network, worth, output),
        source=points.find(inputs.site, inputs.product),
        taken=inputs.quantity * runs.sum(axis=1)[inputs.operation],
        added=_added(network, worth, cost),
        moved=(ends[0], ends[1], found.shipped),
        other=found.start * value[points.product, 0],
    )


def _mixed(network: Network, mix: Sources) -> Stages:
    """Return the stages of one unit of each product from its mix of sources: nodes are products."""
    inputs, outputs = network.inputs, network.outputs
    days = network.periods.length("day")
    value = network.products.value @ (days / days.sum())
    good = outputs.quantity * mean_yields(network)[outputs.operation]
    worth, cost = good * value[outputs.product], inputs.quantity * value[inputs.product]
    products = len(network.products.names)
    sourced = np.bincount(outputs.product, mix.weight, products) > 0.0
    none = np.zeros(0, dtype=np.int64)
    return Stages(
        amount=np.ones(products),
        node=outputs.product,
        part=_parts(network, worth, good) * mix.weight / good,
        source=inputs.product,
        taken=inputs.quantity,
        added=_added(network, worth, cost),
        moved=(none, none, np.zeros(0)),
        other=np.where(sourced, 0.0, value),
    )


def _parts(network: Network, worth: Floats, amount: Floats) -> Floats:
    """Return each output's share of its operation: by value, by amount where no output has any, shape (output,)."""
    operation, count = network.outputs.operation, network.operations.count
    total = np.bincount(operation, worth, count)[operation]
    basis = np.where(total > 0.0, worth, amount)
    total = np.bincount(operation, basis, count)[operation]
    return np.divide(basis, total, out=np.zeros_like(basis), where=total > 0.0)


def _added(network: Network, worth: Floats, cost: Floats) -> Floats:
    """Return value added by each operation [currency], shape (operation,)."""
    count = network.operations.count
    return summed(network.outputs.operation, worth, count) - summed(network.inputs.operation, cost, count)


def _own(network: Network, stages: Stages, category: Codes, count: int) -> Floats:
    """Return the value that each output's operation adds for it, shape (output, category + 1) [currency]."""
    operation = network.outputs.operation
    own = np.zeros((len(operation), count + 1))
    own[np.arange(len(operation)), category[operation]] = stages.part * stages.added[operation]
    return own


def _solve(network: Network, stages: Stages, category: Codes, count: int) -> Floats:
    """Return the content of one unit at each node, shape (node, category + 1) [currency/unit]; NaN without a solution."""
    own = np.zeros((len(stages.amount), count + 1))
    np.add.at(own, stages.node, _own(network, stages, category, count))
    own[:, count] += stages.other
    there = stages.amount > 0.0
    own[there] /= stages.amount[there, None]
    inner = _inner(network, stages)
    fed = np.flatnonzero(_fed(network, stages, inner) & there)
    system = (identity(len(own), format="csc") - inner)[fed][:, fed]
    held = np.zeros_like(own)
    try:
        held[fed] = splu(csc_array(system)).solve(own[fed]) if len(fed) else 0.0
    except RuntimeError:
        held[fed] = np.nan
    return held


def _inner(network: Network, stages: Stages) -> csc_array:
    """Return how many units of each node (column) are in one unit at each node (row), directly."""
    output, entry = pairs(network.outputs.operation, network.inputs.operation)
    start, end, moved = stages.moved
    row = np.concatenate([stages.node[output], end])
    column = np.concatenate([stages.source[entry], start])
    amount = np.concatenate([stages.part[output] * stages.taken[entry], moved])
    used = (amount > 0.0) & (stages.amount[row] > 0.0)
    nodes = len(stages.amount)
    return csc_array((amount[used] / stages.amount[row[used]], (row[used], column[used])), shape=(nodes, nodes))


def _fed(network: Network, stages: Stages, inner: csc_array) -> Mask:
    """Return which nodes hold something that came into the network: what only circulates in a loop has no origin."""
    first = np.bincount(network.inputs.operation, minlength=network.operations.count) == 0
    fed = stages.other > 0.0
    fed[stages.node[first[network.outputs.operation] & (stages.part > 0.0)]] = True
    while True:
        found = fed | ((inner @ fed.astype(np.float64)) > 0.0)
        if np.array_equal(found, fed):
            return fed
        fed = found


def _made(network: Network, stages: Stages, category: Codes, held: Floats) -> Floats:
    """Return the content of each output, shape (output, category + 1) [currency]."""
    content = _own(network, stages, category, held.shape[1] - 1)
    output, entry = pairs(network.outputs.operation, network.inputs.operation)
    taken = stages.part[output] * stages.taken[entry]
    np.add.at(content, output, taken[:, None] * held[stages.source[entry]])
    return content
