"""Networks small enough to derive every part of their trace by hand, and random ones."""

from __future__ import annotations

import numpy as np
import polars as pl
from tests.builders import SETTING, Case, Row

import reshore
from reshore.analysis.trace import Trace
from reshore.analysis.trace.ways import Groups, Ways


def chain() -> Case:
    """Return parts made of metal from two smelters that share one mine, sold in a shop.

    Four ore (10 each) make two metal (30 each), two metal make a part (100). Smelter A can make 45 metal a month, B 30.
    """
    lane = {"mode": "ocean"}
    sites: list[Row] = [
        {"site": "mine", "operator": "Dig", "country": "Chile"},
        {"site": "smelter A", "operator": "Melt", "country": "Japan"},
        {"site": "smelter B", "operator": "Melt", "country": "Korea"},
        {"site": "plant", "operator": "Make", "country": "United States"},
        {"site": "shop", "country": "United States"},
    ]
    return Case(
        {**SETTING, "terminal_share": 0.0},
        {
            "sites": sites,
            "products": [
                {"product": "ore", "unit": "t", "value": 10, "holding_rate": 0.2},
                {"product": "metal", "unit": "bar", "value": 30, "holding_rate": 0.2},
                {"product": "part", "unit": "piece", "value": 100, "holding_rate": 0.2},
            ],
            "recipes": [
                {"process": "dig", "product": "ore", "quantity": 1},
                {"process": "smelt", "product": "ore", "quantity": -2},
                {"process": "smelt", "product": "metal", "quantity": 1},
                {"process": "assemble", "product": "metal", "quantity": -2},
                {"process": "assemble", "product": "part", "quantity": 1},
            ],
            "operations": [
                {"site": "mine", "process": "dig", "unit_cost": 1},
                {"site": "smelter A", "process": "smelt", "unit_cost": 1},
                {"site": "smelter B", "process": "smelt", "unit_cost": 3},
                {"site": "plant", "process": "assemble", "unit_cost": 5},
            ],
            "resources": [
                {"site": "smelter A", "resource": "furnace", "capacity": 45},
                {"site": "smelter B", "resource": "furnace", "capacity": 30},
            ],
            "uses": [
                {"site": "smelter A", "process": "smelt", "resource": "furnace", "per_run": 1},
                {"site": "smelter B", "process": "smelt", "resource": "furnace", "per_run": 1},
            ],
            "lanes": [
                {"origin": "mine", "destination": "smelter A", **lane},
                {"origin": "mine", "destination": "smelter B", **lane},
                {"origin": "smelter A", "destination": "plant", **lane},
                {"origin": "smelter B", "destination": "plant", **lane},
                {"origin": "plant", "destination": "shop", "mode": "road"},
            ],
            "demands": [
                {"market": "shop", "product": "part", "date": f"2025-0{month}-01", "quantity": 35, "price": 120}
                for month in (1, 2, 3)
            ],
        },
    )


def slow() -> Case:
    """Return the chain with lead times: through A in 47 days to the plant, through B in 53."""
    days = {("mine", "smelter A"): 20, ("mine", "smelter B"): 15, ("smelter A", "plant"): 12, ("smelter B", "plant"): 3}
    cycles = {"mine": 5, "smelter A": 10, "smelter B": 30, "plant": 4}
    case = chain()
    lanes = [{**row, "transit_time": days.get((row["origin"], row["destination"]), 2)} for row in case.tables["lanes"]]
    operations = [{**row, "cycle_time": cycles[str(row["site"])]} for row in case.tables["operations"]]
    return case.having(lanes=lanes, operations=operations)


