"""Operations, the activities that perform them, and what these consume, make and use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network.codes import Codes, days, encode, match
from reshore.network.lags import Lags, make_lags
from reshore.network.periods import Floats, Periods
from reshore.network.series import Windows
from reshore.tables import Tables


@dataclass(frozen=True)
class Operations:
    """Every operation: shape (operation,) or (operation, period); names in `frame`.

    `minimum` and `maximum` are runs in the period [run]; `opens` and `closes` the window in days, cut to the site's.
    """

    frame: pl.DataFrame
    site: Codes
    unit_cost: Floats
    emissions: Floats
    yields: Floats
    minimum: Floats
    maximum: Floats
    opens: Floats
    closes: Floats
    allowed: np.ndarray
    qualification_time: Floats
    whole: np.ndarray
    cycle: Lags

    @property
    def count(self) -> int:
        """Number of operations."""
        return len(self.site)


@dataclass(frozen=True)
class Recipes:
    """What one run of each operation consumes or makes: parallel arrays (entry,), amounts positive [unit/run]."""

    operation: Codes
    site: Codes
    product: Codes
    quantity: Floats


@dataclass(frozen=True)
class Uses:
    """How much of a resource a run uses: arrays (entry,); `per_run` has shape (entry, period) [capacity/run]."""

    operation: Codes
    resource: Codes
    per_run: Floats


def make_operations(tables: Tables, periods: Periods) -> Operations:
    """Return the operations of the tables, with their windows and lag matrices."""
    table = tables["operations"]
    frame, sites = table.frame, tables.frame("sites")
    site = encode(frame["site"], sites["site"])
    opens = np.maximum(days(frame["starts"], -np.inf), days(sites["opens"], -np.inf)[site])
    closes = np.minimum(days(frame["ends"], np.inf), days(sites["closes"], np.inf)[site])
    windows = Windows(tables, periods, "operations", opens, closes)
    return Operations(
        frame=frame.select("site", "process"),
        site=site,
        unit_cost=windows.average("unit_cost"),
        emissions=windows.average("emissions"),
        yields=windows.average("yield"),
        minimum=windows.total("minimum"),
        maximum=windows.total("maximum"),
        opens=opens,
        closes=closes,
        allowed=periods.overlap(opens, closes, "day") > 0.0,
        qualification_time=frame["qualification_time"].to_numpy(),
        whole=frame["whole_runs"].to_numpy(),
        cycle=make_lags(periods, frame["cycle_time"].to_numpy(), table.time("cycle_time")),
    )


def make_recipes(tables: Tables, operations: Operations) -> tuple[Recipes, Recipes]:
    """Return (inputs, outputs) of every operation."""
    pairs = operations.frame.with_row_index("operation").join(
        tables.frame("recipes").select("process", "product", "quantity"), on="process", maintain_order="left_right"
    )
    product = encode(pairs["product"], tables.frame("products")["product"])
    operation = pairs["operation"].cast(pl.Int64).to_numpy()
    quantity = pairs["quantity"].to_numpy()
    site = operations.site[operation]

    def side(chosen: np.ndarray) -> Recipes:
        return Recipes(operation[chosen], site[chosen], product[chosen], np.abs(quantity[chosen]))

    return side(quantity < 0), side(quantity > 0)


def make_uses(tables: Tables, periods: Periods, operations: Operations) -> Uses:
    """Return what operations use of resources; uses of zero in every period are left out."""
    frame = tables.frame("uses")
    operation = match(frame, operations.frame, ["site", "process"])
    windows = Windows(tables, periods, "uses", operations.opens[operation], operations.closes[operation])
    per_run = windows.average("per_run")
    resource = match(frame, tables.frame("resources"), ["site", "resource"])
    kept = (per_run > 0.0).any(axis=1)
    return Uses(operation[kept], resource[kept], per_run[kept])
