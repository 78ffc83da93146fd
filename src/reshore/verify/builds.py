"""Builds: committed projects as they are, options within their modules, growth, whole numbers and floor."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reshore.verify.arrays import Floats, Ints
from reshore.verify.case import Case
from reshore.verify.residuals import Check, Rows, at_most, compare


def check_builds(case: Case) -> Iterator[Check]:
    """Check committed projects as they are; of options Σ_s build ≤ max_modules, growth, and whole numbers."""
    if not case.world.inputs["expansions"].height:
        return
    yield _committed(case)
    yield _modules(case)
    yield _growth(case)
    yield _whole(case)


def _rows(case: Case, expansion: Ints, days: Ints | None = None) -> Rows:
    names = case.words("expansions", ("expansion",))

    def where(row: int) -> str:
        return names[int(expansion[row])] + (f", {case.day(days[row])}" if days is not None else "")

    return Rows(where, lambda _: "module", expansion)


def _committed(case: Case) -> Check:
    world = case.world
    planned = world.number("expansions", "max_modules")
    fixed = np.flatnonzero(world.committed[world.starts.expansion])
    expansion = world.starts.expansion[fixed]
    wanted = np.where(np.isnan(planned), 1.0, planned)[expansion]
    built = case.modules[fixed]
    rows = _rows(case, expansion, world.starts.s[fixed])
    return compare("builds", "committed projects are built", built - wanted, np.maximum(np.abs(built), wanted), rows)


def _limited(case: Case, column: str) -> tuple[Ints, Floats]:
    limit = case.world.number("expansions", column)
    options = np.flatnonzero(~case.world.committed & ~np.isnan(limit))
    return options, limit[options]


def _modules(case: Case) -> Check:
    options, limit = _limited(case, "max_modules")
    built = case.modules_by_period[options].sum(axis=1)
    return at_most("builds", "modules at most max_modules", (built, limit), _rows(case, options))


def _growth(case: Case) -> Check:
    options, limit = _limited(case, "max_per_year")
    edges = case.world.calendar.bounds[:-1]
    until = case.world.calendar.one_later(case.world.time("expansions", "max_per_year"))
    counts = ((edges[:, None] < until[None, :]) & (edges[None, :] <= edges[:, None])).astype(np.float64)
    started = case.modules_by_period[options] @ counts.T
    expansion, t = np.indices(started.shape).reshape(2, -1)
    sides = started.ravel(), np.repeat(limit, len(edges))
    rows = _rows(case, options[expansion], t)
    return at_most("builds", "modules within a year at most max_per_year", sides, rows)


def _whole(case: Case) -> Check:
    starts = case.world.starts
    whole = case.world.inputs["expansions"]["whole_modules"].to_numpy().astype(np.bool_)
    wanted = np.flatnonzero((whole & ~case.world.committed)[starts.expansion])
    built = case.modules[wanted]
    rows = _rows(case, starts.expansion[wanted], starts.s[wanted])
    return compare("builds", "modules are whole", built - np.rint(built), np.maximum(built, 1.0), rows)


def check_floor(case: Case) -> Iterator[Check]:
    """Check Σ floor_area · modules that stand in t ≤ sites.floor_area(t) for each site and period."""
    world, starts = case.world, case.world.starts
    area = world.profiled("sites", "floor_area")
    site = world.linked("expansions", "site")
    taken = np.zeros_like(area)
    stands = (starts.s[:, None] <= np.arange(world.periods)) & (world.calendar.bounds[:-1] < starts.retire[:, None])
    each = world.number("expansions", "floor_area")[starts.expansion] * case.modules
    np.add.at(taken, site[starts.expansion], each[:, None] * stands)
    free = np.where(np.isnan(area), np.inf, area)
    limited = np.isfinite(free)
    sides = np.where(limited, taken, 0.0).ravel(), np.where(limited, free, 0.0).ravel()
    rows = case.grid_rows(case.words("sites", ("site",)), ["m2"] * len(area))
    yield at_most("floor", "expansions within the floor area of the site", sides, rows)
