"""Random plants with much that can go together, and their optimum by another solver's interface.

A mine, a plant and a shop with two products, one of which may stand for the other; rates by week or month, unequal periods,
windows, qualification times, vintages, whole modules, ramps, shelf lives, stock under way, patience, spreads, classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog
from tests.builders import SETTING, Case, Row, Rows

from reshore.model import Program
from reshore.network.periods import Floats

EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


@dataclass(frozen=True)
class Draw:
    """Random choices."""

    random: np.random.Generator

    def of(self, *options: Any) -> Any:
        """Return one of the options."""
        return options[int(self.random.integers(len(options)))]

    def number(self, low: float, high: float) -> float:
        """Return a number between two, in hundredths."""
        return round(float(self.random.uniform(low, high)), 2)


def varied(seed: int) -> Case:
    """Return a random plant; some have errors or no plan."""
    draw = Draw(np.random.default_rng(seed))
    rate = draw.of("week", "month")
    setting: Row = {
        **SETTING,
        "buckets": draw.of("3 months", "4 weeks, 2 months", "6 weeks", "2 months, 1 quarters"),
        "discount_rate": draw.of(0, 0.2),
        "objective": draw.of("profit", "profit", "profit", "cost"),
        "terminal_share": draw.of(0, 0.5),
    }
    return Case(setting, {**_places(draw), **_work(draw, rate), **_growth(draw, rate), **_trade(draw)})


def _places(draw: Draw) -> dict[str, Rows]:
    late = draw.of(None, None, "2025-01-10")
    return {
        "sites": [
            {"site": "mine"},
            {"site": "plant", "opens": late, "floor_area": draw.of(None, draw.number(2, 9))},
            {"site": "shop"},
        ],
        "products": [
            {"product": "ore", "value": 2, "holding_rate": 0.1, "shelf_life": draw.of(None, None, 14)},
            {"product": "part", "value": 9, "holding_rate": 0.1, "shelf_life": draw.of(None, 20)},
            {"product": "new", "value": 11, "holding_rate": 0.1},
        ],
        "stocks": [
            {
                "site": "plant",
                "product": "ore",
                "initial": draw.number(0, 40),
                "in_transit": draw.of(0, draw.number(1, 20)),
                "in_transit_time": draw.of(0, 40),
                "maximum": draw.of(None, draw.number(1, 60)),
                "holding_cost": draw.of(0, 0.1),
            },
            {
                "site": "shop",
                "product": "part",
                "initial": draw.of(0, draw.number(1, 5)),
                "minimum": draw.of(0, 0, draw.number(0.5, 2)),
                "holding_cost": 0.2,
            },
        ],
    }


def _work(draw: Draw, rate: str) -> dict[str, Rows]:
    most, least = f"maximum [run/{rate}]", f"minimum [run/{rate}]"
    return {
        "recipes": [
            {"process": "dig", "product": "ore", "quantity": 1},
            {"process": "make", "product": "ore", "quantity": -1.3},
            {"process": "make", "product": "part", "quantity": 1},
            {"process": "renew", "product": "ore", "quantity": -2},
            {"process": "renew", "product": "new", "quantity": 1},
        ],
        "operations": [
            {"site": "mine", "process": "dig", "unit_cost": 1.5, most: draw.of(None, draw.number(5, 40))},
            {
                "site": "plant",
                "process": "make",
                "unit_cost": draw.number(1, 4),
                most: draw.of(None, draw.number(3, 30)),
                least: draw.of(0, 0, draw.number(0.1, 1)),
                "qualification_time": draw.of(0, 20),
                "cycle_time": draw.of(0, 12),
                "yield": draw.of(1, 0.8),
            },
            {
                "site": "plant",
                "process": "renew",
                "unit_cost": draw.number(1, 4),
                "qualification_time": draw.of(0, 35),
            },
        ],
        "resources": [
            {
                "site": "plant",
                "resource": "line",
                "unit": "hour",
                f"capacity [hour/{rate}]": draw.number(0, 20),
                "fixed_cost": 1,
            }
        ],
        "uses": [
            {"site": "plant", "process": "make", "resource": "line", "per_run": 1.5},
            {"site": "plant", "process": "renew", "resource": "line", "per_run": 2.25},
        ],
    }


def _growth(draw: Draw, rate: str) -> dict[str, Rows]:
    module, most, whole = f"module [hour/{rate}/module]", draw.of(None, draw.number(1, 4)), draw.of(False, True)
    grow = {
        "expansion": "grow",
        "site": "plant",
        "resource": "line",
        module: draw.number(2, 10),
        "capex": draw.number(5, 80),
        "build_time": draw.of(0, 0.5, 1),
        "ramp": draw.of(None, "up"),
        "yield_ramp": draw.of(None, None, "learn"),
        "max_modules": np.ceil(most) if whole and most else most,
        "max_per_year": draw.of(None, 2),
        "whole_modules": whole,
        "floor_area": draw.of(0, 3),
        "life": 3,
    }
    sure = {"expansion": "sure", "site": "plant", "resource": "line", module: 1, "capex": 3, "status": "committed"}
    sure |= {"build_time": 0.2, "max_modules": draw.of(None, 2), "floor_area": 1, "life": 2}
    steps = (("up", 0, 0.3), ("up", 1, 1), ("learn", 0, 0.5), ("learn", 1, 1))
    return {
        "expansions": [grow, sure][: draw.of(1, 2)],
        "ramps": [{"ramp": ramp, "age": age, "fraction": fraction} for ramp, age, fraction in steps],
    }


def _trade(draw: Draw) -> dict[str, Rows]:
    carried, late = "capacity [unit/week]", draw.of(None, None, "2025-01-10")
    rail = {"origin": "mine", "destination": "plant", "mode": "rail", "transit_time": draw.of(0, 9)}
    road = {"origin": "plant", "destination": "shop", "mode": "road", "transit_time": draw.of(0, 5), "starts": late}
    parts = [
        _asked(draw, "part", date(2025, 1, 1) + timedelta(days=21 * turn), named)
        for turn in range(3)
        for named in draw.of([""], ["", "gold"])
    ]
    return {
        "lanes": [
            {**rail, "cost_per_unit": 0.3, carried: draw.of(None, draw.number(3, 20))},
            {**road, "cost_per_unit": 0.2, carried: draw.of(None, draw.number(2, 10))},
        ],
        "demands": [*parts, _asked(draw, "new", date(2025, 2, 1), "")],
        "substitutes": [{"product": "part", "by": "new", "ratio": 1.25, "price_factor": 0.9}][: draw.of(0, 1)],
    }


def _asked(draw: Draw, product: str, day: date, named: str) -> Row:
    return {
        "market": "shop",
        "product": product,
        "class": named,
        "date": day,
        "quantity": draw.number(2, 30),
        "spread [day]": draw.of(0, 0, 30),
        "price": draw.number(6, 30),
        "patience [day]": draw.of(0, 30),
        "late_cost [USD/unit/month]": 0.5,
        "lost_cost": draw.of(0, 2),
        "required": draw.of(*[False] * 11, True),
    }


def optimum_elsewhere(program: Program, whole: Floats) -> float | None:
    """Return the optimum of a program with its whole numbers fixed as given, by `linprog`; None where there is none."""
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[program.integer] = upper[program.integer] = np.round(whole[program.integer])
    matrix, same = program.matrix.tocsr(), program.row_lower == program.row_upper
    below, above = (np.isfinite(side) & ~same for side in (program.row_upper, program.row_lower))
    found = linprog(
        -program.cost,
        A_ub=sparse.vstack([matrix[below], -matrix[above]]),
        b_ub=np.concatenate([program.row_upper[below], -program.row_lower[above]]),
        A_eq=matrix[same],
        b_eq=program.row_upper[same],
        bounds=np.column_stack([lower, upper]),
        method="highs",
        options=EXACT,
    )
    return float(program.constant - found.fun) if found.status == 0 else None


def cell(row: Row, name: str) -> Any:
    """Return the cell of a column whose header may have a unit."""
    return next(value for header, value in row.items() if header.partition(" [")[0] == name)


Spans = list[tuple[date, date]]
Change = Callable[[Case, str, Spans, float], Case | None]


def over(table: str, column: str, told: Callable[[Row], str], key: Callable[[Row], str]) -> Change:
    """Return the change of a column by profile on the row that is told so."""

    def change(case: Case, entity: str, spans: Spans, more: float) -> Case | None:
        row = next(row for row in case.tables[table] if told(row) == entity)
        base, starts = cell(row, column), {first for first, _ in spans}
        values = [(first, base + more) for first in starts]
        values += [(end, base) for _, end in spans if end not in starts]
        named: Row = {"table": table, "key": key(row), "column": column}
        return case.adding(profiles=[{**named, "date": day, "value": value} for day, value in sorted(values)])

    return change


def once(table: str, column: str, told: Callable[[Row], str]) -> Change:
    """Return the change of a column of the row that is told so, once and for all."""

    def change(case: Case, entity: str, _: Spans, more: float) -> Case | None:
        place = next(place for place, row in enumerate(case.tables[table]) if told(row) == entity)
        return case.changing(table, place, **{column: cell(case.tables[table][place], column) + more})

    return change


def _at(row: Row) -> str:
    return f"{row['product']} at {row['site']}"


def _held(row: Row) -> str:
    return f"{row['site']}/{row['product']}"


CHANGES: dict[str, Change] = {
    "capacity": over("resources", "capacity", lambda _: "line at plant", lambda _: "plant/line"),
    "lane_capacity": over(
        "lanes",
        "capacity",
        lambda row: f"lane from {row['origin']} to {row['destination']} by {row['mode']}",
        lambda row: f"{row['origin']}/{row['destination']}/{row['mode']}",
    ),
    "runs": over(
        "operations",
        "maximum",
        lambda row: f"runs of {row['process']} at {row['site']}",
        lambda row: f"{row['site']}/{row['process']}",
    ),
    "minimum runs": over(
        "operations",
        "minimum",
        lambda row: f"minimum runs of {row['process']} at {row['site']}",
        lambda row: f"{row['site']}/{row['process']}",
    ),
    "floor_area": over("sites", "floor_area", lambda row: f"floor of {row['site']}", lambda row: str(row["site"])),
    "storage": over("stocks", "maximum", lambda row: f"storage of {_at(row)}", _held),
    "minimum stock": over("stocks", "minimum", lambda row: f"minimum stock of {_at(row)}", _held),
    "stock at the start": once("stocks", "initial", lambda row: f"stock of {_at(row)} at the start"),
}
"""How the input of a limit is changed, by law."""