def rework() -> Case:
    """Return chips that are tested out of packages; a tenth of these is rejected and reworked into packages.

    The fab can make 90 packages a month, rework 10; ten packages (50 each) give nine chips (60) and a reject (5).
    """
    places = {"fab": "Taiwan", "house": "Korea", "bench": "Japan", "market": "France"}
    return Case(
        {**SETTING, "terminal_share": 0.0},
        {
            "sites": [{"site": site, "country": country} for site, country in places.items()],
            "products": [
                {"product": "package", "value": 50, "holding_rate": 0.2},
                {"product": "chip", "value": 60, "holding_rate": 0.2},
                {"product": "reject", "value": 5, "holding_rate": 0.2},
            ],
            "recipes": [
                {"process": "pack", "product": "package", "quantity": 1},
                {"process": "test", "product": "package", "quantity": -10},
                {"process": "test", "product": "chip", "quantity": 9},
                {"process": "test", "product": "reject", "quantity": 1},
                {"process": "mend", "product": "reject", "quantity": -1},
                {"process": "mend", "product": "package", "quantity": 1},
            ],
            "operations": [
                {"site": "fab", "process": "pack", "unit_cost": 20},
                {"site": "house", "process": "test", "unit_cost": 3},
                {"site": "bench", "process": "mend", "unit_cost": 2},
            ],
            "resources": [
                {"site": "fab", "resource": "line", "capacity": 90},
                {"site": "bench", "resource": "desk", "capacity": 10},
            ],
            "uses": [
                {"site": "fab", "process": "pack", "resource": "line", "per_run": 1},
                {"site": "bench", "process": "mend", "resource": "desk", "per_run": 1},
            ],
            "lanes": [
                {"origin": "fab", "destination": "house", "mode": "air", "products": "package"},
                {"origin": "house", "destination": "bench", "mode": "air", "products": "reject"},
                {"origin": "bench", "destination": "house", "mode": "air", "products": "package"},
                {"origin": "house", "destination": "market", "mode": "air", "products": "chip"},
            ],
            "demands": [
                {"market": "market", "product": "chip", "date": f"2025-0{month}-01", "quantity": 90, "price": 100}
                for month in (1, 2, 3)
            ],
        },
    )


def traced(case: Case, **narrowed: str) -> Trace:
    """Return the trace of a case by capacity."""
    return reshore.trace(case.read(), **narrowed)


def shares(trace: Trace, product: str, column: str, by: str = "country") -> dict[str, float]:
    """Return the shares of a product by name."""
    rows = trace.exposure.filter(pl.col("product") == product, pl.col("by") == by)
    return dict(rows.select("name", column).iter_rows())


def singles(trace: Trace, product: str, kind: str) -> set[str]:
    """Return the names of the single points of a kind."""
    rows = trace.single_points.filter(pl.col("product") == product, pl.col("kind") == kind)
    return set(rows["name"])


def random_ways(draw: np.random.Generator, points: int, alone: bool = False, forward: bool = False) -> Ways:
    """Return random ways to `points`: steps have up to three inputs (one where `alone`); a fifth of them need none.

    Inputs of `forward` ways have smaller numbers than what is made of them, so that there is no loop.
    """
    step, need, made = [], [], []
    for number in range(3 * points):
        target = int(draw.integers(points))
        among = target if forward else points
        count = 0 if among == 0 or draw.random() < 0.2 else int(draw.integers(1, 2 if alone else 4))
        inputs = draw.permutation(among)[:count].tolist()
        step += [number] * len(inputs)
        need += inputs
        made.append(target)
    steps = len(made)
    integers = [np.array(each, dtype=np.int64) for each in (step, need, made)]
    return Ways(
        Groups.of(integers[0], integers[1], steps),
        Groups.of(integers[2], np.arange(steps), points),
        draw.integers(0, 40, steps).astype(float),
        np.ones((steps, 1), dtype=bool),
    )


def naive(ways: Ways, out: set[int]) -> set[int]:
    """Return the points that can be had without the steps that are `out`, by going over all steps again and again."""
    inputs: dict[int, set[int]] = {step: set() for step in range(ways.steps)}
    for step, point in zip(ways.inputs.owner, ways.inputs.member, strict=True):
        inputs[int(step)].add(int(point))
    there: set[int] = set()
    while True:
        found = {
            int(point)
            for point, step in zip(ways.makers.owner, ways.makers.member, strict=True)
            if int(step) not in out and inputs[int(step)] <= there
        }
        if found <= there:
            return there
        there |= found
