"""What columns of the program entitle to: money of incentives by column."""

from __future__ import annotations

import numpy as np

from reshore.model.program import ProgramBuilder
from reshore.network import Network


def entitling(program: ProgramBuilder, network: Network) -> np.ndarray:
    """Return the column of each entry of `network.incentives.entitled`: of the modules, or of the runs, that entitle."""
    entitled = network.incentives.entitled
    modules = entitled.start >= 0
    columns = np.full(len(entitled.start), -1, dtype=np.int32)
    columns[modules] = program["build"].lookup[entitled.start[modules]]
    columns[~modules] = program["make"].at(entitled.activity[~modules], entitled.source[~modules])
    return columns
