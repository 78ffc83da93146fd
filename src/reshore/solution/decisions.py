"""Decisions as tables: the values of each block of variables beside the names that its index table gives."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import polars as pl

from reshore.model import Block, Program
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.solve import Solution

DECISIONS = ("make", "ship", "stock", "serve", "lost", "build", "scrap", "take", "claim", "slack")
ALWAYS = ("make", "ship", "stock", "serve", "lost", "build", "scrap", "capacity", "money")
"""Tables that plans of every version have."""
ITEM = ("country_of_origin", "content")
LATER = {"make": ("parts",), "ship": ITEM, "stock": ITEM, "scrap": ITEM, "money": ("program",)}
"""Columns that plans of earlier versions lack, of goods without origin and money of no program."""


def decision_table(program: Program, network: Network, solution: Solution, name: str) -> pl.DataFrame:
    """Return the non-zero values of the variables called `name`, with entity columns, period, value and unit."""
    block = program.columns[name]
    values = solution.columns[block.slice]
    total = name == "stock" and network.points.mix[block.entity]
    chosen = np.flatnonzero((values != 0.0) & ~np.asarray(total))
    table = named(block, network, chosen).with_columns(pl.Series("value", values[chosen]))
    if name == "lost":
        table = table.drop("due")
    if name == "build":
        table = table.with_columns(_days(network, block.entity[chosen])).with_columns(pl.lit("module").alias("unit"))
    last = [column for column in ("period", "start", "ready", "value", "unit") if column in table.columns]
    return table.select(pl.exclude(last), *last)


def completed(tables: Mapping[str, pl.DataFrame]) -> Mapping[str, pl.DataFrame]:
    """Return the tables of a plan with what earlier versions did not have: those columns empty, and nothing taken of a mix."""
    full = {
        name: frame.with_columns(
            pl.lit("").alias(column) for column in LATER.get(name, ()) if column not in frame.columns
        )
        for name, frame in tables.items()
    }
    return MappingProxyType({**full, "take": full.get("take", full["scrap"].clear())})


def named(block: Block, network: Network, chosen: np.ndarray) -> pl.DataFrame:
    """Return names and period of the chosen entries of a block."""
    labels: pl.DataFrame = block.labels[block.entity[chosen]]
    return labels.with_columns(network.periods.dates[block.period[chosen]].alias("period"))


def _days(network: Network, start: np.ndarray) -> list[pl.Series]:
    return [
        pl.Series(name, np.round(days[start] * 86_400_000).astype(np.int64)).cast(pl.Datetime("ms"))
        for name, days in (("start", network.starts.begins), ("ready", network.starts.ready))
    ]


def capacity_table(network: Network, solution: Solution, program: Program) -> pl.DataFrame:
    """Return capacity of every resource in every period: existing, added by modules, used, available, and unit.

    `added` counts at the shortest qualification time of the operations that use the resource.
    """
    resources, periods = network.resources, network.periods
    added, used = _added(network, solution, program), _used(network, solution, program)
    count = len(resources.site)
    row, period = np.repeat(np.arange(count), periods.count), np.tile(np.arange(periods.count), count)
    frame = resources.frame[row]
    return frame.select(
        "site",
        "resource",
        periods.dates[period].alias("period"),
        pl.Series("existing", np.asarray(resources.existing).ravel()),
        pl.Series("added", added.ravel()),
        pl.Series("used", used.ravel()),
        pl.Series("available", (resources.existing + added).ravel()),
        "unit",
    )


def _added(network: Network, solution: Solution, program: Program) -> Floats:
    offered, levels = network.offered, network.levels
    build = solution.columns[program.columns["build"].slice]
    _, first = np.unique(levels.resource, return_index=True)
    shortest = np.isin(offered.level, first)
    added = np.zeros((len(network.resources.site), network.periods.count))
    np.add.at(
        added,
        levels.resource[offered.level[shortest]],
        offered.amount[shortest] * build[offered.start[shortest]][:, None],
    )
    return added


def _used(network: Network, solution: Solution, program: Program) -> Floats:
    uses, block = network.uses, program.columns["make"]
    runs = np.zeros((network.operations.count, network.periods.count))
    operation = network.activities.operation[block.entity]
    np.add.at(runs, (operation, block.period), solution.columns[block.slice])
    used = np.zeros((len(network.resources.site), network.periods.count))
    np.add.at(used, uses.resource, uses.per_run * runs[uses.operation])
    return used
