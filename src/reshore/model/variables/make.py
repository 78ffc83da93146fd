"""make[activity, period]: runs started."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_make(program: ProgramBuilder, network: Network) -> None:
    """Add the runs of each activity in the periods in which it may start any [run]."""
    activities, outputs = network.activities, network.outputs
    index = Index.where("make", "run", activities.frame, activities.allowed)
    value = outputs.quantity * network.products.value[outputs.product, 0]
    worth = np.bincount(outputs.operation, weights=value, minlength=network.operations.count)
    operation = activities.operation[index.entity]
    program.add_columns(index, Bounds(integer=network.operations.whole[operation], worth=worth[operation]))
