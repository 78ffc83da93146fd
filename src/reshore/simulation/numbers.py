"""The uncertain numbers of a model: which of `ranges` the simulation carries, and how each is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from reshore.network.codes import Codes
from reshore.network.periods import Floats
from reshore.schema import table_schema
from reshore.schema.units import time_unit
from reshore.simulation.chance import BLOCK, stream
from reshore.simulation.shapes import Range
from reshore.tables import Tables, key_of
from reshore.tables.keys import spoken_of

CAPACITY: Final = (("resources", "capacity"),)
GOODS: Final = (("operations", "yield"), ("recipes", "quantity"), ("demands", "quantity"))
PROJECTS: Final = (("expansions", "module"), ("expansions", "build_time"))
OWNED: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("demands", "price"): "serve",
        ("demands", "late_cost"): "serve",
        ("operations", "unit_cost"): "make",
        ("lanes", "cost_per_unit"): "ship",
        ("lanes", "cost_per_mass"): "ship",
        ("expansions", "capex"): "build",
        ("expansions", "fixed_cost"): "build",
    }
)
"""Money of a row that changes the objective of its own variables alone: all numbers of such a column are moved at once."""
SCALED: Final = (*GOODS, ("expansions", "module"))
"""Numbers that the simulation multiplies: one that is 0 stays so."""
RECIPE: Final = ("recipes", "quantity")
LEAST: Final = 1e-6
"""The least that is left of the quantity of a recipe, as a share of its own value: what is consumed is never made."""
MONEY: Final = (
    *OWNED,
    ("demands", "lost_cost"),
    ("resources", "fixed_cost"),
    ("products", "value"),
    ("products", "holding_rate"),
    ("products", "scrap_cost"),
    ("products", "terminal_value"),
    ("stocks", "holding_cost"),
    ("stocks", "terminal_value"),
)
"""Numbers that change nothing but the objective, and that in proportion."""
DATED: Final = (*CAPACITY,)
"""Columns whose values from a date on (`profiles`) are carried too."""
CARRIED: Final = (*CAPACITY, *GOODS, *PROJECTS, *MONEY)


@dataclass(frozen=True)
class Number:
    """An uncertain number that the simulation carries: `value` as the tables have it, `row` of its own table, `range` of it.

    `date_row` is the row of `profiles` that has it, −1 where its own row does. Numbers with the same `name` go up and down
    together: the values of a profile, and those that a row with a group stands for.
    """

    name: str
    table: str
    column: str
    row: int
    date_row: int
    value: float
    range: Range

    @property
    def place(self) -> tuple[str, str]:
        """Table and column."""
        return self.table, self.column


def numbers_of(tables: Tables, given: pl.DataFrame) -> tuple[list[Number], list[tuple[str, str]]]:
    """Return the uncertain numbers that are carried, and (name, why) of those that are not.

    `given` says which keys of the resolved tables came from which key of the files.
    """
    ranges = tables.frame("ranges")
    of = spoken_of(ranges).rename({"table": "_table", "column": "_column"})
    groups = {(table, key): own for table, key, own in given.select("table", "key", "given").iter_rows()}
    known: dict[str, dict[str, int]] = {}
    carried, left = [], []
    for row in ranges.hstack(of).iter_rows(named=True):
        table, column, dated = row["_table"], row["_column"], row["table"] == "profiles"
        if row["table"] not in known:
            keys = key_of(tables.frame(row["table"]), table_schema(row["table"]))
            known[row["table"]] = {key: at for at, key in enumerate(keys)}
        at = known[row["table"]][row["key"]]
        own = tables.frame("profiles")["key"][at] if dated else row["key"]
        name = f"{table}/{groups.get((table, own), own)}/{column}"
        value = tables.frame(row["table"])[row["column"]][at]
        mid = value if row["mid"] is None else row["mid"]
        if (table, column) not in CARRIED:
            left.append((name, "the plan forward has no place for it"))
        elif dated and (table, column) not in DATED:
            left.append((name, "it holds from a date on"))
        elif not dated and (table, column) not in DATED and _profiled(tables, table, own, column):
            left.append((name, "a profile changes it over time"))
        elif row["distribution"] == "lognormal" and row["low"] * row["high"] <= 0.0:
            left.append((name, "a lognormal range lies on one side of 0"))
        elif value is None:
            left.append((name, "it has no value of its own"))
        elif value == 0.0 and (table, column) in SCALED:
            left.append((name, "its own value is 0, which the simulation only multiplies"))
        elif not row["low"] <= mid <= row["high"]:
            left.append((name, "its own value lies outside"))
        else:
            bounds = _bounds(tables, table, column, float(value))
            chance = Range(row["distribution"], row["low"], mid, row["high"], *bounds)
            base = _row(tables, known, table, own) if dated else at
            carried.append(Number(name, table, column, base, at if dated else -1, float(value), chance))
    return carried, list(dict.fromkeys(left))


def _row(tables: Tables, known: dict[str, dict[str, int]], table: str, key: str) -> int:
    if table not in known:
        keys = key_of(tables.frame(table), table_schema(table))
        known[table] = {key: at for at, key in enumerate(keys)}
    return known[table][key]


def _profiled(tables: Tables, table: str, key: str, column: str) -> bool:
    same = (pl.col("table") == table) & (pl.col("key") == key) & (pl.col("column") == column)
    return tables.frame("profiles").filter(same).height > 0


def _bounds(tables: Tables, table: str, column: str, value: float) -> tuple[float, float]:
    if (table, column) == RECIPE:
        return (LEAST * value, np.inf) if value > 0.0 else (-np.inf, LEAST * value)
    declared = table_schema(table).column(column)
    most = declared.most(tables[table].times.get(column) if time_unit(declared.unit) else None)
    least = -np.inf if declared.minimum is None else declared.minimum
    return least + (1e-9 if declared.exclusive else 0.0), np.inf if most is None else most


def chances(names: list[str], seed: int, block: int) -> Floats:
    """Return the chance of less of each name in a block of replications, shape (name, replication)."""
    if not names:
        return np.zeros((0, BLOCK))
    return np.stack([stream(seed, f"range/{name}", block).random(BLOCK) for name in names])


def places(numbers: list[Number]) -> tuple[list[str], Codes]:
    """Return the distinct names of numbers in order, and the place of each number's."""
    names = list(dict.fromkeys(number.name for number in numbers))
    at = {name: place for place, name in enumerate(names)}
    return names, np.array([at[number.name] for number in numbers], dtype=np.int64)
