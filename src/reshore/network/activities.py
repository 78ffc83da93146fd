"""Activities: an operation on its site's pool of capacity, or on one vintage whose yield learns, with inputs of one origin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.network.codes import Codes, match, pairs
from reshore.network.operations import Operations, Recipes, Uses
from reshore.network.periods import Floats, Periods, shift
from reshore.network.points import Points
from reshore.network.ramps import Steps, course, integrate, times
from reshore.network.resources import Expansions, Starts
from reshore.schema import TimeUnit
from reshore.tables import Tables


@dataclass(frozen=True)
class Activities:
    """Arrays (activity,): the operation, its variant, and the start whose vintage it runs on (−1: the pool).

    An operation has a variant for each choice of origins of the inputs whose origin matters, one where none does. `allowed`
    says in which periods runs may start; `factor` is the vintage's factor on yield in each, 1 for the pool.
    """

    frame: pl.DataFrame
    operation: Codes
    start: Codes
    variant: Codes
    allowed: NDArray[np.bool_]
    factor: Floats


def make_activities(
    tables: Tables, periods: Periods, operations: Operations, capacity: tuple[Uses, Vintages], runs: pl.DataFrame
) -> Activities:
    """Return the activities of every operation on the pool, then on its vintages, for each variant of its `runs`."""
    uses, vintages = capacity
    use, start = vintages.pairs(uses)
    operation = np.concatenate([np.arange(operations.count), uses.operation[use]])
    begun = np.concatenate([np.full(operations.count, -1), start])
    allowed = operations.allowed[operation]
    factor = np.broadcast_to(np.ones(1), allowed.shape)
    if len(start):
        by = uses.operation[use]
        wait = operations.qualification_time[by]
        qualified = shift(vintages.starts.ready[start], wait, tables["operations"].time("qualification_time"))
        opens = np.maximum(qualified, operations.opens[by])
        window = opens, np.maximum(opens, np.minimum(vintages.starts.retires[start], operations.closes[by]))
        pool = operations.count
        allowed = np.concatenate([allowed[:pool], periods.overlap(*window, "day") > 0.0])
        learned = vintages.learning(periods, start, qualified, window, tables["expansions"].time("module"))
        factor = np.concatenate([factor[:pool], learned])
    base, variant = pairs(operation, runs["operation"].to_numpy())
    if not np.array_equal(base, np.arange(len(operation))):
        operation, begun, allowed, factor = operation[base], begun[base], allowed[base], factor[base]
    labels = _labels(periods, operations, vintages, operation, begun)
    labels = labels.with_columns(runs["parts"].gather(variant)).select(pl.exclude("unit"), "unit")
    return Activities(labels, operation, begun, runs["variant"].to_numpy()[variant], allowed, factor)


@dataclass(frozen=True)
class Moves:
    """What a run of each activity takes (or makes): arrays (move,) of the line of its recipe, the activity, the stock point."""

    line: Codes
    activity: Codes
    point: Codes


def make_moves(activities: Activities, recipes: Recipes, points: Points, chosen: pl.DataFrame) -> Moves:
    """Return the moves of all activities; `chosen` are the items of variants: variant, product, item."""
    line, activity = pairs(recipes.operation, activities.operation)
    point = points.find(recipes.site, recipes.product)[line]
    if chosen.height:
        rows = pl.DataFrame({"variant": activities.variant[activity], "product": recipes.product[line]})
        row = match(rows, chosen, ["variant", "product"])
        own = row >= 0
        point[own] = points.find(recipes.site[line[own]], chosen["item"].to_numpy()[row[own]])
    return Moves(line, activity, point)


@dataclass(frozen=True)
class Vintages:
    """The starts of expansions with a yield ramp, whose capacity only their own vintage runs use."""

    expansions: Expansions
    starts: Starts
    ramp: Steps
    yield_ramp: Steps

    def pairs(self, uses: Uses) -> tuple[Codes, Codes]:
        """Return (use, start) for each use of a resource and each learning start on that resource."""
        learning = np.flatnonzero(self.expansions.learns[self.starts.expansion])
        resource = self.expansions.resource[self.starts.expansion[learning]]
        left = pl.DataFrame({"resource": uses.resource}).with_row_index("use")
        right = pl.DataFrame({"resource": resource, "start": learning})
        both = left.join(right, on="resource", maintain_order="left_right")
        return both["use"].cast(pl.Int64).to_numpy(), both["start"].cast(pl.Int64).to_numpy()

    def learning(
        self, periods: Periods, start: Codes, qualified: Floats, window: tuple[Floats, Floats], unit: TimeUnit
    ) -> Floats:
        """Return the factor on yield of runs on each start in each period, shape (start, period).

        It is the average of the yield ramp over the part of the period in the window, weighted by the capacity that the
        vintage offers then to what is qualified on it from `qualified` on; 0 where it offers none.
        """
        cases, which = np.unique(np.column_stack([start, qualified, *window]), axis=0, return_inverse=True)
        begun = cases[:, 0].astype(np.int64)
        expansion = self.starts.expansion[begun]
        offers = course(self.ramp.take(expansion), cases[:, 1])
        good = times(offers, course(self.yield_ramp.take(expansion), self.starts.ready[begun]))
        weight, total = (integrate(each, (cases[:, 2], cases[:, 3]), periods, unit) for each in (offers, good))
        factor: Floats = np.divide(total, weight, out=np.zeros_like(total), where=weight > 0.0)[which.ravel()]
        return factor


def _labels(
    periods: Periods, operations: Operations, vintages: Vintages, operation: Codes, start: Codes
) -> pl.DataFrame:
    pool = start < 0
    expansion = pl.Series("expansion", [""]).gather(np.zeros(len(start), dtype=np.int64))
    vintage = pl.Series("vintage", [None], dtype=pl.Date).gather(np.zeros(len(start), dtype=np.int64))
    if not pool.all():
        at = start[~pool]
        chosen = np.flatnonzero(~pool)
        expansion = expansion.scatter(chosen, vintages.expansions.frame["expansion"][vintages.starts.expansion[at]])
        vintage = vintage.scatter(chosen, periods.dates[vintages.starts.period[at]])
    return operations.frame[operation].with_columns(
        expansion.alias("expansion"), vintage.alias("vintage"), pl.lit("run").alias("unit")
    )
