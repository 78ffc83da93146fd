"""What modules offer: capacity from the day on which each is complete, by age, at each qualification level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network.codes import Codes
from reshore.network.periods import SMALLEST_PART, Floats, Periods, shift
from reshore.network.ramps import Steps, course, integrate
from reshore.network.resources import Expansions, Levels, Resources, Starts, module_time
from reshore.tables import Tables


@dataclass(frozen=True)
class Offered:
    """Capacity that one module of `start` adds at `level` in each period: arrays (pair,), `amount` (pair, period) [capacity]."""

    start: Codes
    level: Codes
    amount: Floats


def make_offered(
    tables: Tables, periods: Periods, resources: Resources, levels: Levels, projects: tuple[Expansions, Starts, Steps]
) -> Offered:
    """Return what every start offers at every qualification level of its resource.

    What is less than `SMALLEST_PART` of a module's nameplate capacity in the period is nothing.
    """
    expansions, starts, ramps = projects
    left = pl.DataFrame({"resource": expansions.resource[starts.expansion]}).with_row_index("start")
    right = pl.DataFrame({"resource": levels.resource}).with_row_index("level")
    both = left.join(right, on="resource", maintain_order="left_right")
    start, level = (both[name].cast(pl.Int64).to_numpy() for name in ("start", "level"))
    expansion = starts.expansion[start]
    resource = expansions.resource[expansion]
    wait = levels.qualification_time[level]
    qualified = shift(starts.ready[start], wait, tables["operations"].time("qualification_time"))
    opens = np.maximum(qualified, resources.opens[resource])
    closes = np.maximum(opens, np.minimum(starts.retires[start], resources.closes[resource]))
    share = integrate(course(ramps.take(expansion), qualified), (opens, closes), periods, module_time(tables))
    share[share < SMALLEST_PART * periods.length(module_time(tables))] = 0.0
    return Offered(start, level, share * expansions.module[expansion][:, None])
