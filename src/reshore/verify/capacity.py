"""Capacity: what operations use, what is offered at each qualification level and by each vintage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.verify.arrays import Bools, Floats, Ints, code_positions, floats, grid_sum, ints
from reshore.verify.case import Case
from reshore.verify.learning import offered
from reshore.verify.residuals import CELL_FLOOR, Check, Rows, at_most, compare, flag
from reshore.verify.world import World


@dataclass(frozen=True, eq=False)
class Usage:
    """What runs use: resource, qualification time, period, amount, and the start whose vintage it is (−1: pool)."""

    resource: Ints
    q: Floats
    t: Ints
    amount: Floats
    start: Ints


@dataclass(frozen=True, eq=False)
class Levels:
    """The distinct qualification times of the operations of each resource, in order."""

    resource: Ints
    q: Floats

    def find(self, resource: Ints, q: Floats) -> Ints:
        """Return the level of each (resource, qualification time)."""
        distinct, code = np.unique(np.concatenate([self.q, q]), return_inverse=True)
        own, wanted = code[: len(self.q)], code[len(self.q) :]
        return code_positions(self.resource * len(distinct) + own, resource * len(distinct) + wanted)


def levels(world: World) -> Levels:
    """Return the qualification levels of the resources that some operation uses."""
    return world.once("levels", lambda: _levels(world))


def _levels(world: World) -> Levels:
    frame = world.use_lines.select("resource", "q").unique().sort("resource", "q")
    return Levels(ints(frame, "resource"), floats(frame, "q"))


def usage(case: Case) -> Usage:
    """Return what every row of `make` uses of every resource.

    A vintage run uses its own vintage for the expansion's resource and the pool of every other resource.
    """
    world = case.world
    runs = case.plan.make.select("operation", "t", "value", "start_at")
    lines = runs.join(world.use_lines, on="operation", how="inner", maintain_order="left")
    t, start, resource = ints(lines, "t"), ints(lines, "start_at"), ints(lines, "resource")
    amount = floats(lines, "value") * world.profiled("uses", "per_run")[ints(lines, "line"), t]
    own = np.append(world.expansion_resources[world.starts.expansion], -1)[start] == resource
    return Usage(resource, floats(lines, "q"), t, amount, np.where(own, start, -1))


def existing(world: World) -> Floats:
    """Return capacity over t ∩ [opens, closes) of each resource, shape (resource, period)."""
    site = world.linked("resources", "site")
    opens, closes = (edge[site] for edge in world.site_windows)
    return world.accrued("resources", "capacity", (opens, closes))


def _at_or_above(amount: Floats, owner: Ints) -> Floats:
    """Return for each row the sum over it and the later rows of its owner; rows are sorted by owner and level."""
    result = amount.copy()
    for row in range(len(owner) - 2, -1, -1):
        if owner[row] == owner[row + 1]:
            result[row] += result[row + 1]
    return result


def check_capacity(case: Case) -> Iterator[Check]:
    """Check the pool and the vintages at every qualification level."""
    used = usage(case)
    level = levels(case.world)
    if len(level.q):
        yield _pool(case, used, level)
        yield _vintages(case, used, level)


def _built_levels(case: Case, level: Levels, wanted: Bools) -> tuple[Ints, Ints]:
    """Return (start, level) for every wanted start and every level of its resource, in order."""
    world = case.world
    start = np.flatnonzero(wanted)
    resource = world.expansion_resources[world.starts.expansion[start]]
    starts = pl.DataFrame({"start": start, "resource": resource})
    each = pl.DataFrame({"level": np.arange(len(level.q)), "resource": level.resource})
    pairs = starts.join(each, on="resource", how="inner").sort("start", "level")
    return ints(pairs, "start"), ints(pairs, "level")


def _pool(case: Case, used: Usage, level: Levels) -> Check:
    world = case.world
    shape = (len(level.q), world.periods)
    pool = used.start < 0
    at = level.find(used.resource[pool], used.q[pool])
    exact = grid_sum(at, used.t[pool], used.amount[pool], shape)
    left = _at_or_above(exact, level.resource)
    right = existing(world)[level.resource]
    learning = world.learning[world.starts.expansion]
    start, place = _built_levels(case, level, (case.modules != 0) & ~learning)
    np.add.at(right, place, offered(world, start, level.q[place]) * case.modules[start, None])
    units = world.text("resources", "unit")
    names = case.words("resources", ("site", "resource"))
    words = [f"{names[r]}, qualification time from {q:g}" for r, q in zip(level.resource, level.q, strict=True)]
    rows = case.grid_rows(words, [units[r] for r in level.resource], level.resource)
    return at_most("capacity", "pool covers its use at every level", (left.ravel(), right.ravel()), rows)


def _vintages(case: Case, used: Usage, level: Levels) -> Check:
    world = case.world
    own = used.start >= 0
    active = np.zeros(len(world.starts.s), dtype=np.bool_)
    active[used.start[own]] = True
    start, place = _built_levels(case, level, active)
    shape = (len(start), world.periods)
    at = code_positions(
        start * len(level.q) + place, used.start[own] * len(level.q) + level.find(used.resource[own], used.q[own])
    )
    exact = grid_sum(at, used.t[own], used.amount[own], shape)
    left = _at_or_above(exact, start)
    right = offered(world, start, level.q[place]) * case.modules[start, None]
    units = world.text("resources", "unit")
    projects = world.text("expansions", "expansion")
    words = [
        f"expansion {projects[world.starts.expansion[v]]}, vintage of {case.day(world.starts.s[v])}, "
        f"qualification time from {level.q[k]:g}"
        for v, k in zip(start, place, strict=True)
    ]
    rows = case.grid_rows(words, [units[level.resource[k]] for k in place], world.starts.expansion[start])
    return at_most("capacity", "each vintage covers its use at every level", (left.ravel(), right.ravel()), rows)


def check_capacity_table(case: Case) -> Iterator[Check]:
    """Recompute every cell of the table `capacity`, which has a row for every resource and period."""
    world, table = case.world, case.plan.capacity
    there = existing(world)
    used = usage(case)
    cells = {
        "existing": there,
        "added": _added(case, levels(world)),
        "used": grid_sum(used.resource, used.t, used.amount, there.shape),
    }
    cells["available"] = there + cells["added"]
    names, units = case.words("resources", ("site", "resource")), world.text("resources", "unit")
    resource, t = ints(table, "resource_at"), ints(table, "t")
    rows = case.grid_rows(names, units)
    present = grid_sum(resource, t, np.ones(len(t)), there.shape).ravel()
    yield flag("capacity table", "a row for every resource and period", present == 0, rows.where)
    named = Rows(
        lambda i: rows.where(int(resource[i]) * world.periods + int(t[i])),
        lambda i: units[resource[i]],
        resource,
        CELL_FLOOR,
    )
    for column, wanted in cells.items():
        cell, right = floats(table, column), wanted[resource, t]
        size = np.maximum(np.abs(cell), np.abs(right))
        yield compare("capacity table", f"{column} as recomputed", cell - right, size, named)


def _added(case: Case, level: Levels) -> Floats:
    """Return what all expansions add at the shortest qualification time of each resource's operations (or 0)."""
    world = case.world
    resources, first = np.unique(level.resource, return_index=True)
    shortest = np.zeros(world.inputs["resources"].height)
    shortest[resources] = level.q[first]
    start = np.flatnonzero(case.modules != 0)
    resource = world.expansion_resources[world.starts.expansion[start]]
    result = np.zeros((len(shortest), world.periods))
    np.add.at(result, resource, offered(world, start, shortest[resource]) * case.modules[start, None])
    return result
